"""Paragraphs out of hard-wrapped lines, as pages converted from PDF or mail have them.

A line break is a wrap where the text as a whole is broken at a fixed width and the line is full (the
first word of the next line would not have fitted), or where a line stops in mid-sentence and the next
goes on with a small letter.  Where a line ends a sentence nothing is joined: the sentence ends there
either way, and the paragraph perhaps too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from hoinghi.furniture.patterns import LOWER, UPPER

Range = tuple[int, int]

_NARROW, _WIDE = 40, 140  # characters: narrower is a table or verse, wider a paragraph
_SLACK = 12  # characters by which a full line falls short of the width
_RAGGED = 7  # characters by which lines of one width differ where letters do
_MINIMUM = 5  # full lines: fewer prove nothing
_FULL_SHARE = 0.5  # of the lines that have a next one; the rest end paragraphs
_LONG_SHARE = 0.15  # of the lines may be longer: a headline, an address
_CELLS = " | "  # stands between the cells of a row
_SHORTEST = 50  # characters: a shorter line in mid-sentence is a heading, verse or list

_STOPS = re.compile(r"[.!?…:;][\"')\]\s]{0,4}$")
# A full stop that ends no sentence: "TP.", "Th.S.", one capital letter.
_ABBREVIATION = re.compile(rf"(?:(?:^|[\s.(])[{UPPER}]|\b(?:[Tt][Pp]|Th|TX|Bs|BS|ThS|GS|TS))\.$")
_GOES_ON = re.compile(rf"[\"'(]{{0,2}}[{LOWER}]")
_LIST = re.compile(
    rf"[-–+*•●▪◦>✓✔→]|\(?[{LOWER}]\)|[{LOWER}]\.\s|\(?\d{{1,3}}[.)]\s|[IVX]{{1,5}}[.)]\s"
    r"|(?i:(?:ảnh|bài|tin|nguồn)\b.{0,12}:)"
)
_DASH_GOES_ON = re.compile(rf"[-–] [{LOWER}]")


def join_wrapped(text: str, ranges: Sequence[Range]) -> list[Range]:
    """Paragraph ranges out of line ranges, in order; linear in the text.

    ``ranges`` are the article's lines (``article_lines``).  A joined range spans from its first line
    to its last and holds nothing between them but white space.  The first line, the headline, is
    joined with the second only in a text broken at a fixed width.
    """
    breaks = [_line_ends(text, a[1], b[0]) for a, b in zip(ranges, ranges[1:], strict=False)]
    # A text with carriage returns has two line ends where one is meant.
    step = min((count for count in breaks if count), default=0)
    if not step:
        return list(ranges)
    width = _width(text, ranges, [count == step for count in breaks])
    joined = [ranges[0]]
    for number, count in enumerate(breaks):
        line, following = ranges[number], ranges[number + 1]
        if count == step and _is_wrap(text, line, following, width, number == 0):
            joined[-1] = (joined[-1][0], following[1])
        else:
            joined.append(following)
    return joined


def _line_ends(text: str, begin: int, end: int) -> int:
    """Line ends between two ranges, 0 if something else stands between them as well."""
    if end - begin == 1:
        return int(text[begin] == "\n")
    gap = text[begin:end]
    return 0 if gap.strip() else gap.count("\n")


def _length(text: str, line: Range) -> int:
    """Characters of a line without the white space around it."""
    begin, end = line
    if begin < end and (text[begin].isspace() or text[end - 1].isspace()):
        return len(text[begin:end].strip())
    return end - begin


def _first_word(text: str, line: Range) -> int:
    """Length of the first word of a line, at most 40."""
    return len(text[line[0] : min(line[1], line[0] + 40)].lstrip().partition(" ")[0])


def _width(text: str, lines: Sequence[Range], is_near: Sequence[bool]) -> int | None:
    """The width at which the text is broken, ``None`` if it is not.

    ``is_near[i]``: nothing but one line end stands between the lines ``i`` and ``i + 1``.
    """
    if sum(is_near) < _MINIMUM:
        return None
    lengths = [_length(text, line) for line in lines]
    if sum(_NARROW <= length <= _WIDE for length in lengths) < _MINIMUM:
        return None
    counts = [0] * (_WIDE + 1)
    for length in lengths:
        if length <= _WIDE:
            counts[length] += 1
    held = sum(counts[_NARROW - _SLACK : _NARROW])
    best, width = 0, None
    for candidate in range(_NARROW, _WIDE + 1):
        held += counts[candidate] - counts[candidate - _SLACK]
        if counts[candidate] and held > best:
            best, width = held, candidate
    if width is None or sum(length > width for length in lengths) > _LONG_SHARE * len(lengths):
        return None
    near = [number for number, one in enumerate(is_near) if one]
    full = [number for number in near if _is_full(text, lines[number], lines[number + 1], width)]
    # Paragraphs of one length end in full stops, lines of one length seldom do.
    open_ends = sum(not _ends_sentence(text, lines[number]) for number in full)
    return (
        width if len(full) >= max(_MINIMUM, _FULL_SHARE * len(near)) and 2 * open_ends > len(full) else None
    )


def _is_full(text: str, line: Range, following: Range, width: int) -> bool:
    """Whether the first word of the next line would not have fitted."""
    length = _length(text, line)
    return width - _SLACK < length <= width < length + 1 + _first_word(text, following) + _RAGGED


def _ends_sentence(text: str, line: Range) -> bool:
    begin, end = max(line[0], line[1] - 8), line[1]
    return _STOPS.search(text, begin, end) is not None and _ABBREVIATION.search(text, begin, end) is None


def _is_wrap(text: str, line: Range, following: Range, width: int | None, is_headline: bool) -> bool:
    """Whether the break between two lines is one of width, not of sense."""
    if width is None and (is_headline or line[1] - line[0] < _SHORTEST or not text[following[0]].islower()):
        return False  # the usual case, told at once
    if _ends_sentence(text, line) or _CELLS in text[line[0] : line[1]]:
        return False
    start = following[0]
    while start < following[1] and text[start] == " ":
        start += 1
    is_full = width is not None and _is_full(text, line, following, width)
    if _LIST.match(text, start, following[1]) and not (is_full and _DASH_GOES_ON.match(text, start)):
        return False
    goes_on = _GOES_ON.match(text, start, following[1]) is not None
    if is_headline:
        return is_full and (goes_on or (_is_capital(text, line) and _is_capital(text, following)))
    if is_full:
        return _is_capital(text, line) == _is_capital(text, following)
    # An indent is a bullet that the clean view has dropped.
    is_long = _length(text, line) > min(_SHORTEST, _WIDE if width is None else width - _SLACK)
    return goes_on and start == following[0] and is_long


def _is_capital(text: str, line: Range) -> bool:
    """A line in capitals, as headlines are."""
    return line[1] - line[0] >= 12 and text[line[0] : line[1]].isupper()
