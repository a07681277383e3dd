"""Role, body, level and place of a title in full, by tables of phrases (``labels/titles.toml``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hoinghi.officials.title_expansion import words_of
from hoinghi.officials.title_phrases import Found, PhraseTable
from hoinghi.officials.title_places import Place, PlaceFinder, TitleWords

LEVELS = ("hamlet", "commune", "district", "province", "central")
_UNSAID = "unsaid"  # a phrase that says nothing, against a shorter one that would
_CITY = "city"  # thành phố: of which level, its name tells
_DEPUTY, _CHIEF, _COUNTRY, _STANDING = map(words_of, ("phó", "trưởng", "Việt Nam", "thường trực"))
_NOT_NATIONAL = frozenset(words_of("người vì"))  # "Hội người Việt Nam"
_FALLBACK_WORDS = 4  # "Chi hội trưởng", "Điều dưỡng trưởng": the word that tells stands within these


@dataclass(frozen=True, slots=True)
class TitleParts:
    """What a title says; ``None`` where it does not."""

    role: str | None
    body: str | None
    level: str | None
    place: str | None


class PartFinder:
    """Finds the parts of titles; ``data`` is the plain data of the lexicon, absent tables are empty."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        neutral = tuple(data.get("neutral", ()))
        places: Mapping[str, Any] = data.get("places", {})
        self._places = PlaceFinder(data)
        self._roles = PhraseTable(data.get("roles", {}))
        self._deputies: dict[str, str] = dict(data.get("deputies", {}))
        self._standing: dict[str, str] = dict(data.get("standing", {}))
        self._bodies = PhraseTable(data.get("bodies", {}), neutral)
        self._closing = PhraseTable(data.get("closing_bodies", {}), neutral)
        self._fixed = PhraseTable(data.get("fixed_bodies", {}))
        self._implied = PhraseTable(data.get("implied_bodies", {}))
        self._organs = PhraseTable(data.get("organs", {}), neutral)
        self._local = PhraseTable(data.get("local_organs", {}), neutral)
        self._levels = PhraseTable(data.get("levels", {}), neutral)
        self._numbered = PhraseTable(data.get("numbered_levels", {}), neutral)
        self._organ_levels = PhraseTable(data.get("organ_levels", {}), neutral)
        self._body_levels: dict[str, str] = dict(data.get("body_levels", {}))
        kinds: Mapping[str, Any] = data.get("body_kinds", {})
        self._levelless, self._national, self._territorial, self._proper, self._seated, self._workplaces = (
            frozenset(kinds.get(kind, ()))
            for kind in ("levelless", "national", "territorial", "proper", "seated", "workplaces")
        )
        self._closed = frozenset(words_of(unit)[0] for unit in places.get("units", ()) if " " not in unit)
        self._levelless_words = PhraseTable({"": kinds.get("levelless_words", ())}, neutral)
        self._regional_words = PhraseTable({"": kinds.get("regional_words", ())})
        self._municipalities = frozenset(map(words_of, places.get("municipalities", ())))
        self._undecided = frozenset(map(words_of, places.get("undecided_cities", ())))

    def find(self, title: TitleWords, begin: int) -> TitleParts:
        """The parts of ``title``, whose office begins at word ``begin``."""
        role, end = self._role(title.words, begin)
        if role == "rank" or not title.words[begin:]:
            return TitleParts(role, None, None, None)
        places = self._places.named(title, proper=False)
        body = self._body(title.without(places), begin, end)
        if body in self._proper:
            places = self._places.named(title, proper=True)
        province = None if places else self._places.province_at_end(title)
        words = title.without([*places, province] if province else places)
        levelless = body in self._levelless or (body == "school" and self._is_university(words))
        level = None if levelless else self._level(title, words, body, places, province)
        named = places[0] if places else province
        return TitleParts(role, body, level, named.name if named else None)

    def _is_university(self, words: Sequence[str]) -> bool:
        return any(found.value is not None for found in self._levelless_words.scan(words))

    def _role(self, words: Sequence[str], begin: int) -> tuple[str | None, int]:
        """The role and the word behind its phrase."""
        if begin >= len(words):
            return None, begin
        found = self._roles.at(words, begin)
        if words[begin] in _DEPUTY and begin + 1 < len(words):
            chief = self._roles.at(words, begin + 1)
            deputy = self._deputies.get(chief.value or "") if chief else None
            if chief and deputy and (found is None or chief.end > found.end):
                found = Found(begin, chief.end, deputy)
        if found is None:
            for index in range(begin, min(len(words), begin + _FALLBACK_WORDS)):
                if words[index] in _CHIEF + _DEPUTY:
                    return ("head" if words[index] in _CHIEF else "deputy_head"), index + 1
            return None, begin
        role, end = found.value, found.end
        if role in self._standing:
            # "Phó Trưởng ban Thường trực", "Phó Chánh Văn phòng Thường trực", no "Cơ quan Thường trực"
            for index in range(end, min(len(words) - 1, end + 3)):
                if tuple(words[index : index + 2]) == _STANDING and words[index - 1] != "quan":
                    return self._standing[role], end
        return role, end

    def _body(self, words: Sequence[str], begin: int, end: int) -> str | None:
        """An organisation goes before what the office implies, and that before an inner organ."""
        fixed = self._of_office(self._fixed, words, begin)
        if fixed is not None:
            return fixed
        for found in self._bodies.scan(words, end, self._closed):
            if found.value is not None:
                return found.value
        closing = self._closing.scan(words, end)
        if closing and closing[-1].end == len(words) and closing[-1].value is not None:
            return closing[-1].value
        implied = self._of_office(self._implied, words, begin)
        if implied is not None:
            return implied
        for found in self._organs.scan(words, end, self._closed):
            if found.value is not None:
                return found.value
        local = [found.value for found in self._local.scan(words, end) if found.value is not None]
        if local and any(found.value not in {None, _UNSAID} for found in self._levels.scan(words)):
            return local[0]
        return None

    def _of_office(self, table: PhraseTable, words: Sequence[str], begin: int) -> str | None:
        """What ``table`` says of the office that begins at ``begin``, "phó" left out."""
        found = table.at(words, begin)
        if found is None and words[begin] in _DEPUTY and begin + 1 < len(words):
            found = table.at(words, begin + 1)
        return found.value if found and found.value != _UNSAID else None

    def _level(
        self,
        title: TitleWords,
        words: Sequence[str],
        body: str | None,
        places: Sequence[Place],
        province: Place | None,
    ) -> str | None:
        """The lowest level that a word says; else what the body or a bare province says."""
        said = {found.value for found in self._numbered.scan(words) if self._before_number(title, found)}
        for found in self._levels.scan(words):
            if found.value == _CITY:
                said.add(self._city(next((p for p in places if p.start == found.end), None)))
            elif not (body in self._proper and self._places.is_name(title, found)):
                said.add(found.value)
        for level in LEVELS:
            if level in said:
                return level
        if body in self._body_levels:
            return self._body_levels[body]
        if body in self._seated and self._at_workplace(words):
            return None
        if body in self._national and not places and self._ends_in_vietnam(title):
            return "central"
        if body in self._territorial and province and words_of(province.name) not in self._undecided:
            return None if self._regional_words.scan(words) else "province"
        organs = self._organ_levels.scan(words) if body == "department" else []
        return next((found.value for found in organs if found.value in LEVELS), None)

    def _at_workplace(self, words: Sequence[str]) -> bool:
        """Whether a union or Party cell bears the name of a company, a school …"""
        bodies = self._bodies.scan(words, 0, self._closed) + self._organs.scan(words, 0, self._closed)
        return any(found.value in self._workplaces for found in bodies)

    def _ends_in_vietnam(self, title: TitleWords) -> bool:
        """ "Hội Nông dân Việt Nam", but neither "Hội người Việt Nam" nor "Hội hữu nghị Ý - Việt Nam"."""
        words = title.words
        if len(words) < 4 or words[-2:] != _COUNTRY:
            return False
        return words[-3] not in _NOT_NATIONAL and "-" not in title.gap(len(words) - 2)

    def _before_number(self, title: TitleWords, found: Found) -> bool:
        return found.end < len(title.tokens) and title.tokens[found.end].form[0].isdecimal()

    def _city(self, place: Place | None) -> str | None:
        """A city is of the province's level by its name only."""
        name = words_of(place.name) if place else ()
        if not name or name in self._undecided:
            return None
        return "province" if name in self._municipalities else "district"
