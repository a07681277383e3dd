"""What is written: lines of JSON, cells that no spreadsheet runs, files that appear when they are whole."""

from __future__ import annotations

import dataclasses
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import msgspec

from hoinghi.batch.records import Reject
from hoinghi.errors import OutputError

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


def reject_line(reject: Reject) -> bytes:
    """A reject as one line of JSON, in UTF-8."""
    return json_line(dataclasses.asdict(reject)).encode()


def _spelt_out(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()


def _mended(value: object) -> object:
    value = msgspec.to_builtins(value)
    if isinstance(value, str):
        return _HALVES.sub("\ufffd", value)
    if isinstance(value, Mapping):
        return {str(_mended(key)): _mended(part) for key, part in value.items()}
    return [_mended(part) for part in value] if isinstance(value, (list, tuple)) else value


# OWASP, "CSV Injection": what opens a formula, behind blanks, quotes or marks that nobody sees, too.
_BLANK = "\\s\"'‘’“”\u200b-\u200f\u2060\ufeff"
_OPENS_FORMULA = re.compile(f"[{_BLANK}]*[=+\\-@＝＋－＠]|[\t\n]")
# The same behind what some spreadsheets take for the end of a cell, whatever the quotes say.
_OPENS_LATER = re.compile(f"([;\t\n][{_BLANK}]{{0,32}})(?<!')([=+\\-@＝＋－＠])")
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
