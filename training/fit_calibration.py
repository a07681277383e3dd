"""Fit the calibration of the meeting type on logits of articles that their models did not learn from."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import log_softmax

from hoinghi.heads.calibration import Calibration, no_calibration

PENALTY = 1.0  # on squared offsets, in articles: a rare label's offset needs evidence


def fit_calibration(logits: NDArray[np.float64], answers: NDArray[np.int64]) -> Calibration:
    """The scale and offsets with the least log loss.

    ``logits``: out of fold, ``(articles, labels)``; ``answers``: the column of each article's label.
    """
    labels = logits.shape[1]
    if len(np.unique(answers)) < 2:
        return no_calibration(labels)
    rows = np.arange(len(answers))

    def loss(parameters: NDArray[np.float64]) -> float:
        calibrated = logits * np.exp(parameters[0]) + parameters[1:]
        chances = log_softmax(calibrated, axis=1)[rows, answers]
        return float(-chances.sum() + PENALTY * (parameters[1:] ** 2).sum())

    found = minimize(loss, np.zeros(labels + 1), method="L-BFGS-B").x
    return Calibration(round(float(np.exp(found[0])), 5), tuple(round(float(x), 5) for x in found[1:]))


def calibration_error(
    probabilities: NDArray[np.float64], answers: NDArray[np.int64], bins: int = 15
) -> float:
    """Expected calibration error of the best label's probability, in equal-width bins (Guo et al., 2017)."""
    best = probabilities.argmax(axis=1)
    confidence, right = probabilities.max(axis=1), best == answers
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    error = 0.0
    for number in range(bins):
        inside = place == number
        if inside.any():
            error += inside.mean() * abs(confidence[inside].mean() - right[inside].mean())
    return float(error)
