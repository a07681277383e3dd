"""Decoding against brute force over all label sequences."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from hoinghi.crf import ChainModel

LABELS = ("B-X", "I-X", "O")


@pytest.fixture
def chain() -> ChainModel:
    rng = np.random.default_rng(3)
    return ChainModel(
        LABELS,
        rng.normal(size=(3, 3)).astype(np.float32),
        np.arange(4, dtype=np.int64),
        rng.normal(size=(4, 3)).astype(np.float32),
    )


def _score(chain: ChainModel, emissions: np.ndarray, path: tuple[int, ...]) -> float:
    total = sum(emissions[t, y] for t, y in enumerate(path))
    return float(total + sum(chain.transitions[a, b] for a, b in zip(path, path[1:], strict=False)))


def test_viterbi_and_marginals_equal_enumeration(chain: ChainModel) -> None:
    rng = np.random.default_rng(5)
    lengths = np.array([1, 4, 3, 5])
    emissions = rng.normal(scale=2, size=(int(lengths.sum()), 3))
    first = 0
    for lattice, length in zip(chain.decode(emissions, lengths), lengths.tolist(), strict=True):
        own = emissions[first : first + length]
        paths = list(product(range(3), repeat=length))
        scores = np.array([_score(chain, own, path) for path in paths])
        best = paths[int(scores.argmax())]
        assert tuple(lattice.labels.tolist()) == best
        weights = np.exp(scores - scores.max())
        weights /= weights.sum()
        for end in range(1, length + 1):
            # The span of the first ``end`` labels, not going on inside.
            expected = sum(
                w
                for path, w in zip(paths, weights, strict=True)
                if path[:end] == best[:end] and (end == length or path[end] != 1)
            )
            assert (
                chain.span_probability(lattice, 0, end) == pytest.approx(expected, abs=1e-9)
                or best[end - 1] == 2
            )
        first += length


def test_a_sentence_decodes_alike_alone_and_in_a_batch(chain: ChainModel) -> None:
    rng = np.random.default_rng(6)
    lengths = np.array([7, 2, 300, 1, 7])
    emissions = rng.normal(size=(int(lengths.sum()), 3))
    together = chain.decode(emissions, lengths)
    first = 0
    for lattice, length in zip(together, lengths.tolist(), strict=True):
        (alone,) = chain.decode(emissions[first : first + length], np.array([length]))
        assert np.array_equal(alone.labels, lattice.labels)
        assert np.array_equal(alone.alpha, lattice.alpha)
        assert np.array_equal(alone.beta, lattice.beta)
        first += length
