"""Tokens and their canonical forms."""

from __future__ import annotations

import pytest

from hoinghi.tokens import TOKEN, canonical, fold_tone, shape


def test_one_letter_syllables_and_apostrophes_survive() -> None:
    assert TOKEN.findall("ý kiến y tế của H'Blă Mlô") == ["ý", "kiến", "y", "tế", "của", "H'Blă", "Mlô"]


def test_dates_and_amounts_are_one_token() -> None:
    assert TOKEN.findall("31/12/2020: 6,4 tỷ") == ["31/12/2020", ":", "6,4", "tỷ"]


@pytest.mark.parametrize(
    ("modern", "old"), [("hoà", "hòa"), ("uỷ", "ủy"), ("khoẻ", "khỏe"), ("thuý", "thúy"), ("quý", "quý")]
)
def test_tone_marks_get_one_place(modern: str, old: str) -> None:
    assert fold_tone(modern) == old
    assert fold_tone(old) == old


@pytest.mark.parametrize(
    ("form", "folded"),
    [("06", "6"), ("12", "12"), ("13", "<number>"), ("2020", "<year>"), ("18/12", "<date>"),
     ("5/2024", "<month>"), ("6,4", "<number>"), ("Ủy", "ủy"), ("UỶ", "ủy")],
)  # fmt: skip
def test_canonical_keeps_months_and_folds_amounts(form: str, folded: str) -> None:
    assert canonical(form) == folded


@pytest.mark.parametrize(
    ("form", "expected"),
    [("tỉnh", "x"), ("Tỉnh", "Xx"), ("Ý", "X"), ("UBND", "XX"), ("UBNDxã", "xX"), ("7", "d"), (",", ".")],
)
def test_shapes(form: str, expected: str) -> None:
    assert shape(form) == expected
