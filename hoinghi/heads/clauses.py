"""Clauses: the units in which topics are told, scored and shown as evidence."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from hoinghi.document import Document

_HARD = ";"
_MARKS = frozenset(";,:-+•*")
SHORTEST = 3  # tokens on both sides of a semicolon: "2025;" alone is no clause
MINIMUM = 7  # tokens on both sides of a soft boundary: shorter pieces stay with their neighbour
# What these open is the purpose or the praise of what stands before them, and earns nothing.
_TAILS = tuple(tuple(words.split()) for words in ("góp phần", "nhằm", "qua đó", "tạo tiền đề"))
_TAIL_FIRST = frozenset(form for first, *_ in _TAILS for form in (first, first.capitalize(), first.upper()))


def _opens_tail(forms: Sequence[str], position: int) -> bool:
    return any(
        tuple(form.lower() for form in forms[position : position + len(words)]) == words for words in _TAILS
    )


def split_clauses(document: Document) -> list[tuple[int, int]]:
    """Token ranges of clauses, in order, never across a sentence.

    A semicolon divides where at least ``SHORTEST`` tokens stand on both sides; a comma, colon, dash or bullet
    only where at least ``MINIMUM`` do, so that "nông thôn mới, đô thị văn minh" stays whole.  A ritual tail
    ("góp phần…") is divided from what it praises.
    """
    clauses: list[tuple[int, int]] = []
    forms = document.forms
    marks = [
        position
        for position, form in enumerate(forms)
        if form in _MARKS or (form in _TAIL_FIRST and _opens_tail(forms, position))
    ]
    number = 0
    for begin, end in document.sentences:
        cut = begin
        number = bisect_left(marks, begin, number)
        while number < len(marks) and marks[number] < end:
            position = marks[number]
            is_tail = forms[position] not in _MARKS
            least = SHORTEST if is_tail or forms[position] == _HARD else MINIMUM
            if position - cut >= least and end - position > least:
                clauses.append((cut, position + (not is_tail)))
                cut = position + (not is_tail)
            number += 1
        if cut < end:
            clauses.append((cut, end))
    return clauses
