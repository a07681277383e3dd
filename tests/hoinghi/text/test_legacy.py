"""Old encodings: told, read, and never seen where there are none."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoinghi.text.cleaning import clean
from hoinghi.text.legacy import repair
from training.article import Article
from training.perturbations import KEEPING, LOSSY

SENTENCE = "Sáng 28/9, Ủy ban nhân dân huyện tổ chức hội nghị sơ kết 6 tháng đầu năm; Bí thư Đỗ Thị Ngữ dự và chỉ đạo"


@pytest.mark.parametrize(
    ("written", "encoding"),
    [
        ("Hoäi nghò sô keát 6 thaùng ñaàu naêm 2019 cuûa huyeän", "VNI"),
        ("HOÄI NGHÒ SÔ KEÁT 6 THAÙNG ÑAÀU NAÊM", "VNI"),
        ("Héi nghÞ s¬ kÕt 6 th¸ng ®Çu n¨m cña huyÖn", "TCVN3"),
        ("Há»™i nghá»‹ sÆ¡ káº¿t 6 thÃ¡ng Ä‘áº§u nÄƒm", "UTF-8 read as Latin-1"),
        ("Ho^.i nghi. so+ ke^'t 6 tha'ng dda^`u na(m cu?a huye^.n", "VIQR"),
    ],
)
def test_an_encoding_is_told_and_read(written: str, encoding: str) -> None:
    view = clean(written)
    assert view.repairs == (encoding,)
    assert view.text.lower().startswith("hội nghị sơ kết 6 tháng đầu năm")


@pytest.mark.parametrize("change", [name for name in KEEPING if name.startswith(("V", "W", "UTF"))])
def test_what_was_written_is_read_back(change: str) -> None:
    assert clean(KEEPING[change](SENTENCE, random.Random(1))).text == SENTENCE


def test_tcvn3_gives_back_the_capitals_of_capital_lines_and_sentence_starts() -> None:
    written = LOSSY["TCVN3 (no capitals with tones)"]
    for text in ("ỦY BAN SƠ KẾT Ở HUYỆN CẦN GIỜ", "Việc đã xong. Ý kiến của xã được Ủy ban ghi nhận"):
        assert clean(written(text, random.Random(1))).text == text


def test_a_no_break_space_lost_from_mojibake_is_forgiven() -> None:
    broken = "Há»™i nghá»‹ lÃ\u00a0 dá»‹p Ä‘Ã¡nh giÃ¡ tá»«ng viá»‡c lÃ m".replace("\u00a0", " ")
    assert clean(broken).text == "Hội nghị là dịp đánh giá từng việc làm"


def test_one_old_line_in_an_ordinary_page_is_read_and_the_rest_is_left() -> None:
    page = f"{SENTENCE}\nAÛnh: Quang caûnh hoäi nghò sô keát cuûa huyeän\nCafé Müller, 25°C ± 2"
    text = clean(page).text
    assert text == f"{SENTENCE}\nẢnh: Quang cảnh hội nghị sơ kết của huyện\nCafé Müller, 25°C ± 2"


@pytest.mark.parametrize(
    "text",
    [
        "Une campagne de vaccination dans les écoles du district, où l'été fut très sec",
        "Die Gemeinderäte prüften gestern die Straßenschäden für das nächste Jahr",
        "x^2 + y^2; a(b) = c'; foo.bar(a+b) to? be. add odd",
        "Is it so? No. Add me. To be? He odd. Go to. Do so.",
        SENTENCE,
        "Nhiệt độ 25°C ± 2, nồng độ 5 µg/m³ ở chợ «Đêm» của ông Đặng Müller",
    ],
)
def test_no_encoding_is_seen_where_there_is_none(text: str) -> None:
    assert repair(text) is None


def test_clean_articles_are_never_taken_for_old_ones(corpus: list[Article]) -> None:
    assert [a.id for a in corpus if repair(a.text) is not None] == []


@given(st.text(st.characters(max_codepoint=0x2200), max_size=200))
def test_edits_are_in_order_and_inside_the_text(text: str) -> None:
    found = repair(text)
    last = 0
    for begin, end, _ in found.edits if found else ():
        assert last <= begin < end <= len(text)
        last = end
