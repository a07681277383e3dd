"""TF-IDF blocks: the norm, and what terms beyond the vocabulary do to it."""

from __future__ import annotations

import numpy as np
import pytest

from hoinghi.heads.tfidf import TfidfBlock

KEYS = np.array([3, 5, 9])
IDF = np.array([2.0, 1.0, 4.0])


def block(unknown: float = 0.0) -> TfidfBlock:
    return TfidfBlock(KEYS, IDF, np.ones((3, 2), np.float32), unknown)


def test_a_unit_has_length_one_where_unknown_terms_do_not_count() -> None:
    found = block().weigh(np.array([3, 7, 5, 5]), np.array([0, 0, 0, 1]))
    assert found.unit.tolist() == [0, 0, 1]
    assert found.value == pytest.approx([2 / 5**0.5, 1 / 5**0.5, 1.0])


def test_unknown_terms_make_the_known_ones_weigh_less() -> None:
    # Two unknown occurrences in the first unit, none in the second, nothing known in the third.
    found = block(unknown=2.0).weigh(np.array([3, 7, 7, 5, 5, 8]), np.array([0, 0, 0, 0, 1, 2]))
    assert found.unit.tolist() == [0, 0, 1]
    assert found.value == pytest.approx([2 / 3, 1 / 3, 1.0])
