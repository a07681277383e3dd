"""What the corpus spreads over: rules of the guide that articles exercise, and kinds of article.

Both lists stand in ``labels/spread.toml``.  Writers name the rules that they had in mind in the header
``traps``; some rules show in the labels themselves and are counted without being named.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path

import msgspec

from training.article import Article, LabelledSpan
from training.similarity import words
from training.taxonomy import LABELS, read_toml


class Rule(msgspec.Struct, frozen=True):
    """A rule or exception of the guide, and the section that states it."""

    id: str
    section: str
    text: str


class Kind(msgspec.Struct, frozen=True):
    """A kind of article; ``group`` is review, institutional or ordinary."""

    id: str
    group: str


class Spread(msgspec.Struct, frozen=True):
    rules: tuple[Rule, ...]
    kinds: tuple[Kind, ...]
    cues: dict[str, tuple[str, ...]]
    names: dict[str, tuple[str, ...]]

    @property
    def rule_ids(self) -> frozenset[str]:
        return frozenset(rule.id for rule in self.rules)

    @property
    def group_of(self) -> dict[str, str]:
        return {kind.id: kind.group for kind in self.kinds}


@cache
def spread(folder: Path = LABELS) -> Spread:
    """The spread of a labels folder."""
    data = read_toml(folder / "spread.toml")
    found = {"rules": data["rule"], "kinds": data["kind"], "cues": data["cues"], "names": data["names"]}
    return msgspec.convert(found, Spread)


def named(value: str | None) -> list[str]:
    """The items of a comma-separated header; ``none`` and ``plain`` name nothing."""
    items = [item.strip() for item in (value or "").split(",")]
    return [item for item in items if item not in ("", "none", "plain")]


def spread_faults(article: Article) -> list[str]:
    """Names that ``spread.toml`` does not know, and kinds that do not fit the meeting type."""
    known = spread()
    faults = [
        f"unknown rule {rule!r} in traps"
        for rule in named(article.meta.get("traps"))
        if rule not in known.rule_ids
    ]
    kind = article.meta.get("kind")
    if kind is not None:
        group = known.group_of.get(kind)
        if group is None:
            faults.append(f"unknown kind {kind!r}")
        elif (group == "review") != (article.meeting_type != "other"):
            faults.append(f"kind {kind} does not fit {article.meeting_type}")
    return faults


_RANK = re.compile(r"(?:thiếu|trung|thượng|đại) (?:úy|uý|tá|tướng)|(?:thiếu|trung|thượng) (?:sĩ|sỹ)", re.I)
_FORMER = re.compile(r"(?:nguyên|cựu|quyền|tân) ", re.I)
_SHORT = re.compile(
    r"(?:TUV|HUV|ĐUV|UVTV|UVBTV|UVBCH|UV|BTV|TVTU|PCT|PBT|CT|PGĐ|GĐ|PTP|TP|PTB|TB|HT|PHT|BT)\b"
)
_JOINED_BODY = re.compile(r"\w(?:,| [-–]) \w")


def _titles(article: Article) -> list[tuple[LabelledSpan, str]]:
    return [(s, article.text[s.start : s.end]) for s in article.spans if s.label == "TITLE"]


def _unit(unit: str, index: int | None = None) -> Callable[[Article], bool]:
    return lambda article: (
        article.period is not None
        and article.period.unit == unit
        and (index is None or article.period.index == index)
    )


def _lacks_year(article: Article) -> bool:
    period = article.period
    return period is not None and period.unit != "multi_year" and period.year is None


_SHOWN: dict[str, Callable[[Article], bool]] = {
    "nine_months": _unit("nine_months"),
    "last_half": _unit("half", 2),
    "no_year": _lacks_year,
    "no_topic": lambda a: not a.topics,
    "rank": lambda a: any(_RANK.fullmatch(t) for _, t in _titles(a)),
    "former_acting": lambda a: any(_FORMER.match(t) for _, t in _titles(a)),
    "abbreviated_title": lambda a: any(_SHORT.match(t) for _, t in _titles(a)),
    "comma_in_body": lambda a: any(_JOINED_BODY.search(t) for _, t in _titles(a)),
    "plural_title": lambda a: any(len(s.holders or ()) > 1 for s, _ in _titles(a)),
    "office_without_name": lambda a: any(not s.holders for s, _ in _titles(a)),
    "given_name": lambda a: any(
        len(a.text[s.start : s.end].split()) == 1 for s in a.spans if s.label == "PERSON"
    ),
}


def exercised(article: Article) -> set[str]:
    """The rules that an article exercises: named by its writer or shown by its labels."""
    shown = {rule for rule, is_shown in _SHOWN.items() if is_shown(article)}
    return shown | set(named(article.meta.get("traps")))


def rule_counts(articles: Iterable[Article]) -> dict[str, int]:
    """How many articles exercise each rule of ``spread.toml``, in its order."""
    counts = Counter(rule for article in articles for rule in exercised(article))
    return {rule.id: counts[rule.id] for rule in spread().rules}


def group_counts(articles: Sequence[Article]) -> dict[str, int]:
    """Articles of each group of kinds; an article without a kind counts by its type."""
    group_of = spread().group_of
    return dict(
        Counter(
            group_of.get(a.meta.get("kind", ""), "review" if a.meeting_type != "other" else "other")
            for a in articles
        ).most_common()
    )


def _holds_any(phrases: Iterable[str]) -> Callable[[str], bool]:
    """Whether a text, as :func:`_padded` gives it, holds one of the phrases."""
    padded = [_padded(phrase) for phrase in phrases]
    return lambda text: any(phrase in text for phrase in padded)


def _padded(text: str) -> str:
    return f" {' '.join(words(text))} "


def hard_negatives(articles: Iterable[Article]) -> dict[str, int]:
    """How many articles hold a cue of each topic and do not have the topic."""
    counts = dict.fromkeys(spread().cues, 0)
    holds = {topic: _holds_any(cues) for topic, cues in spread().cues.items()}
    for article in articles:
        text = _padded(article.text)
        for topic, holds_cue in holds.items():
            counts[topic] += topic not in article.topics and holds_cue(text)
    return counts


def name_counts(texts: Iterable[Article]) -> dict[str, tuple[int, int]]:
    """Of each topic: how many texts say a plain name of it, and how many of these have it."""
    said, earned = dict.fromkeys(spread().names, 0), dict.fromkeys(spread().names, 0)
    holds = {topic: _holds_any(names) for topic, names in spread().names.items()}
    for one in texts:
        text = _padded(one.text)
        for topic, holds_name in holds.items():
            if holds_name(text):
                said[topic] += 1
                earned[topic] += topic in one.topics
    return {topic: (said[topic], earned[topic]) for topic in said}
