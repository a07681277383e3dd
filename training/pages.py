"""News pages with known main text: articles of the corpus in the skins of the Vietnamese web.

``python -m training.pages FOLDER`` writes them as ``.html`` beside ``.json`` with the gold, the form that
:mod:`training.compare_pages` reads from a folder.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import msgspec
import typer

from training.article import Article, read_corpus
from training.page_furniture import SITES
from training.splits import in_splits
from training.taxonomy import LABELS

CORPUS = LABELS / "corpus"
# Only articles without page furniture of their own: the gold must be what an extractor should keep.
_QUIET = {"", "none", "byline", "dateline", "caption", "captions", "one_paragraph", "plain"}
_STYLES = {"news", "portal", "brief", "long_report", "feature", "bulletin"}
_CAPTIONS = (
    "Quang cảnh hội nghị.",
    "Các đại biểu dự hội nghị. Ảnh: Thu Nguyệt",
    "Đoàn công tác kiểm tra thực tế tại cơ sở (ảnh: C.T.V)",
    "Lãnh đạo địa phương trao quà cho các hộ dân.",
)
_FIRST_DAY = date(2007, 1, 15)


@dataclass(frozen=True, slots=True)
class Story:
    """What a skin shows: the article and what the site has beside it.

    ``paragraphs`` begin with the lead.  ``others`` are (headline, lead) of other articles, ``today`` is the
    day on which the page was fetched, which many portals print above the menu.
    """

    headline: str
    paragraphs: tuple[str, ...]
    caption: str
    day: date
    today: date
    site: str
    others: tuple[tuple[str, str], ...]


class Gold(msgspec.Struct, frozen=True):
    """What an extractor should find.  ``optional`` text may be kept or left out (captions)."""

    text: str
    headline: str | None = None
    date: str | None = None
    optional: str = ""


@dataclass(frozen=True, slots=True)
class SamplePage:
    """One page with its gold; ``kind`` names its skin or folder."""

    name: str
    kind: str
    html: bytes
    gold: Gold


Skin = Callable[[Story, random.Random], "str | bytes"]


def story_articles(articles: Sequence[Article]) -> list[Article]:
    """Articles of train and dev that have a headline, two paragraphs or more, and no furniture."""
    return [
        article
        for article in in_splits(articles, "train", "dev")
        if article.meta.get("style") in _STYLES
        and {noise.strip() for noise in article.meta.get("noise", "").split(",")} <= _QUIET
        and len(paragraphs := paragraphs_of(article.text)) >= 3
        and 20 <= len(paragraphs[0]) <= 200
        and len(article.text) >= 500
    ]


def paragraphs_of(text: str) -> tuple[str, ...]:
    """The lines that hold text, white space made single."""
    return tuple(" ".join(line.split()) for line in text.split("\n") if line.strip())


def make_story(article: Article, others: Sequence[Article], rng: random.Random) -> Story:
    """The article with a day, a site and eight neighbours drawn from ``others``."""
    headline, *paragraphs = paragraphs_of(article.text)
    day = _FIRST_DAY + timedelta(days=rng.randrange(6400))
    neighbours = [paragraphs_of(other.text)[:2] for other in rng.sample(others, 9) if other.id != article.id][
        :8
    ]
    return Story(
        headline,
        tuple(paragraphs),
        rng.choice(_CAPTIONS),
        day,
        day + timedelta(days=rng.randrange(200, 900)),
        rng.choice(SITES),
        tuple((title, lead) for title, lead in neighbours),
    )


def gold_of(story: Story, html: str) -> Gold:
    """The gold of a story in a page; a caption that the skin does not show is not expected."""
    text = "\n".join((story.headline, *story.paragraphs))
    return Gold(text, story.headline, story.day.isoformat(), story.caption if story.caption in html else "")


def make_pages(
    articles: Sequence[Article], skins: Mapping[str, Skin], each: int, seed: int = 7
) -> Iterator[SamplePage]:
    """``each`` pages in every skin, no article twice in one skin; the same seed gives the same bytes."""
    pool = story_articles(articles)
    for name, skin in skins.items():
        # A string seeds by its own bytes, not by the hash that changes from run to run.
        rng = random.Random(f"{seed} {name}")
        for number, article in enumerate(rng.sample(pool, each)):
            story = make_story(article, pool, rng)
            page = skin(story, rng)
            shown = page if isinstance(page, str) else page.decode("utf-8", "replace")
            data = page.encode() if isinstance(page, str) else page
            yield SamplePage(f"{name}-{number:02}", name, data, gold_of(story, shown))


def words(text: str) -> list[str]:
    """Lower-case words, as every score of extracted text counts them."""
    return re.findall(r"\w+", text.lower())


def write_pages(folder: Path, each: int = 5) -> None:
    """Write the pages of all skins below ``folder``."""
    from training.held_out_skins import HELD_OUT_SKINS
    from training.page_skins import SKINS

    folder.mkdir(parents=True, exist_ok=True)
    for page in make_pages(read_corpus(CORPUS), {**SKINS, **HELD_OUT_SKINS}, each):
        (folder / f"{page.name}.html").write_bytes(page.html)
        (folder / f"{page.name}.json").write_bytes(msgspec.json.encode(page.gold))


if __name__ == "__main__":
    typer.run(write_pages)
