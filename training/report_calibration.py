"""Calibration: whether a score of 0.9 is right nine times of ten, and what abstaining below one gains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.metrics import Estimate
from training.report_evaluation import Evaluation
from training.report_tally import draws

BINS = 10
MINIMUM_SCORES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)
_Z = 1.96


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores in [0, 1] with whether each was right; ``article`` is the position of its article."""

    score: NDArray[np.float64]
    is_right: NDArray[np.bool_]
    article: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Bin:
    """Scores in ``[low, high)``: how many, their mean, the share that was right with its Wilson interval."""

    low: float
    high: float
    count: int
    score: float
    right: Estimate


def type_scores(evaluation: Evaluation) -> Scores:
    """The score of each article's predicted meeting type."""
    score = [item.prediction.meeting_type.score for item in evaluation.scored]
    is_right = [o.gold_type == o.predicted_type for o in evaluation.outcomes]
    return Scores(np.array(score), np.array(is_right), np.arange(len(score)))


def topic_scores(evaluation: Evaluation) -> Scores:
    """The probability of every topic of every article, predicted or not."""
    probabilities, gold, _ = evaluation.topic_matrices()
    article = np.repeat(np.arange(len(gold)), gold.shape[1])
    return Scores(probabilities.ravel(), gold.ravel(), article)


def predicted_topic_scores(evaluation: Evaluation) -> Scores:
    """The scores of the topics that a record names: what its reader sees."""
    probabilities, gold, predicted = evaluation.topic_matrices()
    return Scores(probabilities[predicted], gold[predicted], np.nonzero(predicted)[0])


def _bin_of(score: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.minimum((score * BINS).astype(np.int64), BINS - 1)


def wilson(right: int, count: int) -> Estimate:
    """A share with its 95 % score interval (Wilson, 1927); ``count`` is at least 1."""
    share = right / count
    centre = (share + _Z**2 / (2 * count)) / (1 + _Z**2 / count)
    half = _Z / (1 + _Z**2 / count) * (share * (1 - share) / count + _Z**2 / (4 * count**2)) ** 0.5
    # The formula's bounds are 0 and 1 at the ends, but for the rounding.
    return Estimate(share, min(share, max(0.0, centre - half)), max(share, min(1.0, centre + half)))


def reliability(scores: Scores) -> list[Bin]:
    """The bins of equal width that hold a score."""
    places = _bin_of(scores.score)
    bins = []
    for place in sorted(set(places.tolist())):
        inside = places == place
        count = int(inside.sum())
        right = wilson(int(scores.is_right[inside].sum()), count)
        bins.append(Bin(place / BINS, (place + 1) / BINS, count, float(scores.score[inside].mean()), right))
    return bins


def calibration_error(scores: Scores, articles: int) -> Estimate:
    """Expected calibration error over equal bins (Naeini et al., 2015), with a bootstrap interval.

    The mean over scores of |share right - mean score| of the bin.  Resampling adds noise to every bin, so
    the interval leans upward.  Without any score the error is 0.
    """
    if not len(scores.score):
        return Estimate(0.0, 0.0, 0.0)
    gaps = np.zeros((articles, BINS))
    np.add.at(gaps, (scores.article, _bin_of(scores.score)), scores.is_right - scores.score)
    sizes = np.bincount(scores.article, minlength=articles)

    def error(weights: NDArray[np.float64]) -> NDArray[np.float64]:
        found: NDArray[np.float64] = np.abs(weights @ gaps).sum(axis=-1) / np.maximum(weights @ sizes, 1)
        return found

    low, high = np.percentile(error(draws(articles).astype(np.float64)), [2.5, 97.5]).tolist()
    value = float(error(np.ones(articles)))
    return Estimate(value, min(low, value), max(high, value))


def calibration_figures(evaluation: Evaluation) -> dict[str, Estimate]:
    """The calibration errors of the type and of the topics, all and predicted."""
    count = len(evaluation.articles)
    return {
        "type_ece": calibration_error(type_scores(evaluation), count),
        "topic_ece": calibration_error(topic_scores(evaluation), count),
        "predicted_topic_ece": calibration_error(predicted_topic_scores(evaluation), count),
    }


@dataclass(frozen=True, slots=True)
class Answered:
    """What is left of the answers at ``minimum`` score: how many, their share, and how many are right."""

    minimum: float
    count: int
    coverage: float
    accuracy: Estimate | None


def answered(scores: Scores, minima: Sequence[float] = MINIMUM_SCORES) -> list[Answered]:
    """Coverage and accuracy when answers below each minimum are withheld."""
    rows = []
    for minimum in minima:
        kept = scores.is_right[scores.score >= minimum]
        accuracy = wilson(int(kept.sum()), len(kept)) if len(kept) else None
        rows.append(Answered(minimum, len(kept), len(kept) / max(1, len(scores.score)), accuracy))
    return rows


def coverage_curve(scores: Scores) -> list[tuple[float, float]]:
    """``(coverage, accuracy)`` as the minimum score falls, one point for each distinct score."""
    order = np.argsort(-scores.score, kind="stable")
    ranked, right = scores.score[order], np.cumsum(scores.is_right[order])
    # Equal scores are answered together: a point between them is no minimum that anybody could set.
    is_last = np.append(ranked[1:] != ranked[:-1], True)[: len(ranked)]
    last = np.flatnonzero(is_last).tolist()
    return [((n + 1) / len(ranked), float(right[n]) / (n + 1)) for n in last]
