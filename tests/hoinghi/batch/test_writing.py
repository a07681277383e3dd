"""Outputs: flat rows are safe, files appear whole."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hoinghi import Predictor
from hoinghi.batch.records import Reject
from hoinghi.batch.writing import json_line, reject_line, safe_cell, whole_file
from hoinghi.errors import OutputError
from tests.conftest import QUARTERLY

FORMULAS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "＝1", "＋1", "－1", "＠1", "\t=1", "\tx", "\nx", "\rx", "\r\n=1", "  =1", "\u00a0=1", "\u3000=1",
    "\"=1", "'=1", "“=1", " \" =1", "\ufeff=1", "\u200b=1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x","y")', "\x0b=1", "\x0c-1",
]  # fmt: skip


def read_back(stream: io.StringIO) -> list[list[str]]:
    return list(csv.reader(io.StringIO(stream.getvalue(), newline="")))


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_opens_a_formula(text: str) -> None:
    assert safe_cell(text)[0] in "'\ufffd"


@pytest.mark.parametrize("text", FORMULAS)
@pytest.mark.parametrize("divider", [";", "; ", "\t", "\n", "\r\n", ";;", ';"'])
def test_no_part_of_a_cell_opens_a_formula_where_something_else_divides_cells(
    text: str, divider: str
) -> None:
    opened = re.findall(r"[;\t\n][^\w;\ufffd]*?[=+\-@＝＋－＠]", safe_cell("x" + divider + text))
    assert all(part[-2] == "'" for part in opened)


@pytest.mark.parametrize(
    "text", ["Lê Văn Đò (Chủ tịch)", "0.98", "2015–2020", "a=b", "MTTQ - xã", "a; b", "x@y.vn", "…"]
)
def test_ordinary_cells_stay_as_they_are(text: str) -> None:
    assert safe_cell(text) == text


ODD = st.text(
    st.sampled_from("a;=+-@＝＠'\"“, \t\n\r\x00\x0b\x1b\x85\u2028\ufeff\ud800ộ") | st.characters(),
    max_size=20,
)


@example([";="])
@given(st.lists(ODD, min_size=1, max_size=4))
def test_rows_come_back_cell_by_cell(cells: list[str]) -> None:
    stream = io.StringIO(newline="")
    rows = csv.writer(stream, lineterminator="\n")
    safe = [safe_cell(cell) for cell in cells]
    rows.writerow(safe)
    rows.writerow(["behind", "it"])
    stream.getvalue().encode()
    assert read_back(stream) == [safe, ["behind", "it"]]
    for cell in safe:
        assert safe_cell(cell) == cell or cell.startswith("'")


@given(ODD, ODD)
def test_a_record_is_one_line_whatever_its_strings_hold(identity: str, text: str) -> None:
    line = json_line({"id": identity, "text": text, "parts": [{"name": text}, None, 1.5]})
    assert line.endswith("\n")
    assert len(line.splitlines()) == 1
    record = json.loads(line.encode())
    assert len(record["text"]) == len(text)
    assert record["text"] == record["parts"][0]["name"] == re.sub("[\ud800-\udfff]", "\ufffd", text)
    if not re.search("[\ud800-\udfff]", identity + text):
        assert record["id"] == identity


def test_halves_of_surrogate_pairs_do_not_stop_a_batch(predictor: Predictor) -> None:
    text = QUARTERLY.replace("Lê Văn Đò", "Lê Văn \ud800ò")
    line = json_line({"id": "b\udcff"} | predictor.predict(text).to_dict() | {"text": text})
    record = json.loads(line.encode())
    assert record["id"] == "b\\udcff"
    assert len(record["text"]) == len(text)
    reject = json.loads(reject_line(Reject("d/b\udcff.txt", "why \ud800", "b\udcff")))
    assert reject == {"source": "d/b\\udcff.txt", "reason": "why \ufffd", "id": "b\\udcff"}


def test_an_interrupted_file_never_takes_the_name(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("old", encoding="utf-8")

    def fail_halfway() -> None:
        with whole_file(target) as stream:
            stream.write("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_halfway()
    assert target.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="nowhere"), whole_file(tmp_path / "nowhere" / "o.jsonl"):
        pass
