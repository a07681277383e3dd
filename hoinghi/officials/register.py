"""The register of officials over a batch: who held which title, from when to when it was seen."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO

import msgspec

from hoinghi.batch.engine import Result
from hoinghi.batch.writing import json_line, safe_cell
from hoinghi.officials.title_expansion import words_of
from hoinghi.prediction import OfficialTitle
from hoinghi.text.tokens import canonical


class RegisterEntry(msgspec.Struct, frozen=True):
    """One person in one title over all articles.

    ``articles`` counts the articles that give the person the title; dates are YYYY-MM-DD, ``None`` where
    no article that does so says its date; the first and last article are by date, undated ones last.
    """

    person: str
    title: str
    role: str | None
    body: str | None
    level: str | None
    place: str | None
    former: bool
    acting: bool
    first_date: str | None
    last_date: str | None
    first_article: str
    last_article: str
    articles: int


COLUMNS = RegisterEntry.__struct_fields__


@dataclass(slots=True)
class _Seen:
    """What the articles so far say of one person in one title."""

    person: str
    title: OfficialTitle
    first: tuple[str, str]
    last: tuple[str, str]
    articles: int = 1

    def entry(self) -> RegisterEntry:
        title = self.title
        return RegisterEntry(
            self.person,
            title.full,
            title.role,
            title.body,
            title.level,
            title.place,
            title.former,
            title.acting,
            self.first[0] if self.first[0] != _UNDATED else None,
            self.last[0] or None,
            self.first[1],
            self.last[1],
            self.articles,
        )


_UNDATED = "9999"  # sorts behind every date


class Register:
    """Collects officials of predictions; the memory is that of the distinct people and titles."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, tuple[str, ...]], _Seen] = {}

    def add(self, result: Result) -> None:
        """Count the officials of one article.

        Of several articles of one day the first that came counts as first, the last as last.
        """
        identity, day = result.record.id, result.prediction.date
        for official in result.prediction.officials:
            name = " ".join(map(canonical, official.name.split()))
            for title in official.titles:
                first, last = (day or _UNDATED, identity), (day or "", identity)
                seen = self._seen.get((name, words_of(title.full)))
                if seen is None:
                    self._seen[name, words_of(title.full)] = _Seen(official.name, title, first, last)
                    continue
                seen.articles += 1
                if first[0] < seen.first[0]:
                    seen.first = first
                if last[0] >= seen.last[0]:
                    seen.last = last

    def entries(self) -> list[RegisterEntry]:
        """All entries, by person and first date."""
        return sorted(
            (seen.entry() for seen in self._seen.values()),
            key=lambda entry: (entry.person.casefold(), entry.first_date or _UNDATED, entry.title),
        )


def write_csv(entries: Iterable[RegisterEntry], stream: IO[str]) -> None:
    """Rows of ``COLUMNS``."""
    rows = csv.writer(stream, lineterminator="\n")
    rows.writerow(COLUMNS)
    for entry in entries:
        rows.writerow([safe_cell(getattr(entry, column)) for column in COLUMNS])


def write_jsonl(entries: Iterable[RegisterEntry], stream: IO[str]) -> None:
    """One entry a line."""
    for entry in entries:
        stream.write(json_line(msgspec.to_builtins(entry)))


FORMATS = {".csv": write_csv, ".jsonl": write_jsonl}
