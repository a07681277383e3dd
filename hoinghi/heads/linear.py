"""A small linear model over named features: holders, periods and cues are scored by it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec


class LinearModel(msgspec.Struct, frozen=True):
    """``labels`` columns; ``weights[name]`` is a row of coefficients; features are 0 or 1."""

    labels: tuple[str, ...]
    intercept: tuple[float, ...]
    weights: dict[str, tuple[float, ...]]

    def decide(self, features: Iterable[str]) -> list[float]:
        """Decision values (logits), one a label; unknown features count nothing."""
        scores = list(self.intercept)
        for name in features:
            row = self.weights.get(name)
            if row is not None:
                for column, weight in enumerate(row):
                    scores[column] += weight
        return scores

    def score(self, features: Iterable[str]) -> float:
        """The decision value of the first label, the only one that most of these models have."""
        total, weights = self.intercept[0], self.weights
        for name in features:
            row = weights.get(name)
            if row is not None:
                total += row[0]
        return total

    def contributions(self, features: Sequence[str], column: int = 0) -> list[tuple[str, float]]:
        """``(feature, weight)`` of one label, the intercept first; they sum to the decision value."""
        parts = [("(intercept)", self.intercept[column])]
        parts += [(n, self.weights[n][column]) for n in features if n in self.weights]
        return parts
