"""Records as Parquet: the output contract with explicit nested types, in bounded row groups."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from hoinghi.batch.csv_output import Record
from hoinghi.batch.writing import json_line
from hoinghi.errors import OutputError
from hoinghi.extras import optional_module

# What one row group holds at most.  Characters count those of extracted texts, and a hundred for each span.
GROUP_ROWS, GROUP_CHARACTERS = 4096, 16 << 20
_SPAN_CHARACTERS = 100
_PURPOSE = "writing .parquet"


def parquet_schema() -> Any:
    """The ``pyarrow.Schema`` of the output; docs/columns.md describes it.

    Raises :class:`hoinghi.errors.HoinghiError` without pyarrow.
    """
    arrow = optional_module("pyarrow", "parquet", _PURPOSE)
    string, integer, number, boolean = arrow.string(), arrow.int32(), arrow.float64(), arrow.bool_()

    def fields(type_: Any, names: str) -> list[tuple[str, Any]]:
        return [(name, type_) for name in names.split()]

    evidence = arrow.struct(fields(integer, "start end"))
    title = arrow.struct(
        [*fields(string, "text full role body level place"), *fields(boolean, "former acting")]
    )
    span = [
        *fields(integer, "start end"),
        ("label", string),
        ("score", number),
        ("holders", arrow.list_(arrow.list_(integer))),
    ]
    period = [("unit", string), *fields(integer, "index year start_year end_year start end")]
    official = [
        ("name", string),
        ("titles", arrow.list_(title)),
        ("contradictions", arrow.list_(arrow.list_(integer))),
    ]
    topic = [("label", string), ("score", number), ("evidence", arrow.list_(evidence))]
    return arrow.schema(
        [
            arrow.field("id", string, nullable=False),
            ("meeting_type", arrow.struct([("label", string), ("score", number)])),
            ("period", arrow.struct(period)),
            ("topics", arrow.list_(arrow.struct(topic))),
            ("spans", arrow.list_(arrow.struct(span))),
            ("officials", arrow.list_(arrow.struct(official))),
            ("warnings", arrow.list_(string)),
            ("date", arrow.date32()),
            ("text", string),
        ]
    )


def write_parquet(records: Iterable[Record], path: Path | str) -> None:
    """Write records, dictionaries in the output contract, to the file ``path``.

    The memory is that of one row group.  The same records and pyarrow give the same bytes.  A file that
    cannot be finished is removed.  Raises :class:`OutputError` where it cannot be written, where a record
    holds a field that the schema does not have, or a date that is none.
    """
    arrow = optional_module("pyarrow", "parquet", _PURPOSE)
    parquet = optional_module("pyarrow.parquet", "parquet", _PURPOSE)
    schema = parquet_schema()
    known = frozenset(schema.names)
    try:
        with open(path, "wb") as stream, parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
            for group in _row_groups(records):
                writer.write_batch(_batch(arrow, [_row(record, known) for record in group], schema))
    except BaseException as error:
        with suppress(OSError):
            os.unlink(path)
        if isinstance(error, OSError):
            raise OutputError(f"{path}: {error.strerror or error or 'cannot be written'}") from None
        raise


def _row_groups(records: Iterable[Record]) -> Iterator[list[Record]]:
    """Consecutive records; where a group ends depends on the records alone."""
    group: list[Record] = []
    characters = 0
    for record in records:
        group.append(record)
        characters += len(record.get("text") or "") + _SPAN_CHARACTERS * (1 + len(record["spans"]))
        if len(group) >= GROUP_ROWS or characters >= GROUP_CHARACTERS:
            yield group
            group, characters = [], 0
    if group:
        yield group


def _row(record: Record, known: frozenset[str]) -> dict[str, Any]:
    if not record.keys() <= known:
        names = ", ".join(sorted(record.keys() - known))
        raise OutputError(f"record {record.get('id')}: .parquet has no column for {names}; write .jsonl")
    day = record.get("date")
    try:
        return {**record, "date": date.fromisoformat(day) if day is not None else None}
    except ValueError:
        raise OutputError(f"record {record.get('id')}: {day!r} is no date (YYYY-MM-DD)") from None


def _batch(arrow: Any, rows: list[dict[str, Any]], schema: Any) -> Any:
    try:
        return arrow.RecordBatch.from_pylist(rows, schema=schema)
    except UnicodeEncodeError:
        # Half a surrogate pair cannot be stored; the JSON lines replace it, so this does too.
        return arrow.RecordBatch.from_pylist([_mended(row) for row in rows], schema=schema)


def _mended(row: dict[str, Any]) -> dict[str, Any]:
    strings = {key: value for key, value in row.items() if key != "date"}
    return {**msgspec.json.decode(json_line(strings)), "date": row["date"]}
