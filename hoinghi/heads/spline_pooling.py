"""An article's decision on a topic, from its clauses and words: linear splines and products of two inputs.

One set of weights serves all topics, for what tells a report from a mention is the same for all; each topic
has a scale and an offset of its own.  Stacked generalisation (Wolpert 1992) on a basis of linear splines and
pairwise interactions (Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, chapter 5).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import ClassVar

import numpy as np

from hoinghi.heads.article_clauses import FORMER_INPUTS, INPUTS, ArticleClauses, article_inputs
from hoinghi.heads.tfidf import FloatArray

KNOTS = 5  # of each input
SMALLEST_DEVIATION = 1e-3  # an input that varies less counts as varying so much


def basis_size(count: int) -> int:
    """How many weights a pooling of ``count`` inputs has."""
    return count * (1 + KNOTS) + count * (count - 1) // 2


@cache
def _pairs(count: int) -> tuple[list[int], list[int]]:
    """The left and the right sides of all pairs of ``count`` inputs."""
    left, right = zip(*combinations(range(count), 2), strict=True)
    return list(left), list(right)


@dataclass(frozen=True, slots=True)
class Ranges:
    """How inputs are read, each of shape ``(n,)`` but ``knots``, ``(n, KNOTS)``: of the first n ``INPUTS``.

    An input is kept between ``low`` and ``high``; from ``centre``, in ``deviation``, it enters its line and
    its products; above each of its ``knots`` its line may bend.
    """

    low: FloatArray
    high: FloatArray
    centre: FloatArray
    deviation: FloatArray
    knots: FloatArray


def basis(inputs: FloatArray, ranges: Ranges) -> FloatArray:
    """What the weights are of, ``(rows, basis_size(n))``, of inputs ``(rows, n)``, n those of ``ranges``.

    First the inputs' lines, then their hinges (what each has above each of its knots), then the products.
    """
    kept = np.clip(inputs, ranges.low, ranges.high)
    lines = (kept - ranges.centre) / ranges.deviation
    hinges = np.maximum(0.0, kept[:, :, None] - ranges.knots) / ranges.deviation[:, None]
    left, right = _pairs(inputs.shape[1])
    products = lines[:, left] * lines[:, right]
    return np.concatenate([lines, hinges.reshape(len(inputs), inputs.shape[1] * KNOTS), products], axis=1)


@dataclass(frozen=True, slots=True)
class SplinePooling:
    """``weights``: of the :func:`basis`; ``scales`` and ``offsets``: of each topic, ``(topics,)``."""

    ranges: Ranges
    weights: FloatArray
    scales: FloatArray
    offsets: FloatArray
    reads_any: ClassVar[bool] = True

    @property
    def count(self) -> int:
        """How many of ``INPUTS`` it reads: all, or those of bundle format 6."""
        return len(self.ranges.low)

    @property
    def reads_words(self) -> bool:
        """Whether it asks for the values of whole articles."""
        return self.count > FORMER_INPUTS

    def decide(self, clauses: ArticleClauses, others: FloatArray) -> FloatArray:
        """The articles' decision values ``s``, ``(articles, topics)``; their probability is ``sigmoid(s)``.

        ``others``: the probability of each article that its meeting type is ``other``.
        """
        return self.decide_inputs(article_inputs(clauses, others))

    def decide_inputs(self, inputs: FloatArray) -> FloatArray:
        """The same of :func:`article_inputs`."""
        read = inputs[:, :, : self.count]
        rows = basis(read.reshape(-1, self.count), self.ranges)
        # A sum along the last axis is the same to the last bit in any batch; a matrix product is not.
        values = (rows * self.weights).sum(axis=1).reshape(inputs.shape[:2])
        decisions: FloatArray = values * self.scales + self.offsets
        return decisions

    def parts(self, clauses: ArticleClauses, other: float, topic: int) -> list[tuple[str, float]]:
        """What one article's decision on a topic sums: a part an input, and the offset.

        Half of each product counts to either of its two inputs (as their Shapley values do).
        """
        count = self.count
        inputs = article_inputs(clauses, np.array([other]))[:, topic, :count]
        each = basis(inputs, self.ranges)[0] * self.weights * self.scales[topic]
        values, hinges, products = np.split(each, [count, count * (1 + KNOTS)])
        values = values + hinges.reshape(count, KNOTS).sum(axis=1)
        for side in _pairs(count):
            values += np.bincount(side, weights=products / 2, minlength=count)
        names = list(INPUTS.values())[:count]
        found = [(f"({name})", float(value)) for name, value in zip(names, values, strict=True)]
        return [*found, ("(offset)", float(self.offsets[topic]))]
