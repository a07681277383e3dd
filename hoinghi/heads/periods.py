"""The period grammar: every expression of a reporting period in a text, normalised.

The grammar finds; it does not choose.  Which expression is the period under review is the ranker's
answer (``period_ranker``).  Each alternative starts with a literal word and has bounded repeats, so the
scan is linear.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

_NUMBERS = {
    "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8,
    "chín": 9, "mười": 10, "mười một": 11, "mười hai": 12, "giêng": 1, "chạp": 12, "mười lăm": 15, "hai mươi": 20,
    "hai mươi lăm": 25, "ba mươi": 30, "bốn mươi": 40, "năm mươi": 50,
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "nhất": 1, "nhì": 2, "đầu": 1, "đầu năm": 1, "đầu tiên": 1,
    "cuối": 4, "cuối năm": 4, "cuối cùng": 4,
}  # fmt: skip
_COUNT = r"(?:0?\d|1[0-2]|một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín|mười một|mười hai|mười)"
_YEAR = r"(?:19|20)\d\d"
_OF_YEAR = (
    rf"(?:\s{{0,2}}[/\-.,(]?\s{{0,2}}(?:của\s)?(?:năm\s{{0,2}}[:]?\s?)?(?P<{{name}}>{_YEAR})(?![\d%.,]\d))?"
)


def _year(name: str) -> str:
    return _OF_YEAR.replace("{name}", name)


# One alternation, longest meanings first; ``năm 2020`` behind a quarter belongs to the quarter.
_EXPRESSION = re.compile(
    # Most numbers open none: told at once, for speed.
    rf"(?<![^\W_])(?=\D|{_YEAR}|\d{{1,2}}(?:\s{{1,2}}(?:năm|tháng)|t(?![^\W_])|/{_YEAR}\s?(?:-|đến)))(?:"
    # năm học 2022-2023, năm học 22-23, niên khóa
    rf"(?P<school>(?:năm học|niên khóa|niên khoá)\s{{0,2}}(?P<school_from>{_YEAR}|\d\d(?=\s?-\s?\d\d(?!\d)))?(?:\s?[-/]\s?(?P<school_to>{_YEAR}|(?<=\d\d-)\d\d|(?<=\d\d - )\d\d))?)"
    # giai đoạn 2016-2020, nhiệm kỳ 2015 - 2020, từ năm 2011 đến năm 2021, 6/2022 - 6/2023, từ cuối 2017 đến đầu 2020
    rf"|(?P<range>(?:(?:giai đ(?:oạ|ọa)n|nhiệm kỳ|nhiệm kì|kh(?:óa|oá) [ivxl\d]+,?|trong các năm|các năm|những năm)\s{{0,2}}(?:từ\s)?(?:năm\s)?|từ\s(?:(?:đầu|giữa|cuối)\s)?(?:năm\s)?|(?:từ\s)?(?:tháng\s)?\d{{1,2}}/)?"
    rf"(?P<range_from>{_YEAR})\s?(?:-|đến|tới|đến nay)\s?(?:(?:hết|đầu|giữa|cuối)\s)?(?:năm\s?|(?:tháng\s)?\d{{1,2}}/)?(?P<range_to>{_YEAR}))"
    # 10 năm thực hiện, hai năm triển khai
    r"|(?P<years>(?P<years_count>\d{1,2}|một|hai mươi lăm|hai mươi|hai|ba mươi|ba|bốn mươi|bốn|năm mươi|năm|sáu|bảy|tám|chín|mười lăm|mười)\s{1,2}năm\s{1,2}"
    r"(?:liên tục\s|qua\s)?(?=thực hiện|triển khai|thi hành|xây dựng|tổ chức|phối hợp|hoạt động|học tập|phát động|thành lập|vận hành|áp dụng|ký kết|thí điểm"
    r"|cuộc vận động|phong trào|chỉ thị|nghị quyết|nghị định|pháp lệnh|luật|đề án|kết nghĩa|đưa|\())"
    # giữa nhiệm kỳ, nửa nhiệm kỳ, nhiệm kỳ
    r"|(?P<term>(?:giữa|nửa|nửa đầu|toàn|cả)\s{1,2}nhiệm k[ỳì])"
    # quý IV/2020, quý 4 năm 2020, Q.II
    rf"|(?P<quarter>(?:qu[ýí]|qú[yi]|q\.?)\s{{0,2}}(?:thứ\s)?(?P<quarter_index>iii|ii|iv|i|0?[1-4](?!\d)|một|hai|ba|tư|bốn|nhất|nhì|đầu năm|đầu tiên|đầu|cuối năm|cuối cùng|cuối)(?![^\W\d_]){_year('quarter_year')})"
    # 6 tháng đầu năm 2020, sáu tháng cuối năm, 9 tháng, 4 tháng đầu năm, 6T đầu năm
    rf"|(?P<months>(?P<months_count>{_COUNT})(?:\s{{1,2}}tháng|(?<=\d)t)(?![^\W_])(?:\s{{1,2}}(?P<months_side>đầu|cuối|còn lại)(?:\s{{1,2}}(?:của\s)?năm(?!\s?(?:{_YEAR})))?)?{_year('months_year')})"
    # nửa đầu năm 2021, nửa năm
    rf"|(?P<half>(?:nửa\s{{1,2}}(?P<half_side>đầu|cuối)\s{{1,2}}năm|nửa\s{{1,2}}năm(?:\s{{1,2}}(?P<half_side_2>đầu|cuối|qua))?|bán niên){_year('half_year')})"
    # tháng 5/2024, tháng Ba, T5/2024
    rf"|(?P<month>(?:tháng\s{{0,2}}(?P<month_index>1[0-2]|0?[1-9]|mười một|mười hai|mười|một|hai|ba|tư|năm|sáu|bảy|bẩy|tám|chín|giêng|chạp)|t\.?\s?(?P<month_index_2>1[0-2]|0?[1-9]))(?![^\W_])(?!\s?-\s?\d{{1,2}}[./]\d){_year('month_year')})"
    # năm 2020; năm qua
    rf"|(?P<year>(?:cả\s)?năm\s{{0,2}}(?P<year_year>{_YEAR})(?![\d%]))"
    r"|(?P<past_year>(?:trong\s)?(?:một\s)?(?:cả năm|năm qua|năm vừa qua|năm cũ|trong năm|cuối năm|hàng năm|hằng năm|năm nay))(?![^\W_])(?!\s{1,2}(?:19|20)\d\d)"
    # a bare year behind a task or movement: "công tác 2020"
    rf"|(?P<bare>{_YEAR})(?![\d/%.,\-]\d)(?!\s?-\s?\d)"
    r")"
)
# Of "quý vị", "đá quý" and places named so there is none.
_QUARTER = re.compile(r"qu[ýí]\s{0,2}(?:iii|ii|iv|i|0?[1-4]|một|hai|ba|tư|bốn)(?![^\W_])")
OPENING_WORDS = frozenset(
    "năm niên giai nhiệm khóa khoá trong các những từ một hai ba bốn tư sáu bảy bẩy tám chín mười giữa nửa toàn cả "
    "quý quí qúy qúi q bán tháng t cuối hàng hằng".split()
)
_OPENING = re.compile(rf"(?<![^\W_])(?:\d|(?:{'|'.join(sorted(OPENING_WORDS))})(?![^\W\d_]))")
# The look behind stands second: an expression that begins with a class is searched several times as fast.
_DATE = re.compile(rf"(\d(?<!\d\d)\d?)\s?[/\-.]\s?(\d{{1,2}})\s?[/\-.]\s?({_YEAR})(?!\d)")
_LONG_DATE = re.compile(
    rf"(?:ngày|mồng|mùng|sáng|trưa|chiều|tối|hôm)\s(\d{{1,2}})\stháng\s(\d{{1,2}}|giêng|chạp)(?:,?\snăm\s({_YEAR}))?"
)
_CLOCK_LINE = re.compile(r"^[^\n]{0,120}(?:\d{1,2}:\d\d:\d\d|online|truy cập)[^\n]{0,120}$", re.M)
_CLOCK_HINTS = ("online", "truy cập")  # without these and without a clock's seconds there is no such line
_SECONDS = re.compile(r":\d\d:\d\d")
_DAY_BEFORE = re.compile(r"(?:ngày|sáng|chiều|tối|mùng|hôm)\s+\d{1,2}\s*$|\d\s*$|[/\-.]$")


@dataclass(frozen=True, slots=True)
class PeriodCandidate:
    """One expression at clean positions ``[start, end)``, normalised as far as it says by itself."""

    start: int
    end: int
    unit: str  # month, quarter, half, nine_months, year, multi_year
    index: int | None = None
    year: int | None = None
    start_year: int | None = None
    end_year: int | None = None
    kind: str = ""  # the alternative that matched
    length: int | None = None  # of so many years, where it says no more


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """A full or year-less date at clean position ``start``."""

    start: int
    month: int
    year: int | None
    day: int = 1


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else _NUMBERS[" ".join(word.split())]


def _integer(value: str | None) -> int | None:
    return int(value) if value else None


def _full_year(value: str | None) -> int | None:
    """A year, of two digits too: "năm học 23-24"."""
    return None if not value else int(value) if len(value) == 4 else 2000 + int(value)


def find_dates(text: str) -> list[CalendarDate]:
    """Calendar dates of a lower-case clean text, in order; a site's clock is no date of the article."""
    has_clock = any(map(text.__contains__, _CLOCK_HINTS)) or _SECONDS.search(text) is not None
    clocks = [match.span() for match in _CLOCK_LINE.finditer(text)] if has_clock else []
    begins = [begin for begin, _ in clocks]

    def is_clock(position: int) -> bool:
        # Lines do not overlap: only the last one that begins before a position can hold it.
        line = bisect_right(begins, position) - 1
        return line >= 0 and position < clocks[line][1]

    found = [CalendarDate(m.start(), int(m[2]), int(m[3]), int(m[1])) for m in _DATE.finditer(text)]
    found += [
        CalendarDate(m.start(), _number(m[2]), _integer(m[3]), int(m[1])) for m in _LONG_DATE.finditer(text)
    ]
    return sorted(
        (date for date in found if 1 <= date.month <= 12 and not is_clock(date.start)),
        key=lambda date: date.start,
    )


def find_periods(text: str, starts: Iterable[int] | None = None) -> list[PeriodCandidate]:
    """Every period expression of a lower-case clean text, in order.

    ``starts`` are the only positions to look at, ascending; by default every word that can open one.
    """
    if starts is None:
        starts = [match.start() for match in _OPENING.finditer(text)]
    dates = [m.span() for m in _DATE.finditer(text)] + [m.span() for m in _LONG_DATE.finditer(text)]
    inside = {position for begin, end in dates for position in range(begin, end)}
    has_quarter = _QUARTER.search(text) is not None
    candidates = []
    reached = 0
    for start in starts:
        if start < reached or start in inside:
            continue
        match = _EXPRESSION.match(text, start)
        if match is None:
            continue
        reached = match.end()
        candidate = _normalise(match, text, has_quarter)
        if candidate is not None:
            candidates.append(candidate)
    return candidates


def _normalise(match: re.Match[str], text: str, has_quarter: bool) -> PeriodCandidate | None:
    kind = match.lastgroup or ""  # the alternative: of nested groups the outermost closes last
    group = match.group
    start, end = match.start(), match.start() + len(match.group().rstrip())

    def found(unit: str, index: int | None = None, year: str | None = None) -> PeriodCandidate:
        return PeriodCandidate(start, end, unit, index, _integer(year), kind=kind)

    if kind in ("school", "range"):
        first, last = _full_year(group(f"{kind}_from")), _full_year(group(f"{kind}_to"))
        return PeriodCandidate(start, end, "multi_year", None, None, first, last, kind)
    if kind == "years":
        return PeriodCandidate(start, end, "multi_year", kind=kind, length=_number(group("years_count")))
    if kind == "term":
        return found("multi_year")
    if kind == "quarter":
        return found("quarter", _number(group("quarter_index")), group("quarter_year"))
    if kind == "months":
        unit, index = _count_of_months(_number(group("months_count")), group("months_side"), has_quarter)
        return found(unit, index, group("months_year")) if unit else None
    if kind == "half":
        side = group("half_side") or group("half_side_2")
        return found("half", 2 if side == "cuối" else 1, group("half_year"))
    if kind == "month":
        if _DAY_BEFORE.search(text, max(0, start - 10), start):
            return None
        return found("month", _number(group("month_index") or group("month_index_2")), group("month_year"))
    return found("year", None, {"year": group("year_year"), "bare": group("bare")}.get(kind))


def _count_of_months(count: int, side: str | None, has_quarter: bool) -> tuple[str, int | None]:
    """The unit and index that so many months are; no unit where they are none.

    ``has_quarter``: whether the text counts in quarters; there "ba tháng đầu năm" is the first of them.
    """
    is_end = side in ("cuối", "còn lại")
    if count == 6:
        return "half", 2 if is_end else 1
    if count == 9:
        return "nine_months", None
    if count == 12:
        return "year", None
    if count == 3 and side is not None and has_quarter:
        return "quarter", 4 if is_end else 1
    return ("month", 12 if is_end else count) if 1 <= count <= 11 else ("", None)
