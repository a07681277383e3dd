"""The work of a run so far, in three files beside its output: records, rejects, and the journal of both.

Records and rejects are written first, then the entry that says so: a kill at any moment leaves at most
bytes without an entry, and they are cut off when the run goes on.  What the files hold is compared with
the digests of the journal, so that a machine that lost its power is believed no further than its disk.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO

from hoinghi.batch import journal
from hoinghi.batch.engine import Outcome
from hoinghi.batch.locking import is_locked_for_us
from hoinghi.batch.places import Places, reason
from hoinghi.batch.writing import reject_line
from hoinghi.errors import OutputError

SYNC_EVERY = 1.0  # seconds of work that a loss of power may cost


@dataclass(frozen=True, slots=True)
class Kept:
    """A chunk of an earlier run that is whole on the disk."""

    entry: journal.Entry
    lines: bytes
    end: int


class Spool:
    """Open files of a run, locked against another run of the same output.

    Raises :class:`OutputError` where they cannot be made or written; what was written stays.
    """

    def __init__(self, places: Places) -> None:
        self._places = places
        self._synced = time.monotonic()
        self._files: tuple[BinaryIO, BinaryIO, BinaryIO] | None = None
        self.written = self.rejected = self._chunk = 0
        self._input = blake2b(digest_size=16)
        try:
            book = _locked(places.journal)
        except OSError as error:
            raise OutputError(f"{places.output}: {reason(error)}") from None
        if book is None:
            raise OutputError(
                f"{places.output}: another run is writing it; wait for it, or name another output"
            )
        self._book = book

    def header(self) -> journal.Header | None:
        """For what the files were begun; ``None`` where there is nothing to go on with."""
        self._book.seek(0)
        return journal.read_header(self._book)

    def begin(self, header: journal.Header) -> None:
        """Empty the files and start a journal."""
        with self._refusals():
            if self._files is None:
                # New files: a publishing that was cut off may have made the old ones the output's own.
                for path in (self._places.partial, self._places.partial_rejects):
                    path.unlink(missing_ok=True)
                self._open()
            records, rejects, book = self._opened
            for file in (book, records, rejects):  # the journal first: it must not speak of what is gone
                file.seek(0)
                file.truncate()
            _write(book, journal.line(header))

    def kept(self) -> Iterator[Kept]:
        """The chunks that are done, in order, as far as journal and files agree.  Call :meth:`cut` after."""
        with self._refusals():
            for mine, published in (
                (self._places.partial, self._places.output),
                (self._places.partial_rejects, self._places.rejects),
            ):
                _part(mine, published)
            self._open()
            records, rejects, _ = self._opened
            at = (0, 0)
            for file in (records, rejects):
                file.seek(0)
            # Read through a second handle with a buffer: the first one has none.
            with open(self._places.journal, "rb") as reader:
                reader.readline()
                for entry in journal.read_entries(reader):
                    lines = _read(records, entry.ends[0] - at[0])
                    if _digest(lines, _read(rejects, entry.ends[1] - at[1])) != entry.output:
                        return
                    at = entry.ends
                    yield Kept(entry, lines, reader.tell())

    def keep(self, kept: Kept) -> None:
        """Count a chunk of :meth:`kept` as done."""
        self._count(kept.entry)

    def cut(self, last: Kept | None, header: journal.Header) -> None:
        """Forget everything after ``last`` and write on from there."""
        if last is None:
            self.begin(header)
            return
        with self._refusals():
            records, rejects, book = self._opened
            for file, end in ((book, last.end), *zip((records, rejects), last.entry.ends, strict=True)):
                file.truncate(end)
                file.seek(end)

    def append(self, digest: str, outcome: Outcome) -> None:
        """Write what became of the chunk ``digest``, then its entry."""
        rejects = b"".join(map(reject_line, outcome.rejects))
        with self._refusals():
            files = self._opened
            _write(files[0], outcome.lines)
            _write(files[1], rejects)
            entry = journal.Entry(
                self._chunk,
                outcome.written,
                len(outcome.rejects),
                digest,
                _digest(outcome.lines, rejects),
                (files[0].tell(), files[1].tell()),
                (self.written + outcome.written, self.rejected + len(outcome.rejects)),
            )
            _write(files[2], journal.line(entry))
            self._count(entry)
            if time.monotonic() - self._synced > SYNC_EVERY:
                self.sync()

    def _count(self, entry: journal.Entry) -> None:
        self._chunk += 1
        self.written, self.rejected = entry.total
        self._input.update(bytes.fromhex(entry.input))

    @property
    def input(self) -> str:
        """A digest of all chunks so far."""
        return self._input.hexdigest()

    def sync(self) -> None:
        """Have the system write everything to the disk."""
        with self._refusals():
            for file in self._opened:
                os.fsync(file.fileno())
        self._synced = time.monotonic()

    def remove(self) -> None:
        """Remove the files: the journal first, as what it speaks of must be there."""
        if os.name == "nt":  # what is open cannot be removed there
            self.close()
        for path in (self._places.journal, self._places.partial, self._places.partial_rejects):
            path.unlink(missing_ok=True)

    def _open(self) -> None:
        if self._files is None:
            records = _unbuffered(self._places.partial)
            self._files = records, _unbuffered(self._places.partial_rejects), self._book

    @property
    def _opened(self) -> tuple[BinaryIO, BinaryIO, BinaryIO]:
        assert self._files is not None, "begin() or kept() comes first"
        return self._files

    @contextmanager
    def _refusals(self) -> Iterator[None]:
        """Turn the system's refusals into one sentence."""
        try:
            yield
        except OSError as error:
            hint = "; what was done stays: make room and run again with --resume" if self._chunk else ""
            raise OutputError(f"{self._places.output}: {reason(error)}{hint}") from None

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the files and give the lock back."""
        for file in self._files or (self._book,):
            file.close()


def _unbuffered(path: Path) -> BinaryIO:
    # Not for appending: the position after a cut is ours to say.  Without a buffer: what is written is out.
    return open(os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666), "r+b", buffering=0)


def _part(mine: Path, published: Path) -> None:
    """Take the second name from a file that a publishing which was cut off has given to it."""
    if mine.exists() and published.exists() and mine.samefile(published):
        published.unlink()


def _locked(path: Path) -> BinaryIO | None:
    """The journal, open and locked; ``None`` where another process holds it.  A killed run holds nothing."""
    while True:
        file = _unbuffered(path)
        if not is_locked_for_us(file):
            file.close()
            return None
        try:
            if os.path.samestat(os.fstat(file.fileno()), os.stat(path)):
                return file
        except FileNotFoundError:
            pass
        file.close()  # the run that held it has just ended and removed it


def _write(file: BinaryIO, data: bytes) -> None:
    rest = memoryview(data)
    while rest:  # a disk that is nearly full takes a part
        rest = rest[file.write(rest) :]


def _read(file: BinaryIO, size: int) -> bytes:
    parts: list[bytes] = []
    while size and (part := file.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _digest(lines: bytes, rejects: bytes) -> str:
    found = blake2b(lines, digest_size=16)
    found.update(len(lines).to_bytes(8, "little") + rejects)
    return found.hexdigest()
