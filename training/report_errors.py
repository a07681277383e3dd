"""The worst errors: the surest wrong types, topics and spans, each with what it takes to see why.

Only articles that may be looked at are searched; see :attr:`training.report_evaluation.Evaluation.shown`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from training.article import Article, LabelledSpan
from training.predictions import Scored
from training.report_evaluation import Evaluation

SHOWN = 15  # errors of each sort
A_LABEL, AN_ARTICLE = 2, 2  # of one sort, at most, so that one bad label does not fill the list
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class WrongType:
    """A wrong meeting type: ``score`` of the predicted one, ``gold_score`` of the right one."""

    article: Article
    gold: str
    predicted: str
    score: float
    gold_score: float


@dataclass(frozen=True, slots=True)
class WrongTopic:
    """A topic missed or spurious, with its probability and the evidence of either side."""

    article: Article
    scored: Scored
    label: str
    is_missed: bool
    probability: float


@dataclass(frozen=True, slots=True)
class WrongSpan:
    """A span that one side has and the other has not.

    ``kind``: ``boundary`` (the same label overlaps it), ``label`` (another label does), ``spurious`` or
    ``missed``; ``score`` of a predicted span, 0 of a missed one; ``other`` is the gold span it overlaps.
    """

    kind: str
    label: str
    start: int
    end: int
    score: float
    other: LabelledSpan | None = None


@dataclass(frozen=True, slots=True)
class SpanLine:
    """A line of an article with the span errors in it."""

    article: Article
    scored: Scored
    errors: tuple[WrongSpan, ...]


def type_errors(evaluation: Evaluation, limit: int = SHOWN) -> list[WrongType]:
    """The wrong meeting types with the highest scores."""
    found = []
    for number in evaluation.shown:
        outcome, item = evaluation.outcomes[number], evaluation.scored[number]
        if outcome.gold_type != outcome.predicted_type:
            score = item.prediction.meeting_type.score
            right = item.types.get(outcome.gold_type, 0.0)
            article = evaluation.articles[number]
            found.append(WrongType(article, outcome.gold_type, outcome.predicted_type, score, right))
    return sorted(found, key=lambda e: (-e.score, e.article.id))[:limit]


def topic_errors(evaluation: Evaluation, is_missed: bool, limit: int = SHOWN) -> list[WrongTopic]:
    """Missed topics with the lowest probability, or spurious ones with the highest."""
    found = []
    for number in evaluation.shown:
        outcome, item = evaluation.outcomes[number], evaluation.scored[number]
        wrong = outcome.gold_topics - outcome.predicted_topics
        if not is_missed:
            wrong = outcome.predicted_topics - outcome.gold_topics
        article = evaluation.articles[number]
        found += [WrongTopic(article, item, t, is_missed, item.topics.get(t, 0.0)) for t in sorted(wrong)]
    sign = 1 if is_missed else -1
    found.sort(key=lambda e: (sign * e.probability, e.article.id, e.label))
    return list(_spread(found))[:limit]


def _spread(errors: Iterable[WrongTopic]) -> Iterator[WrongTopic]:
    labels: Counter[str] = Counter()
    articles: Counter[str] = Counter()
    for error in errors:
        if labels[error.label] < A_LABEL and articles[error.article.id] < AN_ARTICLE:
            labels[error.label] += 1
            articles[error.article.id] += 1
            yield error


def span_faults(article: Article, scored: Scored) -> list[WrongSpan]:
    """The spans that only one side has; a gold span that a wrong one overlaps is not missed."""
    gold = {(s.start, s.end, s.label): s for s in article.spans}
    predicted = {(s.start, s.end, s.label): s for s in scored.prediction.spans}
    free = [s for key, s in gold.items() if key not in predicted]
    faults, met = [], set()
    for key, span in predicted.items():
        if key in gold:
            continue
        over = [s for s in article.spans if s.start < span.end and s.end > span.start]
        same = next((s for s in over if s.label == span.label), None)
        other = same or next(iter(over), None)
        kind = "boundary" if same else "label" if other else "spurious"
        faults.append(WrongSpan(kind, span.label, span.start, span.end, span.score, other))
        met |= {(s.start, s.end) for s in over}
    faults += [WrongSpan("missed", s.label, s.start, s.end, 0.0) for s in free if (s.start, s.end) not in met]
    return faults


def span_fault_counts(evaluation: Evaluation) -> Counter[tuple[str, str]]:
    """How many faults of each ``(kind, label)``, over all articles."""
    pairs = zip(evaluation.articles, evaluation.scored, strict=True)
    return Counter((fault.kind, fault.label) for a, s in pairs for fault in span_faults(a, s))


def _lines(article: Article, faults: Sequence[WrongSpan]) -> Iterator[tuple[WrongSpan, ...]]:
    by_line: dict[int, list[WrongSpan]] = {}
    for fault in faults:
        by_line.setdefault(article.text.count("\n", 0, fault.start), []).append(fault)
    yield from map(tuple, by_line.values())


def span_errors(evaluation: Evaluation, is_missed: bool, limit: int = SHOWN) -> list[SpanLine]:
    """Lines with the surest wrong spans, or with the most missed ones; one line an article."""
    found = []
    for number in evaluation.shown:
        article, item = evaluation.articles[number], evaluation.scored[number]
        faults = [f for f in span_faults(article, item) if (f.kind == "missed") == is_missed]
        lines = [SpanLine(article, item, line) for line in _lines(article, faults)]
        if lines:
            found.append(max(lines, key=_weight))
    return sorted(found, key=lambda line: (*(-w for w in _weight(line)), line.article.id))[:limit]


def _weight(line: SpanLine) -> tuple[float, int]:
    return max(e.score for e in line.errors), len(line.errors)
