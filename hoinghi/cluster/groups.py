"""The row groups of a .parquet that begin in a range of its bytes (extra ``parquet``)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from hoinghi.batch.csv_rows import BadRow, Row
from hoinghi.batch.parquet_rows import BATCH, ParquetRows
from hoinghi.batch.records import Columns


class GroupRows(ParquetRows):
    """The rows of those groups of an open file that begin from ``begin`` on and before ``end``.

    ``before`` rows come before the first of them.  Raises as :class:`ParquetRows` does.
    """

    def __init__(
        self, stream: BinaryIO, columns: Columns, limit: int, begin: int, end: int, before: int = 0
    ) -> None:
        super().__init__(stream, columns, limit)
        self._before = before
        self._groups = [n for n, start in enumerate(_starts(self._file.metadata)) if begin <= start < end]

    @property
    def count(self) -> int:
        """How many rows they have."""
        return sum(self._file.metadata.row_group(number).num_rows for number in self._groups)

    def __iter__(self) -> Iterator[Row | BadRow]:
        return (replace(row, line=row.line + self._before) for row in super().__iter__())

    def _batches(self) -> Iterator[Any]:
        for group in self._groups:
            yield from self._file.iter_batches(BATCH, row_groups=[group], columns=self._names)


def _starts(metadata: Any) -> Iterator[int]:
    """The first byte of each group."""
    for number in range(metadata.num_row_groups):
        column = metadata.row_group(number).column(0)
        has_dictionary = column.has_dictionary_page and column.dictionary_page_offset
        yield column.dictionary_page_offset if has_dictionary else column.data_page_offset
