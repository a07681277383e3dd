"""Augmentation: the same contexts with other people and other titles, for the tagger to learn from.

A copy of an article keeps every sentence and swaps the people of ``PERSON`` spans and the titles of ``TITLE``
spans for those of other articles (replacement of mentions, Dai and Adel, 2020), so that the tagger leans on
what stands around a title and not on the titles that it has met.  Copies serve the tagger alone: their
titles fit neither the meeting nor the place.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from training.article import Article, LabelledSpan

_FULL_NAME = 3  # syllables of a name that stands in for another person's


@dataclass(frozen=True, slots=True)
class SwapConfig:
    """``copies`` of every article; ``people`` and ``titles``: the share of each that is swapped."""

    copies: int
    people: float
    titles: float


@dataclass(frozen=True, slots=True)
class Mentions:
    """What may be swapped in: full names, and titles by how they are written (see :func:`case_of`)."""

    names: tuple[str, ...]
    titles: dict[str, tuple[str, ...]]


def case_of(text: str) -> str:
    """How a mention is written: ``upper``, ``capital`` or ``lower``."""
    return "upper" if text.isupper() else "capital" if text[:1].isupper() else "lower"


def mentions_of(articles: Sequence[Article]) -> Mentions:
    """The names and titles of articles.  A title counts as often as it occurs, a name once."""
    names: set[str] = set()
    titles: dict[str, list[str]] = {}
    for article in articles:
        for span in article.spans:
            text = article.text[span.start : span.end]
            if "\n" in text:
                continue
            if span.label == "TITLE":
                titles.setdefault(case_of(text), []).append(text)
            elif len(text.split()) >= _FULL_NAME and case_of(text) == "capital":
                names.add(" ".join(text.split()))
    return Mentions(tuple(sorted(names)), {case: tuple(found) for case, found in titles.items()})


def swapped_copies(articles: Sequence[Article], config: SwapConfig, seed: int) -> list[Article]:
    """``copies`` of every article with swapped mentions; the same seed gives the same copies."""
    rng = random.Random(seed)
    mentions = mentions_of(articles)
    return [swapped(article, mentions, config, rng) for _ in range(config.copies) for article in articles]


def swapped(article: Article, mentions: Mentions, config: SwapConfig, rng: random.Random) -> Article:
    """One copy: the text with mentions swapped and the spans where they now stand, topics left out.

    Mentions that end in the same syllable are one person and get one name.
    """
    renamed: dict[str, str | None] = {}
    parts: list[str] = []
    moved: dict[tuple[int, int], tuple[int, int]] = {}
    ordered = sorted(article.spans, key=lambda span: span.start)
    length = last = 0
    for span in ordered:
        between = article.text[last : span.start]
        new = _replacement(span, article.text, mentions, config, renamed, rng)
        parts += [between, new]
        length += len(between)
        moved[span.start, span.end] = (length, length + len(new))
        length, last = length + len(new), span.end
    parts.append(article.text[last:])
    return msgspec.structs.replace(
        article,
        text="".join(parts),
        topics=(),
        evidence={},
        spans=tuple(_moved(span, moved) for span in ordered),
    )


def _moved(span: LabelledSpan, places: dict[tuple[int, int], tuple[int, int]]) -> LabelledSpan:
    start, end = places[span.start, span.end]
    holders = None if span.holders is None else tuple(places[holder] for holder in span.holders)
    return LabelledSpan(start, end, span.label, holders)


def _replacement(
    span: LabelledSpan,
    text: str,
    mentions: Mentions,
    config: SwapConfig,
    renamed: dict[str, str | None],
    rng: random.Random,
) -> str:
    own = text[span.start : span.end]
    if span.label == "TITLE":
        others = mentions.titles.get(case_of(own), ())
        return rng.choice(others) if others and rng.random() < config.titles else own
    syllables = own.split()
    person = syllables[-1].casefold()
    if person not in renamed:
        is_swapped = bool(mentions.names) and rng.random() < config.people
        renamed[person] = rng.choice(mentions.names) if is_swapped else None
    name = renamed[person]
    if name is None:
        return own
    new = name if len(syllables) > 1 else name.split()[-1]
    return new.upper() if own.isupper() and len(own) > 1 else new
