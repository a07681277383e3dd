"""Pieces of a file: what may be divided, and what happens to lines over the edge."""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path

import pytest

from hoinghi.batch.records import Columns, Reject
from hoinghi.batch.sources import Source, plan
from hoinghi.cluster import pieces
from hoinghi.cluster.partitions import Piece
from hoinghi.cluster.pieces import count_lines, is_dividable, read_pieces
from hoinghi.errors import InputError

LINE = b'{"id": "a", "text": "giao ban"}\n'


def source(path: Path, data: bytes) -> Source:
    path.write_bytes(data)
    (found,) = plan([str(path)])
    return found


def test_only_plain_lines_are_divided(tmp_path: Path) -> None:
    assert is_dividable(source(tmp_path / "a.jsonl", LINE), Columns())
    assert not is_dividable(source(tmp_path / "a.csv", b"id,text\n1,x\n"), Columns())
    assert not is_dividable(source(tmp_path / "a.jsonl.gz", gzip.compress(LINE)), Columns())
    # What the name does not say.
    assert not is_dividable(source(tmp_path / "b.jsonl", gzip.compress(LINE)), Columns())
    assert not is_dividable(source(tmp_path / "c.jsonl", LINE.decode().encode("utf-16")), Columns())
    assert not is_dividable(source(tmp_path / "d.jsonl", LINE.decode().encode("utf-16-le")), Columns())
    gone = source(tmp_path / "e.jsonl", LINE)
    (tmp_path / "e.jsonl").unlink()
    assert not is_dividable(gone, Columns())


def test_a_parquet_file_that_is_none_is_not_divided(tmp_path: Path) -> None:
    pyarrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    parquet.write_table(pyarrow.table({"text": ["a", "b"]}), tmp_path / "a.parquet")
    (whole,) = plan([str(tmp_path / "a.parquet")])
    assert is_dividable(whole, Columns())
    assert not is_dividable(whole, Columns("body"))
    assert not is_dividable(source(tmp_path / "b.parquet", b"PAR1"), Columns())


def test_a_line_over_several_pieces_is_in_the_first_and_not_read_on_and_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pieces, "BLOCK", 10)
    monkeypatch.setattr(pieces, "LARGEST_RECORD", 50)
    given = source(tmp_path / "a.jsonl", b"x" * 400 + b"\n" + LINE)
    first, inner, last = Piece(given, 0, 100), Piece(given, 100, 200), Piece(given, 300, given.size, before=1)
    assert [count_lines(piece, Columns()) for piece in (first, inner, last)] == [1, 0, 1]
    (reject,) = read_pieces([first], Columns())
    assert isinstance(reject, Reject)
    assert reject.source == f"{tmp_path / 'a.jsonl'}:1"
    assert list(read_pieces([inner], Columns())) == []
    (record,) = read_pieces([last], Columns())
    assert record.source == f"{tmp_path / 'a.jsonl'}:2"


def test_a_file_that_has_become_shorter_is_told(tmp_path: Path) -> None:
    given = source(tmp_path / "a.jsonl", LINE * 10)
    piece = Piece(given, 100, given.size)
    (tmp_path / "a.jsonl").write_bytes(LINE * 5)
    with pytest.raises(InputError, match="became shorter"):
        count_lines(piece, Columns())
    with pytest.raises(InputError, match="became shorter"):
        list(read_pieces([piece], Columns()))
    with pytest.raises(FileNotFoundError):
        list(read_pieces([replace(piece, source=replace(given, address=str(tmp_path / "b")))], Columns()))
