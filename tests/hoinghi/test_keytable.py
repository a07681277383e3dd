"""The hash table equals a dictionary."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from hoinghi.keytable import KeyTable

KEYS = st.lists(st.integers(0, 2**62), unique=True, max_size=300)


@given(KEYS, st.lists(st.integers(0, 2**62), max_size=50))
def test_equals_a_dictionary(keys: list[int], queries: list[int]) -> None:
    table = KeyTable(np.array(keys, dtype=np.int64))
    expected = {key: row for row, key in enumerate(keys)}
    asked = np.array(queries + keys, dtype=np.int64)
    assert table.rows(asked).tolist() == [expected.get(key, len(keys)) for key in asked.tolist()]


def test_neighbours_that_collide_are_told_apart() -> None:
    keys = np.arange(0, 5000, dtype=np.int64) << 40
    assert KeyTable(keys).rows(keys).tolist() == list(range(5000))
