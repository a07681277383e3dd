"""Syllable tokens: the one tokeniser of training and serving.

Vietnamese writes its syllables apart, so a token is a syllable, a number, or one mark.
scikit-learn's default pattern would drop one-letter syllables (ý, y, ở) and break decomposed text;
this one works on the clean view, keeps them, and never strips accents.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate

from hoinghi.text.memo import Memo
from hoinghi.text.orthography import fold_i, fold_tone

# A syllable may hold apostrophes (H'Blă, K'Ré); a number its separators (31/12/2020, 6,4, 9.000).
# Longer runs are no words: they fall into pieces, so that no memo ever holds a megabyte.
_TOKEN = r"\d{1,24}(?:[.,/:\-]\d{1,24}){0,6}|[^\W\d_]{1,40}(?:'[^\W\d_]{1,40}){0,4}|[^\w\s]|_"
# The letters of Vietnamese are a bit map to the expression engine, all letters a test of each: a plain
# syllable is tried first.  It is the same token either way.
_LETTERS = "".join(chr(code) for code in (*range(0x250), *range(0x1EA0, 0x1EFA)) if chr(code).isalpha())
TOKEN = re.compile(rf"[{_LETTERS}]{{1,40}}(?![\w'])|{_TOKEN}")
_PARTED = re.compile(f"({TOKEN.pattern})")

_YEAR = re.compile(r"(?:19|20)\d\d$")
_MONTH_YEAR = re.compile(r"\d{1,2}[/\-.](?:19|20)\d\d$")
_DATE = re.compile(r"\d{1,2}[/\-.]\d{1,2}(?:[/\-.]\d{2,4})?$")


def tokenise(text: str) -> tuple[list[str], list[int], list[int]]:
    """The forms of the tokens of ``text``, where they start and where they end."""
    # A split gives gap, token, gap, token … in one call, for half the cost of a match a token.
    parts = _PARTED.split(text)
    places = list(accumulate(map(len, parts)))
    return parts[1::2], places[:-1:2], places[1::2]


def fold_number(number: str) -> str:
    """Counts up to 12 stay (they number months); years, dates and amounts fold to their class."""
    if number.isdecimal():
        value = int(number[-4:]) if len(number) <= 4 else 10_000
        if value <= 12:
            return str(value)
        return "<year>" if _YEAR.match(number) else "<number>"
    if _MONTH_YEAR.match(number):
        return "<month>"
    return "<date>" if _DATE.match(number) else "<number>"


@lru_cache(maxsize=1 << 16)
def canonical(form: str) -> str:
    """The form by which features know a token: lower case, one tone placement, y for i, folded numbers."""
    if form[0].isdecimal():
        return fold_number(form)
    return fold_i(fold_tone(form.lower()))


CANONICAL = Memo(canonical)


@lru_cache(maxsize=1 << 16)
def spelt(form: str) -> str:
    """The form as written but for the place of its tone mark and i for y: capitals stay."""
    lower = form.lower()
    folded = fold_i(fold_tone(lower))
    if folded == lower or len(folded) != len(form):
        return form
    return "".join(c.upper() if seen.isupper() else c for seen, c in zip(form, folded, strict=True))


@lru_cache(maxsize=1 << 16)
def shape(form: str) -> str:
    """``x`` lower, ``Xx`` capitalised, ``X`` one capital, ``XX`` capitals, ``xX`` mixed, ``d``, ``.``."""
    first = form[0]
    if first.isdecimal():
        return "d"
    if not first.isalpha():
        return "."
    if form.islower():
        return "x"
    if len(form) == 1:
        return "X"
    if form.isupper():
        return "XX"
    return "Xx" if first.isupper() and form[1:].islower() else "xX"
