"""Outputs: flat rows are safe, files appear whole."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from hoinghi import Predictor
from hoinghi.errors import OutputError
from hoinghi.writing import CSV_COLUMNS, CsvWriter, whole_file
from tests.conftest import QUARTERLY


def test_csv_rows_are_flat_and_cannot_inject_formulas(predictor: Predictor) -> None:
    stream = io.StringIO()
    CsvWriter(stream).write("=1+1", predictor.predict(QUARTERLY), {})
    header, row = csv.reader(io.StringIO(stream.getvalue()))
    assert tuple(header) == CSV_COLUMNS
    cells = dict(zip(header, row, strict=True))
    assert cells["id"] == "'=1+1"
    assert cells["meeting_type"] == "quarterly_review"
    assert (cells["period_unit"], cells["period_index"], cells["period_year"]) == ("quarter", "3", "2019")
    assert cells["officials"].startswith("Lê Văn Đò (")


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
