"""Growth: no text, however made, costs more than in proportion to its length.

Each function is timed on a text of an adversarial family and on one of sixteen times its size.  A linear
function takes 16 times as long, a quadratic one 256 times; 64 divides them with a wide margin on both sides, so
that a busy machine does not matter.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache, partial
from itertools import product
from typing import Any

import pytest

from hoinghi import Predictor
from hoinghi.batch.writing import json_line, safe_cell
from hoinghi.cli.terminal import visible
from hoinghi.document import read_document
from hoinghi.errors import RecordError
from hoinghi.heads.clauses import split_clauses
from hoinghi.heads.date_ranges import find_date_ranges
from hoinghi.heads.period_ranker import place_candidates
from hoinghi.heads.period_years import mentioned_years, resolve_year, with_year
from hoinghi.heads.periods import CalendarDate, PeriodCandidate, find_dates, find_periods
from hoinghi.officials.holders import Mention, link_holders
from hoinghi.officials.people import HeldTitle, merge_officials
from hoinghi.text.charset import decode
from hoinghi.text.cleaning import clean

FACTOR, LIMIT = 16, 64
ENOUGH = 0.0005  # seconds of work on the smaller text: less is noise
LONGEST = 10_000  # characters of the smaller text: beyond it a function is quick enough
QUICK = 0.05  # seconds of work on the larger text where the smaller one has the greatest size
OVERHEAD = {
    "read_document": 2,
    "predict": 4,
    "explain": 8,
}  # times ENOUGH: what a short text costs hides growth
ATTEMPTS = 5

_PARTS = (
    "ba ca dũng hà khang linh mai nam oanh phúc quân sơn tâm vân xuân yến lộc thảo hiền bích".title().split()
)
NAMES = [f"{a}{b} {c}" for a, b, c in product(_PARTS, "aeioubcdgh", _PARTS)]  # 4,000 of two words
_OFFICES = ("Chủ tịch UBND xã", "Bí thư Đảng ủy phường", "Trưởng phòng", "UVBTV Huyện ủy", "Phó Giám đốc Sở")


def _repeat(piece: str) -> Callable[[int], str]:
    return lambda length: piece * (length // len(piece) + 1)


def _people(length: int) -> str:
    """People with a title each, no two of one name."""
    count = length // 45 + 1
    return "".join(
        f"Đồng chí {NAMES[i % 4000]}{'' if i < 4000 else ' ' + NAMES[i // 4000]}, {_OFFICES[i % 5]} {NAMES[-i % 4000]}. "
        for i in range(count)
    )


def _one_person(length: int) -> str:
    """One name with ever other titles."""
    return "".join(
        f"Đồng chí Lê Văn Đò, {_OFFICES[i % 5]} {NAMES[i % 4000]}{i // 4000 or ''}. "
        for i in range(length // 45 + 1)
    )


def _agenda(length: int) -> str:
    return "Giao ban tháng 5\n" + "họp ngày 3/9, giao ban tháng 5; " * (length // 32)


FAMILIES: dict[str, Callable[[int], str]] = {
    "opening words": _repeat("năm "),
    "clock lines": _repeat("1/1/2020 10:10:10 online\n"),
    "dates": _repeat("ngày 1 tháng 1 năm 2020, 1/1/2020 "),
    "full stops": _repeat("."),
    "full stops and spaces": _repeat(". "),
    "stops and capitals": _repeat("A. "),
    "ellipses": _repeat("…\" "),
    "opening brackets": _repeat("("),
    "closing brackets": _repeat(".)"),
    "spaces": _repeat(" "),
    "a stop in spaces": _repeat("." + " " * 30),
    "newlines": _repeat("\n"),
    "carriage returns": _repeat("\r"),
    "lines of one letter": _repeat("a\n"),
    "combining marks": _repeat("\u0301"),
    "piles of marks": _repeat("a\u0323\u0302\u0301"),
    "zero width": _repeat("\u200b"),
    "quarters": _repeat("quý "),
    "years": _repeat("năm 2020 "),
    "bare years": _repeat("2020 "),
    "ranges": _repeat("2020-"),
    "months": _repeat("tháng 5/2020, "),
    "counts of months": _repeat("6 tháng "),
    "review words": _repeat("sơ kết "),
    "people": _people,
    "one person": _one_person,
    "one name": _repeat("Đồng chí Lê Văn Đò, Chủ tịch huyện, "),
    "capitals": _repeat("CHỦ TỊCH LÊ VĂN ĐÒ "),
    "abbreviations": _repeat("UVTV TU, PCT UBND TP. "),
    "menus": _repeat("Trang chủ | Giới thiệu | Tin tức | Liên hệ\n"),
    "a menu in one line": _repeat("Tin | "),
    "related news": lambda length: "Tin liên quan\n" + "Hội nghị sơ kết\n" * (length // 16),
    "digits": _repeat("1"),
    "slashes": _repeat("/"),
    "unfinished dates": _repeat("1/"),
    "commas in numbers": _repeat("1,"),
    "semicolons": _repeat("a; "),
    "commas": _repeat("a, "),
    "one word": _repeat("a"),
    "apostrophes": _repeat("a'"),
    "emoji": _repeat("😀"),
    "NULs": _repeat("\0"),
    "surrogates": _repeat("\ud800"),
    "open tags": _repeat("<a "),
    "open comments": _repeat("<!--"),
    "tags": _repeat("<b>a</b>"),
    "scripts": _repeat("<script>"),
    "stars": _repeat("*a "),
    "pairs of stars": _repeat("**a**"),
    "low lines": _repeat("_a "),
    "links": _repeat("[a](b.c)"),
    "opening links": _repeat("[a](b."),
    "back slashes": _repeat("\\*"),
    "headings": _repeat("# "),
    "references": _repeat("&amp;"),
    "unfinished references": _repeat("&#"),
    "base64": _repeat("iVBORw0KGgoAAAANSUhEUgAA+/"),
    "old encodings": _repeat("Héi nghÞ s¬ kÕt 6 th¸ng ®Çu n¨m\n"),
    "VIQR in one line": _repeat("Ho^.i nghi. so+ ke^'t. "),
    "clocks and dates": _repeat("12:30\nNgày 1/2/2020 họp.\n"),
    "no diacritics": _repeat("hoi nghi so ket cong tac sau thang dau nam\n"),
    "formulas": _repeat(";="),
    "quotes": _repeat("\"'"),
    "tabs": _repeat("\t"),
    "agenda": _agenda,
}  # fmt: skip

_CELLS = (
    "spaces",
    "newlines",
    "carriage returns",
    "NULs",
    "surrogates",
    "emoji",
    "formulas",
    "quotes",
    "tabs",
)
# What is explained was predicted before, and writing looks at few characters.
ONLY = {
    "explain": ("people", "years", "agenda", "commas"),
    "safe_cell": _CELLS,
    "json_line": _CELLS,
    "visible": _CELLS,
}


@pytest.fixture(scope="module")
def works(predictor: Predictor) -> dict[str, Callable[[str], Callable[[], object]]]:
    """For each function what prepares its input and then only calls it."""
    lexicon = predictor.model.titles
    documents = lru_cache(maxsize=32)(read_document)

    def dated(text: str) -> Callable[[], object]:
        document = documents(text)
        placed = place_candidates(document)
        chosen = PeriodCandidate(0, 1, "month", 5)
        return lambda: (with_year(chosen, placed, document), list(mentioned_years(document)))

    def on_document(work: Callable[[Any], object]) -> Callable[[str], Callable[[], object]]:
        def prepare(text: str) -> Callable[[], object]:
            document = documents(text)
            return lambda: work(document)

        return prepare

    def on_lower(work: Callable[[str], object]) -> Callable[[str], Callable[[], object]]:
        return lambda text: partial(work, text.lower())

    def on_bytes(text: str) -> Callable[[], object]:
        data = text.encode("utf-8", "replace")

        def work() -> None:
            with suppress(RecordError):
                decode(data)

        return work

    return {
        "decode": on_bytes,
        "clean": lambda text: partial(clean, text),
        "read_document": lambda text: partial(read_document, text),
        "find_periods": on_lower(find_periods),
        "find_dates": on_lower(find_dates),
        "find_date_ranges": on_lower(find_date_ranges),
        "split_clauses": on_document(split_clauses),
        "place_candidates": on_document(place_candidates),
        "with_year": dated,
        "expand": lambda text: partial(lexicon.expand, text),
        "predict": lambda text: partial(predictor.predict, text),
        "explain": lambda text: partial(predictor.explain, text),
        "safe_cell": lambda text: partial(safe_cell, text),
        "json_line": lambda text: partial(json_line, {"id": text, "text": text}),
        "visible": lambda text: partial(visible, text),
    }


def seconds(work: Callable[[], object]) -> float:
    began = time.process_time()  # of this process alone: others may keep the machine busy
    work()
    return time.process_time() - began


def grown(
    make: Callable[[int], Callable[[], object]],
    smallest: int = 300,
    longest: int = LONGEST,
    enough: float = ENOUGH,
    attempts: int = ATTEMPTS,
) -> float:
    """How many times as long an input of ``FACTOR`` times the size takes; the best of some attempts.

    0 where the largest input of all takes no time to speak of: what was skipped has no growth.
    """
    size, small = smallest, make(smallest)
    while size < longest and seconds(small) < enough:
        size *= 3
        small = make(size)
    large = make(size * FACTOR)
    least_small = least_large = float("inf")
    for _ in range(attempts):
        least_small = min(least_small, seconds(small))
        least_large = min(least_large, seconds(large))
        if least_large < LIMIT / 2 * least_small:  # beyond doubt
            break
    return 0.0 if size >= longest and least_large < QUICK else least_large / least_small


@pytest.mark.parametrize("family", FAMILIES)
def test_texts(works: dict[str, Callable[[str], Callable[[], object]]], family: str) -> None:
    make = FAMILIES[family]
    for name, prepare in works.items():
        if family not in ONLY.get(name, FAMILIES):
            continue
        growth = grown(
            lambda length, prepare=prepare: prepare(make(length)),  # type: ignore[misc]
            enough=ENOUGH * OVERHEAD.get(name, 1),
        )
        assert growth < LIMIT, f"{name}: {FACTOR} times the text, {growth:.0f} times the time"


NAME_FAMILIES: dict[str, Callable[[int], list[str]]] = {
    "all different": lambda count: [NAMES[i % 4000] + " " + NAMES[i // 4000] for i in range(count)],
    "one": lambda count: ["Lê Văn Đò"] * count,
    "of one last word": lambda count: [f"{NAMES[i % 4000]} {NAMES[i // 4000]} Bình" for i in range(count)],
    "endings of long ones": lambda count: [" ".join(_PARTS[-(i % 20) :]) for i in range(count)],
    "long ones": lambda count: [" ".join(NAMES[i % 4000] for i in range(j, j + 40)) for j in range(count)],
    "in capitals": lambda count: [NAMES[i % 4000].upper() for i in range(count)],
}


@pytest.mark.parametrize("family", NAME_FAMILIES)
@pytest.mark.parametrize("is_one_title", [True, False])
def test_officials(predictor: Predictor, family: str, is_one_title: bool) -> None:
    lexicon = predictor.model.titles

    def make(count: int) -> Callable[[], object]:
        names = NAME_FAMILIES[family](count)
        titles = {
            i: ["Chủ tịch" if is_one_title else f"Chủ tịch xã {NAMES[i % 4000]} {i}"] for i in range(count)
        }
        for title in {t for held in titles.values() for t in held}:
            lexicon.normalise(title)  # remembered: what is timed is the merging
        held = {number: [HeldTitle(t, t) for t in own] for number, own in titles.items()}
        return lambda: merge_officials(names, held, lexicon)

    assert grown(make, 100, 3000) < LIMIT


def test_years_and_dates_of_a_long_table() -> None:
    chosen = PeriodCandidate(0, 1, "month", 5)

    def make(count: int) -> Callable[[], object]:
        years = [2000 + i % 100 for i in range(count)]
        dates = [CalendarDate(i, 1, None) for i in range(count)]
        return lambda: resolve_year(chosen, (), dates, years)

    assert grown(make) < LIMIT


@pytest.mark.parametrize("gap", [1, 40])
def test_holders_of_a_long_list(predictor: Predictor, gap: int) -> None:
    def make(count: int) -> Callable[[], object]:
        forms = ["Bình", *([","] * gap)] * (2 * count)
        mentions = [
            Mention(i * (gap + 1), i * (gap + 1) + 1, "PERSON" if i % 2 else "TITLE")
            for i in range(2 * count)
        ]
        return lambda: link_holders(predictor.model.holders, forms, mentions, 0)

    assert grown(make, 10, 100) < LIMIT


def test_a_quadratic_function_is_caught() -> None:
    def make(size: int) -> Callable[[], object]:
        return lambda: [value in list(range(size)) for value in range(size)]

    assert grown(make, 30, attempts=2) > LIMIT


def test_a_linear_function_is_let_pass() -> None:
    assert grown(lambda size: lambda: sum(value * value for value in range(20 * size))) < LIMIT
