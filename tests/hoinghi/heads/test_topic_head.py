"""The clauses that earn a topic."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from hoinghi.decoding import EVIDENCE_LIMIT, earning_clauses


@given(st.lists(st.integers(-3, 3), min_size=1, max_size=12))
def test_earning_clauses_are_the_best_and_those_of_positive_value(values: list[int]) -> None:
    ranked = sorted(range(len(values)), key=lambda clause: -values[clause])[:EVIDENCE_LIMIT]
    expected = [clause for n, clause in enumerate(ranked) if n == 0 or values[clause] >= 0]
    assert earning_clauses(np.array(values, float)).tolist() == expected
