"""From paths to input records: folders, .txt, .html, .jsonl, .csv and standard input.

Text is decoded, never altered: line ends stay as they are, so that offsets hold.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hoinghi.batch.folders import files_of
from hoinghi.errors import InputError, RecordError
from hoinghi.text.charset import Decoded, decode

STANDARD_INPUT = "-"
_ISO = re.compile(r"\s{0,9}(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_WRITTEN = re.compile(r"\s{0,9}(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)")


@dataclass(frozen=True, slots=True)
class InputRecord:
    """One article to read.  ``source`` names where it came from, as ``file`` or ``file:line``.

    ``is_extracted`` says that ``text`` was made from a page or from bytes in another encoding than
    Unicode, so that the output must carry it; ``warnings`` say how it was read; ``date`` is the day that
    the page or the record declares.
    """

    id: str
    text: str
    source: str
    is_extracted: bool = False
    warnings: tuple[str, ...] = ()
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Reject:
    """A record that could not be read, with its place and the reason."""

    source: str
    reason: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of the text, the id and the date in .jsonl and .csv."""

    text: str = "text"
    id: str = "id"
    date: str = "date"


Read = Iterator[InputRecord | Reject]


def _read_text(path: Path, name: str, columns: Columns) -> Read:
    yield _decoded(name, decode(path.read_bytes()), str(path))


def _decoded(identity: str, found: Decoded, source: str) -> InputRecord:
    return InputRecord(identity, found.text, source, bool(found.warnings), found.warnings)


def _read_html(path: Path, name: str, columns: Columns) -> Read:
    from hoinghi.page.reader import read_page

    page = read_page(path.read_bytes())
    yield InputRecord(name, page.text, str(path), is_extracted=True, date=page.date)


def _checked(
    value: object, columns: Columns, source: str, fallback: str, warnings: tuple[str, ...] = ()
) -> InputRecord | Reject:
    if not isinstance(value, dict):
        return Reject(source, "not a JSON object")
    text, identity = value.get(columns.text), str(value.get(columns.id, fallback))
    if not isinstance(text, str):
        return Reject(source, f"no text in field {columns.text!r}", identity)
    try:
        identity.encode()
        (text if warnings else "").encode()  # half a surrogate pair can be read, but not written
    except UnicodeEncodeError as error:
        return Reject(source, f"half a surrogate pair at character {error.start}: no Unicode text")
    return InputRecord(identity, text, source, bool(warnings), warnings, iso_date(value.get(columns.date)))


def iso_date(value: object) -> str | None:
    """A declared date as YYYY-MM-DD, day before month as Vietnamese writes it; else ``None``."""
    match = _ISO.match(value) if isinstance(value, str) else None
    if match is None:
        match = _WRITTEN.match(value) if isinstance(value, str) else None
        year, month, day = (match[3], match[2], match[1]) if match else ("", "", "")
    else:
        year, month, day = match[1], match[2], match[3]
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _lines(lines: Iterable[bytes | str], name: str, label: str, columns: Columns) -> Read:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        source = f"{label}:{number}"
        try:
            found = Decoded(line, "") if isinstance(line, str) else decode(line)
            value = json.loads(found.text)
        except RecordError as error:
            yield Reject(source, str(error))
        except (ValueError, RecursionError) as error:
            yield Reject(source, f"not JSON: {error}")
        else:
            yield _checked(value, columns, source, f"{name}:{number}", found.warnings)


def _read_jsonl(path: Path, name: str, columns: Columns) -> Read:
    with path.open("rb") as stream:
        head = stream.read(64)
        stream.seek(0)
        if b"\0" in head:  # UTF-16 has line ends of two bytes
            yield from _lines(decode(stream.read()).text.splitlines(), name, str(path), columns)
        else:
            yield from _lines(stream, name, str(path), columns)


def _read_csv(path: Path, name: str, columns: Columns) -> Read:
    csv.field_size_limit(sys.maxsize)
    found = decode(path.read_bytes())
    rows = csv.DictReader(io.StringIO(found.text, newline=""))
    if columns.text not in (rows.fieldnames or ()):
        raise RecordError(f"no column {columns.text!r}; name the text column with --text-field")
    for row in rows:
        # The reader's line is the last one of a row; a row is found by it all the same.
        source, fallback = f"{path}:{rows.line_num}", f"{name}:{rows.line_num}"
        yield _checked(dict(row), columns, source, fallback, found.warnings)


READERS: dict[str, Callable[[Path, str, Columns], Read]] = {
    ".txt": _read_text,
    ".html": _read_html,
    ".htm": _read_html,
    ".jsonl": _read_jsonl,
    ".csv": _read_csv,
}


@dataclass(frozen=True, slots=True)
class _Source:
    """One file to read (``None``: standard input), the name of its records, and what is at fault with it."""

    path: Path | None
    name: str = ""
    fault: str | None = None


def _files(argument: str, skip: Collection[Path]) -> list[_Source]:
    """The files of one path argument.  Raises :class:`InputError`."""
    path = Path(argument)
    if not path.exists():
        raise InputError(f"{path}: no such file or folder")
    if path.is_dir():
        found = [
            _Source(file.path, file.path.relative_to(path).with_suffix("").as_posix(), file.fault)
            for file in files_of(path, READERS)
            if file.fault is not None or file.path.resolve() not in skip
        ]
        if not found:
            raise InputError(f"{path}: no {', '.join(READERS)} in this folder")
        return found
    if not path.is_file():
        raise InputError(f"{path}: no regular file")
    if path.suffix.lower() not in READERS:
        raise InputError(f"{path}: unknown format; hoinghi reads {', '.join(READERS)}, folders and -")
    try:
        with path.open("rb") as stream:
            if not stream.read(1):
                raise InputError(f"{path}: the file is empty")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or 'cannot be read'}") from None
    return [_Source(path, path.stem)]


def _read_standard_input(columns: Columns) -> Read:
    stream = sys.stdin.buffer
    head = stream.peek(1)[:64].lstrip() if hasattr(stream, "peek") else b""
    if head.startswith(b"{"):
        yield from _lines(stream, "stdin", "<stdin>", columns)
        return
    data = stream.read()
    if not data.strip():
        raise InputError("<stdin>: nothing to read")
    try:
        yield _decoded("stdin", decode(data), "<stdin>")
    except RecordError as error:
        raise InputError(f"<stdin>: {error}") from None


def read_inputs(arguments: Iterable[str], columns: Columns, skip: Collection[Path] = ()) -> Read:
    """Records of all path arguments, in order, folders by name.

    ``skip`` are resolved paths that a folder does not yield: the output of an earlier run is no input.
    Faults of a path argument itself raise :class:`InputError` before anything is read; faults inside
    come as :class:`Reject` and the rest goes on.
    """
    plan: list[_Source] = []
    for argument in arguments:
        plan += [_Source(None)] if argument == STANDARD_INPUT else _files(argument, skip)
    return _read_plan(plan, columns)


def _read_plan(plan: list[_Source], columns: Columns) -> Read:
    for source in plan:
        path, name = source.path, source.name
        if path is None:
            yield from _read_standard_input(columns)
            continue
        if source.fault is not None:
            yield Reject(str(path), source.fault, name)
            continue
        try:
            for item in READERS[path.suffix.lower()](path, name, columns):
                if isinstance(item, InputRecord) and not item.text.strip():
                    item = Reject(item.source, "the text is empty", item.id)
                yield item
        except RecordError as error:
            yield Reject(str(path), str(error), name)
        except OSError as error:
            yield Reject(str(path), error.strerror or "cannot be read", name)
