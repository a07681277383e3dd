"""Tallies: hits, wrong and missed of each label, with bootstrap intervals of what follows from them.

A tally is an array ``(articles, labels, 3)``.  The resamples are those of
:func:`training.metrics.bootstrap`, drawn once as counts, so that a thousand of them are one product.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from training.article import LabelledPeriod
from training.metrics import Estimate
from training.report_evaluation import Evaluation
from training.taxonomy import taxonomy

REPEATS, SEED = 1000, 0  # as in training.metrics.bootstrap
UNITS = ("month", "quarter", "half", "nine_months", "year", "multi_year")
SPANS = ("PERSON", "TITLE", "holders")
Tally = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LabelScore:
    """What a label scores; a figure that nothing bears on is ``None``."""

    label: str
    gold: int
    predicted: int
    precision: Estimate | None
    recall: Estimate | None
    f1: Estimate | None


@lru_cache(maxsize=8)
def draws(count: int, repeats: int = REPEATS, seed: int = SEED) -> NDArray[np.float32]:
    """How often each of ``count`` articles is drawn in each resample, shape ``(repeats, count)``."""
    drawn = np.random.default_rng(seed).integers(0, count, size=(repeats, count))
    return np.stack([np.bincount(row, minlength=count) for row in drawn]).astype(np.float32)


def estimate(value: float, samples: NDArray[np.float64]) -> Estimate | None:
    """A figure with the 2.5 and 97.5 percentiles of its resamples; ``None`` where it is undefined (nan)."""
    kept = samples[~np.isnan(samples)]
    if np.isnan(value) or not len(kept):
        return None
    low, high = np.percentile(kept, [2.5, 97.5]).tolist()
    return Estimate(float(value), low, high)


def _ratios(counts: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
    """Precision, recall and F1 of ``(..., 3)`` counts; nan where nothing bears on them."""
    hits, wrong, missed = counts[..., 0], counts[..., 1], counts[..., 2]
    with np.errstate(invalid="ignore"):
        return hits / (hits + wrong), hits / (hits + missed), 2 * hits / (2 * hits + wrong + missed)


def label_scores(tally: Tally, labels: Sequence[str]) -> list[LabelScore]:
    """Precision, recall and F1 of each label with intervals."""
    total = tally.sum(axis=0)
    resampled = np.tensordot(draws(len(tally)).astype(np.float64), tally, axes=1)
    values, samples = _ratios(total), _ratios(resampled)
    rows = []
    for column, label in enumerate(labels):
        hits, wrong, missed = (int(n) for n in total[column])
        figures = [estimate(float(v[column]), s[:, column]) for v, s in zip(values, samples, strict=True)]
        rows.append(LabelScore(label, hits + missed, hits + wrong, *figures))
    return rows


def set_tally(gold: NDArray[np.bool_], predicted: NDArray[np.bool_]) -> Tally:
    """The tally of two label matrices ``(articles, labels)``."""
    return np.stack([gold & predicted, predicted & ~gold, gold & ~predicted], axis=-1).astype(np.float64)


def type_tally(evaluation: Evaluation) -> Tally:
    """Meeting types in the taxonomy's order."""
    labels = np.array(taxonomy().type_ids)
    gold = np.array([o.gold_type for o in evaluation.outcomes])
    predicted = np.array([o.predicted_type for o in evaluation.outcomes])
    return set_tally(gold[:, None] == labels, predicted[:, None] == labels)


def topic_tally(evaluation: Evaluation) -> Tally:
    """Topics in the taxonomy's order."""
    _, gold, predicted = evaluation.topic_matrices()
    return set_tally(gold, predicted)


def span_tally(evaluation: Evaluation) -> Tally:
    """``SPANS``: strict spans of people and titles, and holders."""
    return np.array([[o.people, o.titles, o.holders] for o in evaluation.outcomes], dtype=np.float64)


def _identity(period: LabelledPeriod | object) -> tuple[object, ...]:
    unit = getattr(period, "unit", None)
    names = ["index"] * (unit in ("month", "quarter", "half"))
    names += ["start_year", "end_year"] if unit == "multi_year" else ["year"]
    return (unit, *(getattr(period, name, None) for name in names))


def period_tally(evaluation: Evaluation) -> Tally:
    """``UNITS``: a hit is the exact period; any other is wrong for its unit, and the gold one missed.

    Multi-year periods, which the headline figure leaves out, are exact with both years.
    """
    tally = np.zeros((len(evaluation.articles), len(UNITS), 3))
    for row, article, item in zip(tally, evaluation.articles, evaluation.scored, strict=True):
        gold, predicted = article.period, item.prediction.period
        is_exact = gold is not None and _identity(gold) == _identity(predicted)
        if gold is not None:
            row[UNITS.index(gold.unit), 0 if is_exact else 2] = 1
        if predicted is not None and not is_exact:
            row[UNITS.index(predicted.unit), 1] = 1
    return tally


def share_tally(is_right: Sequence[bool | None]) -> Tally:
    """One label whose F1 is the share of ``True`` among what is not ``None``, shape ``(articles, 1, 3)``."""
    rows = [(0, 0, 0) if right is None else (1, 0, 0) if right else (0, 1, 1) for right in is_right]
    return np.array(rows, dtype=np.float64)[:, None, :]


def confusion(evaluation: Evaluation) -> NDArray[np.int64]:
    """Articles by gold type (rows) and predicted type (columns), in the taxonomy's order."""
    labels = taxonomy().type_ids
    table = np.zeros((len(labels), len(labels)), dtype=np.int64)
    for outcome in evaluation.outcomes:
        table[labels.index(outcome.gold_type), labels.index(outcome.predicted_type)] += 1
    return table
