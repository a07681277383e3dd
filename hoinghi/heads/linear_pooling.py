"""How bundles before format 6 pool: a weighted sum of few inputs, with weights of each topic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from hoinghi.heads.article_clauses import INPUTS, ArticleClauses, two_best_of_each
from hoinghi.heads.tfidf import FloatArray

# What an article's score is a weighted sum of: decision values of its clauses (the best, the second best, the
# mean of all), the logarithm of their number, and the probability that the meeting type is ``other``.
POOLED = ("best", "second", "mean", "length", "other")
FEWEST, MOST = 8, 60  # clauses: beyond what articles usually have, length says no more


@dataclass(frozen=True, slots=True)
class LinearPooling:
    """``weights``: shape ``(topics, len(POOLED))``, of what ``POOLED`` names; ``offsets``: ``(topics,)``."""

    weights: FloatArray
    offsets: FloatArray
    reads_any: ClassVar[bool] = False
    reads_words: ClassVar[bool] = False

    def decide(self, clauses: ArticleClauses, others: FloatArray) -> FloatArray:
        """The articles' decision values, ``(articles, topics)``; ``others``: see ``SplinePooling``."""
        decisions: FloatArray = (_pooled(clauses, others) * self.weights).sum(axis=2) + self.offsets
        return decisions

    def parts(self, clauses: ArticleClauses, other: float, topic: int) -> list[tuple[str, float]]:
        """What one article's decision on a topic sums."""
        (values,) = _pooled(clauses, np.array([other]))[:, topic] * self.weights[topic]
        found = [(f"({INPUTS[name]})", float(value)) for name, value in zip(POOLED, values, strict=True)]
        return [*found, ("(offset)", float(self.offsets[topic]))]


def _pooled(clauses: ArticleClauses, others: FloatArray) -> FloatArray:
    """What ``POOLED`` names of each article and topic."""
    best, second = two_best_of_each(clauses.decisions, clauses.firsts)
    means = np.add.reduceat(clauses.decisions, clauses.firsts, axis=0) / clauses.counts[:, None]
    whole = (np.log(np.clip(clauses.counts, FEWEST, MOST)), others)
    return np.stack(
        [best, second, means, *(np.broadcast_to(value[:, None], best.shape) for value in whole)], axis=2
    )
