"""Rows of tables: the csv module's own, streamed; old encodings; what is too long or broken."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoinghi.batch import csv_lines
from hoinghi.batch.csv_lines import in_old_encoding
from hoinghi.batch.csv_rows import BadRow, Row, read_rows
from hoinghi.batch.records import Columns
from hoinghi.errors import RecordError
from training.perturbations import KEEPING, LOSSY

SENTENCE = "Sáng nay, huyện Bình Thới tổ chức hội nghị giao ban công tác Mặt trận quý III"
LIMIT = 1 << 20


def blocks(data: bytes, size: int) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


def rows(
    data: str | bytes,
    format: str = ".csv",
    size: int = 1 << 18,
    limit: int = LIMIT,
    columns: Columns | None = None,
) -> list[Row | BadRow]:
    data = data.encode() if isinstance(data, str) else data
    return list(read_rows(blocks(data, size), format, columns or Columns(), limit))


def texts(found: list[Row | BadRow]) -> list[str | None]:
    return [row.cells["text"] for row in found if isinstance(row, Row)]


@pytest.mark.parametrize("piece", [8, 1 << 20])
def test_cells_are_found_by_name_and_rows_by_their_last_line(piece: int) -> None:
    data = 'id,x,text\r\n1,,"một ""hai""\nba"\r\n\r\n2,,bốn\r\n'
    with mock.patch.object(csv_lines, "PIECE", piece):
        assert rows(data, size=5) == [
            Row({"text": 'một "hai"\nba', "id": "1"}, 3),
            Row({"text": "bốn", "id": "2"}, 5),
        ]


@given(
    st.lists(st.tuples(*[st.text(st.sampled_from('ab,;\t"\n\r '), max_size=8)] * 2), max_size=6),
    st.sampled_from(["\r\n", "\n", "\r"]),
    st.integers(1, 40),
    st.sampled_from([1, 16, 1 << 20]),
    st.sampled_from([".csv", ".tsv"]),
)
def test_streamed_rows_are_those_of_the_csv_module(
    table: list[tuple[str, str]], end: str, size: int, piece: int, format: str
) -> None:
    stream = io.StringIO(newline="")
    delimiter = "\t" if format == ".tsv" else ","
    writer = csv.writer(stream, lineterminator=end, delimiter=delimiter)
    writer.writerows([("text", "date"), *table])
    reader = csv.reader(io.StringIO(stream.getvalue(), newline=""), delimiter=delimiter)
    next(reader)
    expected = [(reader.line_num, *[*row, None][:2]) for row in reader if row]
    with mock.patch.object(csv_lines, "PIECE", piece):
        found = rows(stream.getvalue(), format, size)
    # What is asked for: the same cells, at the same lines.
    assert [(r.line, r.cells["text"], r.cells["date"]) for r in found if isinstance(r, Row)] == expected


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_the_header_tells_the_delimiter(sign: str) -> None:
    data = f"id{sign}text\n1{sign}một\n"
    assert rows(data) == [Row({"text": "một", "id": "1"}, 2)]


def test_tabs_part_cells_and_quotes_bind_them() -> None:
    data = 'id\ttext\n1\t"hai\tba, ""bốn"""\n2\tnăm "sáu" bảy\n'
    assert texts(rows(data, ".tsv")) == ['hai\tba, "bốn"', 'năm "sáu" bảy']


def test_short_rows_and_empty_ids_have_no_value() -> None:
    assert rows("text,id,date\nmột\nhai,,\n,3\n") == [
        Row({"text": "một", "id": None, "date": None}, 2),
        Row({"text": "hai", "id": None, "date": ""}, 3),
        Row({"text": "", "id": "3", "date": None}, 4),
    ]


@pytest.mark.parametrize("data", ["", "\n\n", "id,body\n1,x\n", '"bext'])
def test_a_table_without_the_column_says_how_to_name_it(data: str) -> None:
    with pytest.raises(RecordError, match="no column 'text'; name the text column with --text-field"):
        rows(data)


def test_a_table_of_a_header_alone_has_no_rows() -> None:
    assert rows("id\ttext") == []


def test_a_mark_before_the_header_is_no_part_of_it() -> None:
    assert texts(rows("\ufefftext,id\nmột,1\n")) == ["một"]


@pytest.mark.parametrize("name", ["Windows-1258", "TCVN3", "VNI"])
@pytest.mark.parametrize("piece", [500, 777, 1 << 20])
def test_old_encodings_are_read_piece_by_piece_as_at_once(name: str, piece: int) -> None:
    change = LOSSY["TCVN3 (no capitals with tones)"] if name == "TCVN3" else KEEPING[name]
    # Rows of two lines run over the edges of pieces; the last hold too few words to tell their encoding.
    table = (
        "id,text\n"
        + "".join(f'{n},"{SENTENCE},\nlần {n} được mời"\n' for n in range(40))
        + "40,Hội nghị\n41,Đã họp\n"
    )
    data = change(table, random.Random(1)).encode("latin-1")
    with mock.patch.object(csv_lines, "PIECE", piece):
        found = [row for row in rows(data, size=100) if isinstance(row, Row)]
    if piece < 1000:
        assert sum(row.encoding == name for row in found) > 30
    assert all(name in row.warnings[0] for row in found)
    read = [
        in_old_encoding(row.cells["text"] or "", row.encoding) if row.encoding else row.cells["text"]
        for row in found
    ]
    assert read == texts(rows(data))
    assert len(read) == 42


def test_a_broken_byte_warns_at_its_piece_only() -> None:
    good = "".join(f"{n},{SENTENCE}\n" for n in range(20)).encode()
    data = b"id,text\n" + good + b"x,\xe1\xba h\xc3\xa0\n" + good
    with mock.patch.object(csv_lines, "PIECE", 1000):
        found = rows(data, size=300)
    warned = [row for row in found if isinstance(row, Row) and row.warnings]
    assert "broken byte" in warned[0].warnings[0]
    assert 0 < len(warned) < 25
    assert len(found) == 41


def test_a_cell_that_is_too_long_is_one_bad_row_and_the_rest_goes_on() -> None:
    long = "x, y\n" * 400
    data = f'id,text\n1,"{long.replace(chr(34), chr(34) * 2)}",z\n2,sau\n'
    found = rows(data, limit=1000)
    assert found == [
        BadRow(2, "a row of more than 1000 bytes; is a quote not closed?"),
        Row({"text": "sau", "id": "2"}, 403),
    ]
    assert rows(data, limit=100_000)[0] == Row({"text": long, "id": "1"}, 402)


@pytest.mark.parametrize("piece", [64, 1 << 20])
@pytest.mark.parametrize("size", [50, 5000])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_line_that_is_too_long_is_one_bad_row_and_the_rest_goes_on(piece: int, size: int, end: str) -> None:
    data = end.join(["id,text", "1,một", "2," + "x" * 3000, "3,ba", "4,bốn", ""])
    with mock.patch.object(csv_lines, "PIECE", piece):
        first, bad, *rest = rows(data, size=size, limit=1000)
    assert isinstance(bad, BadRow)
    assert bad.line == 3
    assert "more than 1000 bytes" in bad.reason
    assert texts([first, *rest]) == ["một", "ba", "bốn"]
    assert [row.line for row in rest] == [4, 5]


def test_a_quote_that_never_closes_is_told() -> None:
    data = 'id,text\n1,một\n2,"hai\n' + "3,ba\n" * 1000
    first, bad = rows(data, limit=1000)
    assert texts([first]) == ["một"]
    assert bad == BadRow(3, "a row of more than 1000 bytes; is a quote not closed?")


def test_binary_pieces_are_told_and_passed_over() -> None:
    good = "".join(f"{n},{SENTENCE}\n" for n in range(40)).encode()
    data = b"id,text\n" + good + bytes(range(1, 9)) * 200 + b"\n" + good
    with mock.patch.object(csv_lines, "PIECE", 1000):
        found = rows(data, size=400)
    bad = [row for row in found if isinstance(row, BadRow)]
    assert bad
    assert all("lines: binary data" in row.reason for row in bad)
    assert isinstance(found[-1], Row)
    assert found[-1].line == 82
    with pytest.raises(RecordError, match="binary"):
        rows(bytes(range(256)) * 10)


@pytest.mark.parametrize("quoted", [b"c", b'"c\nd\n'])
def test_a_stream_that_breaks_off_gives_no_half_row(quoted: bytes) -> None:
    def broken() -> Iterator[bytes]:
        yield b"id,text\n1,a\n2,b\n3," + quoted
        raise RecordError("cut off")

    found = read_rows(broken(), ".csv", Columns(), LIMIT)
    assert texts([next(found), next(found)]) == ["a", "b"]
    with pytest.raises(RecordError, match="cut off"):
        next(found)
