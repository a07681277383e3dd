"""The period grammar and the resolution of years."""

from __future__ import annotations

import pytest

from hoinghi.document import read_document
from hoinghi.heads.period_ranker import place_candidates
from hoinghi.heads.periods import find_periods


@pytest.mark.parametrize(
    ("text", "unit", "index", "year"),
    [
        ("quý iv năm 2020", "quarter", 4, 2020),
        ("quý iv- năm 2020", "quarter", 4, 2020),
        ("quý 4/2020", "quarter", 4, 2020),
        ("q.ii/2019", "quarter", 2, 2019),
        ("quý đầu năm", "quarter", 1, None),
        ("quý thứ ba", "quarter", 3, None),
        ("6 tháng đầu năm 2021", "half", 1, 2021),
        ("06 tháng cuối năm", "half", 2, None),
        ("sáu tháng", "half", 1, None),
        ("nửa đầu năm 2018", "half", 1, 2018),
        ("9 tháng đầu năm 2021", "nine_months", None, 2021),
        ("4 tháng đầu năm 2022", "month", 4, 2022),
        ("2 tháng cuối năm 2022", "month", 12, 2022),
        ("3 tháng đầu năm 2022", "month", 3, 2022),
        ("06t đầu năm", "half", 1, None),
        ("9t/2021", "nine_months", None, 2021),
        ("tháng 5/2024", "month", 5, 2024),
        ("tháng mười hai năm 2016", "month", 12, 2016),
        ("t5/2024", "month", 5, 2024),
        ("năm 2021", "year", None, 2021),
        ("12 tháng năm 2020", "year", None, 2020),
    ],
)
def test_expressions_are_normalised(text: str, unit: str, index: int | None, year: int | None) -> None:
    (found,) = find_periods(text)
    assert (found.unit, found.index, found.year) == (unit, index, year)
    assert text[found.start : found.end] == text


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("kiểm điểm công tác ba tháng đầu năm, nhiệm vụ quý ii", 1),
        ("đánh giá quý iii, nhiệm vụ 3 tháng cuối năm", 4),
    ],
)
def test_three_months_are_a_quarter_in_a_text_that_counts_in_quarters(text: str, index: int) -> None:
    assert ("quarter", index) in {(found.unit, found.index) for found in find_periods(text)}


def test_an_honoured_guest_is_no_quarter() -> None:
    (found,) = find_periods("thưa quý vị, ba tháng đầu năm")
    assert (found.unit, found.index) == ("month", 3)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("nhiệm kỳ 2015 - 2020", 2015, 2020),
        ("giai đoạn 2016-2020", 2016, 2020),
        ("năm học 2022-2023", 2022, 2023),
        ("từ năm 2011 đến năm 2021", 2011, 2021),
        ("10 năm thực hiện", None, None),
    ],
)
def test_several_years(text: str, start: int | None, end: int | None) -> None:
    (found,) = find_periods(text)
    assert (found.unit, found.start_year, found.end_year) == ("multi_year", start, end)


@pytest.mark.parametrize(
    "text", ["ngày 5 tháng 3 năm 2020", "sáng 18/12/2020", "quý vị đại biểu", "năm nhà", "3.000 năm trước"]
)
def test_dates_and_look_alikes_are_no_periods(text: str) -> None:
    assert find_periods(text) == []


def test_the_scan_is_linear() -> None:
    # A hundred thousand near-matches: a quadratic scan would not come back.
    assert len(find_periods("năm " * 100_000)) == 0
    assert len(find_periods("tháng 5, " * 20_000)) == 20_000


def test_a_month_knows_the_months_beside_it() -> None:
    text = "Giao ban tháng 11\n\nNgày 3/11/2025, xã đánh giá kết quả tháng 10, triển khai nhiệm vụ tháng 11."
    november, october, _ = place_candidates(read_document(text))
    assert "previous_reviewed" in november.features
    assert "next_planned" in october.features
