"""Markdown marks inside plain text."""

from __future__ import annotations

import pytest

from hoinghi.text.cleaning import clean


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        ("# Hội nghị giao ban", "Hội nghị giao ban"),
        ("> Lời trích", "Lời trích"),
        ("*Việt An*", "Việt An"),
        ("Bà **Hà Thị Mận**, __Chủ tịch__", "Bà Hà Thị Mận, Chủ tịch"),
        ("**Bà *Hà* chủ trì**", "Bà Hà chủ trì"),
        ("_Theo TTXVN_", "Theo TTXVN"),
        ("[UBND huyện](https://a.vn/b_c_d.html) họp", "UBND huyện họp"),
        ('![Ảnh: Lê Na](anh.jpg "Lê Na")', "Ảnh: Lê Na"),
        ("[![Ảnh](a.jpg)](https://a.vn)", "Ảnh"),
        (r"1\. Thu 30\.000 đồng", "1. Thu 30.000 đồng"),
    ],
)
def test_marks_go_and_words_stay(raw: str, seen: str) -> None:
    view = clean(raw)
    assert view.text == seen
    assert view.repairs == ()


@pytest.mark.parametrize(
    "text",
    [
        "* Quỹ\n* Tiền",
        "giá 5.000đ* một ký",
        "3*4*5",
        "BD_PA_KIEN HUNG",
        "________",
        "[1](2)",
        "#haiphong",
        "5 > 3",
        "a](b)",
    ],
)
def test_what_is_no_markdown_stays(text: str) -> None:
    assert clean(text).text == text


def test_offsets_point_into_the_text_as_given() -> None:
    raw = "Bà **Hà** [Thị Mận](https://a.vn), Chủ tịch"
    view = clean(raw)
    begin = view.text.index("Hà Thị Mận")
    start, end = view.raw_span(begin, begin + len("Hà Thị Mận"))
    assert raw[start:end] == "Hà** [Thị Mận"
