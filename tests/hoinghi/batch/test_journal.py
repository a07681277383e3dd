"""The journal: what is torn is no line, what differs is named."""

from __future__ import annotations

import io

import msgspec
import pytest

from hoinghi.batch.journal import FORMAT, Entry, Header, Options, line, read_entries, read_header

HEADER = Header(FORMAT, "1.0", "a" * 64, Options("text", "id", "date", 0.0, False))
ENTRIES = [Entry(n, 3, 1, "00", "11", (10 * n + 10, n), (3 * n + 3, n + 1)) for n in range(3)]
WHOLE = line(HEADER) + b"".join(map(line, ENTRIES))


def test_what_was_written_is_read() -> None:
    stream = io.BytesIO(WHOLE)
    assert read_header(stream) == HEADER
    assert list(read_entries(stream)) == ENTRIES


def test_a_torn_line_is_no_line_wherever_it_is_torn() -> None:
    for end in range(len(WHOLE)):
        stream = io.BytesIO(WHOLE[:end])
        header = read_header(stream)
        whole_lines = WHOLE[:end].count(b"\n")
        assert (header is None) == (whole_lines == 0)
        if header is not None:
            assert list(read_entries(stream)) == ENTRIES[: whole_lines - 1]


@pytest.mark.parametrize(
    "bad",
    [
        b"\n",
        b"\0" * 40 + b"\n",
        b"\xff\n",
        b"[]\n",
        line(msgspec.structs.replace(ENTRIES[1], chunk=2)),
        line(msgspec.structs.replace(ENTRIES[1], ends=(9, 1))),
        line(ENTRIES[0]),
    ],
)
def test_what_does_not_follow_ends_the_entries(bad: bytes) -> None:
    stream = io.BytesIO(line(ENTRIES[0]) + bad + line(ENTRIES[1]))
    assert list(read_entries(stream)) == ENTRIES[:1]


@pytest.mark.parametrize("bad", [b"", b"\n", b"{}\n", b"\0\0\0\n", b"\xff\n", line(ENTRIES[0])])
def test_what_is_no_header_is_none(bad: bytes) -> None:
    assert read_header(io.BytesIO(bad)) is None


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (msgspec.structs.replace(HEADER, version="2.0"), "by hoinghi 1.0, and this is 2.0"),
        (msgspec.structs.replace(HEADER, format=99), "go on with that version"),
        (msgspec.structs.replace(HEADER, bundle="b" * 64), r"digest aaaaaaaaaaaaaaaa, now bbbbbbbbbbbbbbbb"),
        (
            msgspec.structs.replace(HEADER, options=Options("t", "id", "date", 0.5, False)),
            r"text-field text, now t; min-score 0.0, now 0.5",
        ),
    ],
)
def test_what_differs_is_named(now: Header, said: str) -> None:
    difference = HEADER.difference(now)
    assert difference is not None
    assert said in difference
    assert "without --resume" in difference


def test_the_same_differs_in_nothing() -> None:
    assert HEADER.difference(msgspec.structs.replace(HEADER)) is None
