"""Runs of furniture cells: whole lines, parts of lines, and the two ends of a page in one line."""

from __future__ import annotations

import re

from hoinghi.furniture.patterns import BARE_DATE, BETWEEN, CELL, CELL_WORDS, CLOCK, FULL_DATE, LOWER, UPPER
from hoinghi.furniture.patterns import FurnitureKind as Kind

Part = tuple[int, int, Kind]

_WORD = re.compile(r"\w{1,20}")
_NUMBERED = re.compile(r"\d{1,3}[.)/:]? ([^\W\d]\w{0,20})")  # the items of a list, for speed
_CELL_LIMIT = 40  # cells of one run
_NEEDS_COMPANY = frozenset({"date", "stat", "filler"})
_BAR = re.compile(
    r"\s*[|•·]\s*|\s{2,}|\s-\s|[()]|(?<=\w)\.\s"
    r"|\s(?=(?:Người (?:đăng|viết|gửi)|Tác giả|Nguồn|Đã (?:đọc|xem)|(?:Số l|L)ượt (?:xem|đọc)|Ngày đăng|Cập nhật|Cỡ chữ)\b)"
)
# One of these stands in every line that has parts: looked for before any pattern.
_HINTS = "lượt|đã xem|đã đọc|xem:|đọc:|truy cập|chia sẻ|facebook|cỡ chữ|in trang|in bài".split("|")
_DIGIT = re.compile(r"\d")
_HASHTAGS = re.compile(r"(?:\s#\w{2,60}){1,40}\s{0,4}$")
_TEASER = re.compile(r"(?<=[.!?…\w\s])\s[>→\[(]{0,3}\s?(?:Xem|Đọc) (?:tiếp|thêm|chi tiết)[\s>→\])\".…]{0,5}$")
_PART_LIMIT = 200  # characters: a longer line with a counter in it is a sentence

# Where a whole page is one line, only what nobody writes in a sentence counts, with its capital letter.
_IN_LINE = re.compile(
    r"(?:Số l|L)ượt (?:xem|đọc|truy cập) ?:? ?\d[\d.,]{0,12}|Đã xem ?:? ?\d[\d.,]{0,12}|(?:Xem với c|Xem c|C)ỡ chữ|A- A A\+"
    rf"|In (?:trang|bài viết|bài|tin)(?= [{UPPER}]|\W|$)|Gửi (?:email|bài viết|cho bạn bè|bạn bè|phản hồi)|Bản in(?= [{UPPER}]|\W|$)|Đọc bài viết"
    r"|Chia sẻ (?:qua |trên |lên )?(?:[Ff]acebook|[Zz]alo|bài viết)|Facebook Zalo|Your browser does not support the (?:audio|video) element"
    r"|Tăng cỡ chữ|Giảm cỡ chữ|Bình luận \(\d{1,5}\)|Thích \d{1,6}(?= Chia sẻ| Bình luận)|GMT ?\+ ?7"
)
# Substrings without which the patterns cannot match; they are found ten times as fast.
_IN_LINE_HINTS = "ượt xem|ượt đọc|ượt truy cập|Đã xem|ỡ chữ|A- A A+|In |Gửi |Bản in|Đọc bài|Chia sẻ |Facebook|browser|Bình luận (|Thích |GMT".split(
    "|"
)
_TAIL_HINTS = " liên quan| khác|cùng chuyên mục| hơn|đã đưa|nổi bật|TIN |Thống kê truy|Ý kiến bạn|Bản quyền|chủ quản|trách nhiệm|Giấy phép số|©".split(
    "|"
)
_END_WINDOW = 700  # characters at either end of the line
_TAIL_WINDOW = 2500
# From here to the end of the page there is no article any more.
_TAIL = re.compile(
    r"(?:(?:(?:Các |Những )?[Tt]in(?: bài)?|(?:Các |Những )?[Bb]ài(?: viết)?) (?:liên quan|khác|cùng chuyên mục|(?:cũ|mới) hơn|đã đưa|nổi bật)"
    rf"|TIN (?:LIÊN QUAN|KHÁC|CÙNG CHUYÊN MỤC|NỔI BẬT)|CÁC TIN KHÁC|Thống kê truy cập|Ý kiến bạn đọc)(?= ?:? ?[{UPPER}\d\-•>\"]| ?$)"
    r"|(?:Bản quyền (?:thuộc|©)|Cơ quan chủ quản ?:|Chịu trách nhiệm(?: chính| nội dung)? ?:|Giấy phép số ?:? ?\d|© ?(?:Bản|Copy|\d{4}))"
)
_BEFORE_TAIL = re.compile(r"[.!?…\"')\d*/]\s{1,3}$")
_SENTENCE_WITHIN = re.compile(r"\w{2}[.!?…] ")
_DATES_BEFORE = re.compile(
    r"(?:(?:(?:Thứ (?:[Hh]ai|[Bb]a|[Tt]ư|[Nn]ăm|[Ss]áu|[Bb]ảy|\d)|Chủ [Nn]hật|Ngày đăng|Cập nhật(?: lúc| ngày)?|Đăng (?:lúc|ngày))\W{0,4}"
    r"|\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}\W{0,4}|\d{1,2}:\d{2}(?::\d{2})?\W{0,4}|GMT ?\+ ?7\W{0,4}|(?:[AP]M|SA|CH)\W{0,4})){1,8}$"
)
_BARS_BEHIND = re.compile(r"[\s|•·>]{0,12}")
_LOWER = re.compile(rf"\s*[{LOWER}]")


def _run(line: str, begin: int, end: int) -> tuple[list[tuple[str, int, int]], int]:
    """Cells one after the other from ``begin``: ``(group, start, end)`` each, and where the run stops."""
    cells: list[tuple[str, int, int]] = []
    place = BETWEEN.match(line, begin, end).end()  # type: ignore[union-attr]
    while place < end and len(cells) < _CELL_LIMIT:
        word = _WORD.match(line, place, end)
        if word is None or not (word.group().lower() in CELL_WORDS or line[place].isdigit()):
            break
        cell = CELL.match(line, place, end)
        if cell is None:
            break
        stop = cell.end()
        if stop < end and line[stop].isalnum() and line[stop - 1].isalnum():
            break
        cells.append((str(cell.lastgroup), place, stop))
        place = BETWEEN.match(line, stop, end).end()  # type: ignore[union-attr]
    return cells, place


def _kind(cells: list[tuple[str, int, int]]) -> Kind | None:
    """The kind of a run: its first cell that needs no company."""
    for name, _, _ in cells:
        if name not in _NEEDS_COMPANY:
            return Kind(name)
    return None


def kind_of_cells(line: str) -> Kind | None:
    """The kind of a line that holds nothing but cells, ``None`` for any other line."""
    numbered = _NUMBERED.match(line)
    if numbered is not None and numbered.group(1).lower() not in CELL_WORDS:
        return None
    cells, stop = _run(line, 0, len(line))
    if stop < len(line) or not cells:
        return None
    kind = _kind(cells)
    if kind is not None:
        # "chia sẻ." and "Zalo." are how wrapped paragraphs end, "Chia sẻ" is a button.
        is_small, is_single = line[cells[0][1]].islower(), len(cells) == 1
        is_end = line[-1] == "." and (is_small or is_single) and kind is not Kind.PLAYER
        return None if is_end or (is_small and is_single) else kind
    names = [name for name, _, _ in cells]
    if "date" in names and "stat" not in names:
        is_date = BARE_DATE.match(line) is not None and FULL_DATE.search(line) is not None
        is_closed = line[-1] not in ".,;" and line.count("(") == line.count(")")
        return Kind.DATE if (is_date and is_closed) or CLOCK.fullmatch(line) else None
    return Kind.VISITORS if names.count("stat") >= 2 else None


def _holds(text: str, hints: list[str]) -> bool:
    return any(map(text.__contains__, hints))


def parts_of_line(line: str) -> list[Part]:
    """Furniture beside something that stays: counters and buttons around a by-line or a dateline.

    A date alone between bars goes with them; the rest of the line is the article's.
    """
    folded = line.lower()
    if "#" in folded or "xem " in folded[-24:] or "đọc " in folded[-24:]:
        tail = _HASHTAGS.search(line) or _TEASER.search(line, max(0, len(line) - 24))
        if tail is not None:
            return [(tail.start(), len(line), Kind.TAGS if "#" in tail.group() else Kind.RELATED)]
    if len(line) > _PART_LIMIT:
        return []
    if not _holds(folded, _HINTS):
        return []
    bounds = [0]
    for bar in _BAR.finditer(line):
        bounds += [bar.start(), bar.end()]
    bounds.append(len(line))
    parts: list[Part] = []
    for begin, end in zip(bounds[::2], bounds[1::2], strict=True):
        cells, stop = _run(line, begin, end)
        # "… - anh chia sẻ" is speech: a button has its capital, a counter its number.
        if cells and stop >= end and (line[cells[0][1]].isupper() or _DIGIT.search(line, begin, end)):
            parts.append((begin, end, _kind(cells) or Kind.DATE))
    if all(kind is Kind.DATE for _, _, kind in parts):
        return []
    return parts


def _grown(text: str, begin: int, end: int, limit: int) -> tuple[int, int]:
    """A formula of a one-line page with its neighbours: dates before it, cells behind it."""
    before = _DATES_BEFORE.search(text, max(0, begin - 60), begin)
    cells, _ = _run(text, end, limit)
    stop = end
    for number, (name, _, cell_end) in enumerate(cells):
        if _LOWER.match(text, cell_end, limit) and not text[cell_end : cell_end + 2].isspace():
            break
        if name not in _NEEDS_COMPANY or any(
            n not in _NEEDS_COMPANY for n, _, _ in cells[number + 1 : number + 3]
        ):
            stop = cell_end
    return (before.start() if before else begin), stop


def end_marks(text: str, begin: int, end: int) -> list[Part]:
    """Furniture at the two ends of the long line ``text[begin:end]`` that holds most of a page."""
    marks: list[Part] = []
    cells, _ = _run(text, begin, min(end, begin + _END_WINDOW))
    head = [cell for cell in cells if not _LOWER.match(text, cell[2], end)]
    if len(head) == len(cells) >= 2 and _kind(head) is not None:
        while head[-1][0] in _NEEDS_COMPANY:
            head.pop()
        stop = _BARS_BEHIND.match(text, head[-1][2], end).end()  # type: ignore[union-attr]
        marks.append((begin, stop, _kind(head) or Kind.MENU))
    windows = [(begin, min(end, begin + _END_WINDOW)), (max(begin, end - _END_WINDOW), end)]
    if windows[0][1] >= windows[1][0]:
        windows = [(begin, end)]
    for first, last in windows:
        for formula in (
            _IN_LINE.finditer(text, first, last) if _holds(text[first:last], _IN_LINE_HINTS) else ()
        ):
            if marks and formula.start() < marks[-1][1]:
                continue
            start, stop = _grown(text, formula.start(), formula.end(), last)
            kind = _kind(_run(text, formula.start(), formula.end())[0]) or Kind.PRINT
            marks.append((max(start, marks[-1][1] if marks else begin), stop, kind))
    first = max(begin, end - _TAIL_WINDOW)
    for tail in _TAIL.finditer(text, first, end) if _holds(text[first:end], _TAIL_HINTS) else ():
        is_behind = any(not text[mark[1] : tail.start()].strip() for mark in marks if mark[1] <= tail.start())
        if not is_behind and _BEFORE_TAIL.search(text, max(begin, tail.start() - 4), tail.start()) is None:
            continue
        is_list = not tail.group().startswith(("Bản", "Cơ", "Chịu", "Giấy", "©"))
        if is_list and _SENTENCE_WITHIN.search(text, tail.end(), end):
            continue
        marks = [mark for mark in marks if mark[1] <= tail.start()]
        marks.append((tail.start(), end, Kind.RELATED if is_list else Kind.FOOTER))
        break
    return marks
