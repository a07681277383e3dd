"""Raw records to articles: every kind, every reason against one."""

from __future__ import annotations

import json
import pickle

import pytest

from hoinghi.batch.parsing import iso_date, parse
from hoinghi.batch.raw import Kind, RawRecord
from hoinghi.batch.records import Columns, InputRecord, Reject

PARAGRAPH = "Sáng nay, hội nghị giao ban công tác quý I đã diễn ra tại huyện Bình Thới. " * 8


def parsed(
    kind: Kind,
    data: bytes | dict[str, str | None],
    columns: Columns | None = None,
    warnings: tuple[str, ...] = (),
) -> InputRecord | Reject:
    return parse(RawRecord(kind, data, "a:1", "a.x:1", 0, warnings), columns or Columns())


def test_a_text_is_decoded_and_named() -> None:
    assert parsed("text", "một\r\nhai".encode("utf-8-sig")) == InputRecord("a:1", "một\r\nhai", "a.x:1")
    found = parsed("text", b"caf\xe9 abc\xff\xfe")
    assert isinstance(found, InputRecord)
    assert found.is_extracted
    assert "Windows-1252" in found.warnings[0]


def test_a_page_gives_its_article_and_its_day() -> None:
    page = f"<html><head><meta property='article:published_time' content='2021-04-05T08:00:00'><title>Giao ban quý I</title></head><body><h1>Giao ban quý I</h1><p>{PARAGRAPH}</p></body></html>"
    found = parsed("html", page.encode())
    assert isinstance(found, InputRecord)
    assert found.is_extracted
    assert found.text.startswith("Giao ban quý I")
    assert found.date == "2021-04-05"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('{"id": 7, "text": "x"}', InputRecord("7", "x", "a.x:1")),
        ('{"id": null, "text": "x"}', InputRecord("a:1", "x", "a.x:1")),
        ('\ufeff{"text": "x", "date": "05/04/2021"}\r', InputRecord("a:1", "x", "a.x:1", date="2021-04-05")),
        ('{"text": "x", "date": 20210405}', InputRecord("a:1", "x", "a.x:1")),
        ("[1]", Reject("a.x:1", "not a JSON object")),
        ('{"id": "n"}', Reject("a.x:1", "no text in field 'text'", "n")),
        ('{"id": "n", "text": ["x"]}', Reject("a.x:1", "no text in field 'text'", "n")),
        ('{"id": "n", "text": " \\n"}', Reject("a.x:1", "the text is empty", "n")),
        (
            '{"id": "\\ud800", "text": "x"}',
            Reject("a.x:1", "half a surrogate pair at character 0: no Unicode text"),
        ),
    ],
)
def test_a_json_line_is_a_record_or_a_reason(line: str, expected: InputRecord | Reject) -> None:
    assert parsed("json", line.encode()) == expected


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"{broken", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'{"id": ' + b"9" * 5000 + b', "text": "x"}', "not JSON"),
        (b'{"text": "a\0b"}', "binary data"),
        (b"%PDF-1.4", "a PDF file"),
    ],
)
def test_what_is_no_json_is_said(data: bytes, reason: str) -> None:
    found = parsed("json", data)
    assert isinstance(found, Reject)
    assert found.reason.startswith(reason)


def test_a_row_is_read_by_the_names_of_its_columns() -> None:
    row: dict[str, str | None] = {"noi_dung": "x", "ma": "7", "ngay": "2021-4-5"}
    columns = Columns("noi_dung", "ma", "ngay")
    assert parsed("row", row, columns) == InputRecord("7", "x", "a.x:1", date="2021-04-05")
    found = parsed("row", {"text": "x", "id": None}, warnings=("encoding: TCVN3",))
    assert found == InputRecord("a:1", "x", "a.x:1", True, ("encoding: TCVN3",))
    assert parsed("row", {"text": None, "id": "3"}) == Reject("a.x:1", "no text in field 'text'", "3")
    assert parsed("row", {"text": ""}) == Reject("a.x:1", "the text is empty", "a:1")


def test_a_row_in_an_old_encoding_is_read_here() -> None:
    cells: dict[str, str | None] = {"text": "Héi nghÞ", "id": "bµi", "date": None}
    found = parse(RawRecord("row", cells, "a:1", "a.csv:1", 0, ("encoding: TCVN3",), "TCVN3"), Columns())
    assert found == InputRecord("bài", "Hội nghị", "a.csv:1", True, ("encoding: TCVN3",))


@pytest.mark.parametrize("kind", ["text", "html"])
def test_what_is_no_text_is_rejected_by_name(kind: Kind) -> None:
    found = parsed(kind, bytes(range(256)) * 4 if kind == "text" else b"<p>short</p>")
    assert isinstance(found, Reject)
    assert (found.source, found.id) == ("a.x:1", "a:1")
    assert parsed("text", b"") == Reject("a.x:1", "the text is empty", "a:1")


def test_the_name_of_a_file_may_hold_bytes_that_are_no_utf8() -> None:
    raw = RawRecord("json", b'{"text": "x"}', "b\udce0i:1", "b\udce0i.jsonl:1", 0)
    assert parse(raw, Columns()) == InputRecord("b\udce0i:1", "x", "b\udce0i.jsonl:1")


def test_records_go_to_a_worker_and_back() -> None:
    raw = RawRecord("row", {"text": "x", "id": None}, "a:1", "a.csv:1", 5, ("w",))
    assert pickle.loads(pickle.dumps(raw)) == raw
    for found in (parse(raw, Columns()), parsed("json", json.dumps([]).encode())):
        assert pickle.loads(pickle.dumps(found)) == found


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2021-04-05T10:00:00+07:00", "2021-04-05"),
        ("5/4/2021", "2021-04-05"),
        ("5.4.2021 10:00", "2021-04-05"),
        ("2021-02-30", None),
        ("tháng 4", None),
        (None, None),
    ],
)
def test_a_declared_date_is_a_day(written: str | None, day: str | None) -> None:
    assert iso_date(written) == day
