"""Fitting what pools an article's clauses."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from hoinghi.heads.article_clauses import INPUTS
from hoinghi.heads.spline_pooling import KNOTS
from hoinghi.heads.topic_head import sigmoid
from training.config import TopicConfig, read_config
from training.fit_pooling import NEAR, fit_pooling, fit_ranges, fit_thresholds

NAMES = list(INPUTS)
Drawn = tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.int64]]


@pytest.fixture
def config() -> TopicConfig:
    return read_config().topic


def drawn(told_by: str, times: str | None = None) -> Drawn:
    """600 articles of two topics which one input tells, or its product with another."""
    rng = np.random.default_rng(11)
    inputs = rng.uniform(-0.8, 1, size=(600, 2, len(INPUTS)))
    values = inputs[:, :, NAMES.index(told_by)]
    if times is not None:
        values = values * inputs[:, :, NAMES.index(times)]
    return inputs, values > 0.1, np.arange(600) % 3


@pytest.mark.parametrize(("told_by", "times"), [("any", None), ("other", None), ("best", "any")])
def test_pooling_learns_what_tells(config: TopicConfig, told_by: str, times: str | None) -> None:
    inputs, answers, folds = drawn(told_by, times)
    pooling, thresholds = fit_pooling(inputs, answers, folds, config)
    found = sigmoid(pooling.decide_inputs(inputs)) >= thresholds
    assert (found == answers).mean() > 0.93


def test_each_topic_has_a_scale_and_an_offset(config: TopicConfig) -> None:
    inputs, answers, folds = drawn("best")
    answers[:, 1] &= np.random.default_rng(2).uniform(size=len(answers)) < 0.3  # a topic rarely told
    pooling, _ = fit_pooling(inputs, answers, folds, config)
    probabilities = sigmoid(pooling.decide_inputs(inputs))
    assert probabilities.mean(axis=0) == pytest.approx(answers.mean(axis=0), abs=0.03)


def test_nothing_is_learned_from_topics_that_no_clause_comes_near(config: TopicConfig) -> None:
    inputs, answers, folds = drawn("any")
    far = inputs.copy()
    far[300:, :, NAMES.index("best")] = NEAR - 1
    of_half, _ = fit_pooling(far[:300], answers[:300], folds[:300], config)
    of_all, _ = fit_pooling(far, answers, folds, config)
    assert np.array_equal(of_half.weights, of_all.weights)


@pytest.mark.parametrize("answer", [True, False])
def test_where_nothing_is_to_be_told_apart_the_best_clause_decides(config: TopicConfig, answer: bool) -> None:
    inputs, _, folds = drawn("best")
    pooling, thresholds = fit_pooling(inputs, np.full((600, 2), answer), folds, config)
    assert np.flatnonzero(pooling.weights).tolist() == [NAMES.index("best")]
    assert np.isfinite(thresholds).all()


def test_no_topic_is_told_by_evidence_against_it(config: TopicConfig) -> None:
    inputs, answers, folds = drawn("best")
    answers[:, 1] = np.arange(600) >= 594  # six articles, whose best clauses are the worst
    inputs[594:, 1, NAMES.index("best")] = -0.8
    pooling, _ = fit_pooling(inputs, answers, folds, config)
    assert (pooling.scales > 0).all()


def test_ranges_are_those_of_the_rows() -> None:
    rows = np.random.default_rng(4).normal(3, 2, size=(5000, len(INPUTS)))
    rows[:, 1] = 7.0
    ranges = fit_ranges(rows)
    assert ranges.centre == pytest.approx(rows.mean(axis=0))
    assert ranges.deviation[0] == pytest.approx(2, abs=0.1)
    assert ranges.deviation[1] > 0
    assert (ranges.low <= ranges.knots[:, 0]).all()
    assert (ranges.knots[:, -1] <= ranges.high).all()
    assert ranges.knots.shape == (len(INPUTS), KNOTS)
    assert np.isfinite(fit_ranges(rows[:0]).knots).all()


def test_a_rare_topics_threshold_is_drawn_to_the_common_one() -> None:
    # 600 articles tell the common topic at 0.5; the rare one's five are best told at 0.8.
    common = np.linspace(0.01, 0.99, 600)
    rare = np.where(np.arange(600) < 5, 0.85, np.where(np.arange(600) < 8, 0.75, 0.05))
    probabilities = np.column_stack([common, rare])
    answers = np.column_stack([common > 0.5, np.arange(600) < 5])
    own = fit_thresholds(probabilities, answers, 0.001)
    drawn_in = fit_thresholds(probabilities, answers, 1e6)
    assert own[1] > 0.75
    assert drawn_in[1] == pytest.approx(drawn_in[0], abs=0.01)
