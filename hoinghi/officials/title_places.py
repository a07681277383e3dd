"""The territory that a title names: "Chủ tịch UBND huyện Tri Tôn" is of Tri Tôn."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hoinghi.officials.title_expansion import Token, read_tokens, words_of
from hoinghi.officials.title_phrases import Found, PhraseTable
from hoinghi.text.tokens import canonical


@dataclass(frozen=True, slots=True)
class TitleWords:
    """A title in full with its words (marks left out) and their canonical forms."""

    text: str
    tokens: tuple[Token, ...]
    words: tuple[str, ...]

    def gap(self, index: int) -> str:
        """What stands between word ``index`` and the one before it."""
        return self.text[self.tokens[index - 1].end : self.tokens[index].start]

    def without(self, places: Sequence[Place]) -> tuple[str, ...]:
        """The words with those of ``places`` emptied, so that no phrase is found in a name."""
        if not places:
            return self.words
        words = list(self.words)
        for place in places:
            words[place.start : place.end] = [""] * (place.end - place.start)
        return tuple(words)


@dataclass(frozen=True, slots=True)
class Place:
    """A territory: its name, the words ``[start, end)`` of the name, and the unit word before it."""

    name: str
    start: int
    end: int
    unit: Found | None = None


def read_words(text: str) -> TitleWords:
    """The words of a title in full."""
    tokens = tuple(token for token in read_tokens(text) if token.is_word)
    return TitleWords(text, tokens, tuple(canonical(token.form) for token in tokens))


_NUMBER = words_of("số")


def _ordinary_case(name: str) -> str:
    """``LẠNG SƠN`` → ``Lạng Sơn``; a short name may be an abbreviation."""
    return name.title() if name.isupper() and len(name) > 3 else name


def _starts_name(form: str) -> bool:
    return form[0].isupper() or form[0].isdecimal()


class PlaceFinder:
    """Territories behind unit words and behind "tại", and provinces at the end of a title."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        places: Mapping[str, Any] = data.get("places", {})
        neutral = tuple(data.get("neutral", ()))
        self._units = PhraseTable(
            {kind: places.get(kind, ()) for kind in ("units", "numbered", "located")}, neutral
        )
        self._provinces = PhraseTable({"province": places.get("provinces", ())}, neutral)
        self._nameless = PhraseTable({"nameless": places.get("nameless", ())})
        hamlets = data.get("levels", {}).get("hamlet", ())
        self._namelike = frozenset(words_of(unit)[0] for unit in hamlets if " " not in unit)

    def named(self, title: TitleWords, proper: bool) -> list[Place]:
        """Every territory behind a unit word or "tại", in order.

        ``proper``: the body bears a proper name, to which a capitalised unit may belong.
        """
        found: list[Place] = []
        for unit in self._units.scan(title.words):
            if unit.value is None or (proper and self.is_name(title, unit)):
                continue
            place = self._behind(title, unit)
            if place is not None:
                found.append(place)
        return found

    def is_name(self, title: TitleWords, unit: Found) -> bool:
        """Whether a hamlet's word is part of a proper name: "Đồn Biên phòng Bản Lầu".

        "trưởng Bản Mây" is a hamlet even so: it opens the title.
        """
        token = title.tokens[unit.start]
        capital = token.form[0].isupper() and not title.text.isupper()
        single = unit.end - unit.start == 1 and title.words[unit.start] in self._namelike
        return capital and single and unit.start > 1

    def _behind(self, title: TitleWords, unit: Found) -> Place | None:
        """The name that follows ``unit``; a number keeps its unit word."""
        start = end = unit.end
        if end < len(title.words) and title.words[end] in _NUMBER:
            end += 1
        if end < len(title.words) and title.tokens[end].form[0].isdecimal():
            end += 1
            if end < len(title.words) and not title.gap(end) and title.tokens[end].form.isupper():
                end += 1  # "khu phố 5A"
            text = title.text[title.tokens[unit.start].start : title.tokens[end - 1].end]
            return Place(text, start, end, unit) if unit.value != "located" else None
        if unit.value == "numbered":
            return None
        end = self._name_end(title, start)
        if end == start:
            return None
        name = title.text[title.tokens[start].start : title.tokens[end - 1].end]
        return Place(_ordinary_case(name), start, end, unit)

    def _name_end(self, title: TitleWords, start: int) -> int:
        """The end of the run of capitalised words from ``start``: "Phông Sa-lỳ", "Bà Rịa - Vũng Tàu"."""
        end = start
        while end < len(title.words):
            gap = title.gap(end) if end else ""
            capital = _starts_name(title.tokens[end].form)
            if end == start:
                joined = capital and not gap.strip(" .")
            else:
                joined = (capital and gap.strip() in {"", "-"}) or gap == "-"
            if not joined or self._opens_unit(title, end):
                break
            end += 1
        return end

    def _opens_unit(self, title: TitleWords, index: int) -> bool:
        """Whether another unit begins here, and not a name such as Sóc Trăng or Bản Lầu."""
        unit = self._units.at(title.words, index)
        return unit is not None and not self.is_name(title, unit)

    def province_at_end(self, title: TitleWords) -> Place | None:
        """The province whose bare name ends the title, unless the name is a port's or a border post's."""
        found = self._provinces.scan(title.words)
        if not found or found[-1].value is None or found[-1].end < len(title.words):
            return None
        start = found[-1].start
        if start == 0 or not title.tokens[start].form[0].isupper():
            return None
        # Đồng Đăng - Lạng Sơn is one name, "khu vực 1 - Tây Ninh" is not.
        if "-" in title.gap(start) and title.tokens[start - 1].form[0].isalpha():
            return None
        if self._nameless.scan(title.words):
            return None
        name = re.sub(r"\s+", " ", title.text[title.tokens[start].start : title.tokens[-1].end])
        return Place(_ordinary_case(name), start, len(title.words))
