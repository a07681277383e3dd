"""Flat tables: every article one row, every title one row, no cell a formula."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hoinghi import Predictor
from hoinghi.batch.csv_output import COLUMNS, OFFICIAL_COLUMNS, article_row, title_rows, write_csv
from hoinghi.batch.writing import json_line, safe_cell
from tests.conftest import QUARTERLY, ROOT


def rows_of(*records: dict[str, Any]) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    articles, titles = io.StringIO(newline=""), io.StringIO(newline="")
    write_csv(records, articles, titles)
    return tuple(list(csv.DictReader(io.StringIO(s.getvalue(), newline=""))) for s in (articles, titles))  # type: ignore[return-value]


def record(predictor: Predictor, text: str = QUARTERLY, **more: object) -> dict[str, Any]:
    return dict(json.loads(json_line({"id": "a", **predictor.predict(text).to_dict(), **more})))


def test_a_record_is_one_row_of_articles_and_one_a_title(predictor: Predictor) -> None:
    [article], titles = rows_of(record(predictor))
    assert list(article) == list(COLUMNS)
    assert (article["id"], article["meeting_type"], article["date"]) == (
        "a",
        "quarterly_review",
        "2019-09-28",
    )
    assert [article[f"period_{part}"] for part in ("unit", "index", "year", "start_year")] == [
        "quarter",
        "3",
        "2019",
        "",
    ]
    assert article["topics"].split("; ") == ["poverty_relief", "emulation"]
    assert all(0.5 < float(score) <= 1 for score in article["topic_scores"].split("; "))
    assert article["people"] == "1"
    assert article["officials"] == (
        "Lê Văn Đò (Huyện ủy viên, Chủ tịch Ủy ban Mặt trận Tổ quốc Việt Nam huyện)"
    )
    assert [list(row) for row in titles] == [list(OFFICIAL_COLUMNS)] * 2
    assert titles[1] == {
        "id": "a",
        "name": "Lê Văn Đò",
        "title": "Chủ tịch Ủy ban MTTQ Việt Nam huyện",
        "full": "Chủ tịch Ủy ban Mặt trận Tổ quốc Việt Nam huyện",
        "role": "chair",
        "body": "fatherland_front",
        "level": "district",
        "place": "",
        "former": "false",
        "acting": "false",
    }


def test_what_is_not_told_is_an_empty_cell(predictor: Predictor) -> None:
    bare = record(predictor, "Thời tiết hôm nay", meeting_type={"label": None, "score": 0.4})
    [article], titles = rows_of(bare)
    told = {name: cell for name, cell in article.items() if cell}
    assert told == {"id": "a", "score": "0.4", "people": "0"}
    assert titles == []


def test_the_table_of_titles_may_be_left_out(predictor: Predictor) -> None:
    alone, beside = io.StringIO(), io.StringIO()
    write_csv([record(predictor)], alone)
    write_csv([record(predictor)], beside, io.StringIO())
    assert alone.getvalue() == beside.getvalue()


def test_a_former_official_is_told_so(predictor: Predictor) -> None:
    person = {"name": "Lê Văn Đò", "titles": [dict.fromkeys(("text", "full", "role", "body", "level"), "x")]}
    person["titles"][0]["former"] = True  # type: ignore[index]
    _, [title] = rows_of(record(predictor, officials=[person]))
    assert (title["former"], title["acting"]) == ("true", "false")


@given(text=st.text(st.sampled_from("=+-@;'\" \t\n\rộ"), min_size=1, max_size=300))
def test_every_cell_of_both_tables_is_made_safe(text: str) -> None:
    title = {**dict.fromkeys(("text", "full", "role", "body", "level", "place"), text), "former": False}
    odd = {
        "id": text,
        "meeting_type": {"label": text, "score": 0.5},
        "period": None,
        "topics": [{"label": text, "score": 0.5}],
        "officials": [{"name": text, "titles": [title]}],
        "warnings": [text],
        "date": None,
    }
    [article], [row] = rows_of(odd)
    assert list(article.values()) == [safe_cell(cell) for cell in article_row(odd)]
    [cells] = title_rows(odd)
    assert list(row.values()) == [safe_cell(cell) for cell in cells]


def test_the_columns_are_documented() -> None:
    page = (ROOT / "docs" / "columns.md").read_text(encoding="utf-8")
    for name, meaning in [*COLUMNS.items(), *OFFICIAL_COLUMNS.items()]:
        assert f"| `{name}` | {meaning} |" in page
