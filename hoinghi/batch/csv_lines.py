"""The lines of a .csv: pieces of bytes cut at line ends, decoded one by one in the encoding of the first."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from hoinghi.batch.lines import FAULTS
from hoinghi.errors import RecordError
from hoinghi.text.charset import decode
from hoinghi.text.legacy import ENCODINGS
from hoinghi.text.view import View
from hoinghi.warning import decoded

PIECE = 1 << 20  # bytes that are decoded at once; a smaller file is decoded as a whole


class LineError(Exception):
    """No line: raised through the csv reader, which then forgets the row that it was in.

    ``rest`` is the line itself where only its row has become too long, spelt so that a csv reader which
    reads it alone is inside quotes where the one that asked for it was; else ``None``.
    """

    def __init__(self, reason: str, rest: str | None = None) -> None:
        super().__init__(reason)
        self.rest = rest


@dataclass(frozen=True, slots=True)
class _Fault:
    """Why some lines cannot be read, and how many."""

    reason: str
    count: int


class _Line(NamedTuple):
    """A line as text; where an ``encoding`` is named it is still to be read in that one."""

    text: str
    warnings: tuple[str, ...]
    encoding: str = ""


class Lines:
    """The lines as text, with their line ends, for a csv reader; and what is to be known of its row.

    ``number`` counts the lines read so far, ``first`` is the one that the row began in, ``size`` the bytes
    of the row so far, ``warnings`` say how its lines were decoded; where ``encoding`` is named, they hold
    bytes as Latin-1 that are to be read by :func:`in_old_encoding`.
    """

    def __init__(self, blocks: Iterator[bytes], limit: int) -> None:
        self._limit = limit
        self._lines = _decoded_lines(iter(_Pieces(blocks, limit)))
        self.number = 0
        self.begin_row()

    def begin_row(self) -> None:
        """The next line begins a row."""
        self.first, self.size = self.number + 1, 0
        self.warnings: tuple[str, ...] = ()
        self.encoding = ""

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        """The next line.  Raises :class:`LineError`; the lines behind it can be read."""
        item = next(self._lines)
        if isinstance(item, _Fault):
            self.number += item.count
            raise LineError(item.reason)
        line, warnings, encoding = item
        self.number += 1
        if self.number == self.first:
            self.encoding = encoding
        elif encoding != self.encoding:  # a row keeps the form in which it began
            line = in_old_encoding(line, encoding)
        if warnings:
            self.warnings += tuple(warning for warning in warnings if warning not in self.warnings)
        self.size += len(line) if line.isascii() else len(line.encode())
        if self.size > self._limit:
            is_inside = self.number > self.first  # only quotes make a reader ask for a second line
            reason = f"a row of {too_long(self._limit)}" + "; is a quote not closed?" * is_inside
            raise LineError(reason, '"' + line if is_inside else line)
        return line


def too_long(limit: int) -> str:
    """The size that a record must not have, in words."""
    return f"more than {limit >> 20} MiB" if limit >> 20 else f"more than {limit} bytes"


class _Pieces:
    """Pieces of about ``PIECE`` bytes that end with a line; a line of more than ``limit`` is not held."""

    def __init__(self, blocks: Iterator[bytes], limit: int) -> None:
        self._blocks, self._limit = blocks, limit
        self._whole: list[bytes] = []  # lines
        self._tail: list[bytes] = []  # the beginning of one
        self._size = self._length = 0  # of both
        self._is_skipping = False

    def __iter__(self) -> Iterator[bytes | _Fault]:
        fault = _Fault(f"a line of {too_long(self._limit)}", 1)
        try:
            for block in self._blocks:
                if self._is_skipping:
                    begin = _line_end(block)
                    if begin is None:
                        continue
                    block, self._is_skipping = block[begin:], False
                    yield fault
                self._take(block)
                if self._whole and (self._is_skipping or self._size >= PIECE):
                    yield self._given()
        except FAULTS:
            if self._whole:  # what came before, without the last half of a line
                yield self._given()
            raise
        self._whole += self._tail
        if self._whole:
            yield self._given()
        if self._is_skipping:
            yield fault

    def _take(self, block: bytes) -> None:
        end = _last_end(block)
        if end is None:
            self._tail.append(block)
            self._length += len(block)
        else:
            self._whole += (*self._tail, block[:end])
            self._size += self._length + end
            self._tail, self._length = [block[end:]], len(block) - end
        self._is_skipping = self._length > self._limit
        if self._is_skipping:
            self._tail, self._length = [], 0

    def _given(self) -> bytes:
        piece, self._whole, self._size = b"".join(self._whole), [], 0
        return piece


def _line_end(block: bytes) -> int | None:
    """Behind the first line end."""
    found = min((at for at in (block.find(b"\n"), block.find(b"\r")) if at >= 0), default=-1)
    if found < 0:
        return None
    return found + 2 if block[found : found + 2] == b"\r\n" else found + 1


def _last_end(data: bytes) -> int | None:
    """Behind the last line end; a carriage return at the end may be the first half of one."""
    found = data.rfind(b"\n")
    if found < 0:
        found = data.rfind(b"\r", 0, len(data) - 1)
    return found + 1 if found >= 0 else None


def _decoded_lines(pieces: Iterator[bytes | _Fault]) -> Iterator[_Line | _Fault]:
    encoding = ""
    for number, piece in enumerate(pieces):
        if isinstance(piece, _Fault):
            yield piece
            continue
        if encoding in ENCODINGS:
            # A later piece of a file whose first was in an old encoding: it may hold too few words to tell,
            # and to read its letters takes so long that it is left to whoever takes the row.
            for line in io.StringIO(piece.decode("latin-1"), newline=""):
                yield _Line(line, (decoded(encoding),), encoding)
            continue
        try:
            found = decode(piece)
        except RecordError as error:
            if not number:
                raise  # the whole file is something else
            yield _Fault(f"{_count(piece)} lines: {error}", _count(piece))
            continue
        encoding = encoding or found.encoding
        for line in io.StringIO(found.text, newline=""):
            yield _Line(line, found.warnings)


def _count(piece: bytes) -> int:
    return piece.count(b"\n") or piece.count(b"\r") or 1


def in_old_encoding(text: str, encoding: str) -> str:
    """What ``text``, the bytes as Latin-1, spells in one of :data:`hoinghi.text.legacy.ENCODINGS`."""
    read = ENCODINGS[encoding]
    lines = (line if line.isascii() else View(line).edited(read(line)).text for line in text.split("\n"))
    return "\n".join(lines)
