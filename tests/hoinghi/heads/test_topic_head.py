"""The two best clauses of many articles are those of each; the clauses that earn a topic."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from hoinghi.decoding import EVIDENCE_LIMIT, earning_clauses
from hoinghi.heads.topic_head import two_best_of_each

ARTICLES = st.lists(
    st.lists(st.tuples(*[st.integers(-3, 3)] * 2), min_size=1, max_size=5), min_size=1, max_size=6
)


@given(ARTICLES)
def test_two_best_of_each(articles: list[list[tuple[int, int]]]) -> None:
    sizes = [len(clauses) for clauses in articles]
    firsts = np.cumsum(sizes) - sizes
    best, second = two_best_of_each(np.concatenate([np.array(a, float) for a in articles]), firsts)
    for number, clauses in enumerate(articles):
        for column in range(2):
            ranked = sorted((clause[column] for clause in clauses), reverse=True)
            assert (best[number, column], second[number, column]) == (ranked[0], ranked[:2][-1])


@given(st.lists(st.integers(-3, 3), min_size=1, max_size=12))
def test_earning_clauses_are_the_best_and_those_of_positive_value(values: list[int]) -> None:
    ranked = sorted(range(len(values)), key=lambda clause: -values[clause])[:EVIDENCE_LIMIT]
    expected = [clause for n, clause in enumerate(ranked) if n == 0 or values[clause] >= 0]
    assert earning_clauses(np.array(values, float)).tolist() == expected
