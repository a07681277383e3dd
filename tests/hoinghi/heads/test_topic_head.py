"""The clauses that earn a topic; when an article tells one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoinghi.decoding import EVIDENCE_LIMIT, earning_clauses
from hoinghi.heads.article_clauses import INPUTS
from hoinghi.heads.linear_pooling import POOLED, LinearPooling
from hoinghi.heads.spline_pooling import KNOTS, Ranges, SplinePooling, basis_size
from hoinghi.heads.tfidf import TfidfBlock
from hoinghi.heads.topic_head import ArticleWords, TopicHead


@given(st.lists(st.integers(-3, 3), min_size=1, max_size=12))
def test_earning_clauses_are_the_best_and_those_of_positive_value(values: list[int]) -> None:
    ranked = sorted(range(len(values)), key=lambda clause: -values[clause])[:EVIDENCE_LIMIT]
    expected = [clause for n, clause in enumerate(ranked) if n == 0 or values[clause] >= 0]
    assert earning_clauses(np.array(values, float)).tolist() == expected


POOLING = LinearPooling(np.zeros((2, len(POOLED))), np.zeros(2))


def test_caution_lifts_the_thresholds_of_other_news_alone() -> None:
    block = TfidfBlock(np.zeros(0, np.int64), np.zeros(0), np.zeros((0, 2)))
    head = TopicHead(("a", "b"), block, block, np.zeros(2), POOLING, np.array([0.5, 0.25]), caution=1.0)
    at = np.log([1.0, 1 / 3])  # the thresholds, as decision values
    decisions = np.array([at, at + 0.4, at + 0.6, at + 1.1, at - 0.1])
    told = head.tells(decisions, np.array([0.0, 0.5, 0.5, 1.0, 0.0]))
    assert told.tolist() == [[True] * 2, [False] * 2, [True] * 2, [True] * 2, [False] * 2]


def test_arrays_that_do_not_fit_the_labels_are_refused() -> None:
    block = TfidfBlock(np.zeros(0, np.int64), np.zeros(0), np.zeros((0, 2)))
    for intercepts, thresholds in ((np.zeros(3), np.full(2, 0.5)), (np.zeros(2), np.full(3, 0.5))):
        with pytest.raises(ValueError, match="do not fit its labels"):
            TopicHead(("a", "b"), block, block, intercepts, POOLING, thresholds)


def test_the_pooling_and_the_model_of_whole_articles_belong_together() -> None:
    blocks = [TfidfBlock(np.zeros(0, np.int64), np.zeros(0), np.zeros((0, n))) for n in (2, 3)]
    words, half = ArticleWords(blocks[0], np.zeros(2)), np.full(2, 0.5)
    with pytest.raises(ValueError, match="its pooling does not read"):
        TopicHead(("a", "b"), blocks[0], blocks[0], np.zeros(2), POOLING, half, words=words)
    zeros = np.zeros(len(INPUTS))
    ranges = Ranges(zeros, zeros, zeros, zeros + 1, np.zeros((len(INPUTS), KNOTS)))
    reading = SplinePooling(ranges, np.zeros(basis_size(len(INPUTS))), np.ones(2), np.zeros(2))
    with pytest.raises(ValueError, match="no model of them is there"):
        TopicHead(("a", "b"), blocks[1], blocks[1], np.zeros(3), reading, half)
    wide = ArticleWords(blocks[0], np.zeros(3))
    with pytest.raises(ValueError, match="do not fit its labels"):
        TopicHead(("a", "b"), blocks[1], blocks[1], np.zeros(3), reading, half, words=wide)
