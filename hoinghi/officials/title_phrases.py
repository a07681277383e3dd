"""Phrases of titles found by longest match, left to right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from hoinghi.officials.title_expansion import words_of


class Found(NamedTuple):
    """A phrase at words ``[start, end)`` with what it says; ``None`` says nothing."""

    start: int
    end: int
    value: str | None


class PhraseTable:
    """Phrases with a value each; of two that begin at one word the longer is meant."""

    def __init__(self, table: Mapping[str, Iterable[str]], neutral: Iterable[str] = ()) -> None:
        """``neutral`` phrases say nothing and keep shorter ones from being found in them ("xã hội").

        A phrase that ends in "…" asks for another word behind it.
        """
        self._values: dict[tuple[str, ...], str | None] = {words_of(phrase): None for phrase in neutral}
        self._open: set[tuple[str, ...]] = set()
        for value, phrases in table.items():
            for phrase in phrases:
                words = words_of(phrase.removesuffix("…"))
                self._values[words] = value
                if phrase.endswith("…"):
                    self._open.add(words)
        lengths: dict[str, set[int]] = {}
        for words in self._values:
            lengths.setdefault(words[0], set()).add(len(words))
        self._lengths = {first: tuple(sorted(seen, reverse=True)) for first, seen in lengths.items()}

    def at(self, words: Sequence[str], position: int, closed: frozenset[str] = frozenset()) -> Found | None:
        """The longest phrase that begins at ``position``.

        ``closed``: words that do not count as the word behind an open phrase.
        """
        for length in self._lengths.get(words[position], ()):
            if position + length > len(words):
                continue
            phrase = tuple(words[position : position + length])
            if phrase in self._values:
                if phrase in self._open:
                    behind = words[position + length] if position + length < len(words) else ""
                    if not behind or behind in closed:
                        continue
                return Found(position, position + length, self._values[phrase])
        return None

    def scan(self, words: Sequence[str], begin: int = 0, closed: frozenset[str] = frozenset()) -> list[Found]:
        """All phrases from ``begin`` on that do not overlap, left to right."""
        found: list[Found] = []
        reached = begin
        for position in [position for position, word in enumerate(words) if word in self._lengths]:
            match = self.at(words, position, closed) if position >= reached else None
            if match is not None:
                found.append(match)
                reached = match.end
        return found
