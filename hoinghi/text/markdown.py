"""Markdown inside plain text: what crawlers that write it make of headlines, links and emphasis."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hoinghi.text.view import Edit

# Of a line: "# headline", "> quotation".  A bare "#" before a word is a hash tag and stays.
_LINE_START = re.compile(r"^[ \t]{0,3}(?:#{1,6}[ \t]+|(?:>[ \t]){1,4})(?=\S)", re.M)
# [text](target), ![picture](target "title"); a target looks like an address, so that "[1](2)" stays.
_LINK = re.compile(
    r"!?\[(?P<text>[^\[\]\n]{0,300})\]"
    r"\(\s?(?:https?:|mailto:|javascript:|data:|[./#]|[\w-]{1,100}\.)[^()\s]{0,2000}(?:\s{1,2}\"[^\"\n]{0,300}\")?\s?\)"
)
# Emphasis has no space inside its marks and, where they are single, no word right outside; both ends stand
# in one line.
_STARS = re.compile(
    r"(?<!\*)(\*{2,3}|(?<!\w)\*)(?=[^\s*])(?P<text>[^*\n]{1,2000})(?<=[^\s*])\1(?!\*)(?:(?<=\*\*)|(?!\w))"
)
_LOW_LINES = re.compile(r"(?<!\w)(_{1,3})(?=[^\s_])(?P<text>[^_\n]{1,2000})(?<=[^\s_])\1(?!\w)")
_ESCAPE = re.compile(r"\\(?=[\\`*_{}\[\]()#+.!|>~-])")


def markdown_edits(text: str) -> list[Edit]:
    """Edits, in order and apart, that drop Markdown's marks and leave the words; linear in the text's length.

    Marks within marks are found once the others are gone: call again until none are left.
    """
    found: list[Edit] = []
    if "#" in text or ">" in text:
        found += [(*match.span(), "") for match in _LINE_START.finditer(text)]
    if "](" in text:
        found += _around(text, _LINK)
    if "*" in text:
        found += _around(text, _STARS)
    if "_" in text:
        found += _around(text, _LOW_LINES)
    if "\\" in text:
        found += [(*match.span(), "") for match in _ESCAPE.finditer(text)]
    return list(_apart(sorted(found)))


def _around(text: str, pattern: re.Pattern[str]) -> Iterator[Edit]:
    """Edits that drop what a match has around its ``text``."""
    for match in pattern.finditer(text):
        begin, end = match.span("text")
        yield match.start(), begin, ""
        yield end, match.end(), ""


def _apart(edits: list[Edit]) -> Iterator[Edit]:
    reached = 0
    for edit in edits:
        if edit[0] >= reached:
            yield edit
            reached = edit[1]
