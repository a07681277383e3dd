"""Rankings: how well a topic's scores put the articles that have it before those that do not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, precision_recall_curve

from training.report_evaluation import Evaluation
from training.taxonomy import taxonomy

POINTS = 120  # of a drawn curve: more are not seen in a small plot


@dataclass(frozen=True, slots=True)
class Ranking:
    """A topic's curve of ``(recall, precision)``, its average precision, and where its threshold stands."""

    label: str
    gold: int
    average_precision: float
    curve: tuple[tuple[float, float], ...]
    chosen: tuple[float, float] | None


def _ranking(
    label: str, score: NDArray[np.float64], gold: NDArray[np.bool_], predicted: NDArray[np.bool_]
) -> Ranking:
    precision, recall, _ = precision_recall_curve(gold, score)
    steps = np.unique(np.linspace(0, len(recall) - 1, POINTS).astype(int))
    hits = float((gold & predicted).sum())
    chosen = (hits / float(gold.sum()), hits / float(predicted.sum())) if predicted.any() else None
    points = tuple(zip(recall[steps].tolist(), precision[steps].tolist(), strict=True))
    average = min(1.0, float(average_precision_score(gold, score)))  # its sum may end a rounding above 1
    return Ranking(label, int(gold.sum()), average, points, chosen)


def rankings(evaluation: Evaluation) -> list[Ranking]:
    """The ranking of every topic that some article has, in the taxonomy's order."""
    probabilities, gold, predicted = evaluation.topic_matrices()
    return [
        _ranking(label, probabilities[:, n], gold[:, n], predicted[:, n])
        for n, label in enumerate(taxonomy().topic_ids)
        if gold[:, n].any()
    ]
