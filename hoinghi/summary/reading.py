"""From files of output to the facts of their records: .jsonl, .csv and .parquet, one record at a time."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from hoinghi.batch.csv_output import JOINT
from hoinghi.batch.lines import lines_of
from hoinghi.batch.opening import open_source
from hoinghi.batch.records import Reject
from hoinghi.batch.sources import STANDARD_INPUT, Source, plan
from hoinghi.errors import InputError, RecordError
from hoinghi.extras import optional_module
from hoinghi.prediction import Period
from hoinghi.summary.facts import ABSTAINED, NONE, CountedRecord, Facts, facts_of, month_of, period_key
from hoinghi.summary.facts import warning_codes as codes

OFFICIALS = ".officials"  # NAME.officials.csv is the table of titles beside NAME.csv
_NOT_ARTICLES = (OFFICIALS, ".rejects")
LARGEST_LINE = 256 << 20  # bytes: an extracted text of the largest input, spans and reasons
_NO_RECORD = "no record of hoinghi predict"
_TOO_LONG = f"is longer than {LARGEST_LINE >> 20} MiB"

_FAULTS = (RecordError, OSError, UnicodeDecodeError, csv.Error)
Found = Iterator["Facts | Reject"]


def output_files(arguments: Iterable[str]) -> list[Source]:
    """The files of output that the arguments name; rejects and tables of titles in a folder are left out.

    Raises :class:`InputError` where an argument names none.
    """
    sources = [source for source in plan(arguments) if not source.name.endswith(_NOT_ARTICLES)]
    for source in sources:
        if source.format not in _READERS:
            raise InputError(f"{source.label}: a summary reads {', '.join(filter(None, _READERS))}")
    if not sources:
        raise InputError("no output to sum up; give what hoinghi predict -o wrote")
    return sources


def read_facts(sources: Iterable[Source]) -> Found:
    """The facts of every record, in order; what is no record comes as a :class:`Reject`."""
    for source in sources:
        if source.fault is not None:
            yield Reject(source.label, source.fault)
            continue
        try:
            yield from _READERS[source.format](source)
        except _FAULTS as error:
            yield _reject(source, error)


def title_levels(source: Source) -> Counter[str] | Reject | None:
    """Titles by level from the table beside a .csv; ``None`` without one, a reject where it is broken."""
    beside = replace(source, address=_beside(source.address))
    if source.format != ".csv" or source.address == STANDARD_INPUT or not Path(beside.address).is_file():
        return None
    try:
        return Counter(row.get("level") or NONE for _, row in _rows(beside))
    except _FAULTS as error:
        return _reject(beside, error)


def _reject(source: Source, error: Exception) -> Reject:
    return Reject(source.label, getattr(error, "strerror", None) or str(error))


def _beside(address: str) -> str:
    """``out.csv.gz`` → ``out.officials.csv.gz``."""
    stem, format, compression = address.rpartition(".csv")
    return f"{stem}{OFFICIALS}{format}{compression}"


def _read_jsonl(source: Source) -> Found:
    decoder = msgspec.json.Decoder(CountedRecord)
    with open_source(source) as opened:
        for number, line in enumerate(lines_of(opened.blocks(), LARGEST_LINE), 1):
            if line is None:
                yield Reject(f"{source.label}:{number}", f"the line {_TOO_LONG}")
            if not line or not line.strip():
                continue
            try:
                yield facts_of(decoder.decode(line))
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                yield Reject(f"{source.label}:{number}", f"{_NO_RECORD}: {error}")


def _rows(source: Source) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a table, each with its last line."""
    csv.field_size_limit(sys.maxsize)
    with open_source(source) as opened:
        rows = csv.DictReader(_decoded(lines_of(opened.blocks(), LARGEST_LINE)))
        for row in rows:
            yield rows.line_num, row


def _decoded(lines: Iterable[bytes | None]) -> Iterator[str]:
    for number, line in enumerate(lines, 1):
        if line is None:
            raise RecordError(f"line {number} {_TOO_LONG}")
        # The reader of CSV tells a line end inside of a cell by itself, so lines keep theirs.
        yield line.decode("utf-8-sig" if number == 1 else "utf-8") + "\n"


def _read_csv(source: Source) -> Found:
    for number, row in _rows(source):
        try:
            yield _facts_of_row(row)
        except (KeyError, TypeError, ValueError):
            yield Reject(f"{source.label}:{number}", _NO_RECORD)


def _facts_of_row(row: Mapping[str, str]) -> Facts:
    def number(name: str) -> int | None:
        return int(row[name]) if row[name] else None

    def parts(name: str) -> tuple[str, ...]:
        return tuple(row[name].split(JOINT)) if row[name] else ()

    unit = row["period_unit"]
    period = Period(
        unit,
        number("period_index"),
        number("period_year"),
        number("period_start_year"),
        number("period_end_year"),
    )
    return Facts(
        row["meeting_type"] or ABSTAINED,
        float(row["score"]),
        unit or NONE,
        period_key(period) if unit else NONE,
        parts("topics"),
        int(row["people"]) if row.get("people") else len(parts("officials")),
        None,
        codes(parts("warnings")),  # their sentences hold the joint too
        month_of(row.get("date")),
    )


def _read_parquet(source: Source) -> Found:
    parquet = optional_module("pyarrow.parquet", "parquet", "reading .parquet")
    arrow = optional_module("pyarrow", "parquet", "reading .parquet")
    needed = list(CountedRecord.__struct_fields__)
    try:
        with open_source(source) as opened, parquet.ParquetFile(opened.stream) as file:
            number = 0
            for batch in file.iter_batches(batch_size=1024, columns=needed):
                for row in batch.to_pylist():
                    number += 1
                    yield _facts_of_cells(row, f"{source.label}, row {number}")
    except arrow.ArrowInvalid as error:
        yield Reject(source.label, f"no Parquet: {error}")


def _facts_of_cells(row: dict[str, Any], place: str) -> Facts | Reject:
    try:
        return facts_of({**row, "date": str(row["date"]) if row["date"] else None})
    except (KeyError, msgspec.ValidationError) as error:
        return Reject(place, f"{_NO_RECORD}: {error}")


_READERS: dict[str, Callable[[Source], Found]] = {
    ".jsonl": _read_jsonl,
    ".csv": _read_csv,
    ".parquet": _read_parquet,
    "": _read_jsonl,  # standard input
}
