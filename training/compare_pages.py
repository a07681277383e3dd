"""Compare readers of HTML: ``python -m training.compare_pages``; ``--folder DIR`` measures on real pages.

A folder holds NAME.html (or .html.gz) beside NAME.json with ``text`` and, where known, ``headline`` and
``date``; or ``html/`` and ``ground-truth/`` in the form of the public Web Content Extraction Benchmark.
The peers are optional: ``pip install trafilatura resiliparse``; a missing one is left out and named.
"""

from __future__ import annotations

import gzip
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from hoinghi.errors import RecordError
from hoinghi.page.reader import decode_page, read_page
from training.article import read_corpus
from training.held_out_skins import HELD_OUT_SKINS
from training.page_skins import SKINS
from training.pages import CORPUS, Gold, SamplePage, make_pages, words


@dataclass(frozen=True, slots=True)
class Found:
    """What an extractor made of a page; ``text`` begins with the headline."""

    text: str = ""
    headline: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """Means over pages; the rates of headline and date count pages whose gold has them."""

    precision: float
    recall: float
    f1: float
    headline: float
    date: float
    pages_a_second: float  # of processor time
    empty: int


Extractor = Callable[[bytes], Found]


def hoinghi_extractor() -> Extractor:
    """This project's reader."""

    def extract(page: bytes) -> Found:
        try:
            found = read_page(page)
        except RecordError:
            return Found()
        return Found(found.text, found.headline, found.date)

    return extract


def trafilatura_extractor(fast: bool) -> Extractor:
    """trafilatura with metadata, the headline put before the text where it is not there."""
    import trafilatura

    def extract(page: bytes) -> Found:
        found: Any = trafilatura.bare_extraction(page, with_metadata=True, include_comments=False, fast=fast)
        if found is None:
            return Found()
        text, title = found.text or "", found.title
        if title and title.casefold() not in text[: 2 * len(title) + 20].casefold():
            text = f"{title}\n{text}"
        return Found(text, title, found.date)

    return extract


def resiliparse_extractor(minimal: bool) -> Extractor:
    """resiliparse's plain text; it has no headline but the page's title, and no date."""
    from resiliparse.extract.html2text import extract_plain_text  # type: ignore[import-not-found]
    from resiliparse.parse.html import HTMLTree  # type: ignore[import-not-found]

    options: dict[str, Any] = {"main_content": True}
    if minimal:
        options |= {
            "alt_texts": False,
            "links": False,
            "form_fields": False,
            "noscript": False,
            "list_bullets": False,
        }

    def extract(page: bytes) -> Found:
        tree = HTMLTree.parse(decode_page(page))
        return Found(extract_plain_text(tree, **options), tree.title or None)

    return extract


EXTRACTORS: dict[str, Callable[[], Extractor]] = {
    "hoinghi": hoinghi_extractor,
    "trafilatura": lambda: trafilatura_extractor(fast=False),
    "trafilatura, fast": lambda: trafilatura_extractor(fast=True),
    "resiliparse": lambda: resiliparse_extractor(minimal=False),
    "resiliparse, minimal": lambda: resiliparse_extractor(minimal=True),
}


def token_scores(found: str, gold: Gold) -> tuple[float, float, float]:
    """Precision, recall and F1 over words as multisets; optional words cost nothing either way."""
    guess, wanted, allowed = Counter(words(found)), Counter(words(gold.text)), Counter(words(gold.optional))
    right = (guess & wanted).total()
    precision = (guess & (wanted + allowed)).total() / guess.total() if guess else 0.0
    recall = right / wanted.total() if wanted else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return precision, recall, f1


_QUOTES = str.maketrans("‘’“”–—", "''\"\"--")


def _same(found: str | None, gold: str) -> bool:
    """Equal but for white space, Unicode form and the shape of quotes and dashes, which gold often levels."""

    def plain(text: str) -> str:
        return " ".join(unicodedata.normalize("NFC", text).translate(_QUOTES).split())

    return plain(found or "") == plain(gold)


def measure(extract: Extractor, pages: Sequence[SamplePage]) -> Score:
    """Run one extractor over all pages; only the extraction is timed, in seconds of one core."""
    found: list[Found] = []
    begin = time.process_time()
    for page in pages:
        found.append(extract(page.html))
    seconds = time.process_time() - begin
    tokens = [token_scores(f.text, page.gold) for f, page in zip(found, pages, strict=True)]
    headlines = [
        _same(f.headline, p.gold.headline) for f, p in zip(found, pages, strict=True) if p.gold.headline
    ]
    dates = [f.date == p.gold.date for f, p in zip(found, pages, strict=True) if p.gold.date]
    precision, recall, f1 = (sum(column) / len(tokens) for column in zip(*tokens, strict=True))
    return Score(
        precision,
        recall,
        f1,
        sum(headlines) / max(len(headlines), 1),
        sum(dates) / max(len(dates), 1),
        len(pages) / seconds,
        sum(not f.text for f in found),
    )


def _gold(data: Any) -> Gold | None:
    """The gold of one JSON file in either form; nothing where the page has no main text or is no article."""
    if "ground_truth" in data:
        kind = data.get("_internal", {}).get("page_type", {}).get("primary", "article")
        truth = data["ground_truth"]
        if kind != "article" or not truth.get("main_content"):
            return None
        title = truth.get("title")
        text = truth["main_content"]
        # That benchmark's text does not count on the headline; readers here put it first.
        return Gold(text, title, (truth.get("publish_date") or "")[:10] or None, title or "")
    return msgspec.convert(data, Gold)


def read_pages(folder: Path, limit: int | None = None) -> Iterator[SamplePage]:
    """The pages of a folder that have gold, in name order."""
    golds = folder / "ground-truth" if (folder / "ground-truth").is_dir() else folder
    sources = folder / "html" if (folder / "html").is_dir() else folder
    count = 0
    for path in sorted(golds.glob("*.json")):
        gold = _gold(msgspec.json.decode(path.read_bytes()))
        source = next(
            (s for end in (".html", ".html.gz") if (s := sources / (path.stem + end)).exists()), None
        )
        if gold is None or source is None:
            continue
        data = source.read_bytes()
        yield SamplePage(
            path.stem, folder.name, gzip.decompress(data) if source.suffix == ".gz" else data, gold
        )
        count += 1
        if count == limit:
            return


def _row(name: str, score: Score) -> tuple[str, ...]:
    rates = (score.precision, score.recall, score.f1, score.headline, score.date)
    return (name, *(f"{rate:.3f}" for rate in rates), f"{score.pages_a_second:,.0f}", str(score.empty))


def compare(pages: Sequence[SamplePage], title: str, names: Iterable[str], console: Console) -> None:
    """Print one table."""
    table = Table("reader", "precision", "recall", "F1", "headline", "date", "pages/s", "empty", title=title)
    for name in names:
        try:
            extract = EXTRACTORS[name]()
        except ImportError as error:
            console.print(f"{name} is left out: pip install {error.name}", style="yellow")
            continue
        table.add_row(*_row(name, measure(extract, pages)))
    console.print(table)


def by_kind(pages: Sequence[SamplePage], names: Iterable[str], console: Console) -> None:
    """Print F1, headline and date rate of each skin."""
    kinds = dict.fromkeys(page.kind for page in pages)
    table = Table("skin", *names, title="F1 / headline / date of each skin")
    extractors = [EXTRACTORS[name]() for name in names]
    for kind in kinds:
        own = [page for page in pages if page.kind == kind]
        scores = [measure(extract, own) for extract in extractors]
        table.add_row(kind, *(f"{s.f1:.2f} {s.headline:.1f} {s.date:.1f}" for s in scores))
    console.print(table)


def main(
    folder: Annotated[list[Path] | None, typer.Option(help="Folder of real pages with gold.")] = None,
    each: Annotated[int, typer.Option(help="Generated pages a skin.")] = 20,
    limit: Annotated[int | None, typer.Option(help="Pages of a folder, at most.")] = None,
    only: Annotated[list[str] | None, typer.Option(help="Readers to run.")] = None,
    skins: Annotated[bool, typer.Option(help="Print every development skin by itself.")] = False,
) -> None:
    """Compare readers of HTML on generated pages and on folders of real ones."""
    console = Console()
    names = only or list(EXTRACTORS)
    if folder:
        for path in folder:
            pages = list(read_pages(path, limit))
            compare(pages, f"{path}: {len(pages)} pages", names, console)
        return
    articles = read_corpus(CORPUS)
    development = list(make_pages(articles, SKINS, each))
    if skins:
        by_kind(development, names, console)
        return
    compare(development, f"{len(SKINS)} development skins: {len(development)} pages", names, console)
    held_out = list(make_pages(articles, HELD_OUT_SKINS, each))
    compare(held_out, f"{len(HELD_OUT_SKINS)} held-out skins: {len(held_out)} pages", names, console)


if __name__ == "__main__":
    typer.run(main)
