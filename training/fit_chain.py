"""Fit a chain model by stochastic gradient ascent on the likelihood, with features dropped at random.

AdaGrad (Duchi, Hazan and Singer, 2011) over small batches of sentences of like length; the weights are the
mean of the last passes.  Dropping a share of the features of each token at each visit keeps the strong
ones from hiding the weak (Sutton, Sindelar and McCallum, 2006) and stands in for a penalty.  Every label
may have a weight on every feature, so that a feature can speak against a label that it never met.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from hoinghi.tagging.crf import FORBIDDEN
from hoinghi.text.syllables import IntArray

Floats = NDArray[np.float64]
_FIRST_SQUARE = 1e-2  # keeps the first steps of a weight short


@dataclass(frozen=True, slots=True)
class ChainConfig:
    """``epochs``: passes over the sentences, of which the last ``averaged`` are averaged (0: as many as the
    number of sentences asks for); ``dropped``: the share of features dropped; ``rate``: AdaGrad's step;
    ``batch``: sentences a step."""

    epochs: int = 0
    averaged: int = 4
    dropped: float = 0.5
    rate: float = 0.1
    batch: int = 16
    minimum_frequency: int = 2
    seed: int = 20

    def passes(self, sentences: int) -> int:
        """Passes over so many sentences: few sentences need more of them."""
        return self.epochs or max(10, min(60, 30_000 // max(1, sentences)))


def forbidden_steps(labels: Sequence[str]) -> NDArray[np.bool_]:
    """Which label may not follow which: ``(before, after)``."""
    return np.array(
        [[b.startswith("I-") and a not in (b, "B-" + b[2:]) for b in labels] for a in labels], dtype=bool
    )


def expectations(grid: Floats, lengths: IntArray, transitions: Floats) -> tuple[Floats, Floats]:
    """Marginals ``(t, b, l)`` and expected transitions ``(l, l)`` of sentences side by side.

    ``grid``: emissions ``(t, b, l)``, of which sentence ``b`` uses the first ``lengths[b]`` steps.
    """
    steps = len(grid)
    local = np.exp(grid - grid.max(axis=2, keepdims=True))
    ratio = np.exp(transitions)
    alive = np.arange(steps)[:, None] < lengths[None, :]
    alpha, beta, scale = np.empty_like(local), np.ones_like(local), np.ones(local.shape[:2])
    scale[0] = local[0].sum(axis=1)
    alpha[0] = local[0] / scale[0][:, None]
    for t in range(1, steps):
        forward = (alpha[t - 1] @ ratio) * local[t]
        scale[t] = np.where(alive[t], forward.sum(axis=1), 1.0)
        alpha[t] = forward / scale[t][:, None]
    back = np.ascontiguousarray(ratio.T)
    for t in range(steps - 2, -1, -1):
        backward = (local[t + 1] * beta[t + 1] / scale[t + 1][:, None]) @ back
        beta[t] = np.where(alive[t + 1][:, None], backward, 1.0)
    ahead = (local * beta / scale[:, :, None])[1:] * alive[1:][:, :, None]
    width = grid.shape[2]
    pairs = alpha[:-1].reshape(-1, width).T @ ahead.reshape(-1, width)
    return alpha * beta, ratio * pairs


def fit_chain(
    rows: NDArray[np.int32],
    count: int,
    gold: IntArray,
    lengths: IntArray,
    labels: Sequence[str],
    config: ChainConfig,
) -> tuple[NDArray[np.float32], Floats]:
    """Weights ``(count, labels)`` and transitions ``(labels, labels)``.

    ``rows``: the features of every token, ``(tokens, templates)``, ``count`` where there is none; ``gold``:
    its label; ``lengths``: tokens a sentence.  The same input gives the same weights, bit by bit.
    """
    rng = np.random.default_rng(config.seed)
    width = len(labels)
    weights = np.zeros((count + 1, width), np.float32)
    squares = np.full((count + 1, width), _FIRST_SQUARE, np.float32)
    transitions, step_squares = np.zeros((width, width)), np.full((width, width), _FIRST_SQUARE)
    forbidden = forbidden_steps(labels)
    weight_sum, transition_sum = np.zeros_like(weights), np.zeros_like(transitions)
    begins = np.cumsum(lengths) - lengths
    epochs = config.passes(len(lengths))
    for epoch in range(epochs):
        # Sentences of like length share a batch, but not the same ones each time.
        order = np.argsort(lengths + rng.random(len(lengths)) * 6, kind="stable")
        batches = [order[i : i + config.batch] for i in range(0, len(order), config.batch)]
        for number in rng.permutation(len(batches)).tolist():
            members = batches[number]
            own = lengths[members]
            tokens = np.concatenate([np.arange(begins[m], begins[m] + lengths[m]) for m in members])
            seen, at, matrix = _drawn(rows[tokens], count, config.dropped, rng)
            known = weights[seen]
            sentence = np.repeat(np.arange(len(members)), own)
            step = np.arange(len(tokens)) - np.repeat(np.cumsum(own) - own, own)
            grid = np.zeros((int(own.max()), len(members), width))
            grid[step, sentence] = matrix @ known
            marginals, pairs = expectations(grid, own, np.where(forbidden, FORBIDDEN, transitions))
            right = gold[tokens]
            error = marginals[step, sentence]
            error[np.arange(len(tokens)), right] -= 1.0
            inner = np.flatnonzero(step)
            np.add.at(pairs, (right[inner - 1], right[inner]), -1.0)
            gradient = (at @ error.astype(np.float32)).astype(np.float32)
            squares[seen] += gradient * gradient
            weights[seen] = known - config.rate * gradient / np.sqrt(squares[seen])
            weights[count] = 0.0
            step_squares += pairs * pairs
            transitions -= config.rate * pairs / np.sqrt(step_squares)
        if epoch >= epochs - config.averaged:
            weight_sum += weights
            transition_sum += transitions
    averaged = min(config.averaged, epochs)
    return weight_sum[:count] / averaged, np.where(forbidden, FORBIDDEN, transition_sum / averaged)


def _drawn(
    rows: NDArray[np.int32], none: int, share: float, rng: np.random.Generator
) -> tuple[IntArray, sparse.csr_matrix, sparse.csr_matrix]:
    """The rows that stay of a batch: their numbers, and the matrix of tokens by them, transposed and plain.

    What stays is scaled up, so that a token's score keeps its size when nothing is dropped.
    """
    kept = np.where(rng.random(rows.shape, dtype=np.float32) < share, none, rows).ravel()
    seen, place = np.unique(kept, return_inverse=True)
    scale = np.where(seen[place.ravel()] == none, 0.0, 1.0 / (1.0 - share)).astype(np.float32)
    bounds = np.arange(0, len(kept) + 1, rows.shape[1])
    matrix = sparse.csr_matrix((scale, place.ravel(), bounds), shape=(len(rows), len(seen)))
    return seen, matrix.T.tocsr(), matrix
