"""Lines of a stream of blocks, each held alone; and one Unicode form for all of them."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from hoinghi.errors import RecordError

FAULTS = (RecordError, OSError)  # that a stream breaks off with
HEAD = 1 << 16  # bytes that tell UTF-16 from other zero bytes at best; a pipe is not made to wait for them
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LONG_RUN = 0.3  # share of zero bytes at odd or even places that tells UTF-16


def wide_encoding(head: bytes) -> str | None:
    """UTF-16 or UTF-32, by its mark or by where its zero bytes stand; ``None`` for anything else."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    half = max(1, len(head) // 2)
    even, odd = head[::2].count(0) / half, head[1::2].count(0) / half
    if odd > _LONG_RUN and even < odd / 8:
        return "utf-16-le"
    if even > _LONG_RUN and odd < even / 8:
        return "utf-16-be"
    return None


def narrow(blocks: Iterator[bytes], head: int = HEAD) -> Iterator[bytes]:
    """The blocks in UTF-8 where they were in UTF-16 or UTF-32, whose line ends have more than one byte.

    The first ``head`` bytes tell.  Everything else passes as it is.  Raises :class:`RecordError` where a form
    is broken.
    """
    first, blocks = _head(blocks, head)
    encoding = wide_encoding(first[:head])
    if encoding is None:
        if first:
            yield first
        yield from blocks
        return
    decoder = codecs.getincrementaldecoder(encoding)()
    begin = 0
    try:
        yield decoder.decode(first).encode()
        begin = len(first)
        for block in blocks:
            yield decoder.decode(block).encode()
            begin += len(block)
        yield decoder.decode(b"", True).encode()
    except UnicodeDecodeError as error:
        name = encoding.upper().replace("-LE", "").replace("-BE", "")
        place = begin + error.start
        raise RecordError(f"not {name} near byte {place}, though its first bytes say so") from None


def _head(blocks: Iterator[bytes], size: int) -> tuple[bytes, Iterator[bytes]]:
    """At least ``size`` bytes, where there are so many, and the blocks behind them."""
    held: list[bytes] = []
    count = 0
    try:
        for block in blocks:
            held.append(block)
            count += len(block)
            if count >= size:
                break
    except FAULTS as fault:  # it waits until what came before it is read
        return b"".join(held), _raising(fault)
    return b"".join(held), blocks


def _raising(fault: Exception) -> Iterator[bytes]:
    raise fault
    yield b""


def lines_of(blocks: Iterator[bytes], limit: int) -> Iterator[bytes | None]:
    """The lines, without their line ends; ``None`` for one of more than ``limit`` bytes, which is not held.

    A stream that breaks off with an error gives no last half of a line.
    """
    held: list[bytes] = []
    size = 0
    for block in blocks:
        *ends, tail = block.split(b"\n")
        for end in ends:
            yield None if size + len(end) > limit else b"".join((*held, end))
            held, size = [], 0
        size += len(tail)
        if size > limit:
            held = []
        elif tail:
            held.append(tail)
    if size:
        yield None if size > limit else b"".join(held)


def whole(blocks: Iterator[bytes], limit: int) -> bytes | None:
    """All of a stream; ``None`` where that is more than ``limit`` bytes: the rest is not read."""
    held: list[bytes] = []
    size = 0
    for block in blocks:
        size += len(block)
        if size > limit:
            return None
        held.append(block)
    return b"".join(held)
