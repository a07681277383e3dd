"""The facts of one record that a summary counts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from hoinghi.officials import title_parts
from hoinghi.prediction import MeetingType, Period, Prediction

ABSTAINED, NONE, UNDATED = "abstained", "none", "undated"
_CODE = re.compile(r"[a-z][a-z-]{0,40}(?=:)")
LEVELS = title_parts.LEVELS[::-1]  # the widest first


@dataclass(frozen=True, slots=True)
class Facts:
    """``meeting_type`` and ``score`` as told; ``unit`` of the period; ``period`` as a key that sorts by time.

    ``people``: number of officials; ``levels``: one a title, ``None`` where the input does not tell
    titles; ``warnings``: their codes; ``month``: of the article, YYYY-MM.
    """

    meeting_type: str
    score: float
    unit: str
    period: str
    topics: tuple[str, ...]
    people: int
    levels: tuple[str, ...] | None
    warnings: tuple[str, ...]
    month: str


class _Topic(msgspec.Struct, frozen=True):
    label: str


class _Title(msgspec.Struct, frozen=True):
    level: str | None = None


class _Official(msgspec.Struct, frozen=True):
    titles: tuple[_Title, ...]


class CountedRecord(msgspec.Struct, frozen=True):
    """What is read of a line of output; the rest of it is skipped."""

    meeting_type: MeetingType
    period: Period | None
    topics: tuple[_Topic, ...]
    officials: tuple[_Official, ...]
    warnings: tuple[str, ...] = ()
    date: str | None = None


def facts_of(record: Prediction | CountedRecord | Mapping[str, Any]) -> Facts:
    """The facts of a prediction or of a record as plain data.

    Raises ``msgspec.ValidationError`` where plain data is no record of the output contract.
    """
    if not isinstance(record, (Prediction, CountedRecord)):
        record = msgspec.convert(record, CountedRecord)
    titles = [title for official in record.officials for title in official.titles]
    return Facts(
        record.meeting_type.label or ABSTAINED,
        record.meeting_type.score,
        record.period.unit if record.period else NONE,
        period_key(record.period) if record.period else NONE,
        tuple(topic.label for topic in record.topics),
        len(record.officials),
        tuple(title.level or NONE for title in titles),
        warning_codes(record.warnings),
        month_of(record.date),
    )


def period_key(period: Period) -> str:
    """A period by year, as in ``2019-Q3``, ``2019-H1``, ``2019-M07``, ``2019-9M``, ``2019``, ``2015-2020``.

    What the article does not tell is a question mark.
    """
    if period.unit == "multi_year":
        return f"{period.start_year or '?'}-{period.end_year or '?'}"
    year = str(period.year or "?")
    index = "?" if period.index is None else period.index
    if period.unit == "month":
        return f"{year}-M{index if index == '?' else f'{index:02}'}"
    if period.unit == "nine_months":
        return f"{year}-9M"
    letter = {"quarter": "Q", "half": "H"}.get(period.unit)
    return f"{year}-{letter}{index}" if letter else year


def warning_codes(warnings: Iterable[str]) -> tuple[str, ...]:
    """The code before the colon of each warning; what has none, as half a sentence, is left out."""
    found = map(_CODE.match, warnings)
    return tuple(match[0] for match in found if match)


def month_of(day: str | None) -> str:
    """The month (``YYYY-MM``) of a day in ISO 8601, or the mark of an undated article."""
    return day[:7] if day else UNDATED
