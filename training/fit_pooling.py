"""Fit what pools an article's clauses and words, scored by models that did not learn from the article."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from hoinghi.heads.article_clauses import INPUTS
from hoinghi.heads.spline_pooling import KNOTS, SMALLEST_DEVIATION, Ranges, SplinePooling, basis, basis_size
from hoinghi.heads.tfidf import FloatArray
from hoinghi.heads.topic_head import sigmoid
from training.config import TopicConfig

BEST = list(INPUTS).index("best")
# A best clause below this says that the topic is not told: nothing is learned from such rows, which are more
# than half of all.
NEAR = -0.9
EXTREME = 0.002  # share of what is learned from below the range of an input, and above it
_ITERATIONS = 1000


def fit_pooling(
    inputs: FloatArray, answers: NDArray[np.bool_], folds: NDArray[np.int64], config: TopicConfig
) -> tuple[SplinePooling, FloatArray]:
    """The pooling and the topics' thresholds.

    ``inputs``: what ``INPUTS`` names, ``(articles, topics, len(INPUTS))``, scored out of fold;
    ``answers``: ``(articles, topics)``; ``folds``: of the articles, for scales, offsets and thresholds.
    """
    # The topics' rows below one another.
    rows, gold = inputs.reshape(-1, len(INPUTS)), answers.ravel()
    is_near = rows[:, BEST] >= NEAR
    ranges = fit_ranges(rows[is_near])
    matrix = basis(rows, ranges)
    fold_of = np.repeat(folds, answers.shape[1])
    held_out = np.empty(len(rows))
    for fold in np.unique(folds):
        weights, intercept = _fit_weights(matrix, gold, is_near & (fold_of != fold), config)
        held_out[fold_of == fold] = matrix[fold_of == fold] @ weights + intercept
    weights, intercept = _fit_weights(matrix, gold, is_near, config)
    scales, offsets = _fit_scales(held_out.reshape(answers.shape), answers)
    probabilities = sigmoid(held_out.reshape(answers.shape) * scales + offsets)
    pooling = SplinePooling(ranges, weights, scales, offsets + intercept * scales)
    return pooling, fit_thresholds(probabilities, answers, config.prior_strength)


def fit_ranges(rows: FloatArray) -> Ranges:
    """Ranges, centres, deviations and knots (at equal shares) of rows of inputs."""
    if not len(rows):
        zeros, ones = np.zeros(len(INPUTS)), np.ones(len(INPUTS))
        return Ranges(-ones, ones, zeros, ones, np.zeros((len(INPUTS), KNOTS)))
    low, high = np.quantile(rows, [EXTREME, 1 - EXTREME], axis=0)
    deviation = np.maximum(rows.std(axis=0), SMALLEST_DEVIATION)
    knots = np.quantile(rows, np.linspace(0, 1, KNOTS + 2)[1:-1], axis=0).T
    return Ranges(low, high, rows.mean(axis=0), deviation, np.ascontiguousarray(knots))


def _fit_weights(
    matrix: FloatArray, gold: NDArray[np.bool_], chosen: NDArray[np.bool_], config: TopicConfig
) -> tuple[FloatArray, float]:
    if len(np.unique(gold[chosen])) < 2:  # nothing to tell apart: the best clause decides
        weights = np.zeros(basis_size(len(INPUTS)))
        weights[BEST] = 1.0
        return weights, 0.0
    model = LogisticRegression(C=config.pooling_regularisation, max_iter=_ITERATIONS)
    model.fit(matrix[chosen], gold[chosen])
    return model.coef_[0], float(model.intercept_[0])


def _fit_scales(decisions: FloatArray, answers: NDArray[np.bool_]) -> tuple[FloatArray, FloatArray]:
    """Each topic's own scale, above 0, and offset (Platt 1999), ``(topics,)`` each."""
    count = answers.shape[1]
    scales, offsets = np.ones(count), np.zeros(count)
    for topic in range(count):
        if answers[:, topic].any() and not answers[:, topic].all():
            fitted = LogisticRegression(C=10.0, max_iter=_ITERATIONS)
            fitted.fit(decisions[:, [topic]], answers[:, topic])
            # A few articles may say that a topic's evidence speaks against it: they are not believed.
            if fitted.coef_[0, 0] > 0:
                scales[topic], offsets[topic] = fitted.coef_[0, 0], fitted.intercept_[0]
    return scales, offsets


def fit_thresholds(
    probabilities: FloatArray, answers: NDArray[np.bool_], prior_strength: float
) -> FloatArray:
    """The topics' thresholds with the best F1, ``(topics,)``.

    ``probabilities``: out of fold, ``(articles, topics)``.  A rare label's own threshold is drawn to the
    common one in proportion to ``prior_strength``: the best point of few positives is noise.
    """
    grid = np.linspace(0.1, 0.9, 81)
    common = max(grid, key=lambda t: _f1(probabilities >= t, answers))
    thresholds = np.empty(answers.shape[1])
    for topic in range(len(thresholds)):
        positives = int(answers[:, topic].sum())
        own = max(
            grid, key=lambda t: (_f1(probabilities[:, topic] >= t, answers[:, topic]), -abs(t - common))
        )
        share = positives / (positives + prior_strength)
        thresholds[topic] = share * own + (1 - share) * common
    return np.round(thresholds, 4)  # a score has four digits


def _f1(predicted: NDArray[np.bool_], gold: NDArray[np.bool_]) -> float:
    hits = int((predicted & gold).sum())
    return 2 * hits / max(1, int(predicted.sum()) + int(gold.sum()))
