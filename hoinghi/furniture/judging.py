"""What one line of a page is by itself: a formula, cells, a link, a menu, or a line of the article."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from hoinghi.furniture.cells import kind_of_cells
from hoinghi.furniture.headings import RULES, Reach, Rule
from hoinghi.furniture.patterns import (
    CELL_WORDS,
    MENU_ARROW,
    MENU_BAR,
    MENU_ITEM,
    MENU_RUN,
    MENU_WORDS,
    UPPER,
    FurnitureKind,
)

_STRANGER = 30  # characters of a menu's end that the vocabulary does not know
_CELLS = 160  # characters of a line of cells

FIRST_WORD = re.compile(r"\W*(\w+)")
_STOPS = frozenset(".!?…")
_LINK = re.compile(rf">{{2,3}} ?(?=\w)|[>\"→] (?=[{UPPER}])")
_BOXES = re.compile(
    r"(?:[^(\[○☐□]{0,40}(?:\( ?\)|○|☐|□|\[ ?\])){2}|(?:[•○][^•○%]{1,40}\(\d{1,3} ?%\)\s{0,3}){2}"
)
_TICKS = re.compile(r"[○☐□]|\( ?\)|\[ ?\]|%\)")
_STARS = re.compile(r"[★☆⭐]{3}")
_HASHTAGS = re.compile(r"(?:#\w{2,60}[\s,]{0,5}){1,60}$")
_BARE_NUMBER = re.compile(r"\W{0,4}(?!(?:19|20)\d\d\W{0,4}$)\d[\d.,]{0,14}[ )]{0,4}$")

Verdict = tuple[FurnitureKind, Reach]


def by_rule(line: str, filed: Mapping[str, Sequence[Rule]]) -> Verdict | None:
    """What a stripped line is by the rules filed under its first word."""
    first = FIRST_WORD.match(line)
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


def judge(line: str, has_links: bool, is_sentence: bool) -> Verdict | None:
    """What a stripped line is by itself; ``None`` for a line of the article."""
    first = FIRST_WORD.match(line)
    if first is None:
        return (FurnitureKind.VOTE, Reach.LINE) if _STARS.search(line) else None
    word = first.group(1).lower()
    if word in RULES:
        verdict = by_rule(line, RULES)
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


def ends_sentence(line: str) -> bool:
    """Whether a full stop ends the line, quotation marks and brackets aside."""
    return line[-1] in ".!?…" or (line[-1] in "\"')]" and line.rstrip("\"')] ")[-1:] in _STOPS)


def _judge_mark(line: str, has_links: bool) -> Verdict | None:
    """A line that begins with a sign: arrows of links, hashtags, boxes to tick."""
    if line[0] == "#":
        return (FurnitureKind.TAGS, Reach.LINE) if _HASHTAGS.match(line) else None
    if line[0] in '>"→' and has_links and _LINK.match(line) and not line.endswith((".", ";", ",")):
        is_speech = line[0] == '"' and (line.count('"') > 1 or line[-1] in "?!…")
        return None if is_speech else (FurnitureKind.RELATED, Reach.LINE)
    return None


def _judge_menu(line: str, word: str) -> Verdict | None:
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


def _judge_run(line: str) -> Verdict | None:
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
