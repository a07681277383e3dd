"""Cleaning: one form for what looks alike, and every position traceable."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoinghi.text.cleaning import clean

VIETNAMESE = st.text(
    st.sampled_from("aăâeêioôơuưyđĐẠẾộữỷ ẹ,.-–“”\u00a0\u200b\u00ad\ufeff\u0301\u0323\u0302\r\n1２🌸H'’")
)


@given(st.one_of(st.text(), VIETNAMESE))
def test_every_clean_character_lies_in_the_raw_text(raw: str) -> None:
    view = clean(raw)
    last = 0
    for position in range(len(view.text)):
        start, end = view.raw_span(position, position + 1)
        assert 0 <= start < end <= len(raw)
        assert start >= last or start == end - 1
        last = start


@given(VIETNAMESE)
def test_cleaning_is_idempotent(raw: str) -> None:
    once = clean(raw).text
    assert clean(once).text == once


@given(st.text(st.sampled_from("aàáảãạăằâầđêềôốơớưừyỳ hĐẠNG ,.")))
def test_decomposed_text_has_the_clean_view_of_composed_text(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert clean(unicodedata.normalize("NFD", text)).text == clean(composed).text


def test_span_of_a_decomposed_name_covers_its_marks_and_no_more() -> None:
    raw = unicodedata.normalize("NFD", "ông Lê Ngọc\u200b, nói")
    view = clean(raw)
    begin = view.text.index("Lê")
    start, end = view.raw_span(begin, begin + len("Lê Ngọc"))
    assert raw[start:end] == unicodedata.normalize("NFD", "Lê Ngọc")


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        ("Ð\u00e0\u00a0“x”–y\u200b２", 'Đà "x"-y2'),
        ("Ноà ВСН", "Hoà BCH"),  # Cyrillic
        ("ΑΝΗ ο", "ANH o"),  # Greek
        ("quý Ⅳ, ﬁ", "quý IV, fi"),
        ("𝐇𝐨̣̂𝐢 𝟔", "Hội 6"),
        ("٣ ३", "3 3"),
        ("a\u0301\u0302", "ấ"),  # the tone typed first
        ("🌸 Hội 🇻🇳nghị ❤️", " Hội nghị "),
        ("a\ud83d\udca9b\ud800", "ab"),  # halves of pairs
        ("một  hai\t \u3000ba", "một hai ba"),
    ],
)
def test_look_alikes_get_one_form(raw: str, seen: str) -> None:
    assert clean(raw).text == seen


def test_every_code_point_maps_into_the_raw_text() -> None:
    for block in range(0, sys.maxunicode + 1, 4096):
        raw = "".join(f"đ{chr(code)}ê\u0301 " for code in range(block, min(block + 4096, sys.maxunicode + 1)))
        view = clean(raw)
        places = [place for place, letter in enumerate(view.text) if letter == "đ"]
        starts = {view.raw_span(place, place + 1)[0] for place in places}
        assert {place for place, letter in enumerate(raw) if letter == "đ"} <= starts
        for place, letter in enumerate(view.text):
            if letter == "ế":
                start, end = view.raw_span(place, place + 1)
                assert unicodedata.normalize("NFC", raw[start:end]) == "ế"
