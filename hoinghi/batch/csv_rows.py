"""Rows of .csv and .tsv, streamed: a piece of the file is decoded at a time, a row is held at a time."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from hoinghi.batch.csv_lines import LineError, Lines
from hoinghi.batch.records import Columns
from hoinghi.errors import RecordError

_CELL = (1 << 31) - 1  # the csv module's own limit, raised to what every system takes: rows have ours
_DELIMITERS = {".csv": ",;\t", ".tsv": "\t"}


@dataclass(frozen=True, slots=True)
class Row:
    """The named cells of a row, ``None`` for one without a value; ``line`` is the last one of the row.

    Where an old ``encoding`` is named, the cells are to be read by :func:`csv_lines.in_old_encoding`.
    """

    cells: dict[str, str | None]
    line: int
    warnings: tuple[str, ...] = ()
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class BadRow:
    """Why there is no row at ``line``."""

    line: int
    reason: str


def read_rows(blocks: Iterator[bytes], format: str, columns: Columns, limit: int) -> Iterator[Row | BadRow]:
    """The rows below the header, with the cells of ``columns`` only; blank lines are passed over.

    A .csv may be delimited by commas, semicolons or tabs: by what finds the text column in the header.  A
    row of more than ``limit`` bytes is a :class:`BadRow` and is not held.  Raises :class:`RecordError`
    where there is no such column, or where the stream breaks off.
    """
    csv.field_size_limit(_CELL)
    lines = Lines(blocks, limit)
    header, delimiter = _header(lines, _DELIMITERS[format], columns)
    places = {name: place for place, name in enumerate(header)}
    wanted = [
        (name, places[name])
        for name in dict.fromkeys((columns.text, columns.id, columns.date))
        if name in places
    ]
    rows = csv.reader(lines, delimiter=delimiter)
    while True:
        lines.begin_row()
        try:
            cells = next(rows)
        except StopIteration:
            return
        except LineError as fault:
            if fault.rest is not None:
                _skip_row(lines, fault.rest, delimiter)
                rows = csv.reader(lines, delimiter=delimiter)  # the old one keeps its buffer
            yield BadRow(lines.first, str(fault))
        except csv.Error as error:  # a zero byte, up to Python 3.10
            yield BadRow(lines.number, f"no row of a table: {error}")
        else:
            if cells:
                row = {name: cells[place] if place < len(cells) else None for name, place in wanted}
                # A cell without an id is none, as in other tables; an empty text is told as such.
                if columns.id in row and columns.id != columns.text:
                    row[columns.id] = row[columns.id] or None
                yield Row(row, lines.number, lines.warnings, lines.encoding)


def _header(lines: Lines, delimiters: str, columns: Columns) -> tuple[list[str], str]:
    """The names of the columns, and the delimiter.  Raises :class:`RecordError`."""
    missing = RecordError(f"no column {columns.text!r}; name the text column with --text-field")
    lines.begin_row()
    try:
        first = next((line for line in lines if line.strip("\r\n")), "")
        delimiter = next(
            (sign for sign in delimiters if columns.text in next(csv.reader([first], delimiter=sign), [])),
            delimiters[0],
        )
        names = next(csv.reader(chain([first], lines), delimiter=delimiter), [])
    except LineError as fault:
        raise RecordError(str(fault)) from None
    except csv.Error:
        raise missing from None
    if columns.text not in names:
        raise missing
    return names, delimiter


class _Asked:
    """One line for a csv reader; ``for_more`` once it wants another: the line ended inside quotes."""

    def __init__(self, line: str) -> None:
        self._line: str | None = line
        self.for_more = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line, self._line = self._line, None
        if line is None:
            self.for_more = True
            raise StopIteration
        return line


def _skip_row(lines: Lines, rest: str, delimiter: str) -> None:
    """Read on from the line ``rest`` to the end of its row, holding one line at a time."""
    while True:
        lines.size = 0
        asked = _Asked(rest)
        next(csv.reader(asked, delimiter=delimiter), None)
        if not asked.for_more:
            return
        try:
            rest = '"' + next(lines)
        except (StopIteration, LineError):
            return
