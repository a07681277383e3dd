"""What an article's clauses say of each topic, against a plain reading of the same definitions."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from hoinghi.document import read_document
from hoinghi.heads.article_clauses import (
    ALONE,
    FIRST_CLAUSES,
    INPUTS,
    ArticleClauses,
    article_clauses,
    article_inputs,
    two_best_of_each,
)
from hoinghi.heads.encoding import encode
from hoinghi.text.syllables import SyllableTable

TOPICS = 3
# A clause: its values, whether it tells anything, its tokens, whether it opens a sentence.
CLAUSE = st.tuples(
    st.tuples(*[st.integers(-3, 3)] * TOPICS), st.integers(-3, 3), st.integers(1, 30), st.booleans()
)
ARTICLES = st.lists(st.lists(CLAUSE, min_size=1, max_size=6), min_size=1, max_size=5)
Clause = tuple[tuple[int, ...], int, int, bool]


def laid_end_to_end(articles: list[list[Clause]]) -> ArticleClauses:
    counts = [len(clauses) for clauses in articles]
    flat = [clause for clauses in articles for clause in clauses]
    opens = [n == 0 or opening for clauses in articles for n, (*_, opening) in enumerate(clauses)]
    return ArticleClauses(
        np.array([values for values, *_ in flat], float),
        np.array([told for _, told, *_ in flat], float),
        np.array([size for *_, size, _ in flat]),
        np.cumsum(opens),
        np.cumsum(counts) - counts,
        words_of(len(articles)),
    )


def words_of(articles: int) -> NDArray[np.float64]:
    """A value for each article and topic, all different."""
    return np.arange(articles * TOPICS).reshape(-1, TOPICS) / 8


def read_plainly(clauses: list[Clause], topic: int, other: float, words: float) -> list[float]:
    values = [clause[0][topic] for clause in clauses]
    best = values.index(max(values))
    sentence = np.cumsum([n == 0 or clause[3] for n, clause in enumerate(clauses)])
    beside = [c[1] for n, c in enumerate(clauses) if sentence[n] == sentence[best] and n != best]
    return [
        values[best],
        sorted(values, reverse=True)[:2][-1],
        sum(values) / len(values),
        clauses[best][1],
        max(value for column, value in enumerate(clauses[best][0]) if column != topic),
        clauses[best][2],
        max(beside, default=ALONE),
        sum(max(clause[0][column] for clause in clauses) > 0 for column in range(TOPICS)),
        max(clause[1] for clause in clauses[:FIRST_CLAUSES]),
        math.log(len(clauses)),
        other,
        words,
    ]


@given(ARTICLES)
def test_inputs_are_what_their_names_say(articles: list[list[Clause]]) -> None:
    others = np.linspace(0, 1, len(articles))
    found = article_inputs(laid_end_to_end(articles), others)
    assert found.shape == (len(articles), TOPICS, len(INPUTS))
    for number, clauses in enumerate(articles):
        for topic in range(TOPICS):
            words = float(words_of(len(articles))[number, topic])
            expected = read_plainly(clauses, topic, float(others[number]), words)
            assert found[number, topic].tolist() == pytest.approx(expected)


@given(ARTICLES)
def test_two_best_of_each(articles: list[list[Clause]]) -> None:
    clauses = laid_end_to_end(articles)
    best, second = two_best_of_each(clauses.decisions, clauses.firsts)
    for number, own in enumerate(articles):
        for column in range(TOPICS):
            ranked = sorted((clause[0][column] for clause in own), reverse=True)
            assert (best[number, column], second[number, column]) == (ranked[0], ranked[:2][-1])


@pytest.mark.parametrize("topics", [0, 1])
def test_one_topic_has_no_rival(topics: int) -> None:
    decisions, number = np.ones((2, topics)), list(INPUTS).index("rival")
    clauses = ArticleClauses(
        decisions, np.zeros(2), np.ones(2, int), np.arange(2), np.array([0]), np.zeros((1, topics))
    )
    assert article_inputs(clauses, np.zeros(1))[0, :, number].tolist() == [ALONE] * topics


def test_documents_without_clauses_are_left_out() -> None:
    table = SyllableTable(["xây", "nhà", "cho", "hộ", "nghèo"], [], {})
    batch = encode([read_document(text) for text in ("", "Xây nhà cho hộ nghèo", "")], table)
    words = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    documents, clauses = article_clauses(batch, np.zeros((1, 2)), np.zeros(1), words)
    assert documents.tolist() == [1]
    assert clauses.words.tolist() == [[3.0, 4.0]]
    assert (clauses.firsts.tolist(), clauses.sizes.tolist()) == ([0], [5])
