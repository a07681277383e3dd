"""Augmentation: spans stay on what they mark, one person stays one person, the seed decides."""

from __future__ import annotations

import random

import pytest

from training.article import Article
from training.augmentation import Mentions, SwapConfig, case_of, mentions_of, swapped, swapped_copies
from training.markup import compile_article

BLOCK = """id: a-001
type: other
period: none
---
Ông <p1>Hồ Văn Tạo</p>, <t1>Bí thư Đảng ủy xã</t>, nói trước. BÀ <p2>TRẦN THỊ ÚT</p>, <t2>chủ tịch Hội</t>, nói sau ông <p1>Tạo</p>.
"""
ALL = SwapConfig(copies=2, people=1.0, titles=1.0)


@pytest.fixture
def article() -> Article:
    return compile_article(BLOCK, "a", ("id", "type", "period"))


def test_spans_hold_the_new_mentions(article: Article) -> None:
    mentions = Mentions(("Lý Thị Mỹ Hạnh",), {"capital": ("Trưởng thôn",), "lower": ("phó ban",)})
    copy = swapped(article, mentions, ALL, random.Random(1))
    found = [(span.label, copy.text[span.start : span.end]) for span in copy.spans]
    assert found == [
        ("PERSON", "Lý Thị Mỹ Hạnh"),
        ("TITLE", "Trưởng thôn"),
        ("PERSON", "LÝ THỊ MỸ HẠNH"),
        ("TITLE", "phó ban"),
        ("PERSON", "Hạnh"),
    ]
    assert copy.spans[1].holders == ((copy.spans[0].start, copy.spans[0].end),)
    assert ", nói trước. BÀ " in copy.text


def test_nothing_is_swapped_where_nothing_is_asked(article: Article) -> None:
    copy = swapped(article, mentions_of([article]), SwapConfig(1, 0.0, 0.0), random.Random(1))
    assert copy.text == article.text
    assert copy.spans == tuple(sorted(article.spans, key=lambda span: span.start))


def test_mentions_are_gathered_by_how_they_are_written(article: Article) -> None:
    mentions = mentions_of([article])
    assert mentions.names == ("Hồ Văn Tạo",)
    assert mentions.titles == {"capital": ("Bí thư Đảng ủy xã",), "lower": ("chủ tịch Hội",)}
    assert [case_of(text) for text in ("ỦY BAN", "Ủy ban", "ủy ban")] == ["upper", "capital", "lower"]


def test_the_seed_decides(corpus: list[Article]) -> None:
    some = corpus[:20]
    copies = swapped_copies(some, ALL, 3)
    assert len(copies) == 40
    assert copies == swapped_copies(some, ALL, 3)
    assert copies != swapped_copies(some, ALL, 4)
    for copy in copies:
        for span in copy.spans:
            text = copy.text[span.start : span.end]
            assert text == text.strip()
            assert text
