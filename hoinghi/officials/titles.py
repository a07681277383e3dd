"""The normal form of a title: expansion and parts, from a lexicon of plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hoinghi.officials.title_expansion import Expander, words_of
from hoinghi.officials.title_parts import PartFinder
from hoinghi.officials.title_places import read_words
from hoinghi.prediction import OfficialTitle

_MEMO_LIMIT = 1 << 16  # titles recur; a hostile batch cannot fill the memory


class TitleLexicon:
    """Abbreviations, roles, bodies and levels, as ``labels/titles.toml`` states them.

    Tables that older data do not have count as empty.
    """

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._memo: dict[str, OfficialTitle] = {}
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
        known = self._memo.get(text)
        if known is None:
            known = self._normalise(text)
            if len(self._memo) < _MEMO_LIMIT:
                self._memo[text] = known
        return known

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

    def _normalise(self, text: str) -> OfficialTitle:
        title = read_words(self.expand(text))
        flags, begin = self._flagged(title.words)
        parts = self._parts.find(title, begin)
        return OfficialTitle(
            " ".join(text.split()),
            title.text,
            parts.role,
            parts.body,
            parts.level,
            parts.place,
            "former" in flags,
            "acting" in flags,
        )
