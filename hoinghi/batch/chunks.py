"""Consecutive records of the input, cut in the same places whoever predicts them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b

from hoinghi.batch.raw import RawRecord
from hoinghi.batch.records import Columns, Reject

# Enough to share numpy's overhead and a worker's call; little to hold, and little to do again.
RECORDS, BYTES = 128, 1 << 20

Item = RawRecord | Reject


@dataclass(frozen=True, slots=True)
class Chunk:
    """At most ``RECORDS`` records or ``BYTES`` bytes; one larger record is a chunk of its own."""

    items: tuple[Item, ...]

    @property
    def first(self) -> str:
        """The source of the first record."""
        return self.items[0].source

    @property
    def last(self) -> str:
        """The source of the last record."""
        return self.items[-1].source

    @property
    def read(self) -> int:
        """Bytes of the inputs that were read when it was whole; 0 where it has no record."""
        return max((item.read for item in self.items if isinstance(item, RawRecord)), default=0)

    def digest(self, columns: Columns) -> str:
        """What the chunk holds, wherever its files lie, as hexadecimal digits."""
        found = blake2b(digest_size=16)
        for item in self.items:
            found.update(item.digest(columns) if isinstance(item, RawRecord) else _digest(item))
        return found.hexdigest()


def _digest(reject: Reject) -> bytes:
    parts = repr((reject.id, reject.reason)).encode("utf-8", "backslashreplace")
    return blake2b(parts, digest_size=16, person=b"reject").digest()


def cut(items: Iterable[Item]) -> Iterator[Chunk]:
    """All items in chunks, in order.

    Where a chunk ends depends on the records alone: a journal names chunks, and a run may go on with
    another number of workers.
    """
    gathered: list[Item] = []
    size = 0
    for item in items:
        more = item.size if isinstance(item, RawRecord) else 0
        if gathered and (len(gathered) == RECORDS or size + more > BYTES):
            yield Chunk(tuple(gathered))
            gathered, size = [], 0
        gathered.append(item)
        size += more
    if gathered:
        yield Chunk(tuple(gathered))
