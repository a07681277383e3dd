"""Bytes: decoded, or refused with a reason."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from hoinghi import decode
from hoinghi.batch.reading import Columns, InputRecord, read_inputs
from hoinghi.errors import RecordError
from training.perturbations import KEEPING, LOSSY

TEXT = (
    "Hội nghị giao ban quý III của Ủy ban MTTQ huyện Bình Thới đánh giá kết quả đạt được, nêu rõ việc chưa làm.\n"
    * 3
)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "UTF-8"),
        (TEXT.encode("utf-8-sig"), "UTF-8"),
        (TEXT.encode("utf-16"), "UTF-16"),
        (TEXT.encode("utf-16-le"), "UTF-16"),
        (TEXT.encode("utf-16-be"), "UTF-16"),
        (TEXT.encode("utf-32"), "UTF-32"),
    ],
)
def test_unicode_is_read_without_a_word(data: bytes, encoding: str) -> None:
    found = decode(data)
    assert (found.text, found.encoding, found.warnings) == (TEXT, encoding, ())


@pytest.mark.parametrize(
    ("change", "encoding"),
    [("VNI", "VNI"), ("VISCII", "VISCII"), ("Windows-1258", "Windows-1258")],
)
def test_old_bytes_are_read_with_a_warning(change: str, encoding: str) -> None:
    found = decode(KEEPING[change](TEXT, random.Random(1)).encode("latin-1"))
    assert found.encoding == encoding
    assert encoding in found.warnings[0]
    import unicodedata

    assert unicodedata.normalize("NFC", found.text) == TEXT


def test_tcvn3_bytes_are_read() -> None:
    found = decode(LOSSY["TCVN3 (no capitals with tones)"](TEXT, random.Random(1)).encode("latin-1"))
    assert found.encoding == "TCVN3"
    assert found.text == TEXT


def test_python_and_hoinghi_agree_on_windows_1258() -> None:
    assert decode("Việt Nam đổi mới".encode("cp1258", errors="ignore")) is not None
    data = KEEPING["Windows-1258"](TEXT, random.Random(1)).encode("latin-1")
    assert decode(data).text == data.decode("cp1258")


def test_a_cut_or_spoilt_byte_does_not_lose_an_article() -> None:
    data = TEXT.encode()
    cut = decode(data[: data.index("ộ".encode()) + 2] + data[8:] if False else data[:-3] + b"\xe1\xba")
    assert cut.text.startswith(TEXT[:100])
    assert "broken byte" in cut.warnings[0]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.4 x", "PDF"),
        (b"PK\x03\x04\x14\x00", "ZIP"),
        (bytes(range(256)) * 4, "binary"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "PNG"),
        (b"\xff\xfe\x00", "UTF-16"),
        (bytes([1, 2, 3, 200]) * 100, "binary"),
    ],
)
def test_what_is_no_text_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(RecordError, match=reason):
        decode(data)


def test_a_record_of_old_bytes_carries_its_text_and_its_warning(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(KEEPING["VNI"](TEXT, random.Random(1)).encode("latin-1"))
    (record,) = read_inputs([str(tmp_path / "a.txt")], Columns())
    assert isinstance(record, InputRecord)
    assert record.is_extracted
    assert "VNI" in record.warnings[0]


def test_json_lines_in_utf_16_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(
        '{"id": "1", "text": "quý"}\n{"id": "2", "text": "năm"}\n'.encode("utf-16")
    )
    records = list(read_inputs([str(tmp_path / "a.jsonl")], Columns()))
    assert [r.text for r in records if isinstance(r, InputRecord)] == ["quý", "năm"]
