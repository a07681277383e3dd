"""Ranges between two dates."""

from __future__ import annotations

import pytest

from hoinghi.heads.date_ranges import find_date_ranges


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("cao điểm (từ 15/12/2021 đến 14/02/2022)", (2021, 2022)),
        ("kéo dài từ 15-11-2016 đến 10-2-2017", (2016, 2017)),
        ("mô hình hai cấp (1/7/2025 – 1/7/2026)", (2025, 2026)),
        ("phát động tháng 9/2019, nhận bài đến hết tháng 8/2020", (2019, 2020)),
        ("từ ngày 20 tháng 11 năm 2020 đến ngày 15 tháng 01 năm 2021", (2020, 2021)),
        ("từ tháng 3 đến tháng 8/2024", (2024, 2024)),
        ("từ 1/12 đến 28/2/2022", (2021, 2022)),
        ("từ ngày 01/10 đến 30/12/2022", (2022, 2022)),
    ],
)
def test_the_years_of_a_range_are_read(text: str, years: tuple[int, int]) -> None:
    assert [(found.first_year, found.last_year) for found in find_date_ranges(text)] == [years]


@pytest.mark.parametrize(
    "text",
    [
        "đạt 2/3 - 5/2021",  # opened by nothing: shares, not dates
        "từ 1/7 đến 1/8",  # no year
        "từ 1/7/2001 đến 1/7/2021",  # too long for a campaign
        "từ 1/7/2022 đến 1/7/2021",  # backwards
        "từ 1/17/2021 đến 1/18/2021",  # no months
        "từ 1/7/2021. đến 1/8/2021",  # two sentences
    ],
)
def test_other_numbers_are_no_range(text: str) -> None:
    assert find_date_ranges(text) == []


def test_a_range_is_told_by_its_place() -> None:
    text = "đợt cao điểm (từ 15/12/2021 đến 14/02/2022)"
    assert [found.start for found in find_date_ranges(text)] == [text.index("(")]
