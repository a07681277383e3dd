"""The text as a careful outsider reads it: composed, with plain spaces, nothing invisible; offsets kept."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")


@dataclass(frozen=True, slots=True)
class Composed:
    """A text in NFC; its character ``i`` stands at ``[starts[i], ends[i])`` of the raw text."""

    text: str
    starts: list[int]
    ends: list[int]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Raw offsets of the non-empty range ``[start, end)``."""
        return self.starts[start], self.ends[end - 1]


def compose(raw: str) -> Composed:
    """NFC letter by letter: a letter with its marks is one step, so that offsets can be kept."""
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    begin = 0
    while begin < len(raw):
        end = begin + 1
        while end < len(raw) and unicodedata.combining(raw[end]):
            end += 1
        if raw[begin] not in _INVISIBLE:
            letter = unicodedata.normalize("NFC", raw[begin:end])
            if letter.isspace() and letter != "\n":
                letter = " "
            letters.append(letter)
            starts += [begin] * len(letter)
            ends += [end] * len(letter)
        begin = end
    return Composed("".join(letters), starts, ends)
