"""How bundles before format 6 pool."""

from __future__ import annotations

import math

import numpy as np
import pytest

from hoinghi.heads.article_clauses import ArticleClauses
from hoinghi.heads.linear_pooling import POOLED, LinearPooling


def clauses_of(decisions: list[float], firsts: list[int]) -> ArticleClauses:
    count = len(decisions)
    return ArticleClauses(
        np.array(decisions)[:, None],
        np.zeros(count),
        np.ones(count, int),
        np.arange(count),
        np.array(firsts),
        np.zeros((len(firsts), 1)),
    )


def test_an_article_has_two_best_clauses_their_mean_and_their_number() -> None:
    clauses, others = clauses_of([1.0, 3.0, 2.0, 5.0], [0, 3]), np.array([0.25, 0.5])
    found = [
        LinearPooling(np.eye(5)[[number]], np.zeros(1)).decide(clauses, others)[:, 0] for number in range(5)
    ]
    assert [values.tolist() for values in found] == [
        [3.0, 5.0],
        [2.0, 5.0],
        [2.0, 5.0],
        [math.log(8)] * 2,  # the shortest that counts
        [0.25, 0.5],
    ]


@pytest.mark.parametrize(("count", "counted"), [(1, 8), (8, 8), (30, 30), (60, 60), (200, 60)])
def test_length_counts_between_the_shortest_and_the_longest(count: int, counted: int) -> None:
    pooling = LinearPooling((np.array(POOLED) == "length").astype(float)[None], np.zeros(1))
    found = pooling.decide(clauses_of([0.0] * count, [0]), np.zeros(1))
    assert math.exp(found[0, 0]) == pytest.approx(counted)


def test_parts_sum_to_the_decision() -> None:
    pooling = LinearPooling(np.array([[1.0, 0.5, 2.0, -0.25, -1.0]]), np.array([0.75]))
    clauses = clauses_of([1.0, 3.0], [0])
    parts = dict(pooling.parts(clauses, 0.5, 0))
    assert sum(parts.values()) == pytest.approx(pooling.decide(clauses, np.array([0.5]))[0, 0])
    assert (parts["(best clause)"], parts["(offset)"]) == (3.0, 0.75)
