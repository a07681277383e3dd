"""The journal of a run: for whom it was begun, and which chunks are done.

JSON lines: a :class:`Header`, then one :class:`Entry` a chunk, each written when its records are.  A line
that a kill has torn is no line.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import msgspec

FORMAT = 1  # raise it with anything that changes what a line means or where a chunk ends
BEGIN_AGAIN = "or run without --resume to begin again"


class Options(msgspec.Struct, frozen=True):
    """What changes the records of a run, beside its input and its bundle."""

    text_field: str
    id_field: str
    date_field: str
    min_score: float
    explain: bool


class Header(msgspec.Struct, frozen=True):
    """For what a run was begun: it goes on only as the same."""

    format: int
    version: str
    bundle: str
    options: Options

    def difference(self, now: Header) -> str | None:
        """What keeps a run that was begun as this from going on as ``now``, and what to do."""
        if self.format != now.format or self.version != now.version:
            return (
                f"was begun by hoinghi {self.version}, and this is {now.version}: "
                f"go on with that version, {BEGIN_AGAIN}"
            )
        if self.bundle != now.bundle:
            return (
                f"was begun with another bundle (digest {self.bundle[:16]}, now {now.bundle[:16]}): "
                f"give that bundle, {BEGIN_AGAIN}"
            )
        changed = [
            f"{name.replace('_', '-')} {getattr(self.options, name)}, now {getattr(now.options, name)}"
            for name in Options.__struct_fields__
            if getattr(self.options, name) != getattr(now.options, name)
        ]
        if changed:
            return f"was begun with other options ({'; '.join(changed)}): give those, {BEGIN_AGAIN}"
        return None


class Entry(msgspec.Struct, frozen=True):
    """One chunk that is done.

    ``input`` and ``output`` are digests of the chunk and of the bytes that it gave; ``ends`` where these
    bytes end in the files of records and of rejects; ``total`` counts both from the start.
    """

    chunk: int
    written: int
    rejected: int
    input: str
    output: str
    ends: tuple[int, int]
    total: tuple[int, int]


def line(value: Header | Entry) -> bytes:
    """A line of the journal."""
    return msgspec.json.encode(value) + b"\n"


def read_header(stream: BinaryIO) -> Header | None:
    """The first line; ``None`` where there is no whole one."""
    found = stream.readline(1 << 20)
    try:
        return msgspec.json.decode(found, type=Header) if found.endswith(b"\n") else None
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def read_entries(stream: BinaryIO) -> Iterator[Entry]:
    """The entries from the stream's position on, up to the first that is torn, foreign or out of order."""
    decoder = msgspec.json.Decoder(Entry)
    expected, ends = 0, (0, 0)
    while (found := stream.readline(1 << 20)).endswith(b"\n"):
        try:
            entry = decoder.decode(found)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return
        if entry.chunk != expected or entry.ends[0] < ends[0] or entry.ends[1] < ends[1]:
            return
        yield entry
        expected, ends = expected + 1, entry.ends
