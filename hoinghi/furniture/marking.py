"""Page furniture in plain text: what belongs to the page, not to the article.

Lines are judged by their formulas and by what stands around them: menus, counters, share buttons,
imprints, lists of related news, captions told twice.  Furniture stays in the text (offsets do not
move) but feeds no feature and carries no span.  A page in one line is cleared at its two ends only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hoinghi.furniture.cells import end_marks, parts_of_line
from hoinghi.furniture.headings import SENTENCE_RULES, Reach
from hoinghi.furniture.judging import FIRST_WORD, by_rule, ends_sentence, judge
from hoinghi.furniture.patterns import LOWER, UPPER
from hoinghi.furniture.patterns import FurnitureKind as FurnitureKind

LINE_LIMIT = 400  # characters: no formula is longer
_ITEM_WORDS = 25  # a longer line below a heading of links is text
_REPEAT_LENGTH = 20  # characters: a heading as short as "Ý kiến thảo luận" comes back in an article
_LONG = 120  # characters: a longer line that ends a sentence is the article's, or the small print's
_COMPANY = 3  # so many doubtful lines of a kind on end vouch for one another

_LINE = re.compile(r"[^\n]+")
_CREDIT = re.compile(
    r"\W{0,3}(?:(?:bài|tin|ảnh|nguồn|tác giả|thực hiện|người viết|ctv|pv|bbt)\b[^:]{0,12}[:.(]|theo )", re.I
)
_BYLINE = re.compile(rf"(?:[{UPPER}]\w{{0,9}}\.?(?: ?- ?| |$)){{2,8}}$")
_BULLET = re.compile(r"[-–•·+*>»\"●▪◦]")
# "> " quotes a mail where its lines break off or end in full stops.
_QUOTED_MAIL = re.compile(rf"^> ?(?:[{LOWER}]|[^\n]{{0,300}}\.$)", re.M)


@dataclass(frozen=True, slots=True)
class FurnitureLine:
    """``text[start:end]`` is page furniture of one kind: a line, or the part of a line that is."""

    start: int
    end: int
    kind: FurnitureKind


_Block = list[tuple[FurnitureLine, bool]]  # lines since the last one of the article; is it doubtful?


@dataclass(frozen=True, slots=True)
class PageLines:
    """The lines of a page, as character ranges in text order.

    ``article``: lines, or parts of lines, that belong to the article; ``furniture``: the rest, in disjoint
    ranges.  A line told twice is in both: every mention of a person is tagged, in a repeated caption too,
    but it tells nothing new of the article.
    """

    article: list[tuple[int, int]]
    furniture: list[FurnitureLine]


def read_page_lines(text: str) -> PageLines:
    """Tell the article's lines from the page's; linear in the text."""
    found, lines = _read(text)
    return PageLines(list(_article(text, found, lines)), found)


def mark_furniture(text: str) -> list[FurnitureLine]:
    """The furniture of a page in text order, in disjoint ranges."""
    return read_page_lines(text).furniture


def article_lines(text: str) -> list[tuple[int, int]]:
    """Character ranges of the lines, or parts of lines, that belong to the article, in order."""
    return read_page_lines(text).article


def _article(
    text: str, found: Sequence[FurnitureLine], lines: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    marks = [mark for mark in found if mark.kind is not FurnitureKind.REPEATED]
    number = 0
    for line in lines:
        begin, end = line
        while number < len(marks) and marks[number].start < end:
            if FIRST_WORD.match(text, begin, marks[number].start):
                yield begin, marks[number].start
            begin = marks[number].end
            number += 1
        if begin == line[0] or (begin < end and FIRST_WORD.match(text, begin, end)):
            yield begin, end


def _read(text: str) -> tuple[list[FurnitureLine], list[tuple[int, int]]]:
    """The furniture of a page and the ranges of all its lines that are not blank."""
    lines: list[tuple[int, int]] = []
    found: list[FurnitureLine] = []
    block: _Block = []
    seen: set[str] = set()
    section: FurnitureKind | None = None
    is_bulleted = is_article = is_item = False
    has_links = ">" not in text or _QUOTED_MAIL.search(text) is None
    for match in _LINE.finditer(text):
        begin, end = match.span()
        if end - begin > LINE_LIMIT:
            if match.group().isspace():
                continue
            lines.append((begin, end))
            section, is_article = None, True
            found += _settled(block)
            if 2 * (end - begin) > len(text):
                found += [FurnitureLine(*mark) for mark in end_marks(text, begin, end)]
            continue
        line = match.group().strip()
        if not line:
            continue
        lines.append((begin, end))
        is_sentence = ends_sentence(line)
        if is_sentence and len(line) > _LONG:
            verdict = by_rule(line, SENTENCE_RULES)
        else:
            verdict = judge(line, has_links, is_sentence)
        if verdict is not None and verdict[1] is not Reach.WEAK:
            block.append((FurnitureLine(begin, end, verdict[0]), False))
            if verdict[1] is Reach.SECTION:
                section, is_item = verdict[0], False
            continue
        if section is not None:
            bullet = _BULLET.match(line) is not None
            if _is_item(line) and (bullet or not is_item or not is_bulleted):
                block.append((FurnitureLine(begin, end, section), False))
                is_item, is_bulleted = True, bullet
                continue
            if not is_article and is_item and not is_bulleted and is_sentence:
                block.pop()  # a list of news above the article has swallowed its headline
            section = None
        if verdict is not None:
            block.append((FurnitureLine(begin, end, verdict[0]), True))
            continue
        if block:
            found += _settled(block)
        is_article = True
        if len(line) >= _REPEAT_LENGTH:
            if line in seen and line.count(" ") >= 3:
                found.append(FurnitureLine(begin, end, FurnitureKind.REPEATED))
                continue
            seen.add(line)
        if not is_sentence:
            shift = begin + match.group().index(line)
            found += [FurnitureLine(shift + s, shift + e, kind) for s, e, kind in parts_of_line(line)]
    found += _settled(block)
    return found, lines


def _settled(block: _Block) -> list[FurnitureLine]:
    """The marks of a block of lines, doubtful ones with enough company; the block is emptied."""
    if not block:
        return []
    sure = {mark.kind for mark, is_doubtful in block if not is_doubtful}
    if len(sure) < len(block):
        count = Counter(mark.kind for mark, is_doubtful in block if is_doubtful)
        sure |= {kind for kind, number in count.items() if number >= _COMPANY}
        if len(block) < _COMPANY:
            sure.discard(FurnitureKind.MENU)  # "THÔNG BÁO" below a menu is the head of a document
        if FurnitureKind.VISITORS in sure:
            sure.add(FurnitureKind.COUNTER)
    marks = [mark for mark, is_doubtful in block if not is_doubtful or mark.kind in sure]
    block.clear()
    return marks


def _is_item(line: str) -> bool:
    """A headline below a heading of links: short, no full stop, no credit, no name alone."""
    if line.count(" ") >= _ITEM_WORDS or ends_sentence(line) or _CREDIT.match(line):
        return False
    return _BYLINE.match(line) is None or line.isupper()
