"""A linear-chain conditional random field at serving time: Viterbi and marginals in numpy.

Lafferty, McCallum and Pereira (2001).  Weights come from training as arrays; the score of a label
sequence is the sum of the weights of its features and transitions, so every answer can be spelt out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hoinghi.keytable import KeyTable
from hoinghi.tagging.features import PAD, TEMPLATE_AT
from hoinghi.tagging.steps import Steps, side_by_side
from hoinghi.text.syllables import IntArray

FloatArray = NDArray[np.float64]
_PAYLOAD = np.int64((1 << TEMPLATE_AT) - 1)
FORBIDDEN = -30.0  # a transition that no sentence can outbid
_WIDTH = 8  # columns of the weights at least: numpy takes rows of 32 bytes several times as fast as of 20


@dataclass(frozen=True, slots=True)
class Lattice:
    """What marginals are computed from: scaled forward, backward and local potentials, ``(labels, n)``.

    The columns are those of some sentences' steps; ``scale``: ``(n,)``; ``column``: of each token of all
    sentences, where it has one.
    """

    alpha: FloatArray
    beta: FloatArray
    local: FloatArray
    scale: FloatArray
    column: IntArray


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
        self._rows = _widened(weights, 1)
        self.weights = self._rows[:, : len(labels)]
        self._table = KeyTable(keys)
        self._single = {} if is_hashed else _single_tables(keys, weights)
        self._ratio = np.exp(self.transitions)
        self._leaves = _leaving(labels)

    def rows(self, keys: IntArray) -> IntArray:
        """Rows of ``weights`` of feature keys; the last row (zeros) where unknown."""
        return self._table.rows(keys)

    def emissions(self, keys: IntArray) -> FloatArray:
        """Label scores of each token without transitions: ``(n, templates)`` → ``(n, labels)``."""
        scores = np.zeros((len(keys), self._rows.shape[1]), np.float32)
        columns = keys.T
        # One fixed order of templates, so that a batch scores as its parts do.
        for number, table in self._single.items():
            if number < len(columns):
                values, unseen = columns[number] & _PAYLOAD, len(table) - 2
                scores += table.take(np.where(values == PAD, unseen + 1, np.minimum(values, unseen)), axis=0)
        for number, column in enumerate(columns):
            if number not in self._single:
                scores += self._rows.take(self._table.rows(column), axis=0)
        return scores[:, : len(self.labels)].astype(np.float64)

    def decode(self, emissions: FloatArray, lengths: IntArray) -> list[IntArray]:
        """The best labels of sentences laid end to end (Viterbi); ``lengths`` sum to ``len(emissions)``."""
        if not len(lengths):
            return []
        return np.split(self.best_labels(emissions, lengths), np.cumsum(lengths)[:-1])

    def best_labels(self, emissions: FloatArray, lengths: IntArray) -> IntArray:
        """The same end to end too, shape ``(n,)``."""
        steps = side_by_side(lengths, np.arange(len(lengths)))
        best = np.ascontiguousarray(emissions.take(steps.tokens, axis=0).T)
        for before, now in steps.pairs():
            last = best[:, before]
            top = last[0] + self.transitions[0][:, None]
            for label in range(1, len(self.labels)):
                np.maximum(top, last[label] + self.transitions[label][:, None], out=top)
            best[:, now] += top
        path = best.argmax(axis=0)
        for before, now in reversed(list(steps.pairs())):
            path[before] = (best[:, before] + self.transitions[:, path[now]]).argmax(axis=0)
        labels: IntArray = np.empty_like(path)
        labels[steps.tokens] = path
        return labels

    def lattice(self, emissions: FloatArray, lengths: IntArray, chosen: IntArray) -> Lattice:
        """The lattice of the ``chosen`` sentences (numbers), for marginals."""
        steps = side_by_side(lengths, chosen)
        scores = np.ascontiguousarray(emissions.take(steps.tokens, axis=0).T)
        local = np.exp(scores - scores.max(axis=0))
        column = np.zeros(len(emissions), np.int64)
        column[steps.tokens] = np.arange(len(steps.tokens))
        alpha, scale = self._forward(local, steps)
        return Lattice(alpha, self._backward(local, scale, steps), local, scale, column)

    def _forward(self, local: FloatArray, steps: Steps) -> tuple[FloatArray, FloatArray]:
        alpha, scale = np.empty_like(local), np.empty(local.shape[1])
        scale[steps.opening] = _sum(local[:, steps.opening])
        alpha[:, steps.opening] = local[:, steps.opening] / scale[steps.opening]
        for before, now in steps.pairs():
            forward = _sum_over(self._ratio, alpha[:, before]) * local[:, now]
            scale[now] = _sum(forward)
            alpha[:, now] = forward / scale[now]
        return alpha, scale

    def _backward(self, local: FloatArray, scale: FloatArray, steps: Steps) -> FloatArray:
        beta = np.ones_like(local)
        for before, now in reversed(list(steps.pairs())):
            beta[:, before] = _sum_over(self._ratio.T, local[:, now] * beta[:, now] / scale[now])
        return beta

    def span_probabilities(
        self, lattice: Lattice, labels: IntArray, begins: IntArray, ends: IntArray, is_last: NDArray[np.bool_]
    ) -> FloatArray:
        """Marginal probabilities that the tokens of spans ``[begins, ends)`` carry their decoded ``labels``.

        Tokens are numbered over all sentences; ``is_last`` marks spans that end their sentence.  Where the
        chain could go on inside a span's type behind its end, that mass is left out.
        """
        column = lattice.column
        mass = lattice.alpha[labels[begins], column[begins]]
        for further in range(1, int((ends - begins).max(initial=0))):
            going = np.flatnonzero(ends - begins > further)
            token = begins[going] + further
            now, place = labels[token], column[token]
            mass[going] *= (
                self._ratio[labels[token - 1], now] * lattice.local[now, place] / lattice.scale[place]
            )
        open_ = np.flatnonzero(~is_last)
        last, place = labels[ends[open_] - 1], column[ends[open_]]
        ahead = self._ratio[last].T * lattice.local[:, place] * lattice.beta[:, place] / lattice.scale[place]
        mass[open_] = np.minimum(1.0, mass[open_] * _sum(ahead * self._leaves[last].T))
        return mass


def _widened(weights: NDArray[np.float32], more: int) -> NDArray[np.float32]:
    """``weights`` with ``more`` rows of zeros below, and columns of zeros up to ``_WIDTH``."""
    rows, columns = weights.shape
    wide = np.zeros((rows + more, max(_WIDTH, columns)), np.float32)
    wide[:rows, :columns] = weights
    return wide


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
        tables[number] = _widened(table, 0)
    return tables


def _leaving(labels: tuple[str, ...]) -> FloatArray:
    """``[a, b]``: 1 where label ``b`` behind label ``a`` leaves the span of ``a``, else 0."""
    return np.array([[float(b != "I-" + a[2:]) for b in labels] for a in labels])


def _sum(values: FloatArray) -> FloatArray:
    """The sum over labels, in one order whatever the batch."""
    total: FloatArray = values[0].copy()
    for row in values[1:]:
        total += row
    return total


def _sum_over(ratio: FloatArray, values: FloatArray) -> FloatArray:
    """``ratio.T @ values``, summed label by label: a matrix product may round otherwise for another batch."""
    total: FloatArray = ratio[0][:, None] * values[0]
    for row, value in zip(ratio[1:], values[1:], strict=True):
        total += row[:, None] * value
    return total
