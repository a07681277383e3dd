"""An evaluation: labelled articles, what was predicted of them, and the headline figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.article import Article
from training.metrics import Estimate, Outcome, bootstrap, compare
from training.predictions import Scored
from training.splits import split_of
from training.taxonomy import taxonomy
from training.train import corpus_digest


@dataclass(frozen=True, slots=True)
class Evaluation:
    """``articles``, ``scored`` and ``outcomes`` stand side by side; ``digest`` is that of the articles."""

    title: str
    digest: str
    articles: tuple[Article, ...]
    scored: tuple[Scored, ...]
    outcomes: tuple[Outcome, ...]
    figures: dict[str, Estimate]

    @property
    def shown(self) -> list[int]:
        """The positions of articles that people may look at: the test split is measured, never read."""
        return [n for n, article in enumerate(self.articles) if split_of(article) != "test"]

    def topic_matrices(self) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.bool_]]:
        """Probabilities, gold and predicted topics, each ``(articles, topics)``, in the taxonomy's order."""
        labels = taxonomy().topic_ids
        probabilities = [[item.topics.get(label, 0.0) for label in labels] for item in self.scored]
        gold = [[label in outcome.gold_topics for label in labels] for outcome in self.outcomes]
        predicted = [[label in outcome.predicted_topics for label in labels] for outcome in self.outcomes]
        return np.array(probabilities, dtype=np.float64), np.array(gold), np.array(predicted)


def evaluate_scored(title: str, articles: Sequence[Article], scored: Sequence[Scored]) -> Evaluation:
    """Measure predictions of articles, both in the same order, at least one.

    Raises ``ValueError`` where there is nothing to measure.
    """
    if not articles:
        raise ValueError(f"{title}: there is no article to measure")
    outcomes = [compare(a, s.prediction) for a, s in zip(articles, scored, strict=True)]
    return Evaluation(
        title, corpus_digest(articles), tuple(articles), tuple(scored), tuple(outcomes), bootstrap(outcomes)
    )
