"""Tokens and their canonical forms."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoinghi.text.tokens import _TOKEN, TOKEN, canonical, shape, spelt, tokenise


def test_one_letter_syllables_and_apostrophes_survive() -> None:
    assert TOKEN.findall("ý kiến y tế của H'Blă Mlô") == ["ý", "kiến", "y", "tế", "của", "H'Blă", "Mlô"]


def test_dates_and_amounts_are_one_token() -> None:
    assert TOKEN.findall("31/12/2020: 6,4 tỷ") == ["31/12/2020", ":", "6,4", "tỷ"]


def test_a_run_without_end_falls_into_pieces() -> None:
    for run in ("x" * 1000, "7" * 1000, "1/" * 500, "a'" * 500):
        pieces = TOKEN.findall(run)
        assert max(map(len, pieces)) < 300
        assert "".join(pieces) == run


@pytest.mark.parametrize(
    ("form", "written"), [("UỶ", "ỦY"), ("Kĩ", "Kỹ"), ("Hoà", "Hòa"), ("Ủy", "Ủy"), ("İ", "İ")]
)
def test_exact_forms_differ_in_case_alone(form: str, written: str) -> None:
    assert spelt(form) == written


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


@given(st.text(alphabet="aăđỹÝHzα²٣0127'_.,/-( \n一", max_size=120))
def test_a_split_gives_the_matches(text: str) -> None:
    forms, starts, ends = tokenise(text)
    assert [(m.group(), *m.span()) for m in TOKEN.finditer(text)] == list(
        zip(forms, starts, ends, strict=True)
    )


@given(st.text(alphabet="aăđỹÝHzα²٣0127'_.,/-( \n一", max_size=120))
def test_plain_syllables_first_changes_no_token(text: str) -> None:
    assert TOKEN.findall(text) == re.findall(_TOKEN, text)


def test_a_run_of_letters_falls_into_pieces() -> None:
    assert [len(form) for form in tokenise("ă" * 100)[0]] == [40, 40, 20]
