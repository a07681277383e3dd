"""Records out: JSON lines or flat CSV, to a stream or to a file that appears when it is whole."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

import msgspec

from hoinghi.errors import OutputError
from hoinghi.prediction import Prediction

CSV_COLUMNS = (
    "id",
    "meeting_type",
    "score",
    "period_unit",
    "period_index",
    "period_year",
    "period_start_year",
    "period_end_year",
    "topics",
    "officials",
    "warnings",
)


class Writer(Protocol):
    """Takes one record at a time: its id, the prediction, and fields to add to JSON."""

    def write(self, identity: str, prediction: Prediction, extra: dict[str, object]) -> None: ...


class JsonLinesWriter:
    """One record a line in the output contract."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def write(self, identity: str, prediction: Prediction, extra: dict[str, object]) -> None:
        record = {"id": identity} | prediction.to_dict() | extra
        self._stream.write(msgspec.json.encode(record).decode() + "\n")


def _safe(cell: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = "" if cell is None else str(cell)
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


class CsvWriter:
    """Flat rows: ``CSV_COLUMNS``; topics and officials joined by "; "."""

    def __init__(self, stream: IO[str]) -> None:
        self._rows = csv.writer(stream, lineterminator="\n")
        self._rows.writerow(CSV_COLUMNS)

    def write(self, identity: str, prediction: Prediction, extra: dict[str, object]) -> None:
        period = prediction.period
        officials = (
            f"{o.name} ({', '.join(title.full for title in o.titles)})" for o in prediction.officials
        )
        row = (
            identity,
            prediction.meeting_type.label,
            prediction.meeting_type.score,
            period and period.unit,
            period and period.index,
            period and period.year,
            period and period.start_year,
            period and period.end_year,
            "; ".join(topic.label for topic in prediction.topics),
            "; ".join(officials),
            "; ".join(prediction.warnings),
        )
        self._rows.writerow([_safe(cell) for cell in row])


FORMATS: dict[str, type[JsonLinesWriter] | type[CsvWriter]] = {
    "jsonl": JsonLinesWriter,
    "csv": CsvWriter,
}


@contextmanager
def whole_file(path: Path) -> Iterator[IO[str]]:
    """A text file that takes its name only when everything is written.  Raises :class:`OutputError`."""
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent or ".")
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror or 'cannot be written'}") from None
    try:
        with open(handle, "w", encoding="utf-8", newline="") as stream:
            yield stream
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(temporary, 0o666 & ~mask)
        os.replace(temporary, path)
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror or 'cannot be written'}") from None
    finally:
        if os.path.exists(temporary):
            os.unlink(temporary)
