"""Decoding against brute force over all label sequences; entities of many sentences against those of one."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoinghi.tagging.crf import ChainModel
from hoinghi.tagging.tagger import entity_bounds, runs

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
    lattice = chain.lattice(emissions, lengths, np.arange(4))
    all_labels = chain.best_labels(emissions, lengths)
    first = 0
    for number, labels in enumerate(chain.decode(emissions, lengths)):
        length = int(lengths[number])
        own = emissions[first : first + length]
        paths = list(itertools.product(range(3), repeat=length))
        scores = np.array([_score(chain, own, path) for path in paths])
        best = paths[int(scores.argmax())]
        assert tuple(labels.tolist()) == best
        weights = np.exp(scores - scores.max())
        weights /= weights.sum()
        for end in range(1, length + 1):
            # The span of the first ``end`` labels, not going on inside (label 1 is I-X).
            expected = sum(
                w
                for path, w in zip(paths, weights, strict=True)
                if path[:end] == best[:end] and (end == length or path[end] != 1)
            )
            if best[end - 1] != 2:
                span = np.array([first]), np.array([first + end]), np.array([end == length])
                (found,) = chain.span_probabilities(lattice, all_labels, *span)
                assert found == pytest.approx(expected, abs=1e-9)
        first += length


def test_a_sentence_decodes_alike_alone_and_in_a_batch(chain: ChainModel) -> None:
    rng = np.random.default_rng(6)
    lengths = np.array([7, 2, 300, 1, 7])
    emissions = rng.normal(size=(int(lengths.sum()), 3))
    together = chain.decode(emissions, lengths)
    lattice = chain.lattice(emissions, lengths, np.array([0, 2, 4]))
    first = 0
    for number, length in enumerate(lengths.tolist()):
        own, only = emissions[first : first + length], np.array([length])
        assert np.array_equal(chain.decode(own, only)[0], together[number])
        if number in (0, 2, 4):
            alone = chain.lattice(own, only, np.array([0]))
            columns = lattice.column[first : first + length]
            assert np.array_equal(alone.alpha, lattice.alpha[:, columns])
            assert np.array_equal(alone.beta, lattice.beta[:, columns])
            assert np.array_equal(alone.scale, lattice.scale[columns])
        first += length


def test_no_sentence_is_no_work(chain: ChainModel) -> None:
    nothing = np.zeros(0, dtype=np.int64)
    assert chain.decode(np.zeros((0, 3)), nothing) == []
    assert chain.lattice(np.zeros((0, 3)), nothing, nothing).alpha.shape == (3, 0)


TYPES = ("B-X", "I-X", "B-Y", "I-Y", "O")
LABELLED = st.lists(st.lists(st.integers(0, len(TYPES) - 1), min_size=1, max_size=9), max_size=6)


@given(LABELLED)
def test_entities_of_many_sentences_are_those_of_each(labelled: list[list[int]]) -> None:
    lengths = [len(labels) for labels in labelled]
    ordinal = np.repeat(np.arange(len(labelled)), np.array(lengths, dtype=np.int64))
    opens, ends = entity_bounds(
        TYPES, np.array([*itertools.chain.from_iterable(labelled)], dtype=np.int64), ordinal
    )
    expected = []
    begin = 0
    for labels in labelled:
        expected += [(begin + a, begin + b) for a, b, _ in runs([TYPES[label] for label in labels])]
        begin += len(labels)
    assert list(zip(opens.tolist(), ends.tolist(), strict=True)) == expected
