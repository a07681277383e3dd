"""The worst errors as cases to read: what was labelled and what was predicted, in the article's words."""

from __future__ import annotations

from collections.abc import Iterable

from hoinghi.document import read_document
from training.article import Article
from training.predictions import Scored
from training.report_errors import (
    SpanLine,
    WrongSpan,
    WrongTopic,
    WrongType,
    span_errors,
    span_fault_counts,
    topic_errors,
    type_errors,
)
from training.report_evaluation import Evaluation
from training.report_excerpt import Mark, excerpt, marked
from training.report_html import Html, element, joined, table

LEAD_LIMIT = 600  # characters
HEADLINE_LIMIT = 300
KEY = joined(
    [
        "Gold is ",
        element("mark", "highlighted", class_="gold"),
        ", what was predicted is ",
        element("mark", "underlined", class_="predicted"),
        ", so what both agree on is ",
        element("mark", "both", class_="gold predicted"),
        "; ",
        element("mark", "paler", class_="gold-other"),
        " marks belong to other topics.",
    ]
)


def _case(head: Iterable[object], *content: object) -> Html:
    return element("article", element("header", joined(head, " ")), *content, class_="case")


def _identity(article: Article) -> Html:
    return element("code", article.id)


def _tokens(article: Article, kind: str) -> Html:
    """Headline or lead as it stands in the article."""
    document = read_document(article.text)
    first, last = document.headline if kind == "headline" else document.lead
    if first >= last:
        return Html("")
    text = article.text
    start, end = document.raw_span(first, last)
    # Tokens are words: quotes and brackets around them belong to what is read.
    while start and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    cut = min(end, start + (HEADLINE_LIMIT if kind == "headline" else LEAD_LIMIT))
    return joined([marked(text, start, cut, ()), " …" if cut < end else ""])


def _type_case(error: WrongType) -> Html:
    said = element(
        "span",
        f"{error.predicted} {error.score:.3f} instead of {error.gold} {error.gold_score:.3f}",
        class_="verdict",
    )
    text = element(
        "blockquote",
        element("p", element("strong", _tokens(error.article, "headline"))),
        element("p", _tokens(error.article, "lead")),
        lang="vi",
    )
    return _case([_identity(error.article), said], text)


def _evidence_marks(article: Article, scored: Scored, label: str) -> list[Mark]:
    gold = [Mark(*place, "gold") for place in article.evidence.get(label, ())]
    found = [
        Mark(evidence.start, evidence.end, "predicted")
        for topic in scored.prediction.topics
        if topic.label == label
        for evidence in topic.evidence
    ]
    return gold + found


def _elsewhere(error: WrongTopic, places: list[tuple[int, int]]) -> Html:
    """The topics that the other side gives to the same clauses: what this one was taken for."""

    def touched(spans: Iterable[tuple[int, int]]) -> bool:
        return any(start < b and end > a for start, end in spans for a, b in places)

    if error.is_missed:
        named = [
            topic.label
            for topic in error.scored.prediction.topics
            if touched((e.start, e.end) for e in topic.evidence)
        ]
        lead = "predicted here instead: "
    else:
        named = [label for label, spans in error.article.evidence.items() if touched(spans)]
        lead = "labelled here: "
    return element("p", lead, ", ".join(named) or "nothing", class_="aside")


def _topic_case(error: WrongTopic) -> Html:
    marks = _evidence_marks(error.article, error.scored, error.label)
    places = [(m.start, m.end) for m in marks]
    others = [Mark(*place, "gold-other") for spans in error.article.evidence.values() for place in spans]
    if error.is_missed:
        others = [
            Mark(e.start, e.end, "predicted-other")
            for t in error.scored.prediction.topics
            for e in t.evidence
        ]
    said = element("span", f"{error.label} {error.probability:.3f}", class_="verdict")
    text = (
        joined([excerpt(error.article.text, places, marks + others), _elsewhere(error, places)])
        if places
        else element("p", "No evidence was marked.", class_="aside")
    )
    return _case([_identity(error.article), said], text)


def _span_marks(line: SpanLine) -> list[Mark]:
    gold = [Mark(s.start, s.end, f"gold gold-{s.label.lower()}") for s in line.article.spans]
    found = [
        Mark(s.start, s.end, f"predicted predicted-{s.label.lower()}") for s in line.scored.prediction.spans
    ]
    return gold + found


def _span_said(article: Article, error: WrongSpan) -> Html:
    def quoted(start: int, end: int) -> Html:
        return element("q", marked(article.text, start, end, ()), lang="vi")

    said: list[object] = [error.kind, error.label]
    if error.kind != "missed":
        said.append(f"{error.score:.3f}")
    said.append(quoted(error.start, error.end))
    if error.other is not None:
        said += ["where gold has", error.other.label, quoted(error.other.start, error.other.end)]
    return element("li", joined(said, " "))


def _span_case(line: SpanLine) -> Html:
    places = [(e.start, e.end) for e in line.errors]
    places += [(e.other.start, e.other.end) for e in line.errors if e.other is not None]
    text = excerpt(line.article.text, places, _span_marks(line))
    return _case(
        [_identity(line.article)], text, element("ul", *(_span_said(line.article, e) for e in line.errors))
    )


def _list(title: str, cases: list[Html]) -> Html:
    content = cases or [element("p", "None among the articles that may be shown.")]
    summary = element("summary", f"{title} ({len(cases)})")
    return element("details", summary, *content, open="open")


def worst_errors(evaluation: Evaluation) -> Html:
    """Wrong types, topics and spans that the model was surest of, without any article of the test split."""
    hidden = len(evaluation.articles) - len(evaluation.shown)
    said = "The surest errors of each sort, at most two a topic and two an article."
    if hidden:
        said += f" The {hidden} articles of the test split are measured, never shown."
    counts = span_fault_counts(evaluation)
    rows = [
        (kind, *(counts[kind, label] for label in ("PERSON", "TITLE")))
        for kind in ("boundary", "label", "spurious", "missed")
    ]
    return joined(
        [
            element("p", said, " ", KEY),
            _list("Confidently wrong meeting types", list(map(_type_case, type_errors(evaluation)))),
            _list("Missed topics", list(map(_topic_case, topic_errors(evaluation, is_missed=True)))),
            _list("Spurious topics", list(map(_topic_case, topic_errors(evaluation, is_missed=False)))),
            table(("fault", "PERSON", "TITLE"), rows, "Span errors by what is wrong, over all articles"),
            _list("Wrong spans", list(map(_span_case, span_errors(evaluation, is_missed=False)))),
            _list("Missed spans", list(map(_span_case, span_errors(evaluation, is_missed=True)))),
        ]
    )
