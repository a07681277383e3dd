"""Remnants of a page inside plain text: tags and character references that an export left behind."""

from __future__ import annotations

import re
from html import unescape

from hoinghi.text.view import Edit

_BLOCK = frozenset(
    "address article aside blockquote body br center dd details div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 head header "
    "hr html iframe li main nav ol option p pre script section select style table tbody td tfoot th thead title tr ul video".split()
)
_INLINE = frozenset(
    "a abbr b big button cite code del dfn em font i img input ins kbd label link mark meta nobr o:p q s samp small source span st1:place "
    "strike strong sub sup time tt u var wbr".split()
)
_SILENT_TAGS = ("script", "style", "noscript", "template")
_SILENT = re.compile(rf"<({'|'.join(_SILENT_TAGS)})(?=[\s>])", re.I)
_SILENT_END = {name: re.compile(f"</{name}", re.I) for name in _SILENT_TAGS}
# A tag ends before the next one begins, so an unclosed one costs no more than its own length.
_TAG = re.compile(
    r"<(?:/?([a-zA-Z][a-zA-Z0-9:]{0,15})(?:\s[^<>]{0,4000})?/?|!--[^<>]{0,4000}|!(?:DOCTYPE|doctype)[^<>]{0,200})>"
)
_REFERENCE = re.compile(r"&(?:amp;){0,3}(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")


def remnant_edits(text: str) -> list[Edit]:
    """Edits that drop tags (a block's is read as a line end) and read character references."""
    edits: list[Edit] = []
    if "<" in text:
        edits += _tag_edits(text)
    if "&" in text:
        edits = _merged(edits, _reference_edits(text))
    return edits


def _tag_edits(text: str) -> list[Edit]:
    edits: list[Edit] = []
    silent_end = 0
    unclosed: set[str] = set()  # asked once: a page of openings alone is still read in linear time
    for match in _TAG.finditer(text):
        begin, end = match.span()
        if begin < silent_end:
            continue
        name = (match[1] or "").lower()
        if match[1] is not None and name not in _BLOCK and name not in _INLINE:
            continue
        if name not in unclosed and _SILENT.match(text, begin):
            close = _SILENT_END[name].search(text, end)
            stop = text.find(">", close.start()) + 1 if close is not None else 0
            if stop > 0:
                silent_end = end = stop
            else:
                unclosed.add(name)
        edits.append((begin, end, "\n" if name in _BLOCK else ""))
    return edits


def _reference_edits(text: str) -> list[Edit]:
    edits = []
    for match in _REFERENCE.finditer(text):
        seen = unescape(f"&{match[1]};")
        if seen.startswith("&") and len(seen) > 1:
            continue  # no reference that HTML knows
        # A reference never opens a tag.
        edits.append((*match.span(), "‹" if seen == "<" else seen))
    return edits


def _merged(tags: list[Edit], references: list[Edit]) -> list[Edit]:
    """Both in order; what stands inside a tag is part of it."""
    merged: list[Edit] = []
    reached = 0
    for edit in sorted([*tags, *references]):
        if edit[0] >= reached:
            merged.append(edit)
            reached = edit[1]
    return merged
