"""Calibration: overconfident logits are drawn in, and the error says by how much they were out."""

from __future__ import annotations

import numpy as np

from hoinghi.heads.type_head import softmax
from training.fit_calibration import calibration_error, fit_calibration


def test_overconfident_logits_are_drawn_in() -> None:
    rng = np.random.default_rng(1)
    true = rng.normal(size=(4000, 3)) * 1.5
    chances = softmax(true)
    answers = np.array([rng.choice(3, p=row) for row in chances])
    logits = true * 4 + np.array([1.0, 0.0, 0.0])
    found = fit_calibration(logits, answers)
    assert abs(found.scale - 0.25) < 0.03
    assert (
        calibration_error(softmax(found.apply(logits)), answers)
        < 0.03
        < calibration_error(softmax(logits), answers)
    )


def test_one_label_alone_needs_no_calibration() -> None:
    found = fit_calibration(np.zeros((5, 2)), np.zeros(5, np.int64))
    assert (found.scale, found.offsets) == (1.0, (0.0, 0.0))


def test_a_perfect_forecast_has_no_error() -> None:
    assert calibration_error(np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([0, 1])) == 0.0
    assert calibration_error(np.array([[1.0, 0.0], [1.0, 0.0]]), np.array([0, 1])) == 0.5
