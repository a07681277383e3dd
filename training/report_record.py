"""The report as plain data: every figure of the page, for JSON."""

from __future__ import annotations

from typing import Any

import msgspec

from hoinghi.summary.profile import profile_of
from training.metrics import Estimate
from training.report_calibration import answered, calibration_figures, predicted_topic_scores, type_scores
from training.report_evaluation import Evaluation
from training.report_ranking import rankings
from training.report_slices import slices
from training.report_tally import (
    SPANS,
    UNITS,
    confusion,
    label_scores,
    period_tally,
    span_tally,
    topic_tally,
    type_tally,
)
from training.taxonomy import taxonomy


def _record(value: Estimate | None) -> dict[str, Any] | None:
    if value is None:
        return None
    return {"value": round(value.value, 4), "interval": [round(value.low, 4), round(value.high, 4)]}


def metrics_summary(evaluation: Evaluation) -> dict[str, Any]:
    """What ``models/quality.json`` keeps: corpus, headline figures, calibration errors, usual predictions."""
    return {
        "corpus": evaluation.digest,
        "articles": len(evaluation.articles),
        "figures": {name: _record(value) for name, value in evaluation.figures.items()},
        "calibration": {name: _record(value) for name, value in calibration_figures(evaluation).items()},
        "profile": msgspec.to_builtins(profile_of(item.prediction for item in evaluation.scored)),
    }


def metrics_record(evaluation: Evaluation) -> dict[str, Any]:
    """Every figure of the page as plain data; a figure that nothing bears on is ``None``."""
    tallies = {
        "meeting_types": (type_tally(evaluation), taxonomy().type_ids),
        "topics": (topic_tally(evaluation), taxonomy().topic_ids),
        "periods": (period_tally(evaluation), UNITS),
        "spans": (span_tally(evaluation), SPANS),
    }
    by_label = {
        kind: {
            score.label: {
                "gold": score.gold,
                "predicted": score.predicted,
                "precision": _record(score.precision),
                "recall": _record(score.recall),
                "f1": _record(score.f1),
            }
            for score in label_scores(tally, names)
        }
        for kind, (tally, names) in tallies.items()
    }
    coverage = {
        kind: [
            {
                "minimum_score": row.minimum,
                "answers": row.count,
                "coverage": round(row.coverage, 4),
                "accuracy": _record(row.accuracy),
            }
            for row in answered(scores)
        ]
        for kind, scores in (
            ("meeting_type", type_scores(evaluation)),
            ("predicted_topics", predicted_topic_scores(evaluation)),
        )
    }
    return metrics_summary(evaluation) | {
        "labels": by_label,
        "confusion": {"labels": taxonomy().type_ids, "articles": confusion(evaluation).tolist()},
        "average_precision": {r.label: round(r.average_precision, 4) for r in rankings(evaluation)},
        "coverage": coverage,
        "slices": [
            {
                "dimension": item.dimension,
                "value": item.value,
                "articles": item.articles,
                "figures": {name: _record(value) for name, value in item.figures.items()},
            }
            for item in slices(evaluation)
        ],
    }
