"""Rows of .parquet: the needed columns, cells of every type, files that are none."""

from __future__ import annotations

from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any

import pytest

from hoinghi.batch.raw import RawRecord, read_raw
from hoinghi.batch.reading import read_inputs
from hoinghi.batch.records import Columns, InputRecord, Reject
from hoinghi.batch.sources import plan

pa = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")


def write(path: Path, columns: dict[str, Any], **options: Any) -> Path:
    parquet.write_table(pa.table(columns), path, **options)
    return path


def read(path: Path, columns: Columns | None = None) -> list[InputRecord | Reject]:
    return list(read_inputs([str(path)], columns or Columns()))


def test_rows_are_records_named_by_their_number(tmp_path: Path) -> None:
    path = write(tmp_path / "a.parquet", {"text": ["một", None, " ", "bốn"], "x": [1, 2, 3, 4]})
    assert read(path) == [
        InputRecord("a:1", "một", f"{path}:1"),
        Reject(f"{path}:2", "no text in field 'text'", "a:2"),
        Reject(f"{path}:3", "the text is empty", "a:3"),
        InputRecord("a:4", "bốn", f"{path}:4"),
    ]


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        ([7, None], ["7", "a:2"]),
        (["x", ""], ["x", ""]),
        ([{"source": "bao", "number": 7}, None], ["{'source': 'bao', 'number': 7}", "a:2"]),
        ([["a", "b"], []], ["['a', 'b']", "[]"]),
        ([1.5, 2.0], ["1.5", "2.0"]),
    ],
)
def test_ids_of_any_type_are_text(tmp_path: Path, ids: list[object], expected: list[str]) -> None:
    path = write(tmp_path / "a.parquet", {"id": ids, "text": ["x", "y"]})
    assert [record.id for record in read(path)] == expected


@pytest.mark.parametrize(
    "days",
    [
        [date(2021, 4, 5), None],
        [datetime(2021, 4, 5, 23, 30), None],
        pa.array([datetime(2021, 4, 5, 10, tzinfo=timezone.utc), None], pa.timestamp("ns", "UTC")),
        ["5/4/2021", "không rõ"],
    ],
)
def test_days_are_dates(tmp_path: Path, days: Any) -> None:
    path = write(tmp_path / "a.parquet", {"ngay": days, "noi_dung": ["x", "y"]})
    found = read(path, Columns("noi_dung", "ma", "ngay"))
    assert [r.date for r in found if isinstance(r, InputRecord)] == ["2021-04-05", None]


def test_texts_are_read_from_every_type_of_string(tmp_path: Path) -> None:
    texts = ["một", "hai"]
    for kind in (pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())):
        path = write(tmp_path / "a.parquet", {"text": pa.array(texts).cast(kind)})
        assert [r.text for r in read(path) if isinstance(r, InputRecord)] == texts
    path = write(
        tmp_path / "a.parquet", {"text": ["một".encode(), bytes(range(256)), b"caf\xe9 abc\xff\xfe"]}
    )
    first, second, third = read(path)
    assert first == InputRecord("a:1", "một", f"{path}:1")
    assert isinstance(second, Reject)
    assert "binary" in second.reason
    assert isinstance(third, InputRecord)
    assert third.is_extracted
    path = write(tmp_path / "a.parquet", {"text": [1, 2]})
    assert [r.reason for r in read(path) if isinstance(r, Reject)] == ["no text in field 'text'"] * 2


def test_a_file_without_the_column_says_how_to_name_it(tmp_path: Path) -> None:
    path = write(tmp_path / "a.parquet", {"body": ["x"]})
    reason = "no column 'text'; name the text column with --text-field"
    assert read(path) == [Reject(str(path), reason, "a")]


def test_only_the_needed_columns_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "a.parquet", {"text": ["x"], "html": ["y"], "id": [1], "text.x": ["z"]})
    asked: list[list[str]] = []
    iterate = parquet.ParquetFile.iter_batches

    def watched(self: Any, size: int, *, columns: list[str], **options: Any) -> Any:
        asked.append(columns)
        return iterate(self, size, columns=columns, **options)

    monkeypatch.setattr(parquet.ParquetFile, "iter_batches", watched)
    assert read(path) == [InputRecord("1", "x", f"{path}:1")]
    assert asked == [["text", "id"]]


def test_what_is_read_grows_to_the_size_of_the_file(tmp_path: Path) -> None:
    write(tmp_path / "a.parquet", {"text": ["x"] * 1000}, row_group_size=300)
    (tmp_path / "b.txt").write_bytes(b"x")
    sources = plan([str(tmp_path)])
    counts = [r.read for r in read_raw(sources, Columns()) if isinstance(r, RawRecord)]
    assert counts == sorted(counts)
    assert len(set(counts)) > 500
    assert counts[-2:] == [sources[0].size, (sources[0].size or 0) + 1]


@pytest.mark.parametrize("cut", [slice(0, -20), slice(0, 50), slice(0, 3)])
def test_a_file_that_is_not_whole_is_one_reject(tmp_path: Path, cut: slice) -> None:
    path = write(tmp_path / "a.parquet", {"text": ["x"] * 100})
    path.write_bytes(path.read_bytes()[cut])
    (reject,) = read(path)
    assert isinstance(reject, Reject)
    assert reject.reason.startswith("no whole .parquet file (")
    assert "\n" not in reject.reason


def test_a_page_that_is_corrupt_gives_what_came_before_and_one_reject(tmp_path: Path) -> None:
    path = write(tmp_path / "a.parquet", {"text": [f"text {n}" for n in range(1000)]}, row_group_size=500)
    place = parquet.ParquetFile(path).metadata.row_group(1).column(0).data_page_offset
    data = bytearray(path.read_bytes())
    data[place : place + 80] = b"\xff" * 80
    path.write_bytes(data)
    *records, reject = read(path)
    assert len(records) == 500
    assert isinstance(reject, Reject)
    assert reject.reason.startswith("the .parquet file is corrupt (")
    assert reject.source == f"{path}:{len(records) + 1}"


def test_a_remote_file_is_read() -> None:
    fsspec = pytest.importorskip("fsspec")
    sink = pa.BufferOutputStream()
    parquet.write_table(pa.table({"text": ["một"]}), sink)
    fsspec.filesystem("memory").pipe("/table/a.parquet", sink.getvalue().to_pybytes())
    (record,) = read_inputs(["memory://table/a.parquet"], Columns())
    assert record == InputRecord("a:1", "một", "memory://table/a.parquet:1")


def test_bytes_of_an_id_are_text(tmp_path: Path) -> None:
    path = write(tmp_path / "a.parquet", {"id": [b"doc1", b"\xff"], "text": ["một", "hai"]})
    assert [record.id for record in read(path)] == ["doc1", "\\xff"]
