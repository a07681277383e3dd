"""Tables in, tables out: the same kind, the same rows, the answers of the predictor."""

from __future__ import annotations

from typing import Any

import pytest

from hoinghi import Prediction, Predictor, predict_frame
from hoinghi.errors import InputError
from hoinghi.frames import COLUMNS
from tests.conftest import QUARTERLY

narwhals = pytest.importorskip("narwhals")
TEXTS = ["Thời tiết hôm nay", QUARTERLY, None, ""]


def make(kind: str, data: dict[str, list[Any]]) -> Any:
    if kind == "pyarrow":
        return pytest.importorskip("pyarrow").table(data)
    return pytest.importorskip(kind).DataFrame(data)


def rows_of(frame: Any) -> list[dict[str, Any]]:
    return list(narwhals.from_native(frame).iter_rows(named=True))


def is_missing(value: Any) -> bool:
    return value is None or str(value) in ("nan", "<NA>", "None")


def check_row(row: dict[str, Any], prediction: Prediction) -> None:
    assert row["meeting_type"] == prediction.meeting_type.label
    assert row["score"] == prediction.meeting_type.score
    period = prediction.period
    for part in ("unit", "index", "year", "start_year", "end_year"):
        wanted = period and getattr(period, part)
        found = row[f"period_{part}"]
        assert is_missing(found) if wanted is None else found == wanted
    assert list(row["topics"]) == [topic.label for topic in prediction.topics]
    assert list(row["topic_scores"]) == [topic.score for topic in prediction.topics]
    assert list(row["warnings"]) == list(prediction.warnings)
    assert [(o["name"], [t["full"] for t in o["titles"]]) for o in row["officials"]] == [
        (o.name, [t.full for t in o.titles]) for o in prediction.officials
    ]
    assert is_missing(row["date"]) if prediction.date is None else row["date"] == prediction.date


@pytest.mark.parametrize("kind", ["pandas", "polars", "pyarrow"])
def test_a_table_comes_back_with_answers(kind: str, predictor: Predictor) -> None:
    frame = make(kind, {"số": [4, 3, 2, 1], "bài": TEXTS})
    found = predict_frame(frame, text="bài", predictor=predictor)
    assert type(found) is type(frame)
    rows = rows_of(found)
    assert list(rows[0]) == ["số", "bài", *COLUMNS]
    assert [row["số"] for row in rows] == [4, 3, 2, 1]
    assert rows[1]["meeting_type"] == "quarterly_review"
    for row, text in zip(rows, TEXTS, strict=True):
        if text is None:
            assert all(is_missing(row[name]) for name in COLUMNS)
        else:
            check_row(row, predictor.predict(text))


@pytest.mark.parametrize("kind", ["polars", "pyarrow"])
def test_types_do_not_depend_on_the_articles(kind: str, predictor: Predictor) -> None:
    schemas = [
        narwhals.from_native(predict_frame(make(kind, {"text": texts}), predictor=predictor)).schema
        for texts in (["Thời tiết hôm nay"], [QUARTERLY])
    ]
    assert schemas[0] == schemas[1]


def test_whole_numbers_of_pandas_stay_whole_and_its_index_stays(predictor: Predictor) -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"text": [QUARTERLY, "Thời tiết"]}, index=["b", "b"])
    found = predict_frame(frame, predictor=predictor)
    assert list(found.index) == ["b", "b"]
    assert str(found["period_year"].dtype) == "Int64"
    assert found["period_year"].tolist()[0] == 2019
    assert list(frame.columns) == ["text"]


def test_several_processes_give_the_same(predictor: Predictor) -> None:
    pytest.importorskip("joblib")
    frame = make("polars", {"text": [QUARTERLY, "Thời tiết", None] * 60})
    assert predict_frame(frame, predictor=predictor, jobs=2).equals(predict_frame(frame, predictor=predictor))


def test_the_predictor_given_is_the_one_that_answers() -> None:
    frame = make("pyarrow", {"text": [QUARTERLY]})
    found = predict_frame(frame, predictor=Predictor(min_score=1.0))
    assert found["meeting_type"].to_pylist() == [None]
    assert found["warnings"].to_pylist()[0][0].startswith("abstained")


@pytest.mark.parametrize(
    ("data", "options", "message"),
    [
        ({"bài": [""]}, {}, r"no column 'text'; it has 'bài'"),
        ({"text": [""]}, {"id": "mã"}, "no column 'mã'"),
        ({"text": [""], "date": [""]}, {}, r"already has 'date'; give a prefix"),
        ({"text": [5]}, {}, "row 0: the text is a int, not a string"),
        ({"text": [5], "mã": ["x7"]}, {"id": "mã"}, "mã 'x7': the text is a int"),
    ],
)
def test_a_table_that_does_not_fit_is_refused(
    data: dict[str, list[Any]], options: dict[str, Any], message: str, predictor: Predictor
) -> None:
    with pytest.raises(InputError, match=message):
        predict_frame(make("pyarrow", data), predictor=predictor, **options)


def test_a_prefix_keeps_names_apart(predictor: Predictor) -> None:
    found = predict_frame(make("pyarrow", {"text": [""], "date": ["x"]}), predictor=predictor, prefix="h_")
    assert found.column_names == ["text", "date", *("h_" + name for name in COLUMNS)]


def test_what_is_no_table_is_refused(predictor: Predictor) -> None:
    with pytest.raises(InputError, match="not a list"):
        predict_frame([QUARTERLY], predictor=predictor)
    lazy = pytest.importorskip("polars").LazyFrame({"text": [QUARTERLY]})
    with pytest.raises(InputError, match=r"LazyFrame; collect\(\) it first"):
        predict_frame(lazy, predictor=predictor)


def test_a_table_without_rows_gets_its_columns(predictor: Predictor) -> None:
    polars = pytest.importorskip("polars")
    found = predict_frame(polars.DataFrame({"text": []}, schema={"text": polars.String}), predictor=predictor)
    assert found.shape == (0, 1 + len(COLUMNS))
