"""Records as flat tables: one row an article, and beside it one row a title of an official."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import IO, Any

from hoinghi.batch.writing import safe_cell

Record = Mapping[str, Any]  # one line of the JSON output, as a dictionary

# Column and meaning, in order.  Columns are only ever appended: people read them by position.
COLUMNS = {
    "id": "the record's id",
    "meeting_type": "label of the meeting type; empty where the prediction abstained",
    "score": "probability of the meeting type",
    "period_unit": "month, quarter, half, nine_months, year or multi_year; empty without a period",
    "period_index": "number of the month, quarter or half",
    "period_year": "year of the period",
    "period_start_year": "first year of a multi-year period",
    "period_end_year": "last year of a multi-year period",
    "topics": "labels of the topics, joined by '; '",
    "officials": "name (titles written out, joined by ', '), joined by '; '",
    "warnings": "warnings, joined by '; '",
    "date": "the article's own day, YYYY-MM-DD",
    "topic_scores": "probabilities of the topics, in the order of topics, joined by '; '",
    "people": "number of officials",
}
OFFICIAL_COLUMNS = {
    "id": "the record's id",
    "name": "the official's name",
    "title": "the title as written",
    "full": "the title with its abbreviations written out",
    "role": "the office: chair, secretary, …; empty where the title does not say",
    "body": "the organisation: party_committee, peoples_committee, …; empty where the title does not say",
    "level": "central, province, district, commune or hamlet; empty where the title does not say",
    "place": "name of the territory; empty where the title does not say",
    "former": "true where the office is past, else false",
    "acting": "true where the office is held for the time being, else false",
}
JOINT = "; "


def article_row(record: Record) -> tuple[object, ...]:
    """The cells of one article, in the order of ``COLUMNS``, not yet made safe."""
    period = record["period"] or {}
    people, topics, meeting = record["officials"], record["topics"], record["meeting_type"]
    return (
        record.get("id"),
        meeting["label"],
        meeting["score"],
        period.get("unit"),
        period.get("index"),
        period.get("year"),
        period.get("start_year"),
        period.get("end_year"),
        JOINT.join(topic["label"] for topic in topics),
        JOINT.join(f"{o['name']} ({', '.join(title['full'] for title in o['titles'])})" for o in people),
        JOINT.join(record["warnings"]),
        record.get("date"),
        JOINT.join(str(topic["score"]) for topic in topics),
        len(people),
    )


def title_rows(record: Record) -> Iterator[tuple[object, ...]]:
    """The cells of each title of an article, in the order of ``OFFICIAL_COLUMNS``, not yet made safe."""
    for official in record["officials"]:
        for title in official["titles"]:
            yield (
                record.get("id"),
                official["name"],
                title["text"],
                title["full"],
                title["role"],
                title["body"],
                title["level"],
                title.get("place"),
                _boolean(title.get("former")),
                _boolean(title.get("acting")),
            )


def _boolean(value: object) -> str:
    # As JSON spells it, which readers of CSV with types understand.
    return "true" if value else "false"


def write_csv(records: Iterable[Record], stream: IO[str], officials_stream: IO[str] | None = None) -> None:
    """Write the table of articles and, where there is a stream for it, the table of titles.

    ``records`` are dictionaries in the output contract; the memory is that of one of them.  The streams
    take UTF-8 with line ends as they are (``newline=""``).
    """
    articles = csv.writer(stream, lineterminator="\n")
    articles.writerow(COLUMNS)
    titles = csv.writer(officials_stream, lineterminator="\n") if officials_stream is not None else None
    if titles is not None:
        titles.writerow(OFFICIAL_COLUMNS)
    for record in records:
        articles.writerow(_safe(article_row(record)))
        if titles is not None:
            titles.writerows(map(_safe, title_rows(record)))


_RECURRING = 200  # characters: labels, offices and their organisations; a longer cell is not worth its memory
_safe_recurring = lru_cache(maxsize=1 << 12)(safe_cell)


def _safe(row: Iterable[object]) -> list[object]:
    return [_safe_text(cell) if isinstance(cell, str) else cell for cell in row]  # no number is negative


def _safe_text(cell: str) -> str:
    return _safe_recurring(cell) if len(cell) <= _RECURRING else safe_cell(cell)
