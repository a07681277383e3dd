"""Slices with intervals: by level, region, era, organisation, style, kind, noise and length."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from training.article import Article
from training.metrics import Estimate
from training.report_evaluation import Evaluation
from training.report_tally import Tally, label_scores, share_tally, span_tally, topic_tally
from training.slices import SHOWN, slices_of

MINIMUM = 20  # articles of a slice that is shown
_LENGTHS = (150, 250, 350)
_IN_ORDER = ("era", "length")  # read along, not by their weakest


@dataclass(frozen=True, slots=True)
class Slice:
    """``SHOWN`` over the articles of one value of a dimension; ``None`` where nothing is to be measured."""

    dimension: str
    value: str
    articles: int
    figures: dict[str, Estimate | None]


def length(article: Article) -> str:
    """The words of an article, counted between white space, as a range."""
    count = len(article.text.split())
    if count < _LENGTHS[0]:
        return f"under {_LENGTHS[0]} words"
    for low, high in zip(_LENGTHS, _LENGTHS[1:], strict=False):
        if count < high:
            return f"{low}-{high - 1} words"
    return f"{_LENGTHS[-1]} words and more"


def places_of(article: Article) -> Iterator[tuple[str, str]]:
    """Every ``(dimension, value)`` of an article, its length too."""
    # An article may name the same noise in two headers; it still counts once.
    yield from dict.fromkeys(slices_of(article))
    yield "length", length(article)


def _tally(evaluation: Evaluation) -> Tally:
    """The figures of ``SHOWN`` as tallies, shape ``(articles, 6, 3)``."""
    outcomes = evaluation.outcomes
    return np.concatenate(
        [
            share_tally([o.gold_type == o.predicted_type for o in outcomes]),
            share_tally([o.is_period_right for o in outcomes]),
            topic_tally(evaluation).sum(axis=1, keepdims=True),
            span_tally(evaluation),
        ],
        axis=1,
    )


def _rank(item: Slice) -> tuple[object, ...]:
    if item.dimension in _IN_ORDER:
        digits = "".join(c for c in item.value.split("-")[0] if c.isdigit())
        return item.dimension, float(digits) - item.value.startswith("under"), item.value
    topics = item.figures["topic_micro_f1"]
    return item.dimension, topics.value if topics else 2.0, item.value


def slices(evaluation: Evaluation, minimum: int = MINIMUM) -> list[Slice]:
    """Every slice of at least ``minimum`` articles, by dimension, weakest topics first."""
    members: dict[tuple[str, str], list[int]] = {}
    for number, article in enumerate(evaluation.articles):
        for place in places_of(article):
            members.setdefault(place, []).append(number)
    tally = _tally(evaluation)
    found = []
    for (dimension, value), some in members.items():
        if len(some) >= minimum:
            scores = label_scores(tally[some], SHOWN)
            found.append(Slice(dimension, value, len(some), {s.label: s.f1 for s in scores}))
    return sorted(found, key=_rank)
