"""From scores to records: type and period together, topics with evidence, officials with titles."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hoinghi.document import Document
from hoinghi.heads.dating import article_date
from hoinghi.heads.encoding import EncodedBatch
from hoinghi.heads.period_ranker import REVIEW_UNITS, PlacedCandidate
from hoinghi.heads.period_years import event_years, with_year
from hoinghi.heads.periods import PeriodCandidate
from hoinghi.heads.tfidf import FloatArray
from hoinghi.heads.topic_head import TopicHead, TopicScores, sigmoid
from hoinghi.model import Model
from hoinghi.officials.holders import Mention, link_holders
from hoinghi.officials.people import HeldTitle, merge_officials
from hoinghi.prediction import Evidence, MeetingType, Official, Period, Prediction, Span, Topic
from hoinghi.tagging.tagger import TaggedSentence
from hoinghi.text.syllables import IntArray

EVIDENCE_LIMIT = 5  # clauses shown for a topic
# "Chuẩn bị năm học mới" names no period: without years such an expression must score more than this logit.
UNLIKELY = -3.0
_NAMELESS = ("school", "term")


def decode_batch(model: Model, batch: EncodedBatch) -> list[Prediction]:
    """The record of each document of a batch, in order."""
    period_scores = [[model.ranker.score(placed.features) for placed in periods] for periods in batch.periods]
    type_scores = model.types.score(batch, period_scores)
    probabilities = model.types.probabilities(type_scores)
    others = np.array([probability_of_other(model, row) for row in probabilities])
    topics = decode_topics(model.topics, model.topics.score(batch), batch, others)
    tagged = model.tagger.tag(batch.documents, batch.packed, batch.offsets)
    records = []
    for number, document in enumerate(batch.documents):
        # What is no Vietnamese text has no sentences: whatever the empty document looks like, it is none.
        column = int(probabilities[number].argmax()) if document.sentences else other_column(model)
        label = model.types.labels[column]
        chosen = choose_period(label, batch.periods[number], period_scores[number], document)
        spans, officials = _people(model, document, tagged[number])
        records.append(
            Prediction(
                MeetingType(label, _rounded(probabilities[number, column])),
                _period(chosen, label, batch.periods[number], document),
                topics[number],
                spans,
                officials,
                document.warnings,
                article_date(document),
            )
        )
    return records


def other_column(model: Model) -> int:
    """The column of ``other`` among the meeting types; 0 in a model that never met it."""
    labels = model.types.labels
    return labels.index("other") if "other" in labels else 0


def _rounded(score: float) -> float:
    return round(0.0 if score < 0.0 else 1.0 if score > 1.0 else float(score), 4)


def choose_period(
    label: str, periods: Sequence[PlacedCandidate], scores: Sequence[float], document: Document
) -> PeriodCandidate | None:
    """The best-scored candidate whose unit fits the meeting type, with its year resolved.

    ``scores``: the ranker's decision value of each of ``periods``.  ``None`` where no expression fits.
    """
    fitting = [
        (score, placed)
        for score, placed in zip(scores, periods, strict=True)
        if placed.candidate.unit in REVIEW_UNITS[label]
    ]
    if not fitting:
        return None
    score, chosen = max(fitting, key=lambda item: item[0])
    best = chosen.candidate
    if best.kind in _NAMELESS and best.start_year is None and score < UNLIKELY:
        return None
    ranked = [placed for _, placed in sorted(fitting, key=lambda item: -item[0])]
    rest = [placed for placed in periods if placed.candidate.unit not in REVIEW_UNITS[label]]
    return with_year(best, ranked + rest, document)


def _period(
    chosen: PeriodCandidate | None, label: str, periods: Sequence[PlacedCandidate], document: Document
) -> Period | None:
    if label == "other":
        return None
    if chosen is None:
        # The type is told without an expression of its period: what the type implies, no more.
        unit = REVIEW_UNITS[label][0]
        first, last = event_years(periods, document) if unit == "multi_year" else (None, None)
        return Period(unit, None, None, first, last)
    start, end = document.view.raw_span(chosen.start, chosen.end)
    numbered = chosen.unit in ("month", "quarter", "half")
    return Period(
        chosen.unit,
        chosen.index if numbered else None,
        chosen.year,
        chosen.start_year,
        chosen.end_year,
        start,
        end,
    )


def probability_of_other(model: Model, probabilities: FloatArray) -> float:
    """The probability that an article reports no review; a model that never met ``other`` gives 0."""
    labels = model.types.labels
    return float(probabilities[labels.index("other")]) if "other" in labels else 0.0


def decode_topics(
    head: TopicHead, scores: TopicScores, batch: EncodedBatch, others: FloatArray
) -> list[tuple[Topic, ...]]:
    """The topics of each document.

    ``others``: the probability of each document that its meeting type is ``other``.
    """
    topics: list[list[Topic]] = [[] for _ in batch.documents]
    documents, decisions = head.pool(scores, batch, others)
    probabilities = sigmoid(decisions)
    bounds = np.searchsorted(batch.clause_document, np.arange(len(topics) + 1)).tolist()
    places = batch.clauses - batch.offsets[batch.clause_document][:, None]
    for row, topic in np.argwhere(head.tells(decisions, others[documents])).tolist():
        number = int(documents[row])
        document, first, stop = batch.documents[number], bounds[number], bounds[number + 1]
        earning = first + earning_clauses(scores.clauses[first:stop, topic])
        evidence = tuple(Evidence(*document.raw_span(*place)) for place in places[earning].tolist())
        topics[number].append(Topic(head.labels[topic], _rounded(probabilities[row, topic]), evidence))
    return list(map(tuple, topics))


def earning_clauses(decisions: FloatArray) -> IntArray:
    """The clauses that earn a topic by themselves (decision value 0 and more), else the best; best first."""
    earning = np.flatnonzero(decisions >= 0)
    if not len(earning):
        return np.array([decisions.argmax()])
    ranked: IntArray = earning[np.argsort(-decisions[earning], kind="stable")[:EVIDENCE_LIMIT]]
    return ranked


def _people(
    model: Model, document: Document, sentences: Sequence[TaggedSentence]
) -> tuple[tuple[Span, ...], tuple[Official, ...]]:
    spans: list[Span] = []
    names: list[str] = []
    titles_of: dict[int, list[HeldTitle]] = {}
    for sentence in sentences:
        if not sentence.mentions:
            continue
        mentions = [tagged.mention for tagged in sentence.mentions]
        places = [document.raw_span(mention.first, mention.last) for mention in mentions]
        links = link_holders(model.holders, document.forms, mentions, sentence.begin)
        person_index: dict[int, int] = {}
        for index, mention in enumerate(mentions):
            if mention.label == "PERSON":
                person_index[index] = len(names)
                names.append(document.clean_text(mention.first, mention.last))
        for index, tagged in enumerate(sentence.mentions):
            holders = None
            if tagged.mention.label == "TITLE":
                held_by = links.get(index, ())
                holders = tuple(places[person] for person in held_by)
                for person in held_by:
                    titles_of.setdefault(person_index[person], []).append(_held(document, tagged.mention))
            spans.append(Span(*places[index], tagged.mention.label, _rounded(tagged.score), holders))
    return tuple(spans), merge_officials(names, titles_of, model.titles)


def _held(document: Document, mention: Mention) -> HeldTitle:
    written = " ".join(document.clean_text(mention.first, mention.last).split())
    return HeldTitle(written, document.read_text(mention.first, mention.last))
