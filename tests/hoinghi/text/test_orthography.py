"""Syllables: what can be one, and where its tone stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoinghi.text.orthography import TONED, fold_i, fold_tone, is_syllable, without_marks

LETTERS = st.text(st.sampled_from(sorted(TONED) + list("bcdđghklmnpqrstvx")), max_size=8)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [("hoà", "hòa"), ("uỷ", "ủy"), ("khoẻ", "khỏe"), ("thuý", "thúy"), ("quý", "quý"), ("qúy", "quý"), ("già", "già"),
     ("gìa", "già"), ("tóan", "toán"), ("đựơc", "được"), ("ngừơi", "người"), ("hùynh", "huỳnh"), ("đaọ", "đạo"),
     ("giường", "giường"), ("khuya", "khuya"), ("ubnd", "ubnd"), ("gì", "gì"), ("giêng", "giêng"), ("chuyện", "chuyện")],
)  # fmt: skip
def test_tone_marks_get_one_place(typed: str, folded: str) -> None:
    assert fold_tone(typed) == folded
    assert fold_tone(folded) == folded


@given(LETTERS)
def test_folding_keeps_length_and_settles_at_once(word: str) -> None:
    folded = fold_i(fold_tone(word))
    assert len(folded) == len(word)
    assert fold_i(fold_tone(folded)) == folded
    assert without_marks(fold_tone(word)) == without_marks(word)


@pytest.mark.parametrize(
    ("typed", "folded"), [("kĩ", "kỹ"), ("quí", "quý"), ("thi", "thi"), ("đi", "đi"), ("mì", "mỳ")]
)
def test_i_and_y_get_one_letter_where_they_write_one_sound(typed: str, folded: str) -> None:
    assert fold_i(typed) == folded


@pytest.mark.parametrize(
    "word", "hội nghị quý nghiêng giường ngoằn thuở quốc quyết y ý ở oán ướt được khuỷu".split()
)
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", "school ubnd hôòi ngh bướć cat tooán strengths mặtt c".split())
def test_what_is_no_syllable(word: str) -> None:
    assert not is_syllable(word)
