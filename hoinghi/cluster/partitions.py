"""Which part of the input becomes which part of the output: planned from names and sizes, nothing is read.

A piece is a whole file, or those lines of a .jsonl (row groups of a .parquet) that *begin* in a range of its
bytes: ranges need no look into the file, and a line belongs to exactly one of them.  What lines are called
(``file:line``, in rejects and in ids of records without one) needs how many come before: workers count them,
:func:`numbered` adds up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from hoinghi.batch.sources import Source

# A minute or two of one core: little to lose with a worker, little to ask of a scheduler.
SIZE = 64 << 20  # bytes
SMALLEST, ENOUGH = 1 << 20, 64  # bytes; partitions that keep a small cluster busy to the end
FILES = 4096  # of one partition: its plan is a message
_UNPACKED = 4  # bytes of text a compressed byte


@dataclass(frozen=True, slots=True)
class Piece:
    """A whole ``source``, or its lines (row groups) that begin from byte ``begin`` on and before ``end``.

    ``before`` lines (rows) come before the first of them.
    """

    source: Source
    begin: int = 0
    end: int | None = None
    before: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether it is all of its source."""
        return self.end is None

    @property
    def size(self) -> int:
        """Bytes as stored; 0 where they are not known."""
        return (self.source.size or 0) if self.end is None else self.end - self.begin

    @property
    def weight(self) -> int:
        """Bytes to read and predict, as far as sizes tell."""
        return self.size * _packing(self.source)


@dataclass(frozen=True, slots=True)
class Partition:
    """Consecutive pieces of the input, which give one part of the output."""

    number: int
    pieces: tuple[Piece, ...]

    @property
    def size(self) -> int:
        """Bytes as stored."""
        return sum(piece.size for piece in self.pieces)

    def without(self, address: str, fault: str) -> Partition:
        """The same, where the source at ``address`` cannot be read any more."""
        pieces = [
            Piece(replace(piece.source, fault=fault)) if piece.source.address == address else piece
            for piece in self.pieces
        ]
        return replace(self, pieces=tuple(pieces))


def size_for(total: int | None) -> int:
    """The size of partitions of an input of ``total`` bytes (``None``: not known), whatever the cluster."""
    return SIZE if total is None else min(SIZE, max(SMALLEST, total // ENOUGH))


def partitions_of(
    sources: Iterable[Source], is_dividable: Callable[[Source], bool], size: int = SIZE
) -> list[Partition]:
    """All of the input in partitions of about ``size`` bytes, in order.

    Ranges end at multiples of ``size``: a file that has grown keeps all of them but the last.  A source
    that is larger and not ``is_dividable``, or of unknown size, is a partition of its own.
    """
    found: list[Partition] = []
    gathered: list[Piece] = []
    weight = 0
    for source in sources:
        for piece in _pieces(source, is_dividable, size):
            more = size if piece.source.size is None and piece.source.fault is None else piece.weight
            if gathered and (weight + more > size or len(gathered) == FILES):
                found.append(Partition(len(found), tuple(gathered)))
                gathered, weight = [], 0
            gathered.append(piece)
            weight += more
    if gathered:
        found.append(Partition(len(found), tuple(gathered)))
    return found


def _pieces(source: Source, is_dividable: Callable[[Source], bool], size: int) -> Iterator[Piece]:
    whole = source.size
    step = max(1, size // _packing(source))
    if whole is None or whole <= step or source.fault is not None or not is_dividable(source):
        yield Piece(source)
        return
    for begin in range(0, whole, step):
        yield Piece(source, begin, min(begin + step, whole))


def _packing(source: Source) -> int:
    return _UNPACKED if source.compression or source.format == ".parquet" else 1


def divided(partitions: Iterable[Partition]) -> list[Piece]:
    """The pieces that are ranges of bytes, in order."""
    return [piece for partition in partitions for piece in partition.pieces if not piece.is_whole]


def numbered(partitions: Sequence[Partition], lines: Mapping[Piece, int]) -> list[Partition]:
    """The partitions with ``before`` told, given how many lines begin in each piece that is a range.

    Pieces without any (inside of a long line, or of a row group) are left out, and so are partitions.
    """
    before: dict[str, int] = {}

    def told(piece: Piece) -> Piece:
        if piece.is_whole:
            return piece
        address = piece.source.address
        count = before.get(address, 0) if piece.begin else 0  # the same file may be given twice
        before[address] = count + lines[piece]
        return replace(piece, before=count)

    found: list[Partition] = []
    for partition in partitions:
        held = [piece for piece in partition.pieces if lines.get(piece, 1)]
        if held:
            found.append(Partition(len(found), tuple(map(told, held))))
    return found
