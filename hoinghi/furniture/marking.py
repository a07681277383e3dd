"""Page furniture in plain text: what belongs to the page, not to the article.

Lines are judged by their formulas and by what stands around them: menus, counters, share buttons,
imprints, lists of related news, captions told twice.  Furniture stays in the text (offsets do not
move) but feeds no feature and carries no span.  A page in one line is cleared at its two ends only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hoinghi.furniture.cells import end_marks, kind_of_cells, parts_of_line
from hoinghi.furniture.headings import RULES, SENTENCE_RULES, Reach, Rule
from hoinghi.furniture.patterns import (
    CELL_WORDS,
    LOWER,
    MENU_ARROW,
    MENU_BAR,
    MENU_ITEM,
    MENU_RUN,
    MENU_WORDS,
    UPPER,
)
from hoinghi.furniture.patterns import FurnitureKind as FurnitureKind

LINE_LIMIT = 400  # characters: no formula is longer
_ITEM_WORDS = 25  # a longer line below a heading of links is text
_STRANGER = 30  # characters of a menu's end that the vocabulary does not know
_REPEAT_LENGTH = 20  # characters: a heading as short as "Ý kiến thảo luận" comes back in an article
_LONG = 120  # characters: a longer line that ends a sentence is the article's, or the small print's
_CELLS = 160  # characters of a line of cells
_COMPANY = 3  # so many doubtful lines of a kind on end vouch for one another

_LINE = re.compile(r"[^\n]+")
_FIRST_WORD = re.compile(r"\W*(\w+)")
_STOPS = frozenset(".!?…")
_CREDIT = re.compile(
    r"\W{0,3}(?:(?:bài|tin|ảnh|nguồn|tác giả|thực hiện|người viết|ctv|pv|bbt)\b[^:]{0,12}[:.(]|theo )", re.I
)
_BYLINE = re.compile(rf"(?:[{UPPER}]\w{{0,9}}\.?(?: ?- ?| |$)){{2,8}}$")
_BULLET = re.compile(r"[-–•·+*>»\"●▪◦]")
_LINK = re.compile(rf">{{2,3}} ?(?=\w)|[>\"→] (?=[{UPPER}])")
# "> " quotes a mail where its lines break off or end in full stops.
_QUOTED_MAIL = re.compile(rf"^> ?(?:[{LOWER}]|[^\n]{{0,300}}\.$)", re.M)
_BOXES = re.compile(
    r"(?:[^(\[○☐□]{0,40}(?:\( ?\)|○|☐|□|\[ ?\])){2}|(?:[•○][^•○%]{1,40}\(\d{1,3} ?%\)\s{0,3}){2}"
)
_TICKS = re.compile(r"[○☐□]|\( ?\)|\[ ?\]|%\)")
_STARS = re.compile(r"[★☆⭐]{3}")
_HASHTAGS = re.compile(r"(?:#\w{2,60}[\s,]{0,5}){1,60}$")
_BARE_NUMBER = re.compile(r"\W{0,4}(?!(?:19|20)\d\d\W{0,4}$)\d[\d.,]{0,14}[ )]{0,4}$")


@dataclass(frozen=True, slots=True)
class FurnitureLine:
    """``text[start:end]`` is page furniture of one kind: a line, or the part of a line that is."""

    start: int
    end: int
    kind: FurnitureKind


_Verdict = tuple[FurnitureKind, Reach]
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
            if _FIRST_WORD.match(text, begin, marks[number].start):
                yield begin, marks[number].start
            begin = marks[number].end
            number += 1
        if begin == line[0] or (begin < end and _FIRST_WORD.match(text, begin, end)):
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
        is_sentence = _ends_sentence(line)
        if is_sentence and len(line) > _LONG:
            verdict = _by_rule(line, SENTENCE_RULES)
        else:
            verdict = _judge(line, has_links, is_sentence)
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
    if line.count(" ") >= _ITEM_WORDS or _ends_sentence(line) or _CREDIT.match(line):
        return False
    return _BYLINE.match(line) is None or line.isupper()


def _by_rule(line: str, filed: Mapping[str, Sequence[Rule]]) -> _Verdict | None:
    """What a stripped line is by the rules filed under its first word."""
    first = _FIRST_WORD.match(line)
    rules = filed.get(first.group(1).lower()) if first is not None else None
    if first is None or rules is None:
        return None
    # A wrapped paragraph may break off before "tin khác"; furniture has its capital, or says more.
    if line[first.start(1)].islower() and ":" not in line and ">" not in line:
        return None
    for rule in rules:
        if rule.pattern.match(line):
            return rule.kind, rule.reach
    return None


def _judge(line: str, has_links: bool, is_sentence: bool) -> _Verdict | None:
    """What a stripped line is by itself; ``None`` for a line of the article."""
    first = _FIRST_WORD.match(line)
    if first is None:
        return (FurnitureKind.VOTE, Reach.LINE) if _STARS.search(line) else None
    word = first.group(1).lower()
    if word in RULES:
        verdict = _by_rule(line, RULES)
        if verdict is not None:
            return verdict
    if len(line) <= _CELLS and (word in CELL_WORDS or word[0].isdigit()):
        kind = kind_of_cells(line)
        if kind is not None:
            return kind, Reach.LINE
        if _BARE_NUMBER.match(line):
            return FurnitureKind.COUNTER, Reach.WEAK
    if not line[0].isalnum():
        verdict = _judge_mark(line, has_links)
        if verdict is not None:
            return verdict
    return None if is_sentence else _judge_menu(line, word)


def _ends_sentence(line: str) -> bool:
    """Whether a full stop ends the line, quotation marks and brackets aside."""
    return line[-1] in ".!?…" or (line[-1] in "\"')]" and line.rstrip("\"')] ")[-1:] in _STOPS)


def _judge_mark(line: str, has_links: bool) -> _Verdict | None:
    """A line that begins with a sign: arrows of links, hashtags, boxes to tick."""
    if line[0] == "#":
        return (FurnitureKind.TAGS, Reach.LINE) if _HASHTAGS.match(line) else None
    if line[0] in '>"→' and has_links and _LINK.match(line) and not line.endswith((".", ";", ",")):
        is_speech = line[0] == '"' and (line.count('"') > 1 or line[-1] in "?!…")
        return None if is_speech else (FurnitureKind.RELATED, Reach.LINE)
    return None


def _judge_menu(line: str, word: str) -> _Verdict | None:
    """Menus and breadcrumbs: the names of a site's parts between bars, arrows or spaces."""
    if _TICKS.search(line) and _BOXES.match(line):
        return FurnitureKind.VOTE, Reach.LINE
    if _has_bars(line):
        items = [item for item in MENU_BAR.split(line) if item.strip()]
        is_known = any(MENU_ITEM.match(item) for item in items)
        if is_known and len(items) >= 3 and all(_is_menu_item(item) for item in items):
            return FurnitureKind.MENU, Reach.LINE
        if (
            is_known
            and len(items) >= 2
            and MENU_ARROW.search(line)
            and MENU_ITEM.match(items[0])
            and items[0].count(" ") < 6
        ):
            return FurnitureKind.MENU, Reach.LINE
    if word not in MENU_WORDS:
        return None
    items = line.split(" - ")
    is_row = len(items) >= 4 and all(item.count(" ") < 4 for item in items) and MENU_ITEM.match(line)
    if is_row and sum(MENU_RUN.match(item) is not None for item in items) >= 2:
        return FurnitureKind.MENU, Reach.LINE
    return _judge_run(line)


def _has_bars(line: str) -> bool:
    """Whether a split at bars is worth while; substrings are found faster than patterns."""
    return (
        "|" in line
        or "•" in line
        or "[" in line
        or " >" in line
        or ' " ' in line
        or " / " in line
        or "  " in line
        or "·" in line
        or "›" in line
        or "»" in line
        or line[:2] in ("> ", '" ')
    )


def _is_menu_item(item: str) -> bool:
    return item.count(" ") < 7 and not item.strip(" .,()").isdigit()


def _judge_run(line: str) -> _Verdict | None:
    """A line of the words of menus: three are a menu, fewer need company, four stand one stranger."""
    place = count = known = 0
    while place < len(line):
        item = MENU_RUN.match(line, place)
        if item is None or item.end() == place:
            is_menu = count >= 4 and known >= 2 and len(line) - place <= _STRANGER and line[place].isupper()
            return (FurnitureKind.MENU, Reach.LINE) if is_menu else None
        known += MENU_ITEM.match(line, place) is not None
        count += 1
        place = item.end()
        while place < len(line) and not line[place].isalnum():
            place += 1
    return FurnitureKind.MENU, Reach.LINE if count >= 3 and known else Reach.WEAK
