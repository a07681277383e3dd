"""TF-IDF blocks: the norm, and what terms beyond the vocabulary do to it."""

from __future__ import annotations

import numpy as np
import pytest

from hoinghi.heads.tfidf import COSINE, Norm, TfidfBlock

KEYS = np.array([3, 5, 9])
IDF = np.array([2.0, 1.0, 4.0])


def block(norm: Norm = COSINE) -> TfidfBlock:
    return TfidfBlock(KEYS, IDF, np.ones((3, 2), np.float32), norm)


def test_a_unit_has_length_one_where_unknown_terms_do_not_count() -> None:
    found = block().weigh(np.array([3, 7, 5, 5]), np.array([0, 0, 0, 1]))
    assert found.unit.tolist() == [0, 0, 1]
    assert found.value == pytest.approx([2 / 5**0.5, 1 / 5**0.5, 1.0])


def test_unknown_terms_make_the_known_ones_weigh_less() -> None:
    # Two unknown occurrences in the first unit, none in the second, nothing known in the third.
    found = block(Norm(unknown=2.0)).weigh(np.array([3, 7, 7, 5, 5, 8]), np.array([0, 0, 0, 0, 1, 2]))
    assert found.unit.tolist() == [0, 0, 1]
    assert found.value == pytest.approx([2 / 3, 1 / 3, 1.0])


def test_a_power_below_one_leaves_the_terms_of_a_long_unit_more_weight() -> None:
    # Lengths 1 and the root of 20; the usual length is 1, so the short unit stays as it is.
    found = block(Norm(power=0.5, usual=1.0)).weigh(np.array([5, 3, 9]), np.array([0, 1, 1]))
    assert found.value == pytest.approx([1.0, 2 / 20**0.25, 4 / 20**0.25])
    assert (found.value >= block().weigh(np.array([5, 3, 9]), np.array([0, 1, 1])).value).all()


def test_a_unit_of_usual_length_weighs_the_same_at_every_power() -> None:
    keys, units = np.array([3, 5]), np.array([0, 0])
    for power in (0.3, 0.7, 1.0):
        found = block(Norm(power=power, usual=5**0.5)).weigh(keys, units)
        assert found.value == pytest.approx([2 / 5**0.5, 1 / 5**0.5])
