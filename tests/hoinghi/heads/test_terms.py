"""Term keys: an n-gram's length can be read from its key."""

from __future__ import annotations

import numpy as np
import pytest

from hoinghi.heads.terms import longest_ngram, ngram_keys


@pytest.mark.parametrize("longest", [1, 2, 3])
def test_the_longest_ngram_of_a_vocabulary(longest: int) -> None:
    keys, _ = ngram_keys(np.array([5, 6, 7]), np.array([0, 0, 0]), 4, longest)
    assert longest_ngram(keys) == longest


def test_an_empty_vocabulary_has_words_alone() -> None:
    assert longest_ngram(np.zeros(0, np.int64)) == 1
