"""Inputs as blocks of bytes, decompressed on the way; never more than a few blocks at once."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain
from typing import Any, BinaryIO, Protocol

from hoinghi.batch.remote import as_os_error, is_address, open_address
from hoinghi.batch.sources import STANDARD_INPUT, Source
from hoinghi.errors import RecordError

BLOCK = 1 << 18  # bytes
# What a decompressor is given at once: it bounds what comes out of it (a hostile zstd frame unpacks four
# bytes to 128 KiB), and what is lost before the place of a fault.
_SLICE = 1 << 10
_LARGEST_WINDOW = 27  # powers of two, as the zstd command allows by default; more is memory for the asking
_MAGIC = ((b"\x1f\x8b\x08", "gz"), (b"\x28\xb5\x2f\xfd", "zst"))


class Decompressor(Protocol):
    """One member of a compressed stream (the interface of :mod:`zlib`'s and both zstd libraries' objects)."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, /) -> bytes: ...


class Opened:
    """An open source.  ``read`` counts the bytes read so far, as stored; ``stream`` is what is read."""

    def __init__(self, source: Source, stream: BinaryIO) -> None:
        self.source, self.stream, self.read = source, stream, 0

    def blocks(self) -> Iterator[bytes]:
        """The content in blocks, decompressed where the name or the first bytes say that it is compressed.

        Raises :class:`RecordError` behind the last whole piece where a compressed stream is cut off or
        corrupt, :class:`OSError` where reading fails.
        """
        blocks = self._stored()
        first = next(blocks, b"")
        packed = self.source.compression
        packed = packed or next((name for magic, name in _MAGIC if first.startswith(magic)), "")
        if packed:
            yield from _decompressed(chain([first], blocks), packed)
        elif first:
            yield from chain([first], blocks)

    def _stored(self) -> Iterator[bytes]:
        # A pipe gives what it has: its reader need not wait until a block is full.
        read: Callable[[int], bytes] = getattr(self.stream, "read1", self.stream.read)
        if is_address(self.source.address):
            read = as_os_error(self.stream.read)
        while block := read(BLOCK):
            self.read += len(block)
            yield block


@contextmanager
def open_source(source: Source) -> Iterator[Opened]:
    """A source for reading; it is closed behind, except for standard input.  Raises :class:`OSError`."""
    if source.address == STANDARD_INPUT:
        yield Opened(source, sys.stdin.buffer)
        return
    remote = is_address(source.address)
    with open_address(source.address) if remote else open(source.address, "rb") as stream:
        yield Opened(source, stream)


def _decompressed(blocks: Iterator[bytes], packed: str) -> Iterator[bytes]:
    """The members of a compressed stream one behind the other, as their tools unpack them."""
    new, name = (_gzip, "gzip") if packed == "gz" else (_zstd, "zstd")
    member, is_within = new(), True  # no byte at all is no whole stream
    for block in blocks:
        for begin in range(0, len(block), _SLICE):
            rest = block[begin : begin + _SLICE]
            while rest:
                if not is_within and packed == "gz":
                    rest = rest.lstrip(b"\0")  # tape blocks are filled up with zeros
                    if not rest:
                        break
                try:
                    unpacked = member.decompress(rest)
                except Exception as error:  # each library has an error of its own, none a common base
                    raise RecordError(f"the {name} stream is corrupt ({error})") from None
                if unpacked:
                    yield unpacked
                is_within = not member.eof
                rest = b""
                if not is_within:
                    rest, member = member.unused_data, new()
    if is_within:
        raise RecordError(f"the {name} stream is cut off before its end")


def _gzip() -> Decompressor:
    return zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)


def _zstd() -> Decompressor:
    if sys.version_info >= (3, 14):
        from compression import zstd

        return zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: _LARGEST_WINDOW})
    try:
        import zstandard
    except ImportError:
        raise RecordError('zstd needs zstandard: pip install "hoinghi[zst]"') from None
    engine: Any = zstandard.ZstdDecompressor(max_window_size=1 << _LARGEST_WINDOW)
    member: Decompressor = engine.decompressobj()
    return member
