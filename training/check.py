"""Check the corpus: ``python -m training.check`` names every fault by file, line and article."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from training.article import Article, LabelledSpan
from training.passages import PASSAGES, read_passages
from training.similarity import near_duplicates, phrase_sharing
from training.spread import group_counts, hard_negatives, name_counts, named, rule_counts, spread_faults
from training.taxonomy import LABELS, taxonomy

_METADATA = ("level", "region", "org", "style")
_OUTER = " \t\n\r\u00a0.,;:"


@dataclass(frozen=True, slots=True)
class PlacedArticle:
    """An article with its file and line."""

    article: Article
    place: str


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake of the corpus."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


def read_placed(folder: Path) -> Iterator[PlacedArticle | Fault]:
    """Every line of every ``.jsonl``; a line that is no record comes as a fault."""
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_bytes().splitlines(), 1):
            place = f"{path}:{number}"
            try:
                yield PlacedArticle(msgspec.json.decode(line, type=Article), place)
            except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
                yield Fault(place, f"no record of the corpus: {error}")


def article_faults(article: Article) -> Iterator[str]:
    """What is wrong with one article by itself."""
    labels = taxonomy()
    if not article.text.strip():
        yield "the text is empty"
    yield from spread_faults(article)
    if article.meeting_type not in labels.type_ids:
        yield f"unknown meeting type {article.meeting_type!r}"
    else:
        unit = article.period.unit if article.period else None
        fitting = labels.units(article.meeting_type)
        if unit not in fitting if unit else fitting:
            yield f"period unit {unit!r} does not fit {article.meeting_type}"
    year = article.period.year if article.period else None
    if year is not None and not _is_year_told(year, article.text):
        yield f"the text tells no year from which {year} follows"
    for topic in article.topics:
        if topic not in labels.topic_ids:
            yield f"unknown topic {topic!r}"
    if len(set(article.topics)) < len(article.topics):
        yield "a topic stands twice"
    if set(article.evidence) != set(article.topics):
        odd = sorted(set(article.evidence) ^ set(article.topics))
        yield f"topics and evidence differ in {', '.join(odd)}"
    for topic, pieces in article.evidence.items():
        for start, end in pieces:
            if not 0 <= start < end <= len(article.text):
                yield f"evidence [{start}, {end}) of {topic} lies outside the text ({len(article.text)})"
    yield from _span_faults(article)


def _is_year_told(year: int, text: str) -> bool:
    """Whether a year, a neighbour of it (a plan, "cùng kỳ") or a short date stands in the text."""
    near = "|".join(str(y) for y in (year - 1, year, year + 1))
    return bool(re.search(rf"(?<!\d)(?:{near})(?!\d)|\d[-/.–]\d{{1,2}}[-/.–]{year % 100:02d}(?!\d)", text))


def _span_faults(article: Article) -> Iterator[str]:
    text, people = article.text, {(s.start, s.end) for s in article.spans if s.label == "PERSON"}
    last: LabelledSpan | None = None
    for span in sorted(article.spans, key=lambda s: s.start):
        place = f"{span.label} [{span.start}, {span.end})"
        if span.label not in ("PERSON", "TITLE"):
            yield f"unknown span label {span.label!r}"
        if not 0 <= span.start < span.end <= len(text):
            yield f"{place} lies outside the text ({len(text)})"
            continue
        covered = text[span.start : span.end]
        if covered != covered.strip(_OUTER):
            yield f"{place} has outer space or punctuation: {covered!r}"
        if last is not None and span.start < last.end:
            yield f"{place} overlaps {last.label} [{last.start}, {last.end})"
        last = span
        if span.label == "PERSON" and span.holders is not None:
            yield f"{place} is a person and cannot have holders"
        for holder in span.holders or ():
            if holder not in people:
                yield f"{place}: holder {list(holder)} is no PERSON span"


def corpus_faults(placed: Sequence[PlacedArticle]) -> Iterator[Fault]:
    """What is wrong with the articles together, and each by itself."""
    seen: dict[str, str] = {}
    for item in placed:
        identity = item.article.id
        for message in article_faults(item.article):
            yield Fault(item.place, f"{identity}: {message}")
        if identity in seen:
            yield Fault(item.place, f"{identity}: the id stands already at {seen[identity]}")
        seen.setdefault(identity, item.place)
    for a, b, likeness in near_duplicates([item.article.text for item in placed]):
        yield Fault(
            placed[b].place,
            f"{placed[b].article.id}: nearly the same text as {placed[a].article.id} "
            f"({likeness:.0%} of shingles)",
        )


def print_statistics(articles: Sequence[Article], console: Console) -> None:
    """Size and spread of the corpus."""
    lengths = [len(a.text.split()) for a in articles]
    spans = Counter(s.label for a in articles for s in a.spans)
    console.print(f"articles {len(articles)}, origins {len({a.origin for a in articles})}", highlight=False)
    console.print(
        f"words an article: {min(lengths)} to {max(lengths)}, mean {sum(lengths) / len(lengths):.0f}",
        highlight=False,
    )
    console.print(f"spans: {spans['TITLE']} TITLE, {spans['PERSON']} PERSON", highlight=False)
    sharing = phrase_sharing([a.text for a in articles])
    console.print(
        f"8-syllable runs in more than one article: {sharing.distinct:.2%} of the distinct runs, "
        f"{sharing.occurring:.2%} of all",
        highlight=False,
        soft_wrap=True,
    )
    noisy = sum(bool(named(a.meta.get("noise")) + named(a.meta.get("render"))) for a in articles)
    twisted = sum("render" in a.meta for a in articles)
    console.print(
        f"articles with noise of the web: {noisy}, of them {twisted} in another encoding", highlight=False
    )
    for title, counts in (
        ("meeting types", Counter(a.meeting_type for a in articles)),
        ("topics", Counter(t for a in articles for t in a.topics)),
        *(
            (key, Counter(a.meta.get(key, "–") for a in articles))
            for key in ("level", "region", "org", "style")
        ),
        ("years", Counter(_years(a) for a in articles)),
        ("groups of kinds", Counter(group_counts(articles))),
        ("kinds", Counter(a.meta["kind"] for a in articles if "kind" in a.meta)),
        ("rules of the guide", Counter(rule_counts(articles))),
        ("hard negatives: a cue of the topic, not the topic", Counter(hard_negatives(articles))),
    ):
        table = Table(title=title)
        table.add_column("value")
        table.add_column("articles", justify="right")
        for value, count in counts.most_common():
            table.add_row(value, str(count))
        console.print(table)


def print_names(texts: Sequence[Article], console: Console) -> None:
    """How far the plain names of the topics mean the topics: low shares teach that they mean nothing."""
    table = Table(title=f"plain names of topics in {len(texts)} articles and passages")
    for name in ("topic", "texts that say one", "that have the topic"):
        table.add_column(name, justify="left" if name == "topic" else "right")
    for topic, (said, earned) in name_counts(texts).items():
        table.add_row(topic, str(said), f"{earned / said:.0%}" if said else "–")
    console.print(table)


def _years(article: Article) -> str:
    """The five years in which an article is set."""
    year = article.meta.get("year", "")
    return f"{int(year) // 5 * 5}-{int(year) // 5 * 5 + 4}" if year.isdecimal() else "–"


def check_command(
    corpus: Annotated[Path, typer.Argument(help="Folder of labelled .jsonl files.")] = LABELS / "corpus",
    stats: Annotated[bool, typer.Option("--stats", help="Print size and spread.")] = False,
    passages: Annotated[Path, typer.Option(help="Folder of passages that teach topics.")] = PASSAGES,
) -> None:
    """Check spans, labels, ids, holders and near-duplicates; exit code 1 if anything is wrong."""
    placed: list[PlacedArticle] = []
    faults: list[Fault] = []
    for item in read_placed(corpus):
        (placed if isinstance(item, PlacedArticle) else faults).append(item)  # type: ignore[arg-type]
    if not placed and not faults:
        raise typer.BadParameter(f"no .jsonl with articles in {corpus}")
    faults += corpus_faults(placed)
    for fault in faults:
        print(fault, file=sys.stderr)
    if stats and placed:
        articles = [item.article for item in placed]
        print_statistics(articles, Console())
        print_names([*articles, *read_passages(passages)], Console())
    print(f"{len(placed)} articles, {len(faults)} faults")
    if faults:
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(check_command)
