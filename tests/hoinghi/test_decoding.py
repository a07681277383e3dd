"""Type and period together."""

from __future__ import annotations

import pytest

from hoinghi.decoding import UNLIKELY, choose_period
from hoinghi.document import read_document
from hoinghi.heads.period_ranker import place_candidates


@pytest.mark.parametrize(
    ("text", "score", "is_chosen"),
    [
        ("Đoàn phường tổng kết hoạt động hè\n\nTrường chuẩn bị năm học mới.", UNLIKELY - 1, False),
        ("Trường tổng kết năm học\n\nSáng 29/5, trường họp.", UNLIKELY + 1, True),
        ("Trường tổng kết năm học 2022 - 2023\n\nSáng 29/5, trường họp.", UNLIKELY - 1, True),
    ],
)
def test_an_unlikely_school_year_without_years_is_no_period(text: str, score: float, is_chosen: bool) -> None:
    document = read_document(text)
    periods = place_candidates(document)
    chosen = choose_period("thematic_review", periods, [score] * len(periods), document)
    assert (chosen is not None) == is_chosen


def test_a_type_without_a_fitting_expression_has_no_period() -> None:
    document = read_document("Huyện sơ kết quý I\n\nHuyện họp.")
    periods = place_candidates(document)
    assert periods
    assert choose_period("year_end_summary", periods, [9.0] * len(periods), document) is None
    assert choose_period("other", periods, [9.0] * len(periods), document) is None
