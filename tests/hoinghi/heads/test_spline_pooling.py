"""An article's decision is a weighted sum of what its clauses say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hoinghi.heads.article_clauses import FORMER_INPUTS, INPUTS, ArticleClauses, article_inputs
from hoinghi.heads.spline_pooling import KNOTS, Ranges, SplinePooling, basis, basis_size

TOPICS = 4


def drawn_clauses(rng: np.random.Generator, counts: list[int]) -> ArticleClauses:
    total = sum(counts)
    return ArticleClauses(
        rng.normal(size=(total, TOPICS)),
        rng.normal(size=total),
        rng.integers(1, 40, total),
        np.concatenate([1000 * number + np.arange(count) // 2 for number, count in enumerate(counts)]),
        np.cumsum(counts) - counts,
        rng.normal(size=(len(counts), TOPICS)),
    )


def drawn_pooling(rng: np.random.Generator, count: int = len(INPUTS)) -> SplinePooling:
    low = rng.normal(-1, 0.2, count)
    ranges = Ranges(
        low, low + 4, rng.normal(size=count), rng.uniform(0.5, 2, count), rng.normal(size=(count, KNOTS))
    )
    weights, scales, offsets = (
        rng.normal(size=basis_size(count)),
        rng.uniform(0.5, 2, TOPICS),
        rng.normal(size=TOPICS),
    )
    return SplinePooling(ranges, weights, scales, offsets)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("count", [FORMER_INPUTS, len(INPUTS)])
def test_decisions_are_the_weighted_sums_of_the_basis(seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    pooling, clauses, others = drawn_pooling(rng, count), drawn_clauses(rng, [1, 5, 12]), rng.uniform(size=3)
    assert pooling.reads_words is (count == len(INPUTS))
    rows = article_inputs(clauses, others)[:, :, :count].reshape(-1, count)
    expected = (basis(rows, pooling.ranges) @ pooling.weights).reshape(3, TOPICS)
    found = pooling.decide(clauses, others)
    assert found == pytest.approx(expected * pooling.scales + pooling.offsets, abs=1e-9)


@pytest.mark.parametrize("count", [FORMER_INPUTS, len(INPUTS)])
def test_parts_sum_to_the_decision(count: int) -> None:
    rng = np.random.default_rng(7)
    pooling, clauses = drawn_pooling(rng, count), drawn_clauses(rng, [6])
    (decisions,) = pooling.decide(clauses, np.array([0.3]))
    for topic in range(TOPICS):
        parts = pooling.parts(clauses, 0.3, topic)
        assert sum(value for _, value in parts) == pytest.approx(decisions[topic], abs=1e-9)
        names = list(INPUTS.values())[:count]
        assert [name for name, _ in parts] == [*(f"({name})" for name in names), "(offset)"]


def test_half_of_a_product_counts_to_either_input() -> None:
    rng = np.random.default_rng(9)
    drawn, clauses = drawn_pooling(rng), drawn_clauses(rng, [4])
    weights = np.zeros(basis_size(len(INPUTS)))
    weights[len(INPUTS) * (1 + KNOTS)] = 3.0  # of the first two inputs' product
    pooling = replace(drawn, weights=weights)
    parts = [value for _, value in pooling.parts(clauses, 0.3, 0)]
    assert parts[0] == parts[1] != 0
    assert not any(parts[2:-1])


def test_the_basis_stands_in_the_order_of_the_weights() -> None:
    count = len(INPUTS)
    ranges = Ranges(
        np.full(count, -9.0),
        np.full(count, 9.0),
        np.zeros(count),
        np.full(count, 2.0),
        np.zeros((count, KNOTS)),
    )
    (found,) = basis(np.arange(1.0, count + 1)[None], ranges)
    assert found[:2].tolist() == [0.5, 1.0]
    assert found[count : count + KNOTS].tolist() == [0.5] * KNOTS
    assert found[count * (1 + KNOTS)] == 0.5 * 1.0  # the product of the first two
    assert len(found) == basis_size(count)


def test_inputs_are_kept_in_their_range() -> None:
    rng = np.random.default_rng(3)
    ranges = drawn_pooling(rng).ranges
    assert np.array_equal(basis(ranges.high[None] + 100, ranges), basis(ranges.high[None], ranges))
    assert np.array_equal(basis(ranges.low[None] - 100, ranges), basis(ranges.low[None], ranges))


def test_an_article_is_decided_the_same_in_any_company() -> None:
    rng = np.random.default_rng(5)
    pooling, counts = drawn_pooling(rng), [3, 1, 9]
    clauses, others = drawn_clauses(rng, counts), rng.uniform(size=3)
    together = pooling.decide(clauses, others)
    for number, (first, count) in enumerate(zip(clauses.firsts.tolist(), counts, strict=True)):
        own = slice(first, first + count)
        alone = ArticleClauses(
            clauses.decisions[own],
            clauses.any_topic[own],
            clauses.sizes[own],
            clauses.sentences[own],
            np.zeros(1, int),
            clauses.words[[number]],
        )
        assert np.array_equal(pooling.decide(alone, others[number : number + 1])[0], together[number])
