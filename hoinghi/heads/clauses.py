"""Clauses: the units in which topics are told, scored and shown as evidence."""

from __future__ import annotations

from hoinghi.document import Document

_HARD = frozenset(";")
_SOFT = frozenset(",:-+•*")
SHORTEST = 3  # tokens on both sides of a semicolon: "2025;" alone is no clause
MINIMUM = 7  # tokens on both sides of a soft boundary: shorter pieces stay with their neighbour


def split_clauses(document: Document) -> list[tuple[int, int]]:
    """Token ranges of clauses, in order, never across a sentence.

    A semicolon always divides; a comma, colon, dash or bullet only where at least ``MINIMUM`` tokens
    stand on both sides, so that "nông thôn mới, đô thị văn minh" stays whole.
    """
    clauses: list[tuple[int, int]] = []
    forms = document.forms
    for begin, end in document.sentences:
        cut = begin
        for position in range(begin, end):
            form = forms[position]
            if len(form) > 1:
                continue
            hard = form in _HARD and position - cut >= SHORTEST and end - position > SHORTEST
            soft = form in _SOFT and position - cut >= MINIMUM and end - position > MINIMUM
            if (hard or soft) and position > cut:
                clauses.append((cut, position + 1))
                cut = position + 1
        if cut < end:
            clauses.append((cut, end))
    return clauses
