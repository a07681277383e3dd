"""Records as they lie in the inputs, before anything is decoded or parsed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain
from typing import Literal

from hoinghi.batch.csv_lines import too_long
from hoinghi.batch.csv_rows import BadRow, Row, read_rows
from hoinghi.batch.lines import lines_of, narrow, whole
from hoinghi.batch.opening import Opened, open_source
from hoinghi.batch.parquet_rows import ParquetRows
from hoinghi.batch.records import Columns, Reject
from hoinghi.batch.sources import Source
from hoinghi.errors import InputError, RecordError

Kind = Literal["text", "html", "json", "row"]
LARGEST_RECORD = 64 << 20  # bytes


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One record, unparsed; cheap to make, small enough to send to a worker.

    ``kind`` says how to parse ``data``: bytes of a "text", "html" or "json" record, the named cells of a
    "row" (``None`` for a cell without a value).  ``name`` is its id where it has none of its own,
    ``source`` its place as ``file`` or ``file:line``, ``read`` how many bytes of all inputs, as stored,
    were read so far (never less than for the record before); ``warnings`` say how the file was decoded.
    The cells of a row in an old ``encoding`` hold its bytes as Latin-1.
    """

    kind: Kind
    data: bytes | dict[str, str | None]
    name: str
    source: str
    read: int
    warnings: tuple[str, ...] = ()
    encoding: str = ""

    @property
    def size(self) -> int:
        """Bytes of content, in UTF-8."""
        if isinstance(self.data, bytes):
            return len(self.data)
        return sum(len(_bytes(cell)) for cell in self.data.values() if cell is not None)

    def digest(self, columns: Columns | None = None) -> bytes:
        """Sixteen bytes that name the content, wherever it lies: kind, name, data, names of the fields."""
        columns = columns or Columns()
        parts = [self.kind, self.name, columns.text, columns.id, columns.date, self.encoding, *self.warnings]
        if not isinstance(self.data, bytes):
            parts += [part for cell in sorted(self.data.items()) for part in cell if part is not None]
        found = blake2b(digest_size=16)
        for part in (*map(_bytes, parts), self.data if isinstance(self.data, bytes) else b""):
            found.update(len(part).to_bytes(8, "little"))  # where one ends is told, not guessed
            found.update(part)
        return found.digest()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def read_raw(sources: Iterable[Source], columns: Columns) -> Iterator[RawRecord | Reject]:
    """The records of all sources, one at a time; what cannot be read is a reject, and the rest goes on.

    A source that breaks off gives what came before, then one reject that names the line reached.  Raises
    :class:`InputError` where standard input is empty.
    """
    before = 0
    for source in sources:
        reading = _Reading(source, columns, before)
        yield from reading.records()
        before = max(reading.read, before + (source.size or 0))


class _Reading:
    """One source being read: ``read`` counts bytes of all inputs, ``line`` is the last one that was whole."""

    def __init__(self, source: Source, columns: Columns, before: int) -> None:
        self._source, self._columns = source, columns
        self.read = self._before = before
        self.line: int | None = None

    def records(self) -> Iterator[RawRecord | Reject]:
        source = self._source
        if source.fault is not None:
            yield Reject(source.label, source.fault, source.name)
            return
        try:
            with open_source(source) as opened:
                yield from _READERS[source.format](self, opened)
        except RecordError as error:
            yield self._broken_off(str(error))
        except OSError as error:
            yield self._broken_off(error.strerror or "cannot be read")
        except UnicodeEncodeError:
            yield self._broken_off("the system takes no such name")
        except MemoryError:
            yield self._broken_off("not enough memory to read it")

    def _broken_off(self, reason: str) -> Reject:
        source = self._source
        if not self.line:
            return Reject(source.label, reason, source.name)
        where = "row" if source.format == ".parquet" else "line"
        reason = f"{reason}; what comes behind {where} {self.line} is not read"
        return Reject(f"{source.label}:{self.line + 1}", reason, source.name)

    def whole_file(self, opened: Opened) -> Iterator[RawRecord | Reject]:
        yield self._whole(opened, opened.blocks())

    def _whole(self, opened: Opened, blocks: Iterator[bytes]) -> RawRecord | Reject:
        source = self._source
        data = whole(blocks, LARGEST_RECORD)
        if data is None:
            return Reject(source.label, f"a text of {too_long(LARGEST_RECORD)}", source.name)
        kind: Kind = "html" if source.format in (".html", ".htm") else "text"
        return self._raw(kind, data, None, opened.read)

    def _raw(
        self,
        kind: Kind,
        data: bytes | dict[str, str | None],
        line: int | None,
        read: int,
        warnings: tuple[str, ...] = (),
        encoding: str = "",
    ) -> RawRecord:
        self.read = self._before + read
        place = "" if line is None else f":{line}"
        name, label = self._source.name, self._source.label
        return RawRecord(kind, data, name + place, label + place, self.read, warnings, encoding)

    def json_lines(self, opened: Opened) -> Iterator[RawRecord | Reject]:
        yield from self._json_lines(opened, opened.blocks())

    def _json_lines(self, opened: Opened, blocks: Iterator[bytes]) -> Iterator[RawRecord | Reject]:
        # The first bytes of JSON are ASCII: a few tell UTF-16, and the lines of a pipe come at once.
        for number, line in enumerate(lines_of(narrow(blocks, head=64), LARGEST_RECORD), 1):
            if line is None:
                reason = f"a line of {too_long(LARGEST_RECORD)}"
                yield Reject(f"{self._source.label}:{number}", reason, f"{self._source.name}:{number}")
            elif not line.isspace() and line:
                yield self._raw("json", line, number, opened.read)
            self.line = number

    def table(self, opened: Opened) -> Iterator[RawRecord | Reject]:
        rows = read_rows(narrow(opened.blocks()), self._source.format, self._columns, LARGEST_RECORD)
        for row in rows:
            yield self._of_row(row, opened.read)

    def parquet(self, opened: Opened) -> Iterator[RawRecord | Reject]:
        rows = ParquetRows(opened.stream, self._columns, LARGEST_RECORD)
        for row in rows:
            yield self._of_row(row, round(rows.share * (self._source.size or 0)))

    def _of_row(self, row: Row | BadRow, read: int) -> RawRecord | Reject:
        self.line = row.line
        if isinstance(row, Row):
            return self._raw("row", row.cells, row.line, read, row.warnings, row.encoding)
        place = f":{row.line}"
        return Reject(self._source.label + place, row.reason, self._source.name + place)

    def standard_input(self, opened: Opened) -> Iterator[RawRecord | Reject]:
        """JSON lines where the first of them begins like one, else one text."""
        blocks = opened.blocks()
        first = next(blocks, b"")
        while first.isspace() or not first:
            block = next(blocks, b"")
            if not block:
                raise InputError("<stdin>: nothing to read")
            first += block
        rest = chain([first], blocks)
        if first.decode("ascii", "ignore").replace("\0", "").lstrip().startswith("{"):
            yield from self._json_lines(opened, rest)
        else:
            yield self._whole(opened, rest)


_READERS: dict[str, Callable[[_Reading, Opened], Iterator[RawRecord | Reject]]] = {
    "": _Reading.standard_input,
    ".txt": _Reading.whole_file,
    ".html": _Reading.whole_file,
    ".htm": _Reading.whole_file,
    ".jsonl": _Reading.json_lines,
    ".csv": _Reading.table,
    ".tsv": _Reading.table,
    ".parquet": _Reading.parquet,
}
