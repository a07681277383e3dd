"""Measure page furniture and wrapped lines: ``python -m training.compare_furniture``.

Prints the lines marked by kind, the gold spans inside them (there should be none), the share of
articles whose header names a noise that got a line, and how well paragraphs are rebuilt from lines
broken at a fixed width.  The test split is not read.
"""

from __future__ import annotations

import re
import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from hoinghi.furniture.marking import FurnitureKind, FurnitureLine, article_lines, mark_furniture
from hoinghi.furniture.paragraphs import join_wrapped
from hoinghi.furniture.patterns import UPPER
from hoinghi.text.cleaning import clean
from training.article import Article, read_corpus
from training.slices import named
from training.splits import in_splits
from training.taxonomy import LABELS

Kind = FurnitureKind
# Noises of the corpus' headers that are furniture, and the kinds that answer them: a line of many
# formulas has the kind of its first.
_BAR = frozenset(
    {Kind.COUNTER, Kind.DATE, Kind.SHARE, Kind.PRINT, Kind.MENU, Kind.VISITORS, Kind.PLAYER, Kind.FONT_SIZE}
)
NOISES: dict[str, frozenset[FurnitureKind]] = {
    "menu": frozenset({Kind.MENU}),
    **dict.fromkeys(("views", "view_counter", "view_count", "counter", "clock", "share_buttons"), _BAR),
    **dict.fromkeys(("related", "related_links"), frozenset({Kind.RELATED})),
    "voting": frozenset({Kind.VOTE, Kind.COUNTER}),
    **dict.fromkeys(("hashtag", "hashtags"), frozenset({Kind.TAGS})),
}
WIDTHS = (70, 80, 100)
_SENTENCE_END = re.compile(rf"[.!?…]{{1,9}}[\"')\]]{{0,4}}\s{{1,9}}(?=[\"'(\-•+*]{{0,3}}[{UPPER}\d])")


def lost_spans(article: Article) -> list[tuple[FurnitureLine, str, str]]:
    """Gold spans and evidence that furniture covers in part: the mark, the label, the words."""
    view = clean(article.text).view
    gold = [(span.start, span.end, span.label) for span in article.spans]
    gold += [(begin, end, topic) for topic, pieces in article.evidence.items() for begin, end in pieces]
    lost = []
    for mark in mark_furniture(view.text):
        begin, end = view.raw_span(mark.start, mark.end)
        lost += [
            (mark, label, article.text[start:stop])
            for start, stop, label in gold
            if start < end and begin < stop
        ]
    return lost


def boundaries(text: str, ranges: Iterable[tuple[int, int]]) -> set[int]:
    """Ends of sentences in ``ranges``, counted in characters other than white space."""
    solid = [0, *accumulate(not character.isspace() for character in text)]
    found = set()
    for begin, end in ranges:
        found.add(solid[end])
        found.update(solid[match.end()] for match in _SENTENCE_END.finditer(text, begin, end))
    return found


def rewrapped(text: str, width: int) -> str:
    """The same text with every line broken at ``width`` characters."""
    return "\n".join(
        "\n".join(textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False))
        for line in text.split("\n")
    )


def _print_marks(console: Console, name: str, texts: Sequence[str], is_shown: bool) -> None:
    kinds: Counter[FurnitureKind] = Counter()
    lines = 0
    for text in texts:
        view = clean(text).view.text
        lines += sum(bool(line.strip()) for line in view.split("\n"))
        for mark in mark_furniture(view):
            kinds[mark.kind] += 1
            if is_shown:
                console.print(
                    f"{mark.kind.value}: {view[mark.start : mark.end].strip()}", markup=False, soft_wrap=True
                )
    console.print(f"{name}: {len(texts)} articles, {lines} lines, {kinds.total()} marks", highlight=False)
    table = Table()
    table.add_column("kind")
    table.add_column("marks", justify="right")
    for kind, count in kinds.most_common():
        table.add_row(kind.value, str(count))
    console.print(table)


def _print_lost(console: Console, articles: Sequence[Article]) -> None:
    lost = kept = 0
    for article in articles:
        for mark, label, words in lost_spans(article):
            if mark.kind is Kind.REPEATED:
                kept += 1  # such a line stays with the article
                continue
            lost += 1
            console.print(f"{article.id}: {label} “{words[:80]}” in {mark.kind.value}", markup=False)
    console.print(
        f"gold spans and evidence inside furniture: {lost}; in lines told twice, which stay: {kept}",
        highlight=False,
    )


def _print_noises(console: Console, articles: Sequence[Article], is_shown: bool) -> None:
    answered: dict[str, list[bool]] = defaultdict(list)
    for article in articles:
        view = clean(article.text).view.text
        kinds = {mark.kind for mark in mark_furniture(view)}
        for noise in named(article.meta.get("noise")):
            if noise in NOISES:
                answered[noise].append(bool(kinds & NOISES[noise]))
                if is_shown and not answered[noise][-1]:
                    console.print(f"{article.id}: no line for {noise}", highlight=False)
    console.print("noises named in headers that got a line")
    table = Table()
    for column in ("noise", "articles", "share"):
        table.add_column(column, justify="left" if column == "noise" else "right")
    for noise, hits in sorted(answered.items()):
        table.add_row(noise, str(len(hits)), f"{sum(hits) / len(hits):.3f}")
    console.print(table)


def _print_wrapping(console: Console, articles: Sequence[Article], is_shown: bool) -> None:
    console.print("ends of sentences, lines broken at a width against the text as it was")
    table = Table()
    for column in ("width", "recall", "precision", "precision unjoined"):
        table.add_column(column, justify="right")
    texts = [clean(article.text).view.text for article in articles]
    for width in WIDTHS:
        right = wanted = given = plain = 0
        for text in texts:
            gold = boundaries(text, article_lines(text))
            wrapped = rewrapped(text, width)
            ranges = list(article_lines(wrapped))
            answer = boundaries(wrapped, join_wrapped(wrapped, ranges))
            right, wanted, given = right + len(gold & answer), wanted + len(gold), given + len(answer)
            plain += len(boundaries(wrapped, ranges))
        table.add_row(str(width), f"{right / wanted:.3f}", f"{right / given:.3f}", f"{wanted / plain:.3f}")
    console.print(table)
    changed = [
        (article.id, text, ranges, joined)
        for article, text in zip(articles, texts, strict=True)
        if (ranges := list(article_lines(text))) != (joined := join_wrapped(text, ranges))
    ]
    console.print(
        f"articles as they are whose lines are joined: {len(changed)} of {len(articles)}", highlight=False
    )
    for name, text, ranges, joined in changed if is_shown else ():
        for begin, end in sorted(set(joined) - set(ranges)):
            console.print(f"{name}: {text[begin:end]!r}", markup=False, soft_wrap=True)


def compare_furniture_command(
    corpus: Annotated[Path, typer.Option(help="Folder of labelled .jsonl files.")] = LABELS / "corpus",
    texts: Annotated[Path | None, typer.Option(help="Folder of plain .txt files, without labels.")] = None,
    show: Annotated[
        bool, typer.Option("--show", help="Print every mark, miss and joined paragraph.")
    ] = False,
) -> None:
    """Print what is marked as furniture, what that costs, and how wrapped lines are joined."""
    console = Console()
    if texts is not None:
        found = [path.read_text(encoding="utf-8") for path in sorted(texts.glob("*.txt"))]
        _print_marks(console, str(texts), found, show)
        return
    articles = in_splits(read_corpus(corpus), "train", "dev")
    _print_marks(console, str(corpus), [article.text for article in articles], show)
    _print_lost(console, articles)
    _print_noises(console, articles, show)
    _print_wrapping(console, articles, show)


if __name__ == "__main__":
    typer.run(compare_furniture_command)
