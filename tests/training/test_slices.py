"""Slices of an evaluation."""

from __future__ import annotations

import msgspec
from rich.console import Console

from training.article import Article
from training.metrics import Outcome
from training.slices import era, print_slices, slices_of

ARTICLE = Article(
    "a", "x", "other", None, (), (),
    meta={"level": "commune", "year": "2025", "org": "front", "kind": "fire", "noise": "menu, typos", "render": "nfd"},
)  # fmt: skip


def test_an_article_belongs_to_every_slice_of_its_metadata() -> None:
    assert set(slices_of(ARTICLE)) == {
        ("level", "commune"), ("org", "front"), ("era", "2025-2026"), ("kinds", "ordinary"),
        ("noise", "menu"), ("noise", "typos"), ("noise", "nfd"),
    }  # fmt: skip
    assert list(slices_of(msgspec.structs.replace(ARTICLE, meta={}))) == [("noise", "none")]


def test_eras_follow_the_offices() -> None:
    years = ("2009", "2015", "2019", "2024", "2026", "")
    found = [era(msgspec.structs.replace(ARTICLE, meta={"year": year})) for year in years]
    assert found == ["2005-2010", "2011-2015", "2016-2020", "2021-2024", "2025-2026", ""]


def test_small_slices_are_left_out_and_weak_ones_come_first() -> None:
    def outcome(hits: int) -> Outcome:
        topics = frozenset({"emulation"})
        found = topics if hits else frozenset()
        return Outcome("other", "other", None, None, topics, found, (1, 0, 0), (1, 0, 0), (1, 0, 0))

    def placed(level: str) -> Article:
        return msgspec.structs.replace(ARTICLE, meta={"level": level})

    articles = [placed(level) for level in ("commune", "commune", "province", "province", "hamlet")]
    console = Console(record=True, width=120)
    print_slices(articles, [outcome(hits) for hits in (1, 1, 0, 1, 1)], console, minimum=2)
    text = console.export_text()
    assert "hamlet" not in text
    assert text.index("province") < text.index("commune")
    assert "0.667" in text
