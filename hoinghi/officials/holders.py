"""Who holds which title: features of a (title, person) pair and the choice among pairs.

Only pairs of one sentence are looked at.  A linear model scores each; a title takes every person
whose score is positive, or none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hoinghi.heads.linear import LinearModel
from hoinghi.text.tokens import canonical, shape

REACH = 12  # mentions between a title and its holder at most
_HONORIFICS = frozenset(
    "đồng chí đ / c ông bà anh chị em cụ các hai ba bác cô chú thầy là và cùng với do".split()
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A PERSON or TITLE as a token range of its sentence's document."""

    first: int
    last: int
    label: str


def _gap(forms: Sequence[str], begin: int, end: int) -> tuple[str, int]:
    """The tokens between two mentions in a coarse spelling, and their number."""
    words = []
    for form in forms[begin:end]:
        folded = canonical(form)
        if shape(form) == "." or folded in _HONORIFICS:
            words.append(folded)
        elif not words or words[-1] != "w":
            words.append("w")
    return " ".join(words[:8]), end - begin


def _chain(forms: Sequence[str], mentions: Sequence[Mention], low: int, high: int) -> str:
    """What lies between two mentions: each gap in coarse spelling, each mention as P or T."""
    parts = []
    for index in range(low, high):
        parts.append(_gap(forms, mentions[index].last, mentions[index + 1].first)[0])
        if index + 1 < high:
            parts.append(mentions[index + 1].label[0])
    return "|".join(parts)


def _plural_before(forms: Sequence[str], begin: int, title: Mention) -> bool:
    return any(
        canonical(form) in ("các", "hai", "ba", "những")
        for form in forms[max(begin, title.first - 3) : title.first]
    )


def pair_features(
    forms: Sequence[str], mentions: Sequence[Mention], begin: int, title: int, person: int
) -> list[str]:
    """Feature names of one pair; ``mentions`` are those of a sentence that starts at token ``begin``."""
    low, high = min(title, person), max(title, person)
    side = "P→T" if person < title else "T→P"
    between = mentions[low + 1 : high]
    people = sum(m.label == "PERSON" for m in between)
    titles = len(between) - people
    gap, length = _gap(forms, mentions[low].last, mentions[high].first)
    chain = _chain(forms, mentions, low, high)
    labels = "".join(m.label[0] for m in between)
    plural = "plural" if _plural_before(forms, begin, mentions[title]) else "single"
    # A neighbour on the other side may have the better claim to the title.
    other = title - 1 if side == "T→P" else title + 1
    rival = "none"
    if 0 <= other < len(mentions):
        rival_gap = (
            _gap(forms, mentions[other].last, mentions[title].first)
            if other < title
            else _gap(forms, mentions[title].last, mentions[other].first)
        )[0]
        rival = f"{mentions[other].label[0]}:{rival_gap}"
    behind = person + 1 if side == "T→P" else person - 1
    follow = "none"
    if 0 <= behind < len(mentions):
        low_2, high_2 = min(person, behind), max(person, behind)
        follow = f"{mentions[behind].label[0]}:{_gap(forms, mentions[low_2].last, mentions[high_2].first)[0]}"
    first_label = mentions[0].label[0]
    return [
        f"{side}",
        f"{side} people={min(people, 4)} titles={min(titles, 4)}",
        f"{side} people={min(people, 4)} {plural}",
        f"{side} chain={chain}",
        f"{side} labels={labels[:6]}",
        f"{side} gap={gap}" if not between else f"{side} between",
        f"{side} length={min(length, 12) if not between else min(length // 4, 8) + 20}",
        f"{side} rival={rival}",
        f"{side} follow={follow}",
        f"{side} people={min(people, 2)} rival={rival}",
        f"{side} people={min(people, 2)} opens={first_label}",
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
    for title, person in candidate_pairs(mentions):
        if model.decide(pair_features(forms, mentions, begin, title, person))[0] > 0:
            holders.setdefault(title, []).append(person)
    return holders
