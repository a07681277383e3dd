"""Drafts as CoNLL documents: a header line, then token and BIO tag, a blank line between sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from training.article import Article
from training.draft import Draft, InterchangeError, cut_tokens, to_draft
from training.reanchor import DraftSpan, Place, ReanchorError, check_same_text, project

_SENTENCE_MARKS = frozenset(".!?…")
HEADER = "# newdoc id = "


def _ends_sentence(text: str, token: Place, following: Place) -> bool:
    gap = text[token[1] : following[0]]
    if "\n" in gap or "\r" in gap:
        return True
    return text[slice(*token)] in _SENTENCE_MARKS and bool(gap) and not text[following[0]].islower()


def conll_document(draft: Draft) -> str:
    """Header, token lines and the blank line after the last sentence; a span is in one sentence."""
    text, tokens = draft.text, cut_tokens(draft.text, draft.spans)
    if len(draft.labels.id.split()) != 1:
        raise InterchangeError(f"{draft.labels.id!r}: CoNLL cannot hold an id with white space")
    lines = [HEADER + draft.labels.id]
    for i, (start, end) in enumerate(tokens):
        span = next((s for s in draft.spans if s.start <= start < s.end), None)
        is_inside = span is not None and span.start < start
        if i and not is_inside and _ends_sentence(text, tokens[i - 1], tokens[i]):
            lines.append("")
        lines.append(f"{text[start:end]}\t" + (f"{'I' if is_inside else 'B'}-{span.label}" if span else "O"))
    return "\n".join([*lines, "", ""])


def _bio_spans(rows: Sequence[tuple[str, str]]) -> tuple[str, list[DraftSpan]]:
    """The tokens joined by spaces, and the spans in them.  An ``I-`` that continues nothing begins a span."""
    spans: list[DraftSpan] = []
    text, open_label = "", ""
    for token, tag in rows:
        kind, _, label = tag.partition("-")
        if kind not in ("B", "I", "O") or (kind == "O") == bool(label):
            raise InterchangeError(f"{tag!r} at token {token!r} is no BIO tag")
        start, end = len(text), len(text) + len(token)
        if kind == "I" and label == open_label:
            spans[-1] = DraftSpan("", spans[-1].start, end, label)
        elif label:
            spans.append(DraftSpan("", start, end, label))
        open_label = label
        text += token + " "
    return text, spans


def _retagged(original: Draft, lines: Sequence[str]) -> Draft:
    """``original`` with the spans of token lines; raises ``InterchangeError`` or ``ReanchorError``."""
    columns = [line.split() for line in lines if line.strip()]
    short = next((row for row in columns if len(row) < 2), None)
    if short:
        raise InterchangeError(f"token {short[0]!r} has no tag column")
    text, found = _bio_spans([(row[0], row[-1]) for row in columns])
    check_same_text(text, original.text)
    spans = []
    for span in found:
        place = project((span.start, span.end), text, original.text)
        if place is None:
            raise InterchangeError(f"{span.label} on {text[span.start : span.end]!r} covers nothing visible")
        quote = original.text[slice(*place)]
        spans.append(DraftSpan(f"{span.label}:{place[0]}-{place[1]}", *place, span.label, quote))
    # The file says nothing of holders: a relation stays where both its spans stand as they stood.
    keys = {s.key: f"{s.label}:{s.start}-{s.end}" for s in original.spans}
    links = [(keys[a], keys[b]) for a, b in original.links]
    kept = {span.key for span in spans}
    lost = tuple(f"holder {b} of {a} is lost" for a, b in links if not {a, b} <= kept)
    held = tuple(link for link in links if set(link) <= kept)
    return Draft(original.labels, original.text, tuple(spans), held, lost)


def conll_draft(raw: bytes, originals: Mapping[str, Article]) -> Draft:
    """The draft of one document on the text, and with the other labels, of its original article.

    Raises ``InterchangeError`` if the original is missing, a line is malformed, or the tokens are others.
    """
    header, *lines = raw.decode().split("\n")
    name = header.removeprefix(HEADER).strip()
    if not header.startswith(HEADER):
        raise InterchangeError(f"does not begin with '{HEADER}…'")
    if name not in originals:
        raise InterchangeError(f"{name}: CoNLL holds no text: --texts has no article of this id")
    try:
        return _retagged(to_draft(originals[name]), lines)
    except (InterchangeError, ReanchorError) as error:
        raise InterchangeError(f"{name}: {error}") from None
