"""Chunks: their ends and their names depend on the records alone."""

from __future__ import annotations

import dataclasses

import pytest

from hoinghi.batch import chunks
from hoinghi.batch.chunks import Chunk, Item, cut
from hoinghi.batch.raw import RawRecord
from hoinghi.batch.records import Columns, Reject


def raw(number: int, size: int = 10) -> RawRecord:
    return RawRecord("text", b"x" * size, f"n{number}", f"f:{number}", 100 * number)


def lengths(*items: Item) -> list[int]:
    return [len(chunk.items) for chunk in cut(items)]


def test_a_chunk_ends_at_its_number_of_records() -> None:
    assert lengths(*(raw(i) for i in range(2 * chunks.RECORDS + 3))) == [chunks.RECORDS, chunks.RECORDS, 3]
    assert lengths() == []


def test_a_chunk_ends_before_it_is_too_large_and_a_larger_record_is_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(chunks, "BYTES", 25)
    assert lengths(raw(0), raw(1), raw(2), raw(3, 99), raw(4), raw(5)) == [2, 1, 1, 2]
    assert lengths(raw(0, 99), raw(1, 99)) == [1, 1]


def test_rejects_are_records_of_no_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "BYTES", 10)
    monkeypatch.setattr(chunks, "RECORDS", 3)
    reject = Reject("f:1", "why")
    assert lengths(raw(0), reject, reject, reject) == [3, 1]
    assert Chunk((reject,)).read == 0
    assert Chunk((raw(2), reject)).read == 200
    assert (Chunk((raw(2), reject)).first, Chunk((raw(2), reject)).last) == ("f:2", "f:1")


def test_the_digest_tells_contents_and_columns_apart_and_not_places() -> None:
    columns = Columns()
    whole = Chunk((raw(0), Reject("f:1", "why", "b")))
    moved = Chunk((dataclasses.replace(raw(0), source="g:0", read=7), Reject("g:1", "why", "b")))
    others = [
        Chunk((raw(0),)),
        Chunk((raw(1), Reject("f:1", "why", "b"))),
        Chunk((raw(0), Reject("f:1", "why", "c"))),
        Chunk((raw(0), Reject("f:1", "other", "b"))),
        Chunk((Reject("f:1", "why", "b"), raw(0))),
    ]
    assert whole.digest(columns) == moved.digest(columns)
    assert len({chunk.digest(columns) for chunk in (whole, *others)}) == 6
    assert whole.digest(columns) != whole.digest(Columns(text="noi_dung"))
