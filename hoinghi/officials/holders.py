"""Who holds which title: features of a (title, person) pair and the choice among pairs.

Only pairs of one sentence are looked at.  A linear model scores each; a title takes every person
whose score is positive, or none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hoinghi.heads.linear import LinearModel
from hoinghi.text.memo import Memo
from hoinghi.text.tokens import canonical, shape

REACH = 12  # mentions between a title and its holder at most
_GAP_LIMIT = 8  # words of a gap in coarse spelling
_HONORIFICS = frozenset(
    "đồng chí đ / c ông bà anh chị em cụ các hai ba bác cô chú thầy là và cùng với do".split()
)
_PLURALS = frozenset("các hai ba những".split())


@dataclass(frozen=True, slots=True)
class Mention:
    """A PERSON or TITLE as a token range of its sentence's document."""

    first: int
    last: int
    label: str


def _coarse(form: str) -> str:
    """A mark or an honorific as it is, any other word as ``w``."""
    folded = canonical(form)
    return folded if shape(form) == "." or folded in _HONORIFICS else "w"


_COARSE = Memo(_coarse)


def _gap(forms: Sequence[str], begin: int, end: int) -> str:
    """The tokens between two mentions in a coarse spelling: words in a row count as one, eight are read."""
    words: list[str] = []
    for word in map(_COARSE.__getitem__, forms[begin:end]):
        if word != "w" or not words or words[-1] != "w":
            words.append(word)
            if len(words) == _GAP_LIMIT:
                break
    return " ".join(words)


def _number(forms: Sequence[str], begin: int, title: Mention) -> str:
    before = map(canonical, forms[max(begin, title.first - 3) : title.first])
    return "single" if _PLURALS.isdisjoint(before) else "plural"


@dataclass(frozen=True, slots=True)
class _Row:
    """The mentions of a sentence in order, with what their pairs share.

    ``initials``: P or T of each; ``links``: the gap behind each mention, the initial of the next, and so on;
    ``before`` and ``behind``: the neighbours of each with the gap to them; ``numbers``: of each title,
    plural or single.
    """

    mentions: Sequence[Mention]
    initials: str
    links: list[str]
    before: list[str]
    behind: list[str]
    numbers: list[str]


def _row(forms: Sequence[str], mentions: Sequence[Mention], begin: int) -> _Row:
    initials = "".join(mention.label[0] for mention in mentions)
    gaps = [_gap(forms, a.last, b.first) for a, b in zip(mentions, mentions[1:], strict=False)]
    return _Row(
        mentions,
        initials,
        [part for link in zip(gaps, initials[1:], strict=True) for part in link],
        ["none", *map(":".join, zip(initials, gaps, strict=False))],
        [*map(":".join, zip(initials[1:], gaps, strict=True)), "none"],
        [_number(forms, begin, mention) if mention.label == "TITLE" else "" for mention in mentions],
    )


def pair_features(
    forms: Sequence[str], mentions: Sequence[Mention], begin: int, title: int, person: int
) -> list[str]:
    """Feature names of one pair; ``mentions`` are those of a sentence that starts at token ``begin``."""
    return _pair_features(_row(forms, mentions, begin), title, person)


def _pair_features(row: _Row, title: int, person: int) -> list[str]:
    # A neighbour on the other side may have the better claim to the title.
    if person < title:
        side, low, high, rival, follow = "P→T", person, title, row.behind[title], row.before[person]
    else:
        side, low, high, rival, follow = "T→P", title, person, row.before[title], row.behind[person]
    labels = row.initials[low + 1 : high]
    people = labels.count("P")
    some, few = min(people, 4), min(people, 2)
    links = row.links[2 * low : 2 * high - 1]
    length = row.mentions[high].first - row.mentions[low].last
    return [
        side,
        f"{side} people={some} titles={min(len(labels) - people, 4)}",
        f"{side} people={some} {row.numbers[title]}",
        f"{side} chain={'|'.join(links)}",
        f"{side} labels={labels[:6]}",
        f"{side} between" if labels else f"{side} gap={links[0]}",
        f"{side} length={min(length // 4, 8) + 20 if labels else min(length, 12)}",
        f"{side} rival={rival}",
        f"{side} follow={follow}",
        f"{side} people={few} rival={rival}",
        f"{side} people={few} opens={row.initials[0]}",
    ]


def candidate_pairs(mentions: Sequence[Mention]) -> Iterator[tuple[int, int]]:
    """Indices ``(title, person)`` of the pairs of one sentence within reach."""
    for title, mention in enumerate(mentions):
        if mention.label != "TITLE":
            continue
        for person in range(max(0, title - REACH), min(len(mentions), title + REACH + 1)):
            if mentions[person].label == "PERSON":
                yield title, person


def link_holders(
    model: LinearModel, forms: Sequence[str], mentions: Sequence[Mention], begin: int
) -> dict[int, list[int]]:
    """The persons (indices of ``mentions``) whom each title index belongs to, in text order."""
    holders: dict[int, list[int]] = {}
    if len(mentions) < 2:
        return holders
    row: _Row | None = None
    for title, person in candidate_pairs(mentions):
        row = row or _row(forms, mentions, begin)
        if model.score(_pair_features(row, title, person)) > 0:
            holders.setdefault(title, []).append(person)
    return holders
