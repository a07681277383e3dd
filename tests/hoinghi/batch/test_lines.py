"""Lines of blocks, wherever the blocks are cut."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoinghi.batch.lines import lines_of, narrow, whole
from hoinghi.errors import RecordError


def blocks(data: bytes, size: int) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


@given(st.binary(max_size=60).map(lambda data: data.replace(b"\0", b"\n")), st.integers(1, 70))
def test_lines_do_not_depend_on_where_blocks_are_cut(data: bytes, size: int) -> None:
    expected = data.split(b"\n")
    if not expected[-1]:
        expected.pop()
    assert list(lines_of(blocks(data, size), 100)) == expected


@given(st.lists(st.integers(0, 12), max_size=8), st.integers(1, 40), st.booleans())
def test_lines_that_are_too_long_are_not_given(lengths: list[int], size: int, is_ended: bool) -> None:
    data = b"\n".join(b"x" * length for length in lengths) + b"\n" * is_ended
    expected = [b"x" * length if length <= 6 else None for length in lengths]
    if expected and not is_ended and not lengths[-1]:
        expected.pop()
    if not lengths and is_ended:
        expected = [b""]
    assert list(lines_of(blocks(data, size), 6)) == expected


def test_a_stream_that_breaks_off_gives_no_half_line() -> None:
    def broken() -> Iterator[bytes]:
        yield b"one\ntw"
        raise RecordError("cut off")

    lines = lines_of(broken(), 100)
    assert next(lines) == b"one"
    with pytest.raises(RecordError, match="cut off"):
        next(lines)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8", "utf-8-sig"])
@pytest.mark.parametrize("size", [1, 7, 64, 10_000])
def test_every_form_of_unicode_becomes_bytes_with_plain_line_ends(encoding: str, size: int) -> None:
    text = '{"text": "Hội nghị \U0001f600 quý"}\n' * 30
    found = b"".join(narrow(blocks(text.encode(encoding), size), head=64))
    assert found.decode("utf-8-sig") == text


def test_other_bytes_pass_as_they_are() -> None:
    data = bytes(range(256)) * 300
    assert b"".join(narrow(blocks(data, 1000))) == data
    assert b"".join(narrow(iter(()))) == b""


@pytest.mark.parametrize("end", [b"x", b"\x00\xdc\x00\xdc"])
def test_broken_utf_16_is_told_with_its_place(end: bytes) -> None:
    data = ("a" * 1000).encode("utf-16") + end
    with pytest.raises(RecordError, match=r"not UTF-16 near byte 200[23]"):
        list(narrow(blocks(data, 100)))


def test_a_whole_is_given_up_to_the_limit() -> None:
    assert whole(iter([b"ab", b"c"]), 3) == b"abc"
    assert whole(iter([b"ab", b"cd"]), 3) is None
    assert whole(iter(()), 3) == b""
