"""Years that a period's expression leaves out."""

from __future__ import annotations

import pytest

from hoinghi.document import read_document
from hoinghi.heads.period_ranker import place_candidates
from hoinghi.heads.period_years import event_years, resolve_year, with_year
from hoinghi.heads.periods import find_dates


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
        (
            "Tổng kết chương trình năm qua\n\nSáng 23/12, hai bên tổng kết chương trình năm 2021, bàn nhiệm vụ "
            "năm 2022.",
            2021,
        ),
        # What a figure is measured by is no year of the period, but tells it where nothing else does.
        ("Sơ kết 6 tháng đầu năm\n\nThu ngân sách tăng 6,1 tỷ đồng so với cùng kỳ 2020.", 2021),
        # A date that follows the period closely goes before history.
        ("Giao ban quý III\n\nHai bản kết nghĩa từ ngày 19/5/2009. Ngày 28/9/2018, hai bên giao ban.", 2018),
        # Years behind the opening sentences are those of figures.
        ("Giao ban tháng 5\n\n" + "Hội nghị thảo luận. " * 6 + "Mức ấy vào năm 2014 là 9,7 lần.", None),
        ("Tổng kết hoạt động năm qua\n\nNgày 10 tháng Giêng năm 2012, hội họp tổng kết năm qua.", 2011),
    ],
)
def test_years_are_inferred_from_the_text_alone(text: str, year: int | None) -> None:
    document = read_document(text)
    placed = place_candidates(document)
    assert resolve_year(placed[0].candidate, placed, find_dates(document.lower)) == year


@pytest.mark.parametrize(
    "text",
    [
        "Sơ kết 6 tháng đầu năm, nhiệm vụ cuối năm 2018\n\nQua 6 tháng đầu năm, hội khá hơn. Năm 2017 hội yếu.",
        "Sơ kết 6 tháng đầu năm, nhiệm vụ cuối năm 2018\n\nQua 6 tháng đầu năm, thu tăng so với năm 2017.",
    ],
)
def test_the_plan_stands_behind_the_first_mention_of_the_period(text: str) -> None:
    placed = place_candidates(read_document(text))
    last = [p.candidate for p in placed if p.candidate.unit == "half"][-1]
    assert last.start > placed[1].candidate.start
    assert resolve_year(last, placed, ()) == 2018


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
        (
            "Sơ kết một năm vận hành mô hình hai cấp (1/7/2025 – 1/7/2026)\n\nTỉnh họp sáng nay.",
            (2025, 2026),
        ),
        (
            "Sơ kết một năm thực hiện Luật\n\nLuật có hiệu lực từ 1/7/2023. Ngày 10/7/2024, bộ họp.",
            (2023, 2024),
        ),
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
    ("text", "years"),
    [
        ("Trao giải hội thi tuyến đường đẹp\n\nChiều 24/10, huyện tổng kết hội thi năm 2023.", (2023, 2023)),
        (
            "Tổng kết cuộc thi viết\n\nNgày 18/10/2019, Hội tổng kết cuộc thi, phương hướng năm 2020.",
            (2019, 2019),
        ),
        ("Tổng kết cuộc thi viết\n\nHội tổng kết cuộc thi.", (None, None)),
        (
            "Tổng kết đợt cao điểm Tết\n\nSáng 18/02/2022, công an tổng kết (từ 15/12/2021 đến 14/02/2022).",
            (2021, 2022),
        ),
        (
            "Cây cầu của đoàn viên\n\nXã có cầu mới.\n\nChuyện kể ở buổi tổng kết Tháng Thanh niên năm 2012.",
            (2012, 2012),
        ),
    ],
)
def test_a_contest_has_the_years_that_the_text_tells(text: str, years: tuple[int | None, int | None]) -> None:
    document = read_document(text)
    assert event_years(place_candidates(document), document) == years


def test_an_empty_article_tells_no_years() -> None:
    assert event_years([], read_document("")) == (None, None)
