"""Bytes of inputs: unpacked as they come, faults said where they are."""

from __future__ import annotations

import gzip
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from hoinghi.batch.opening import BLOCK, open_source
from hoinghi.batch.sources import Source
from hoinghi.errors import RecordError

LINES = b"".join(b"line %d of the text\n" % number for number in range(40_000))


def zstd(data: bytes, window: int = 20) -> bytes:
    if sys.version_info >= (3, 14):
        from compression import zstd

        options = {zstd.CompressionParameter.window_log: window}
        return zstd.ZstdCompressor(options=options).compress(data, zstd.ZstdCompressor.FLUSH_FRAME)
    zstandard = pytest.importorskip("zstandard")
    parameters = zstandard.ZstdCompressionParameters.from_level(3, window_log=window)
    engine = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    return engine.compress(data) + engine.flush()


PACK: dict[str, Callable[[bytes], bytes]] = {"gz": lambda data: gzip.compress(data, 6), "zst": zstd}
packings = pytest.mark.parametrize("packed", PACK)


def read(path: Path, data: bytes, packed: str) -> tuple[bytes, str | None, int]:
    """What a file gives, the fault at its end, and the bytes that were counted."""
    path.write_bytes(data)
    found = b""
    with open_source(Source(str(path), "a", ".jsonl", packed)) as opened:
        try:
            for block in opened.blocks():
                found += block
        except RecordError as error:
            return found, str(error), opened.read
        return found, None, opened.read


def test_plain_bytes_come_in_blocks(tmp_path: Path) -> None:
    data = bytes(range(256)) * 4000
    assert read(tmp_path / "a", data, "") == (data, None, len(data))
    with open_source(Source(str(tmp_path / "a"), "a", ".txt")) as opened:
        assert max(map(len, opened.blocks())) <= BLOCK
    assert read(tmp_path / "a", b"", "") == (b"", None, 0)


@packings
def test_packed_bytes_are_unpacked_and_counted_as_stored(tmp_path: Path, packed: str) -> None:
    data = PACK[packed](LINES)
    assert read(tmp_path / "a", data, packed) == (LINES, None, len(data))


@packings
def test_members_follow_one_another(tmp_path: Path, packed: str) -> None:
    data = b"".join(map(PACK[packed], (b"one\n", b"", LINES, b"two\n")))
    assert read(tmp_path / "a", data, packed)[:2] == (b"one\n" + LINES + b"two\n", None)


@packings
def test_first_bytes_tell_where_the_name_does_not(tmp_path: Path, packed: str) -> None:
    assert read(tmp_path / "a", PACK[packed](LINES), "")[:2] == (LINES, None)


@packings
@pytest.mark.parametrize("left", [0, 1, 5, 200, -9, -1])
def test_a_stream_that_is_cut_off_gives_what_came_before(tmp_path: Path, packed: str, left: int) -> None:
    found, fault, _ = read(tmp_path / "a", PACK[packed](LINES)[:left], packed)
    assert fault is not None
    assert "is cut off before its end" in fault
    assert LINES.startswith(found)
    if left < 0:
        assert len(found) > len(LINES) - (1 << 18)


@packings
def test_a_corrupt_stream_gives_what_came_before(tmp_path: Path, packed: str) -> None:
    one = PACK[packed](LINES)
    damaged = bytearray(PACK[packed](LINES))
    damaged[len(damaged) // 2 :] = b"\xff" * (len(damaged) - len(damaged) // 2)
    found, fault, _ = read(tmp_path / "a", one + bytes(damaged), packed)
    assert fault is not None
    assert "stream is corrupt" in fault
    assert found.startswith(LINES)
    assert (LINES + LINES).startswith(found)


def test_a_wrong_checksum_is_told(tmp_path: Path) -> None:
    data = bytearray(gzip.compress(LINES))
    data[-8] ^= 1
    found, fault, _ = read(tmp_path / "a", bytes(data), "gz")
    assert fault == "the gzip stream is corrupt (Error -3 while decompressing data: incorrect data check)"
    assert LINES.startswith(found)
    assert len(found) > 0.9 * len(LINES)


@packings
def test_a_name_that_promises_too_much_is_told(tmp_path: Path, packed: str) -> None:
    assert PACK[packed](b"")  # skips where the library is missing
    found, fault, _ = read(tmp_path / "a", b"plain text\n" * 100, packed)
    assert found == b""
    assert fault is not None
    assert "corrupt" in fault


def test_zeros_that_fill_up_a_tape_block_are_no_member(tmp_path: Path) -> None:
    assert read(tmp_path / "a", gzip.compress(b"one") + b"\0" * 5000, "gz")[:2] == (b"one", None)


def test_frames_that_a_reader_is_to_skip_are_skipped(tmp_path: Path) -> None:
    skippable = b"\x50\x2a\x4d\x18" + (3000).to_bytes(4, "little") + b"x" * 3000
    data = zstd(b"one") + skippable + zstd(b"two")
    assert read(tmp_path / "a", data, "zst")[:2] == (b"onetwo", None)


def test_a_frame_that_asks_for_more_memory_than_the_tool_allows_is_refused(tmp_path: Path) -> None:
    # A frame of unknown size with a window of 256 MiB, then one raw block of a byte.
    frame = b"\x28\xb5\x2f\xfd\x00" + bytes([(28 - 10) << 3]) + b"\x09\x00\x00" + b"x"
    pytest.importorskip("zstandard") if sys.version_info < (3, 14) else None
    found, fault, _ = read(tmp_path / "a", frame, "zst")
    assert found == b""
    assert fault is not None
    assert "corrupt" in fault


@packings
def test_what_is_unpacked_at_once_is_bounded(tmp_path: Path, packed: str) -> None:
    (tmp_path / "a").write_bytes(PACK[packed](b"x" * (100 << 20)))
    largest = total = 0
    with open_source(Source(str(tmp_path / "a"), "a", ".txt", packed)) as opened:
        for block in opened.blocks():
            largest, total = max(largest, len(block)), total + len(block)
    assert total == 100 << 20
    assert largest <= 40 << 20


def test_without_the_extra_a_zstd_stream_is_one_reject(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if sys.version_info >= (3, 14):
        pytest.skip("zstd is part of Python")
    monkeypatch.setitem(sys.modules, "zstandard", None)
    _, fault, _ = read(tmp_path / "a", b"\x28\xb5\x2f\xfdabc", "")
    assert fault == 'zstd needs zstandard: pip install "hoinghi[zst]"'


def test_a_remote_stream_is_read_and_its_errors_are_the_systems(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsspec = pytest.importorskip("fsspec")
    memory = fsspec.filesystem("memory")
    memory.pipe("/a.jsonl.gz", gzip.compress(LINES))
    source = Source("memory:///a.jsonl.gz", "a", ".jsonl", "gz")
    with open_source(source) as opened:
        assert b"".join(opened.blocks()) == LINES
    from fsspec.implementations.memory import MemoryFile

    def failing(self: object, size: int = -1) -> bytes:
        raise RuntimeError("the line\nis dead")

    monkeypatch.setattr(MemoryFile, "read", failing)
    with open_source(source) as opened, pytest.raises(OSError, match="the line is dead"):
        list(opened.blocks())
    memory.rm("/a.jsonl.gz")
    with pytest.raises(OSError), open_source(source):  # noqa: PT011 - the stores word it differently
        pass
