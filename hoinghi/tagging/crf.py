"""A linear-chain conditional random field at serving time: Viterbi and marginals in numpy.

Lafferty, McCallum and Pereira (2001).  Weights come from training as arrays; the score of a label
sequence is the sum of the weights of its features and transitions, so every answer can be spelt out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hoinghi.keytable import KeyTable
from hoinghi.tagging.features import PAD, TEMPLATE_AT
from hoinghi.text.syllables import IntArray

FloatArray = NDArray[np.float64]
_PAYLOAD = np.int64((1 << TEMPLATE_AT) - 1)
FORBIDDEN = -30.0  # a transition that no sentence can outbid
_GROUP = 256  # sentences decoded side by side


@dataclass(frozen=True, slots=True)
class Lattice:
    """What one sentence's marginals are computed from.

    ``alpha``, ``beta``, ``local``: scaled forward, backward and local potentials, each
    ``(n, labels)``; ``scale``: ``(n,)``.
    """

    alpha: FloatArray
    beta: FloatArray
    local: FloatArray
    scale: FloatArray


@dataclass(frozen=True, slots=True)
class _Group:
    """Sentences of ascending length side by side: step ``t`` touches those from ``alive[t]`` on.

    ``grid``: emissions by step, ``(longest, sentences, labels)``; ``members``: their numbers.
    """

    grid: FloatArray
    lengths: IntArray
    alive: list[int]
    members: IntArray


def _groups(emissions: FloatArray, lengths: IntArray, chosen: IntArray) -> Iterator[_Group]:
    firsts = np.cumsum(lengths) - lengths
    by_length = chosen[np.argsort(lengths[chosen], kind="stable")]
    for begin in range(0, len(by_length), _GROUP):
        members = by_length[begin : begin + _GROUP]
        own = lengths[members]
        longest = int(own[-1])
        alive = np.searchsorted(own, np.arange(longest), side="right").tolist()
        grid = np.zeros((longest, len(members), emissions.shape[1]))
        for t in range(longest):
            grid[t, alive[t] :] = emissions[firsts[members[alive[t] :]] + t]
        yield _Group(grid, own, alive, members)


class ChainModel:
    """Labels, transition weights ``(l, l)``, and feature weights ``(v, l)`` by feature key ``(v,)``."""

    def __init__(
        self,
        labels: tuple[str, ...],
        transitions: NDArray[np.float32],
        keys: IntArray,
        weights: NDArray[np.float32],
        is_hashed: bool = False,
    ) -> None:
        """``is_hashed`` says that keys are hashes, in which no template number and no values can be read."""
        if weights.shape != (len(keys), len(labels)) or transitions.shape != (len(labels),) * 2:
            raise ValueError("the tagger's arrays do not fit its labels")
        self.labels = labels
        self.transitions = transitions.astype(np.float64)
        self.keys = keys
        self.weights = np.vstack([weights, np.zeros((1, len(labels)), np.float32)])
        self._table = KeyTable(keys)
        self._single = {} if is_hashed else _single_tables(keys, weights)

    def rows(self, keys: IntArray) -> IntArray:
        """Rows of ``weights`` of feature keys; the last row (zeros) where unknown."""
        return self._table.rows(keys)

    def emissions(self, keys: IntArray) -> FloatArray:
        """Label scores of each token without transitions: ``(n, templates)`` → ``(n, labels)``."""
        scores = np.zeros((len(keys), len(self.labels)), np.float32)
        columns = keys.T
        # One fixed order of templates, so that a batch scores as its parts do.
        joint = [number for number in range(len(columns)) if number not in self._single]
        for number, table in self._single.items():
            if number < len(columns):
                values = columns[number] & _PAYLOAD
                scores += table[np.where(values == PAD, len(table) - 1, np.minimum(values, len(table) - 2))]
        for row in self._table.rows(columns[joint]):
            scores += self.weights[row]
        return scores.astype(np.float64)

    def decode(self, emissions: FloatArray, lengths: IntArray) -> list[IntArray]:
        """The best labels of sentences laid end to end (Viterbi); ``lengths`` sum to ``len(emissions)``."""
        result: list[IntArray] = [np.zeros(0, np.int64)] * len(lengths)
        for group in _groups(emissions, lengths, np.arange(len(lengths))):
            for number, labels in zip(group.members.tolist(), self._viterbi(group), strict=True):
                result[number] = labels
        return result

    def lattices(self, emissions: FloatArray, lengths: IntArray, chosen: IntArray) -> dict[int, Lattice]:
        """Lattices of the ``chosen`` sentences (numbers), for marginals."""
        found: dict[int, Lattice] = {}
        for group in _groups(emissions, lengths, chosen):
            found |= zip(group.members.tolist(), self._forward_backward(group), strict=True)
        return found

    def _viterbi(self, group: _Group) -> list[IntArray]:
        grid, alive, lengths = group.grid, group.alive, group.lengths
        longest, count, width = grid.shape
        best = grid[0].copy()
        back = np.zeros((longest, count, width), dtype=np.int16)
        for t in range(1, longest):
            on = slice(alive[t], count)
            steps = best[on][:, :, None] + self.transitions
            back[t, on] = steps.argmax(axis=1)
            best[on] = steps.max(axis=1) + grid[t, on]
        path = np.zeros((longest, count), dtype=np.int64)
        final = best.argmax(axis=1)
        for t in range(longest - 1, -1, -1):
            ending = lengths - 1 == t
            path[t, ending] = final[ending]
            if t + 1 < longest:
                columns = np.arange(alive[t + 1], count)
                path[t, columns] = back[t + 1, columns, path[t + 1, columns]]
        return [path[:n, i] for i, n in enumerate(lengths.tolist())]

    def _forward_backward(self, group: _Group) -> list[Lattice]:
        grid, alive = group.grid, group.alive
        longest, count, width = grid.shape
        local = np.exp(grid - grid.max(axis=2, keepdims=True))
        ratio = np.exp(self.transitions)
        alpha, beta = np.zeros_like(local), np.ones_like(local)
        scale = np.ones((longest, count))
        scale[0] = _row_sum(local[0])
        alpha[0] = local[0] / scale[0][:, None]
        for t in range(1, longest):
            on = slice(alive[t], count)
            # Sums run label by label: a matrix product may round otherwise for another batch.
            forward = alpha[t - 1, on][:, :1] * ratio[0]
            for y in range(1, width):
                forward = forward + alpha[t - 1, on][:, y : y + 1] * ratio[y]
            forward *= local[t, on]
            scale[t, on] = _row_sum(forward)
            alpha[t, on] = forward / scale[t, on][:, None]
        for t in range(longest - 2, -1, -1):
            on = slice(alive[t + 1], count)
            weighted = local[t + 1, on] * beta[t + 1, on] / scale[t + 1, on][:, None]
            total = weighted[:, :1] * ratio[:, 0]
            for y in range(1, width):
                total = total + weighted[:, y : y + 1] * ratio[:, y]
            beta[t, on] = total
        return [
            Lattice(alpha[:n, i], beta[:n, i], local[:n, i], scale[:n, i])
            for i, n in enumerate(group.lengths.tolist())
        ]

    def span_probability(self, lattice: Lattice, labels: IntArray, begin: int, end: int) -> float:
        """Marginal probability that tokens ``begin`` … ``end - 1`` carry their decoded ``labels``.

        Where the chain could go on inside the span's type behind ``end``, that mass is left out.
        """
        mass = float(lattice.alpha[begin, labels[begin]])
        for t in range(begin + 1, end):
            step = np.exp(self.transitions[labels[t - 1], labels[t]])
            mass *= float(step * lattice.local[t, labels[t]] / lattice.scale[t])
        last = labels[end - 1]
        if end == len(labels):
            return mass
        ahead = np.exp(self.transitions[last]) * lattice.local[end] * lattice.beta[end] / lattice.scale[end]
        inside = "I-" + self.labels[last][2:]
        leaving = sum(float(a) for a, name in zip(ahead, self.labels, strict=True) if name != inside)
        return min(1.0, mass * leaving)


def _single_tables(keys: IntArray, weights: NDArray[np.float32]) -> dict[int, NDArray[np.float32]]:
    """Weights of the templates of one attribute, by its value: no hashing where an index will do.

    The last row stands for the edge of the sentence, the one before it for values never seen.
    """
    template, payload = keys >> TEMPLATE_AT, keys & _PAYLOAD
    tables: dict[int, NDArray[np.float32]] = {}
    for number in np.unique(template).tolist():
        mine = template == number
        values = payload[mine]
        if values.max(initial=0) > PAD:  # a second attribute is packed above the first
            continue
        edge = values == PAD
        size = int(values[~edge].max(initial=0)) + 1
        table = np.zeros((size + 2, weights.shape[1]), np.float32)
        table[np.where(edge, size + 1, values)] = weights[mine]
        tables[number] = table
    return tables


def _row_sum(values: FloatArray) -> FloatArray:
    total: FloatArray = values[:, 0].copy()
    for column in range(1, values.shape[1]):
        total += values[:, column]
    return total
