"""Parquet: the contract with types, the same bytes for the same records, bounded groups, whole files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_type_hints

import msgspec
import pytest

from hoinghi import Prediction, Predictor
from hoinghi.batch import parquet_output
from hoinghi.batch.parquet_output import parquet_schema, write_parquet
from hoinghi.batch.writing import json_line
from hoinghi.errors import OutputError
from tests.conftest import QUARTERLY, ROOT

arrow = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")


def records(predictor: Predictor, count: int = 3) -> list[dict[str, Any]]:
    made = predictor.predict(QUARTERLY).to_dict()
    return [json.loads(json_line({"id": f"số {number}", **made})) for number in range(count)]


def read_back(path: Path) -> list[dict[str, Any]]:
    """Rows as the contract spells them: no text where none was extracted, no field that is not told."""
    rows = parquet.read_table(path).to_pylist()
    for row in rows:
        row["date"] = row["date"] and row["date"].isoformat()
        for span in row["spans"]:
            if span["holders"] is None:
                del span["holders"]
        if row["period"] is not None:
            row["period"] = {key: value for key, value in row["period"].items() if value is not None}
        if row["text"] is None:
            del row["text"]
    return rows


def test_records_come_back_as_they_were(predictor: Predictor, tmp_path: Path) -> None:
    wanted = records(predictor)
    wanted[1] |= {"text": "một đoạn văn", "period": None, "meeting_type": {"label": None, "score": 0.25}}
    wanted[2] |= {"topics": [], "spans": [], "officials": [], "date": None, "warnings": ["markup: x"]}
    for record in wanted:
        if record["period"] is not None:
            record["period"] = {key: value for key, value in record["period"].items() if value is not None}
    write_parquet(wanted, tmp_path / "out.parquet")
    assert read_back(tmp_path / "out.parquet") == wanted


def test_the_same_records_give_the_same_bytes(predictor: Predictor, tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_parquet(iter(records(predictor)), tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def shape_of(type_: Any) -> Any:
    """Fields of a msgspec type, as nested names."""
    parts = [part for part in get_args(type_) if part not in (type(None), Ellipsis)]
    if isinstance(type_, type) and issubclass(type_, msgspec.Struct):
        return {name: shape_of(hint) for name, hint in get_type_hints(type_).items()}
    return shape_of(parts[0]) if parts else None


def shape_of_column(type_: Any) -> Any:
    if arrow.types.is_list(type_):
        return shape_of_column(type_.value_type)
    if arrow.types.is_struct(type_):
        return {type_.field(n).name: shape_of_column(type_.field(n).type) for n in range(type_.num_fields)}
    return None


def test_the_schema_has_every_field_of_the_contract() -> None:
    columns = {field.name: shape_of_column(field.type) for field in parquet_schema()}
    assert columns.pop("text", "missing") is None
    assert columns == shape_of(Prediction)


def test_groups_are_bounded_by_rows_and_by_text(
    predictor: Predictor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet_output, "GROUP_ROWS", 4)
    monkeypatch.setattr(parquet_output, "GROUP_CHARACTERS", 10_000)
    many = records(predictor, 10)
    many[5]["text"] = "x" * 10_000
    write_parquet(many, tmp_path / "out.parquet")
    footer = parquet.read_metadata(tmp_path / "out.parquet")
    assert [footer.row_group(n).num_rows for n in range(footer.num_row_groups)] == [4, 2, 4]
    assert len(read_back(tmp_path / "out.parquet")) == 10


def test_no_record_is_a_table_too(tmp_path: Path) -> None:
    write_parquet([], tmp_path / "out.parquet")
    assert parquet.read_table(tmp_path / "out.parquet").schema.equals(parquet_schema())


def test_halves_of_surrogate_pairs_are_replaced(predictor: Predictor, tmp_path: Path) -> None:
    odd = records(predictor, 2)
    odd[1] |= {"id": "b\udcff", "text": "c\ud800d"}
    write_parquet(odd, tmp_path / "out.parquet")
    rows = read_back(tmp_path / "out.parquet")
    assert rows[0]["id"] == "số 0"
    assert (rows[1]["id"], rows[1]["text"]) == ("b\\udcff", "c\ufffdd")
    assert rows[1]["date"] == rows[0]["date"] == "2019-09-28"


def test_a_file_that_cannot_be_finished_is_not_left_behind(predictor: Predictor, tmp_path: Path) -> None:
    def broken() -> Iterator[dict[str, Any]]:
        yield from records(predictor)
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError, match="broken"):
        write_parquet(broken(), tmp_path / "out.parquet")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"explanation": {}}, "số 0: .parquet has no column for explanation"),
        ({"date": "2019-13-01"}, "no date"),
    ],
)
def test_what_no_column_holds_is_refused(
    predictor: Predictor, tmp_path: Path, more: dict[str, Any], message: str
) -> None:
    with pytest.raises(OutputError, match=message):
        write_parquet([records(predictor, 1)[0] | more], tmp_path / "out.parquet")


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"nowhere.*No such file"):
        write_parquet([], tmp_path / "nowhere" / "out.parquet")


def test_the_schema_is_documented() -> None:
    page = (ROOT / "docs" / "columns.md").read_text(encoding="utf-8")
    for field in parquet_schema():
        assert f"| `{field.name}` |" in page
