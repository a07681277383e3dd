"""The records of a piece: what a reading of the whole file gives there, under the same names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from hoinghi.batch.csv_lines import too_long
from hoinghi.batch.csv_rows import Row
from hoinghi.batch.lines import lines_of, wide_encoding
from hoinghi.batch.opening import Opened, open_source
from hoinghi.batch.raw import LARGEST_RECORD, RawRecord, read_raw
from hoinghi.batch.records import Columns, Reject
from hoinghi.batch.remote import as_os_error, is_address
from hoinghi.batch.sources import Source
from hoinghi.cluster.groups import GroupRows
from hoinghi.cluster.partitions import Piece
from hoinghi.errors import InputError, RecordError

BLOCK = 1 << 20  # bytes
_HEAD = 64  # bytes that tell another form than lines of bytes, as the reading of a whole file takes them
_PACKED = (b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd")  # compressed, whatever the name says
_Item = RawRecord | Reject


def is_dividable(source: Source, columns: Columns) -> bool:
    """Whether ranges of its bytes can be read alone: plain lines, no other form than bytes; or row groups.

    A .csv is not: whether a line end is inside of quotes is known only from its beginning on.
    """
    if source.compression or source.format not in (".jsonl", ".parquet"):
        return False
    try:
        with open_source(source) as opened:
            if not opened.stream.seekable():
                return False
            if source.format == ".parquet":
                return _rows(opened, Piece(source, 0, source.size), columns).count > 0
            head = next(_blocks(opened, 0, _HEAD), b"")
            return wide_encoding(head) is None and not head.startswith(_PACKED)
    except (OSError, RecordError):
        return False  # whoever reads it says why not


def read_pieces(pieces: Iterable[Piece], columns: Columns) -> Iterator[_Item]:
    """The records of all pieces, one at a time.

    Raises :class:`InputError` where a divided file is not what it was when it was divided, and
    :class:`OSError` where it cannot be read: its partition is tried again.
    """
    for piece in pieces:
        if piece.is_whole:
            yield from read_raw([piece.source], columns)
        elif piece.source.format == ".parquet":
            yield from _cells(piece, columns)
        else:
            yield from _lines(piece)


def _lines(piece: Piece) -> Iterator[_Item]:
    name, label = piece.source.name, piece.source.label
    with open_source(piece.source) as opened:
        stream = lines_of(_between(opened, piece), LARGEST_RECORD)
        for number, line in enumerate(stream, piece.before + 1):
            place = f":{number}"
            if line is None:
                yield Reject(label + place, f"a line of {too_long(LARGEST_RECORD)}", name + place)
            elif line and not line.isspace():
                yield RawRecord("json", line, name + place, label + place, 0)


def _cells(piece: Piece, columns: Columns) -> Iterator[_Item]:
    name, label = piece.source.name, piece.source.label
    number = piece.before
    with open_source(piece.source) as opened:
        rows = _rows(opened, piece, columns)
        try:
            for row in rows:
                number = row.line
                place = f":{number}"
                if isinstance(row, Row):
                    yield RawRecord(
                        "row", row.cells, name + place, label + place, 0, row.warnings, row.encoding
                    )
                else:
                    yield Reject(label + place, row.reason, name + place)
        except RecordError as error:
            last = piece.before + rows.count
            yield Reject(f"{label}:{number + 1}", f"{error}; the rows up to {last} are not read", name)


def _rows(opened: Opened, piece: Piece, columns: Columns) -> GroupRows:
    return GroupRows(opened.stream, columns, LARGEST_RECORD, piece.begin, piece.end or 0, piece.before)


def _between(opened: Opened, piece: Piece) -> Iterator[bytes]:
    """From the first line that begins in the piece to the end of the last one, which may lie behind it."""
    assert piece.end is not None
    at, end = max(piece.begin - 1, 0), piece.end
    is_inside = piece.begin == 0
    for block in _blocks(opened, at):
        if not is_inside:
            found = block.find(b"\n")
            if found < 0 or at + found >= end - 1:
                at += len(block)
                if at >= end - 1:
                    return  # one long line covers the whole piece
                continue
            block, at, is_inside = block[found + 1 :], at + found + 1, True
        if at + len(block) >= end:
            found = block.find(b"\n", max(end - 1 - at, 0))
            if found >= 0:
                yield block[: found + 1]
                return
        yield block
        at += len(block)
    if at < end:
        raise _shrunk(piece)


def count_lines(piece: Piece, columns: Columns) -> int:
    """How many lines, or rows, begin in the piece.  Raises as :func:`read_pieces` does."""
    if piece.source.format == ".parquet":
        try:
            with open_source(piece.source) as opened:
                return _rows(opened, piece, columns).count
        except RecordError as error:
            raise InputError(f"{piece.source.label}: {error}") from None
    assert piece.end is not None
    at = max(piece.begin - 1, 0)
    count, left = int(piece.begin == 0), piece.end - 1 - at  # a line begins behind each line end
    with open_source(piece.source) as opened:
        for block in _blocks(opened, at):
            count += block.count(b"\n", 0, left)
            left -= len(block)
            if left <= 0:
                return count
    if left > 0:
        raise _shrunk(piece)
    return count


def _blocks(opened: Opened, begin: int, size: int = BLOCK) -> Iterator[bytes]:
    read: Callable[[int], bytes] = opened.stream.read
    if is_address(opened.source.address):
        read = as_os_error(read)
    if begin:
        opened.stream.seek(begin)
    while block := read(size):
        yield block


def _shrunk(piece: Piece) -> InputError:
    return InputError(f"{piece.source.label}: became shorter during the run; begin again with --resume")
