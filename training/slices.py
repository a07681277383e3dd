"""Slices of an evaluation: the same figures by level, region, era, organisation, style, kind and noise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table

from training.article import Article
from training.metrics import Outcome, figures
from training.spread import named, spread

SHOWN = ("type_accuracy", "period_exact", "topic_micro_f1", "person_f1", "title_f1", "holder_f1")
_PLAIN = ("level", "region", "org", "style")


def era(article: Article) -> str:
    """The years of one arrangement of offices: districts were abolished in July 2025."""
    year = article.meta.get("year", "")
    if not year.isdecimal():
        return ""
    for last, name in ((2010, "2005-2010"), (2015, "2011-2015"), (2020, "2016-2020"), (2024, "2021-2024")):
        if int(year) <= last:
            return name
    return "2025-2026"


def slices_of(article: Article) -> Iterator[tuple[str, str]]:
    """Every ``(dimension, value)`` that an article belongs to."""
    for key in _PLAIN:
        if article.meta.get(key):
            yield key, article.meta[key]
    if era(article):
        yield "era", era(article)
    if "kind" in article.meta:
        yield "kinds", spread().group_of.get(article.meta["kind"], "unknown")
    noises = named(article.meta.get("noise")) + named(article.meta.get("render"))
    for noise in noises or ["none"]:
        yield "noise", noise


def print_slices(
    articles: Sequence[Article], outcomes: Sequence[Outcome], console: Console, minimum: int = 20
) -> None:
    """A table of the figures of every slice with at least ``minimum`` articles, weakest topics first."""
    members: dict[tuple[str, str], list[Outcome]] = {}
    for article, outcome in zip(articles, outcomes, strict=True):
        for place in slices_of(article):
            members.setdefault(place, []).append(outcome)
    rows = [
        (dimension, value, len(some), figures(some))
        for (dimension, value), some in members.items()
        if len(some) >= minimum
    ]
    table = Table(title=f"slices of {minimum} articles and more")
    for name in ("dimension", "value", "articles", *SHOWN):
        table.add_column(name, justify="left" if name in ("dimension", "value") else "right")
    for dimension, value, count, scores in sorted(rows, key=lambda row: (row[0], row[3]["topic_micro_f1"])):
        table.add_row(dimension, value, str(count), *(f"{scores[name]:.3f}" for name in SHOWN))
    console.print(table)
