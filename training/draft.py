"""The draft: an article on its way through a labelling tool, in the terms of no tool."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from hoinghi.text.tokens import TOKEN
from training.article import Article, LabelledPeriod, LabelledSpan
from training.reanchor import Anchored, DraftSpan, Place, anchor_spans, check_apart, fold


class InterchangeError(ValueError):
    """A record that cannot be exchanged; the message says where and why."""


class Quoted(msgspec.Struct, frozen=True):
    """A piece of evidence with the text it covers."""

    start: int
    end: int
    quote: str


class ArticleLabels(msgspec.Struct, frozen=True):
    """What an article has besides text and spans, as tools carry it along.

    ``quotes`` are label and text of the exported spans: doccano drops what it does not know of a span.
    """

    id: str
    meeting_type: str
    period: LabelledPeriod | None
    topics: tuple[str, ...]
    evidence: dict[str, tuple[Quoted, ...]] = {}
    source: str = ""
    meta: dict[str, str] = {}
    quotes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A record as a tool gave it; ``links`` are pairs of span keys, a title and a person in any order."""

    labels: ArticleLabels
    text: str
    spans: tuple[DraftSpan, ...]
    links: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Restored:
    """An imported article and what was repaired in it."""

    article: Article
    remarks: tuple[str, ...]


def to_draft(article: Article) -> Draft:
    """The neutral record of an article; ``InterchangeError`` names a span or holder that does not exist."""
    text = article.text
    people = {(s.start, s.end): str(i) for i, s in enumerate(article.spans) if s.label == "PERSON"}
    pieces = [piece for found in article.evidence.values() for piece in found]
    for start, end in [*((s.start, s.end) for s in article.spans), *pieces]:
        if not 0 <= start < end <= len(text):
            raise InterchangeError(f"{article.id}: [{start}, {end}) lies outside the text ({len(text)})")
    links = []
    for number, span in enumerate(article.spans):
        for holder in span.holders or ():
            if holder not in people:
                place = f"{article.id}: {span.label} [{span.start}, {span.end})"
                raise InterchangeError(f"{place}: holder {list(holder)} is no PERSON span")
            links.append((str(number), people[holder]))
    spans = tuple(
        DraftSpan(str(i), s.start, s.end, s.label, text[s.start : s.end]) for i, s in enumerate(article.spans)
    )
    labels = ArticleLabels(
        article.id, article.meeting_type, article.period, article.topics,
        {t: tuple(Quoted(a, b, text[a:b]) for a, b in pieces) for t, pieces in article.evidence.items()},
        article.source, article.meta, tuple((s.label, s.quote or "") for s in spans),
    )  # fmt: skip
    return Draft(labels, text, spans, tuple(links))


def _holders(draft: Draft, places: Mapping[str, Place]) -> dict[str, list[Place]]:
    """Places of the holders by key of the title, in the order of the relations."""
    labels = {span.key: span.label for span in draft.spans}
    holders: dict[str, list[Place]] = {key: [] for key, label in labels.items() if label == "TITLE"}
    for one, other in draft.links:
        # Tools draw relations in either direction; the labels tell who holds what.
        title, person = (one, other) if labels.get(one) == "TITLE" else (other, one)
        if (labels.get(title), labels.get(person)) != ("TITLE", "PERSON"):
            raise InterchangeError(
                f"relation {one} – {other} does not join a TITLE and a PERSON of the record"
            )
        if places[person] not in holders[title]:
            holders[title].append(places[person])
    return holders


def _restored_evidence(draft: Draft, text: str) -> tuple[dict[str, tuple[Place, ...]], list[Anchored]]:
    labels = draft.labels
    pieces = [
        DraftSpan("", p.start, p.end, t, p.quote) for t, quoted in labels.evidence.items() for p in quoted
    ]
    # The tool does not recount what it merely carries, so evidence is read apart from the spans.
    found = anchor_spans(pieces, text, text)
    return {
        t: tuple(a.place for p, a in zip(pieces, found, strict=True) if p.label == t) for t in labels.evidence
    }, found


def restore(draft: Draft, original: Article | None = None) -> Restored:
    """The article of a draft, on the text of ``original`` if given, else on the tool's.

    Raises ``ReanchorError`` or ``InterchangeError`` where a span or relation cannot be kept.
    """
    text = draft.text if original is None else original.text
    labels = draft.labels
    known = frozenset((label, fold(quote)) for label, quote in labels.quotes)
    anchored = anchor_spans(draft.spans, draft.text, text, known)
    check_apart(draft.spans, anchored)
    evidence, pieces = _restored_evidence(draft, text)
    places = {span.key: a.place for span, a in zip(draft.spans, anchored, strict=True)}
    if len(places) < len(draft.spans):
        raise InterchangeError("two spans have one id")
    holders = _holders(draft, places)
    spans = [
        LabelledSpan(*places[s.key], s.label, tuple(holders[s.key]) if s.key in holders else None)
        for s in draft.spans
    ]
    article = Article(
        labels.id, text, labels.meeting_type, labels.period, labels.topics,
        tuple(sorted(spans, key=lambda s: (s.start, s.end))), evidence, labels.source, labels.meta,
    )  # fmt: skip
    return Restored(article, (*draft.remarks, *(a.remark for a in (*anchored, *pieces) if a.remark)))


def cut_tokens(text: str, spans: Sequence[DraftSpan]) -> list[Place]:
    """Places of the tokens of ``text``, cut where a span begins or ends inside one ("bàLê Hồng Thắm")."""
    bounds = sorted({bound for s in spans for bound in (s.start, s.end)})
    tokens = []
    for match in TOKEN.finditer(text):
        cuts = [match.start(), *(b for b in bounds if match.start() < b < match.end()), match.end()]
        tokens += list(zip(cuts, cuts[1:], strict=False))
    return tokens
