"""Documents: fields, sentences, furniture."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoinghi.document import read_document
from tests.conftest import QUARTERLY


def test_headline_and_lead_are_found() -> None:
    document = read_document(QUARTERLY)
    assert document.clean_text(*document.headline) == "Mặt trận huyện Bình Thới giao ban quý III"
    assert document.clean_text(*document.lead).startswith("Sáng 28/9/2019")


def test_a_page_in_one_line_still_has_a_headline() -> None:
    document = read_document(" ".join(QUARTERLY.split()) + " " + "Nội dung khác của bài viết này. " * 20)
    first, last = document.headline
    assert 0 < last - first <= 45


def test_furniture_is_outside_the_sentences() -> None:
    page = (
        "Trang chủ | Giới thiệu | Tin tức | Liên hệ\n"
        + QUARTERLY
        + "Lượt xem: 1.204\nTin liên quan\nMột tin khác về lễ hội\n"
    )
    document = read_document(page)
    told = " ".join(document.clean_text(begin, end) for begin, end in document.sentences)
    assert "Trang chủ" not in told
    assert "Lượt xem" not in told
    assert "lễ hội" not in told
    assert "hộ nghèo" in told


def test_an_abbreviation_ends_no_sentence() -> None:
    document = read_document("Tin từ tỉnh\nHội nghị do TP. Hà Nội tổ chức. Đồng chí dự.")
    assert [document.clean_text(b, e) for b, e in document.sentences][1:] == [
        "Hội nghị do TP. Hà Nội tổ chức.",
        "Đồng chí dự.",
    ]


@given(st.text(max_size=400))
def test_any_text_is_read_and_sentences_are_ordered_ranges(text: str) -> None:
    document = read_document(text)
    last = 0
    for begin, end in document.sentences:
        assert last <= begin < end <= len(document.forms)
        last = end
    assert len(document.lower) == len(document.view.text)


@pytest.mark.parametrize(
    "piece",
    [
        ".",
        ". ",
        "a. ",
        " ",
        "1.",
        "\u0301",
        "\u200b",
        "Tin liên quan\n",
        "| a ",
        "(",
        '."',
        "năm 2020 - ",
        "A",
        "a,",
    ],
)
def test_repetitive_pages_are_read_in_linear_time(piece: str) -> None:
    # A quadratic scan of half a million characters would not come back.
    document = read_document(piece * (500_000 // len(piece)))
    assert all(end - begin <= 250 for begin, end in document.sentences)
