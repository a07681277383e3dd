"""Records out: JSON lines or flat CSV, to a stream or to a file that appears when it is whole."""

from __future__ import annotations

import csv
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
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


# What JSON allows raw in a string, but Python's splitlines takes for a line end or a terminal for a command.
_BREAKS = re.compile("[\x7f-\x9f\u2028\u2029]")
_HALVES = re.compile("[\ud800-\udfff]")


def json_line(record: Mapping[str, object]) -> str:
    """One record as one line of JSON, whatever its strings hold.

    Half a surrogate pair is no Unicode text: an ``id`` (of a file whose name is no UTF-8) keeps it spelt
    out, everything else gets one replacement character for it, so that offsets hold.
    """
    try:
        data = msgspec.json.encode(record)
    except UnicodeEncodeError:
        spelt = {key: _spelt_out(str(record[key])) for key in ("id", "source") if record.get(key) is not None}
        data = msgspec.json.encode(_mended(dict(record) | spelt))
    return _BREAKS.sub(lambda match: f"\\u{ord(match[0]):04x}", data.decode()) + "\n"


def _spelt_out(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()


def _mended(value: object) -> object:
    value = msgspec.to_builtins(value)
    if isinstance(value, str):
        return _HALVES.sub("\ufffd", value)
    if isinstance(value, Mapping):
        return {str(_mended(key)): _mended(part) for key, part in value.items()}
    return [_mended(part) for part in value] if isinstance(value, (list, tuple)) else value


class JsonLinesWriter:
    """One record a line in the output contract."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def write(self, identity: str, prediction: Prediction, extra: dict[str, object]) -> None:
        self._stream.write(json_line({"id": identity} | prediction.to_dict() | extra))


# OWASP, "CSV Injection": what opens a formula, behind blanks, quotes or marks that nobody sees, too.
_BLANK = "\\s\"'‘’“”\u200b-\u200f\u2060\ufeff"
_OPENS_FORMULA = re.compile(f"[{_BLANK}]*[=+\\-@＝＋－＠]|[\t\n]")
# The same behind what some spreadsheets take for the end of a cell, whatever the quotes say.
_OPENS_LATER = re.compile(f"([;\t\n][{_BLANK}]{{0,32}})([=+\\-@＝＋－＠])")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def safe_cell(value: object) -> str:
    """A cell that no spreadsheet takes for a formula and that a reader of CSV gives back as it is.

    An apostrophe goes before what would open a formula, at the start or behind a semicolon, tab or line
    end.  Line ends become ``\\n``: an unquoted carriage return would end the row.  Other controls and
    halves of surrogate pairs become replacement characters.
    """
    text = "" if value is None else str(value)
    text = _HALVES.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _OPENS_LATER.sub(r"\1'\2", _UNPRINTABLE.sub("\ufffd", text))
    return "'" + text if _OPENS_FORMULA.match(text) else text


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
        self._rows.writerow([safe_cell(cell) for cell in row])


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
