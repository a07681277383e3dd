"""An article's decision on a topic, from what its clauses say: linear splines and products of two inputs.

One set of weights serves all topics, for what tells a report from a mention is the same for all; each topic
has a scale and an offset of its own.  Stacked generalisation (Wolpert 1992) on a basis of linear splines and
pairwise interactions (Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, chapter 5).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

from hoinghi.heads.article_clauses import INPUTS, ArticleClauses, article_inputs
from hoinghi.heads.tfidf import FloatArray

PAIRS = tuple(combinations(range(len(INPUTS)), 2))
KNOTS = 5  # of each input
SMALLEST_DEVIATION = 1e-3  # of an input: what hardly varies is read as it stands
TERMS = len(INPUTS) * (1 + KNOTS) + len(PAIRS)


@dataclass(frozen=True, slots=True)
class Ranges:
    """How inputs are read, each of shape ``(len(INPUTS),)`` but ``knots``, ``(len(INPUTS), KNOTS)``.

    An input is kept between ``low`` and ``high``; from ``centre``, in ``deviation``, it enters its line and
    its products; above each of its ``knots`` its line may bend.
    """

    low: FloatArray
    high: FloatArray
    centre: FloatArray
    deviation: FloatArray
    knots: FloatArray


def terms(inputs: FloatArray, ranges: Ranges) -> FloatArray:
    """What the weights are of: ``(n, TERMS)`` of inputs ``(n, len(INPUTS))``.

    First the inputs, then what each has above each of its knots, then the products.
    """
    kept = np.clip(inputs, ranges.low, ranges.high)
    scaled = (kept - ranges.centre) / ranges.deviation
    bends = np.maximum(0.0, kept[:, :, None] - ranges.knots) / ranges.deviation[:, None]
    left, right = (list(side) for side in zip(*PAIRS, strict=True))
    products = scaled[:, left] * scaled[:, right]
    return np.concatenate([scaled, bends.reshape(len(inputs), -1), products], axis=1)


@dataclass(frozen=True)
class SplinePooling:
    """``weights``: of the :func:`terms`; ``scales`` and ``offsets``: of each topic, ``(topics,)``."""

    ranges: Ranges
    weights: FloatArray
    scales: FloatArray
    offsets: FloatArray

    @cached_property
    def _forms(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """The weights by line, by bend and, as a matrix, by pair."""
        count = len(INPUTS)
        lines, bends, pairs = np.split(self.weights, [count, count * (1 + KNOTS)])
        matrix = np.zeros((count, count))
        for (left, right), weight in zip(PAIRS, pairs.tolist(), strict=True):
            matrix[left, right] = weight
        return lines, bends.reshape(count, KNOTS) / self.ranges.deviation[:, None], matrix

    def decide(self, clauses: ArticleClauses, others: FloatArray) -> FloatArray:
        """The articles' decision values ``s``, ``(articles, topics)``; their probability is ``sigmoid(s)``.

        ``others``: the probability of each article that its meeting type is ``other``.
        """
        inputs = article_inputs(clauses, others)
        lines, bends, pairs = self._forms
        kept = np.clip(inputs, self.ranges.low, self.ranges.high)
        scaled = (kept - self.ranges.centre) / self.ranges.deviation
        # Each sum runs along its last axis: the same to the last bit whatever the batch.
        values = (scaled * lines).sum(axis=-1)
        for knot in range(KNOTS):
            values += (np.maximum(0.0, kept - self.ranges.knots[:, knot]) * bends[:, knot]).sum(axis=-1)
        for number in range(len(INPUTS) - 1):
            after = (scaled[..., number + 1 :] * pairs[number, number + 1 :]).sum(axis=-1)
            values += scaled[..., number] * after
        decisions: FloatArray = values * self.scales + self.offsets
        return decisions

    def parts(self, clauses: ArticleClauses, other: float, topic: int) -> list[tuple[str, float]]:
        """What one article's decision on a topic sums: a part an input, one a pair of inputs, the offset."""
        (inputs,) = article_inputs(clauses, np.array([other]))
        each = terms(inputs[topic : topic + 1], self.ranges)[0] * self.weights * self.scales[topic]
        count = len(INPUTS)
        lines, bends, pairs = np.split(each, [count, count * (1 + KNOTS)])
        alone = lines + bends.reshape(count, KNOTS).sum(axis=1)
        found = [(f"({name})", float(value)) for name, value in zip(INPUTS, alone, strict=True)]
        found += [
            (f"({INPUTS[left]} × {INPUTS[right]})", float(value))
            for (left, right), value in zip(PAIRS, pairs, strict=True)
        ]
        return [*found, ("(offset)", float(self.offsets[topic]))]
