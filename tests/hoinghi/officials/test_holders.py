"""Holders, through the shipped model."""

from __future__ import annotations

import pytest

from hoinghi import Predictor


def held(predictor: Predictor, sentence: str) -> dict[str, list[str]]:
    text = "Hội nghị giao ban quý I năm 2020\n\n" + sentence + "\n"
    record = predictor.predict(text)
    return {
        text[s.start : s.end]: [text[a:b] for a, b in s.holders or ()]
        for s in record.spans
        if s.label == "TITLE"
    }


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Đồng chí Lê Văn Bình, Tỉnh ủy viên, Chủ tịch Ủy ban MTTQ Việt Nam tỉnh chủ trì hội nghị.",
            {
                "Tỉnh ủy viên": ["Lê Văn Bình"],
                "Chủ tịch Ủy ban MTTQ Việt Nam tỉnh": ["Lê Văn Bình"],
            },
        ),
        (
            "Phó Chủ tịch UBND huyện Trần Thị Nụ phát biểu tại hội nghị.",
            {"Phó Chủ tịch UBND huyện": ["Trần Thị Nụ"]},
        ),
    ],
)
def test_titles_before_and_behind_names(
    predictor: Predictor, sentence: str, expected: dict[str, list[str]]
) -> None:
    assert held(predictor, sentence) == expected


def test_an_office_without_a_name_has_no_holder(predictor: Predictor) -> None:
    titles = held(predictor, "Đồng chí Chủ tịch UBND xã cho biết việc này đã xong.")
    assert titles == {"Chủ tịch UBND xã": []}
