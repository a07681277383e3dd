"""Rows of .parquet by batches, of the columns that are needed only (extra ``parquet``)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, BinaryIO

from hoinghi.batch.csv_lines import too_long
from hoinghi.batch.csv_rows import BadRow, Row
from hoinghi.batch.records import Columns
from hoinghi.errors import RecordError
from hoinghi.extras import optional_module
from hoinghi.text.charset import decode

BATCH = 256  # rows held at once
_BUFFER = 1 << 20  # bytes of a column read ahead, in place of the whole row group


class ParquetRows:
    """The rows of an open file.  ``share`` is how much of them was given, 0 to 1.

    Raises :class:`RecordError` where the file is no whole .parquet or has no text column.
    """

    def __init__(self, stream: BinaryIO, columns: Columns, limit: int) -> None:
        self._columns, self._limit = columns, limit
        self.share = 0.0
        pyarrow = optional_module("pyarrow", "parquet", ".parquet")
        parquet = optional_module("pyarrow.parquet", "parquet", ".parquet")
        self._errors: tuple[type[Exception], ...] = (pyarrow.ArrowException, OSError)
        try:
            self._file: Any = parquet.ParquetFile(stream, buffer_size=_BUFFER, pre_buffer=False)
        except self._errors as error:
            raise RecordError(f"no whole .parquet file ({_short(error)})") from None
        names = set(self._file.schema_arrow.names)
        if columns.text not in names:
            raise RecordError(f"no column {columns.text!r}; name the text column with --text-field")
        wanted = dict.fromkeys((columns.text, columns.id, columns.date))
        self._names = [name for name in wanted if name in names]

    def __iter__(self) -> Iterator[Row | BadRow]:
        number, count = 0, max(1, self._file.metadata.num_rows)
        try:
            for batch in self._batches():
                cells = [batch.column(name).to_pylist() for name in self._names]
                for values in zip(*cells, strict=True):
                    number += 1
                    self.share = number / count
                    yield self._row(dict(zip(self._names, values, strict=True)), number)
        except self._errors as error:
            raise RecordError(f"the .parquet file is corrupt ({_short(error)})") from None

    def _batches(self) -> Iterator[Any]:
        # Group by group: a batch over the edge of two would lose the first for a fault of the second.
        for group in range(self._file.metadata.num_row_groups):
            yield from self._file.iter_batches(BATCH, row_groups=[group], columns=self._names)

    def _row(self, values: dict[str, Any], number: int) -> Row | BadRow:
        text = values[self._columns.text]
        warnings: tuple[str, ...] = ()
        try:
            if isinstance(text, bytes):
                found = decode(text)
                text, warnings = found.text, found.warnings
        except RecordError as error:
            return BadRow(number, str(error))
        if isinstance(text, str) and 4 * len(text) > self._limit and len(text.encode()) > self._limit:
            return BadRow(number, f"a text of {too_long(self._limit)}")
        row = {name: None if value is None else _spelt(value) for name, value in values.items()}
        row[self._columns.text] = text if isinstance(text, str) else None
        return Row(row, number, warnings)


def _spelt(value: object) -> str:
    """A cell as text: days and times in ISO 8601, bytes as UTF-8, anything nested as Python does."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    return value.isoformat() if isinstance(value, date) else str(value)


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
