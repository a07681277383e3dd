"""Drafts as records of Label Studio, doccano and Prodigy, and back.

The readers raise ``msgspec.DecodeError`` or ``InterchangeError`` for a record of another shape, and give
``None`` for one that its annotator did not accept.
"""

from __future__ import annotations

from typing import Any, Optional

import msgspec

from training.draft import ArticleLabels, Draft, InterchangeError, cut_tokens
from training.reanchor import DraftSpan

HELD_BY = "held_by"


# --- Label Studio ---------------------------------------------------------------------------------


class _Value(msgspec.Struct):
    start: int = -1
    end: int = -1
    text: Optional[str] = None
    labels: tuple[str, ...] = ()


class _Result(msgspec.Struct):
    type: str
    id: str = ""
    value: _Value = msgspec.field(default_factory=_Value)
    from_id: str = ""
    to_id: str = ""


class _Annotation(msgspec.Struct):
    result: tuple[_Result, ...]
    was_cancelled: bool = False


class _TaskData(msgspec.Struct):
    text: str
    article: ArticleLabels


class _Task(msgspec.Struct):
    data: _TaskData
    annotations: tuple[_Annotation, ...]


def labelstudio_record(draft: Draft) -> dict[str, Any]:
    """A task with its spans as regions of one annotation."""
    result: list[dict[str, Any]] = [
        {"id": s.key, "type": "labels", "from_name": "label", "to_name": "text",
         "value": {"start": s.start, "end": s.end, "text": s.quote, "labels": [s.label]}}
        for s in draft.spans
    ]  # fmt: skip
    result += [
        {"type": "relation", "from_id": a, "to_id": b, "direction": "right", "labels": [HELD_BY]}
        for a, b in draft.links
    ]
    return {
        "data": {"text": draft.text, "article": msgspec.to_builtins(draft.labels)},
        "annotations": [{"result": result}],
    }


def labelstudio_draft(raw: bytes) -> Draft | None:
    """The draft of a task; regions of other types than labels and relations are passed over."""
    task = msgspec.json.decode(raw, type=_Task)
    done = [a for a in task.annotations if not a.was_cancelled]
    if len(done) > 1:
        raise InterchangeError(f"{len(done)} annotations of one task: keep one of them")
    if not done:
        return None
    regions = [r for r in done[0].result if r.type == "labels"]
    for region in regions:
        if len(region.value.labels) != 1:
            raise InterchangeError(f"region {region.id} has {len(region.value.labels)} labels, not one")
    return Draft(
        task.data.article,
        task.data.text,
        # Some versions write a line end inside a region as a backslash and an n.
        tuple(
            DraftSpan(r.id, v.start, v.end, v.labels[0], v.text and v.text.replace("\\n", "\n"))
            for r in regions for v in [r.value]
        ),
        tuple((r.from_id, r.to_id) for r in done[0].result if r.type == "relation"),
    )  # fmt: skip


# --- doccano --------------------------------------------------------------------------------------


class _Entity(msgspec.Struct):
    id: int
    start_offset: int
    end_offset: int
    label: str
    quote: Optional[str] = None


class _Link(msgspec.Struct):
    from_id: int
    to_id: int


class _Metadata(msgspec.Struct):
    article: Optional[ArticleLabels] = None


class _DoccanoRecord(msgspec.Struct):
    text: str
    entities: tuple[_Entity, ...]
    relations: tuple[_Link, ...] = ()
    article: Optional[ArticleLabels] = None
    meta: _Metadata = msgspec.field(default_factory=_Metadata)
    metadata: _Metadata = msgspec.field(default_factory=_Metadata)


def doccano_record(draft: Draft) -> dict[str, Any]:
    """A line for a project of sequence labelling with relations."""
    return {
        "text": draft.text,
        "entities": [
            {
                "id": int(s.key),
                "start_offset": s.start,
                "end_offset": s.end,
                "label": s.label,
                "quote": s.quote,
            }
            for s in draft.spans
        ],
        "relations": [{"from_id": int(a), "to_id": int(b), "type": HELD_BY} for a, b in draft.links],
        "article": msgspec.to_builtins(draft.labels),
    }


def doccano_draft(raw: bytes) -> Draft:
    """The draft of a line of ``JSONL (relation)``."""
    record = msgspec.json.decode(raw, type=_DoccanoRecord)
    # Versions differ in where they put the columns that they do not know.
    labels = record.article or record.meta.article or record.metadata.article
    if labels is None:
        raise InterchangeError("lacks the field `article` that the export wrote")
    spans = (DraftSpan(str(e.id), e.start_offset, e.end_offset, e.label, e.quote) for e in record.entities)
    return Draft(
        labels, record.text, tuple(spans), tuple((str(r.from_id), str(r.to_id)) for r in record.relations)
    )


# --- Prodigy --------------------------------------------------------------------------------------


class _ProdigySpan(msgspec.Struct):
    start: int
    end: int
    label: str
    text: Optional[str] = None


class _ProdigyRelation(msgspec.Struct):
    head_span: _ProdigySpan
    child_span: _ProdigySpan


class _ProdigyRecord(msgspec.Struct):
    text: str
    article: ArticleLabels
    spans: tuple[_ProdigySpan, ...] = ()
    relations: tuple[_ProdigyRelation, ...] = ()
    answer: str = "accept"


def prodigy_record(draft: Draft) -> dict[str, Any]:
    """A task for ``rel.manual``, with the tokens that it needs."""
    text, tokens = draft.text, cut_tokens(draft.text, draft.spans)
    spans: dict[str, dict[str, Any]] = {}
    for span in draft.spans:
        inside = [i for i, (start, end) in enumerate(tokens) if span.start <= start and end <= span.end]
        if not inside:
            raise InterchangeError(f"{draft.labels.id}: {span} covers no token")
        spans[span.key] = {
            "start": span.start, "end": span.end, "label": span.label, "text": span.quote,
            "token_start": inside[0], "token_end": inside[-1],
        }  # fmt: skip
    return {
        "text": text,
        "tokens": [
            {"id": i, "text": text[a:b], "start": a, "end": b, "ws": text[b : b + 1].isspace()}
            for i, (a, b) in enumerate(tokens)
        ],
        "spans": list(spans.values()),
        "relations": [
            {"head": spans[a]["token_end"], "child": spans[b]["token_end"], "label": HELD_BY,
             "head_span": spans[a], "child_span": spans[b]}
            for a, b in draft.links
        ],
        "meta": {"id": draft.labels.id},
        "article": msgspec.to_builtins(draft.labels),
    }  # fmt: skip


def prodigy_draft(raw: bytes) -> Draft | None:
    """The draft of a line of ``db-out``; tokens are passed over, offsets count."""
    record = msgspec.json.decode(raw, type=_ProdigyRecord)
    if record.answer != "accept":
        return None

    def key(span: _ProdigySpan) -> str:
        return f"{span.label}:{span.start}-{span.end}"

    spans = tuple(DraftSpan(key(s), s.start, s.end, s.label, s.text) for s in record.spans)
    links = tuple((key(r.head_span), key(r.child_span)) for r in record.relations)
    return Draft(record.article, record.text, spans, links)
