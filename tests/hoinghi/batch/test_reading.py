"""Inputs: every kind, every fault named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hoinghi.batch.reading import Columns, InputRecord, Reject, read_inputs
from hoinghi.errors import InputError


def read(*paths: Path, columns: Columns | None = None) -> list[InputRecord | Reject]:
    return list(read_inputs([str(p) for p in paths], columns or Columns()))


def test_text_keeps_its_line_ends_and_loses_its_mark(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbfm\xe1\xbb\x99t\r\nhai")
    (record,) = read(tmp_path / "a.txt")
    assert record == InputRecord("a", "một\r\nhai", str(tmp_path / "a.txt"))


def test_utf16_with_a_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("quý".encode("utf-16"))
    (record,) = read(tmp_path / "a.txt")
    assert isinstance(record, InputRecord)
    assert record.text == "quý"


def test_folders_are_read_in_name_order(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("b.txt", "a.txt", "sub/c.txt", "notes.pdf"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    assert [r.id for r in read(tmp_path)] == ["a", "b", "sub/c"]


def test_jsonl_names_line_and_reason_and_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"id": 7, "text": "x"}\n{broken\n[1]\n{"id": "n"}\n{"text": "y"}\n{"text": " "}\n', encoding="utf-8"
    )
    first, broken, array, without, last, empty = read(path)
    assert first == InputRecord("7", "x", f"{path}:1")
    assert isinstance(broken, Reject)
    assert broken.source == f"{path}:2"
    assert broken.reason.startswith("not JSON")
    assert array == Reject(f"{path}:3", "not a JSON object")
    assert without == Reject(f"{path}:4", "no text in field 'text'", "n")
    assert last == InputRecord("a:5", "y", f"{path}:5")
    assert empty == Reject(f"{path}:6", "the text is empty", "a:6")


def test_csv_takes_columns_by_name(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('ma,noi_dung\n1,"dòng một\ndòng hai"\n2,khác\n', encoding="utf-8")
    records = read(path, columns=Columns("noi_dung", "ma"))
    assert [(r.id, r.text) for r in records if isinstance(r, InputRecord)] == [
        ("1", "dòng một\ndòng hai"),
        ("2", "khác"),
    ]
    (reject,) = read(path)
    assert isinstance(reject, Reject)
    assert "no column 'text'" in reject.reason


def test_bytes_of_no_known_encoding_are_read_with_a_warning(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"caf\xe9 abc\xff\xfe")
    (record,) = read(tmp_path / "a.txt")
    assert isinstance(record, InputRecord)
    assert record.text == "café abcÿþ"
    assert "Windows-1252" in record.warnings[0]


def test_binary_files_are_rejected_with_a_reason(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(bytes(range(256)))
    (reject,) = read(tmp_path / "a.txt")
    assert isinstance(reject, Reject)
    assert "binary" in reject.reason


def test_html_becomes_headline_and_text(tmp_path: Path) -> None:
    body = "<p>" + "Sáng nay, hội nghị giao ban công tác quý I đã diễn ra tại huyện. " * 8 + "</p>"
    page = f"<html><head><title>Giao ban quý I</title></head><body><nav><a href='/'>Trang chủ</a></nav><article><h1>Giao ban quý I</h1>{body}</article></body></html>"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    (record,) = read(tmp_path / "a.html")
    assert isinstance(record, InputRecord)
    assert record.is_extracted
    assert record.text.startswith("Giao ban quý I")
    assert "Trang chủ" not in record.text


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [("missing.txt", None, "no such file"), ("a.docx", b"x", "unknown format"), ("empty.txt", b"", "empty")],
)
def test_faults_of_a_path_stop_before_anything_is_read(
    tmp_path: Path, name: str, content: bytes | None, reason: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=reason):
        read_inputs([str(tmp_path / name)], Columns())


def test_half_a_surrogate_pair_is_read_in_a_text_and_rejected_in_an_id(tmp_path: Path) -> None:
    lines = [json.dumps({"text": "a\ud800b"}), json.dumps({"id": "\ud800", "text": "c"})]
    (tmp_path / "a.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    record, reject = read(tmp_path / "a.jsonl")
    assert isinstance(record, InputRecord)
    assert record.text == "a\ud800b"
    assert isinstance(reject, Reject)
    assert "surrogate" in reject.reason


def test_a_link_out_of_the_folder_is_rejected(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "secret.txt").write_text("mật", encoding="utf-8")
    (tmp_path / "in" / "a.txt").write_text("một", encoding="utf-8")
    (tmp_path / "in" / "b.txt").symlink_to(tmp_path / "secret.txt")
    record, reject = read(tmp_path / "in")
    assert isinstance(record, InputRecord)
    assert isinstance(reject, Reject)
    assert "outside" in reject.reason
