"""Messages: nothing from an input steers the terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoinghi.cli.terminal import LIMIT, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("hội nghị/quý III (1).txt", "hội nghị/quý III (1).txt"),
        ("a\nhoinghi: all well", "a\\nhoinghi: all well"),
        ("\x1b[2J\x1b]0;title\x07.txt", "\\x1b[2J\\x1b]0;title\\x07.txt"),
        ("a\r\tb", "a\\r\\tb"),
        ("\x9b31m", "\\x9b31m"),  # the one-character form of ESC [
        ("a\u202etxt.exe", "a\\u202etxt.exe"),
        ("a\u2028b\u200b", "a\\u2028b\\u200b"),
        ("b\udcff.txt", "b\\udcff.txt"),  # a byte of a file name that is no UTF-8
        ("🏛️"[:1], "🏛"),
        ("", ""),
    ],
)
def test_what_prints_nothing_is_spelt_out(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text(st.characters()))
def test_any_text_becomes_one_printable_line(text: str) -> None:
    assert visible(text).isprintable()
    visible(text).encode()


def test_an_endless_id_is_cut() -> None:
    assert visible("a" * 10 * LIMIT) == "a" * (LIMIT - 1) + "…"
