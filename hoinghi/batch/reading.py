"""From paths to input records, one after the other: planned, read, parsed.

Text is decoded, never altered: line ends stay as they are, so that offsets hold.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from hoinghi.batch.parsing import iso_date, parse
from hoinghi.batch.raw import RawRecord, read_raw
from hoinghi.batch.records import Columns, InputRecord, Reject
from hoinghi.batch.sources import Source, plan


def read_inputs(
    arguments: Iterable[str], columns: Columns, skip: Collection[Path] = ()
) -> Iterator[InputRecord | Reject]:
    """Records of all path arguments, in order, folders by name.

    ``skip`` are resolved paths that a folder does not yield: the output of an earlier run is no input.
    Faults of a path argument itself raise :class:`InputError` before anything is read; faults inside
    come as :class:`Reject` and the rest goes on.
    """
    return _read(plan(arguments, skip), columns)


def _read(sources: list[Source], columns: Columns) -> Iterator[InputRecord | Reject]:
    for raw in read_raw(sources, columns):
        yield parse(raw, columns) if isinstance(raw, RawRecord) else raw


__all__ = ["Columns", "InputRecord", "Reject", "iso_date", "read_inputs"]
