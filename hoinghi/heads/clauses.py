"""Clauses: the units in which topics are told, scored and shown as evidence."""

from __future__ import annotations

from bisect import bisect_left

from hoinghi.document import Document

_HARD = ";"
_MARKS = frozenset(";,:-+•*")
SHORTEST = 3  # tokens on both sides of a semicolon: "2025;" alone is no clause
MINIMUM = 7  # tokens on both sides of a soft boundary: shorter pieces stay with their neighbour


def split_clauses(document: Document) -> list[tuple[int, int]]:
    """Token ranges of clauses, in order, never across a sentence.

    A semicolon always divides; a comma, colon, dash or bullet only where at least ``MINIMUM`` tokens
    stand on both sides, so that "nông thôn mới, đô thị văn minh" stays whole.
    """
    clauses: list[tuple[int, int]] = []
    forms = document.forms
    marks = [position for position, form in enumerate(forms) if form in _MARKS]
    number = 0
    for begin, end in document.sentences:
        cut = begin
        number = bisect_left(marks, begin, number)
        while number < len(marks) and marks[number] < end:
            position = marks[number]
            least = SHORTEST if forms[position] == _HARD else MINIMUM
            if position - cut >= least and end - position > least:
                clauses.append((cut, position + 1))
                cut = position + 1
            number += 1
        if cut < end:
            clauses.append((cut, end))
    return clauses
