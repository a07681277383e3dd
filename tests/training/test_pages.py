"""Generated pages and the comparison of readers on them."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from training.article import read_corpus
from training.compare_pages import EXTRACTORS, measure, read_pages, token_scores
from training.held_out_skins import HELD_OUT_SKINS
from training.page_skins import SKINS
from training.pages import CORPUS, Gold, SamplePage, make_pages, story_articles
from training.splits import split_of


@pytest.fixture(scope="module")
def pages() -> list[SamplePage]:
    return list(make_pages(read_corpus(CORPUS), {**SKINS, **HELD_OUT_SKINS}, 1))


def test_there_are_fifteen_skins_to_tune_on_and_ten_or_more_held_out() -> None:
    assert len(SKINS) == 15
    assert len(HELD_OUT_SKINS) >= 10
    assert not SKINS.keys() & HELD_OUT_SKINS.keys()


def test_no_article_of_the_test_split_is_shown() -> None:
    assert {split_of(article) for article in story_articles(read_corpus(CORPUS))} == {"train", "dev"}


def test_the_same_seed_gives_the_same_bytes(pages: list[SamplePage]) -> None:
    assert pages == list(make_pages(read_corpus(CORPUS), {**SKINS, **HELD_OUT_SKINS}, 1))


def test_a_page_holds_much_that_is_not_its_article(pages: list[SamplePage]) -> None:
    assert all(len(page.html) > 1.2 * len(page.gold.text) for page in pages)
    assert all(page.gold.headline and page.gold.date for page in pages)


def test_the_reader_finds_nearly_all_of_the_generated_articles(pages: list[SamplePage]) -> None:
    score = measure(EXTRACTORS["hoinghi"](), pages)
    assert score.f1 > 0.9
    assert score.headline > 0.85
    assert score.date > 0.85


def test_token_scores() -> None:
    gold = Gold("một hai ba bốn", optional="năm")
    assert token_scores("một hai ba bốn năm", gold) == (1.0, 1.0, 1.0)
    assert token_scores("một hai sáu bảy", gold) == (0.5, 0.5, 0.5)
    assert token_scores("", gold) == (0.0, 0.0, 0.0)


def test_a_folder_of_pages_in_both_forms(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>a</p>")
    (tmp_path / "a.json").write_text('{"text": "a", "date": "2020-01-02"}')
    (tmp_path / "b.json").write_text('{"text": "no page"}')
    assert [(p.name, p.html, p.gold.date) for p in read_pages(tmp_path)] == [("a", b"<p>a</p>", "2020-01-02")]
    bench = tmp_path / "bench"
    (bench / "html").mkdir(parents=True)
    (bench / "ground-truth").mkdir()
    for name, kind in (("1", "article"), ("2", "forum")):
        (bench / "html" / f"{name}.html.gz").write_bytes(gzip.compress(b"<p>x</p>"))
        truth = {
            "_internal": {"page_type": {"primary": kind}},
            "ground_truth": {"main_content": "x", "title": "t", "publish_date": "2020-01-02T00:00"},
        }
        (bench / "ground-truth" / f"{name}.json").write_text(json.dumps(truth))
    (found,) = read_pages(bench)
    assert (found.html, found.gold) == (b"<p>x</p>", Gold("x", "t", "2020-01-02", "t"))
