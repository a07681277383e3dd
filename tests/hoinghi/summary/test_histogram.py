"""Every value has one bin."""

from __future__ import annotations

import pytest

from hoinghi.summary.histogram import COUNT_BINS, COUNT_EDGES, SCORE_BINS, SCORE_EDGES, count_bin, score_bin


@pytest.mark.parametrize(
    ("score", "name"),
    [(0.0, "0.00-0.50"), (0.4999, "0.00-0.50"), (0.5, "0.50-0.60"), (0.99, "0.99-1.00"), (1.0, "0.99-1.00")],
)
def test_the_bin_of_a_score(score: float, name: str) -> None:
    assert score_bin(score) == name


@pytest.mark.parametrize(
    ("count", "name"),
    [(0, "0"), (5, "5"), (6, "6-7"), (7, "6-7"), (8, "8-10"), (20, "11-20"), (21, "21+"), (900, "21+")],
)
def test_the_bin_of_a_count(count: int, name: str) -> None:
    assert count_bin(count) == name


def test_bins_and_edges_fit() -> None:
    assert [score_bin(edge) for edge in SCORE_EDGES[:-1]] == list(SCORE_BINS)
    assert [count_bin(edge) for edge in COUNT_EDGES] == list(COUNT_BINS)
