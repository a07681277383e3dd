"""Metrics over articles: counts add up, so any set of articles is the sum of its parts.

Strict spans (both ends and the label), exact periods, micro and macro F1, with percentile bootstrap
intervals over articles (Efron and Tibshirani, 1993).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from hoinghi.prediction import Prediction
from training.article import Article, LabelledPeriod

MACRO_MINIMUM = 3  # labels with fewer gold articles than this do not enter the macro average


def f1(hits: int, wrong: int, missed: int) -> float:
    """The harmonic mean of precision and recall; 1 where there was nothing to find and nothing found."""
    total = 2 * hits + wrong + missed
    return 2 * hits / total if total else 1.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one article contributes to every metric; triples are (hits, wrong, missed)."""

    gold_type: str
    predicted_type: str
    is_period_right: bool | None
    are_years_right: bool | None
    gold_topics: frozenset[str]
    predicted_topics: frozenset[str]
    people: tuple[int, int, int]
    titles: tuple[int, int, int]
    holders: tuple[int, int, int]


def _triple(gold: set[object], predicted: set[object]) -> tuple[int, int, int]:
    return len(gold & predicted), len(predicted - gold), len(gold - predicted)


def _period_key(period: LabelledPeriod | object) -> tuple[object, ...]:
    unit = getattr(period, "unit", None)
    index = getattr(period, "index", None) if unit in ("month", "quarter", "half") else None
    return unit, index, getattr(period, "year", None)


def _years_key(period: LabelledPeriod | object) -> tuple[object, ...]:
    return tuple(getattr(period, name, None) for name in ("unit", "start_year", "end_year"))


def compare(article: Article, prediction: Prediction) -> Outcome:
    """Gold against prediction for one article.

    A period counts on reviews other than thematic ones, its first and last year on thematic ones.  A
    holder is the pair of the title's span and the person's name, whichever of his mentions was chosen.
    """
    period = years = None
    if article.period is not None:
        if article.period.unit == "multi_year":
            years = _years_key(article.period) == _years_key(prediction.period)
        else:
            period = _period_key(article.period) == _period_key(prediction.period)

    def name(start: int, end: int) -> str:
        return " ".join(article.text[start:end].split()).casefold()

    def holders(spans: Iterable[object]) -> set[object]:
        return {
            (span.start, span.end, name(*holder))  # type: ignore[attr-defined]
            for span in spans
            if span.label == "TITLE"  # type: ignore[attr-defined]
            for holder in span.holders or ()  # type: ignore[attr-defined]
        }

    def spans(items: Iterable[object], label: str) -> set[object]:
        return {(s.start, s.end) for s in items if s.label == label}  # type: ignore[attr-defined]

    return Outcome(
        article.meeting_type,
        prediction.meeting_type.label,
        period,
        years,
        frozenset(article.topics),
        frozenset(topic.label for topic in prediction.topics),
        _triple(spans(article.spans, "PERSON"), spans(prediction.spans, "PERSON")),
        _triple(spans(article.spans, "TITLE"), spans(prediction.spans, "TITLE")),
        _triple(holders(article.spans), holders(prediction.spans)),
    )


def type_counts(outcomes: Sequence[Outcome]) -> dict[str, tuple[int, int, int]]:
    """(hits, wrong, missed) of each meeting type that occurs in the gold labels."""
    pairs = Counter((o.gold_type, o.predicted_type) for o in outcomes)
    return {
        label: (
            pairs[label, label],
            sum(n for (g, p), n in pairs.items() if p == label != g),
            sum(n for (g, p), n in pairs.items() if g == label != p),
        )
        for label in sorted({o.gold_type for o in outcomes})
    }


def topic_counts(outcomes: Sequence[Outcome]) -> dict[str, tuple[int, int, int]]:
    """(hits, wrong, missed) of each topic that was given or predicted."""
    counts: dict[str, list[int]] = {}
    for outcome in outcomes:
        for label in outcome.gold_topics | outcome.predicted_topics:
            kind = 0 if label in outcome.gold_topics & outcome.predicted_topics else 1
            if label not in outcome.predicted_topics:
                kind = 2
            counts.setdefault(label, [0, 0, 0])[kind] += 1
    return {label: (c[0], c[1], c[2]) for label, c in sorted(counts.items())}


def _sum(triples: Iterable[tuple[int, int, int]]) -> tuple[int, int, int]:
    hits = wrong = missed = 0
    for a, b, c in triples:
        hits, wrong, missed = hits + a, wrong + b, missed + c
    return hits, wrong, missed


def figures(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Every headline figure of a set of articles."""
    by_type, by_topic = type_counts(outcomes), topic_counts(outcomes)
    periods = [o.is_period_right for o in outcomes if o.is_period_right is not None]
    years = [o.are_years_right for o in outcomes if o.are_years_right is not None]
    supported = [f1(*c) for c in by_topic.values() if c[0] + c[2] >= MACRO_MINIMUM]
    return {
        "type_accuracy": sum(o.gold_type == o.predicted_type for o in outcomes) / len(outcomes),
        "type_macro_f1": sum(f1(*c) for c in by_type.values()) / len(by_type),
        "period_exact": sum(periods) / len(periods) if periods else 1.0,
        "years_exact": sum(years) / len(years) if years else 1.0,
        "topic_micro_f1": f1(*_sum(by_topic.values())),
        "topic_macro_f1": sum(supported) / len(supported) if supported else 0.0,
        "person_f1": f1(*_sum(o.people for o in outcomes)),
        "title_f1": f1(*_sum(o.titles for o in outcomes)),
        "holder_f1": f1(*_sum(o.holders for o in outcomes)),
    }


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % bootstrap interval."""

    value: float
    low: float
    high: float


def bootstrap(
    outcomes: Sequence[Outcome],
    repeats: int = 1000,
    seed: int = 0,
    measure: Callable[[Sequence[Outcome]], dict[str, float]] = figures,
) -> dict[str, Estimate]:
    """Each figure with the 2.5 and 97.5 percentiles over ``repeats`` resamples of the articles."""
    values = measure(outcomes)
    rng = np.random.default_rng(seed)
    drawn = rng.integers(0, len(outcomes), size=(repeats, len(outcomes)))
    samples = [measure([outcomes[i] for i in row]) for row in drawn.tolist()]
    return {
        name: Estimate(value, *(float(q) for q in np.percentile([s[name] for s in samples], [2.5, 97.5])))
        for name, value in values.items()
    }
