"""The period grammar and the resolution of years."""

from __future__ import annotations

import pytest

from hoinghi.document import read_document
from hoinghi.heads.period_ranker import place_candidates
from hoinghi.heads.period_years import event_year, resolve_year, with_year
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


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Giao ban quý IV\n\nNgày 12/01/2021, huyện họp giao ban quý IV.", 2020),
        ("Giao ban quý I\n\nNgày 28/3/2021, huyện họp giao ban quý I.", 2021),
        ("Sơ kết quý IV, nhiệm vụ quý I năm 2022\n\nHuyện họp sơ kết.", 2021),
        ("Sơ kết quý I, nhiệm vụ quý II năm 2022\n\nHuyện họp sơ kết.", 2022),
        ("Giao ban quý II\n\nHuyện họp giao ban quý II.", None),
        ("Tổng kết công tác năm qua, triển khai nhiệm vụ năm 2023\n\nChiều 12/01, Sở họp.", 2022),
        ("Tổng kết công tác năm qua\n\nSáng mồng 8 tháng 01 năm 2017, chi hội họp tổng kết năm qua.", 2016),
        ("Tổng kết hoạt động năm qua\n\nNgày 10 tháng Giêng năm 2012, hội họp tổng kết năm qua.", 2011),
    ],
)
def test_years_are_inferred_from_the_text_alone(text: str, year: int | None) -> None:
    from hoinghi.heads.periods import find_dates

    document = read_document(text)
    placed = place_candidates(document)
    assert resolve_year(placed[0].candidate, placed, find_dates(document.lower)) == year


@pytest.mark.parametrize(
    ("text", "years"),
    [
        (
            "Sơ kết 5 năm thực hiện Chỉ thị 05\n\nSáng 12/5/2021, huyện sơ kết Chỉ thị số 05 ngày 15/5/2016.",
            (2016, 2021),
        ),
        (
            "Sơ kết một năm (6/2022 - 6/2023) thực hiện Nghị quyết 14\n\nSáng 14.6.2023, xã sơ kết.",
            (2022, 2023),
        ),
        ("Sơ kết 3 năm thực hiện Chỉ thị 11\n\nNgày 12/5/2021, huyện sơ kết Chỉ thị.", (None, None)),
        ("Tổng kết năm học 23-24\n\nSân trường sáng 25/5 rợp bóng dù.", (2023, 2024)),
        ("Tổng kết cuộc bầu cử đại biểu HĐND nhiệm kỳ 2021 - 2026\n\nHuyện họp.", (2021, 2021)),
        ("Tổng kết nhiệm kỳ 2016 - 2021 của HĐND\n\nHuyện họp.", (2016, 2021)),
        ("Sơ kết từ cuối 2017 đến đầu 2020\n\nTỉnh đoàn họp.", (2017, 2020)),
    ],
)
def test_first_and_last_years_come_from_the_text(text: str, years: tuple[int | None, int | None]) -> None:
    document = read_document(text)
    placed = place_candidates(document)
    several = [one for one in placed if one.candidate.unit == "multi_year"]
    found = with_year(several[0].candidate, [*several, *placed], document)
    assert (found.start_year, found.end_year) == years


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Trao giải hội thi tuyến đường đẹp\n\nChiều 24/10, huyện tổng kết hội thi năm 2023.", 2023),
        ("Tổng kết cuộc thi viết\n\nNgày 18/10/2019, Hội tổng kết cuộc thi, phương hướng năm 2020.", 2019),
        ("Tổng kết cuộc thi viết\n\nHội tổng kết cuộc thi.", None),
    ],
)
def test_a_contest_has_the_year_that_the_text_tells(text: str, year: int | None) -> None:
    document = read_document(text)
    assert event_year(place_candidates(document), document) == year


def test_a_month_knows_the_months_beside_it() -> None:
    text = "Giao ban tháng 11\n\nNgày 3/11/2025, xã đánh giá kết quả tháng 10, triển khai nhiệm vụ tháng 11."
    november, october, _ = place_candidates(read_document(text))
    assert "previous_reviewed" in november.features
    assert "next_planned" in october.features
