"""The normal form of a title: expansion and parts, from a lexicon of plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hoinghi.officials.title_expansion import Expander, words_of
from hoinghi.officials.title_parts import PartFinder
from hoinghi.officials.title_places import read_words
from hoinghi.prediction import OfficialTitle
from hoinghi.text.memo import Memo


@dataclass(frozen=True, slots=True)
class NormalTitle:
    """A title in normal form; ``words``: what two spellings of it share, canonical and without marks."""

    title: OfficialTitle
    words: tuple[str, ...]


class TitleLexicon:
    """Abbreviations, roles, bodies and levels, as ``labels/titles.toml`` states them.

    Tables that older data do not have count as empty.
    """

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._normal = Memo(self._normalise)
        self._flags = {
            words_of(phrase): flag for flag, phrases in data.get("flags", {}).items() for phrase in phrases
        }
        openers = frozenset(word for phrase in self._flags for word in phrase)
        self._expander = Expander(data.get("expand", ()), openers)
        self._parts = PartFinder(data)

    def expand(self, text: str) -> str:
        """``text`` with its abbreviations written out; everything else as it stands."""
        return self._expander.expand(text)

    def normalise(self, text: str) -> OfficialTitle:
        """The normal form of one title as written in clean text."""
        return self._normal[text].title

    def read(self, text: str) -> NormalTitle:
        """The normal form with the words that compare it."""
        return self._normal[text]

    def _flagged(self, words: Sequence[str]) -> tuple[set[str], int]:
        """The flags that open a title ("nguyên", "quyền", "đồng chí") and the word behind them."""
        flags: set[str] = set()
        begin = 0
        while begin < len(words):
            for length in (2, 1):
                flag = self._flags.get(tuple(words[begin : begin + length]))
                if flag is not None:
                    flags.add(flag)
                    begin += length
                    break
            else:
                break
        return flags, begin

    def _normalise(self, text: str) -> NormalTitle:
        title = read_words(self.expand(text))
        flags, begin = self._flagged(title.words)
        parts = self._parts.find(title, begin)
        normal = OfficialTitle(
            " ".join(text.split()),
            title.text,
            parts.role,
            parts.body,
            parts.level,
            parts.place,
            "former" in flags,
            "acting" in flags,
        )
        return NormalTitle(normal, title.words)
