"""Bins of fixed edges, so that two batches can be laid side by side."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping

# Probabilities crowd at the top, where a tenth would hold nearly all of them: the bins narrow towards 1.
SCORE_EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 1.0)
SCORE_BINS = tuple(f"{low:.2f}-{high:.2f}" for low, high in zip(SCORE_EDGES, SCORE_EDGES[1:], strict=False))
COUNT_EDGES = (0, 1, 2, 3, 4, 5, 6, 8, 11, 21)
COUNT_BINS = ("0", "1", "2", "3", "4", "5", "6-7", "8-10", "11-20", "21+")


def score_bin(score: float) -> str:
    """The bin of a probability in [0, 1]; the last one holds 1."""
    return SCORE_BINS[min(max(bisect_right(SCORE_EDGES, score) - 1, 0), len(SCORE_BINS) - 1)]


def count_bin(count: int) -> str:
    """The bin of a number of things, 0 and more."""
    return COUNT_BINS[bisect_right(COUNT_EDGES, count) - 1]


def in_order(counts: Mapping[str, int], bins: tuple[str, ...]) -> dict[str, int]:
    """``counts`` of all ``bins``, in their order."""
    return {name: counts.get(name, 0) for name in bins}
