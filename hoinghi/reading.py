"""From paths to input records: folders, .txt, .html, .jsonl, .csv and standard input.

Text is decoded, never altered: line ends stay as they are, so that offsets hold.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from hoinghi.errors import InputError, RecordError

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class InputRecord:
    """One article to read.  ``source`` names where it came from, as ``file`` or ``file:line``.

    ``is_extracted`` says that ``text`` was made from a page, so that the output must carry it.
    """

    id: str
    text: str
    source: str
    is_extracted: bool = False


@dataclass(frozen=True, slots=True)
class Reject:
    """A record that could not be read, with its place and the reason."""

    source: str
    reason: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of the text and the id in .jsonl and .csv."""

    text: str = "text"
    id: str = "id"


Read = Iterator[InputRecord | Reject]


def decode(data: bytes) -> str:
    """Text of bytes in UTF-8 or, with a byte-order mark, UTF-16.  Raises :class:`RecordError`."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise RecordError(
            f"not {encoding.upper()[:6].rstrip('-')} at byte {error.start}; convert the file to UTF-8"
        ) from None


def _read_text(path: Path, name: str, columns: Columns) -> Read:
    yield InputRecord(name, decode(path.read_bytes()), str(path))


def _read_html(path: Path, name: str, columns: Columns) -> Read:
    from hoinghi.html import article_text

    yield InputRecord(name, article_text(path.read_bytes()), str(path), is_extracted=True)


def _checked(value: object, columns: Columns, source: str, fallback: str) -> InputRecord | Reject:
    if not isinstance(value, dict):
        return Reject(source, "not a JSON object")
    text, identity = value.get(columns.text), value.get(columns.id, fallback)
    if not isinstance(text, str):
        return Reject(source, f"no text in field {columns.text!r}", str(identity))
    try:
        (text + str(identity)).encode()
    except UnicodeEncodeError as error:
        return Reject(source, f"half a surrogate pair at character {error.start}: no Unicode text")
    return InputRecord(str(identity), text, source)


def _lines(stream: IO[bytes], name: str, label: str, columns: Columns) -> Read:
    for number, line in enumerate(stream, 1):
        if not line.strip():
            continue
        source = f"{label}:{number}"
        try:
            value = json.loads(decode(line))
        except RecordError as error:
            yield Reject(source, str(error))
        except (ValueError, RecursionError) as error:
            yield Reject(source, f"not JSON: {error}")
        else:
            yield _checked(value, columns, source, f"{name}:{number}")


def _read_jsonl(path: Path, name: str, columns: Columns) -> Read:
    with path.open("rb") as stream:
        yield from _lines(stream, name, str(path), columns)


def _read_csv(path: Path, name: str, columns: Columns) -> Read:
    csv.field_size_limit(sys.maxsize)
    rows = csv.DictReader(io.StringIO(decode(path.read_bytes()), newline=""))
    if columns.text not in (rows.fieldnames or ()):
        raise RecordError(f"no column {columns.text!r}; name the text column with --text-field")
    for row in rows:
        # The reader's line is the last one of a row; a row is found by it all the same.
        yield _checked(dict(row), columns, f"{path}:{rows.line_num}", f"{name}:{rows.line_num}")


READERS: dict[str, Callable[[Path, str, Columns], Read]] = {
    ".txt": _read_text,
    ".html": _read_html,
    ".htm": _read_html,
    ".jsonl": _read_jsonl,
    ".csv": _read_csv,
}


def _files(argument: str, skip: Collection[Path]) -> list[tuple[Path, str]]:
    """The files of one path argument with the record name of each.  Raises :class:`InputError`."""
    path = Path(argument)
    if not path.exists():
        raise InputError(f"{path}: no such file or folder")
    if path.is_dir():
        found = [
            (file, file.relative_to(path).with_suffix("").as_posix())
            for file in sorted(path.rglob("*"))
            if file.suffix.lower() in READERS and file.is_file() and file.resolve() not in skip
        ]
        if not found:
            raise InputError(f"{path}: no {', '.join(READERS)} in this folder")
        return found
    if path.suffix.lower() not in READERS:
        raise InputError(f"{path}: unknown format; hoinghi reads {', '.join(READERS)}, folders and -")
    try:
        with path.open("rb") as stream:
            if not stream.read(1):
                raise InputError(f"{path}: the file is empty")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or 'cannot be read'}") from None
    return [(path, path.stem)]


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
        yield InputRecord("stdin", decode(data), "<stdin>")
    except RecordError as error:
        raise InputError(f"<stdin>: {error}") from None


def read_inputs(arguments: Iterable[str], columns: Columns, skip: Collection[Path] = ()) -> Read:
    """Records of all path arguments, in order, folders by name.

    ``skip`` are resolved paths that a folder does not yield: the output of an earlier run is no input.
    Faults of a path argument itself raise :class:`InputError` before anything is read; faults inside
    come as :class:`Reject` and the rest goes on.
    """
    plan: list[tuple[Path | None, str]] = []
    for argument in arguments:
        plan += [(None, "")] if argument == STANDARD_INPUT else _files(argument, skip)
    return _read_plan(plan, columns)


def _read_plan(plan: list[tuple[Path | None, str]], columns: Columns) -> Read:
    for path, name in plan:
        if path is None:
            yield from _read_standard_input(columns)
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
