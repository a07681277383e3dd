"""Splits: whole batches, every split large enough and spread over types and topics."""

from __future__ import annotations

from collections import Counter

from training.article import Article
from training.splits import SPLITS, in_splits, split_of
from training.taxonomy import taxonomy


def test_an_origin_stands_in_one_split(corpus: list[Article]) -> None:
    by_origin: dict[str, set[str]] = {}
    for article in corpus:
        by_origin.setdefault(article.origin, set()).add(split_of(article))
    assert all(len(splits) == 1 for splits in by_origin.values())


def test_every_split_has_every_type_and_topic(corpus: list[Article]) -> None:
    for split in SPLITS:
        articles = in_splits(corpus, split)
        # The width of an interval follows from the number of articles, not from their share.
        assert len(articles) >= 200
        types = Counter(a.meeting_type for a in articles)
        assert all(types[label] >= 15 for label in taxonomy().type_ids), (split, types)
        topics = Counter(t for a in articles for t in a.topics)
        assert all(topics[label] >= 8 for label in taxonomy().topic_ids), (split, topics)


def test_splits_are_disjoint_and_complete(corpus: list[Article]) -> None:
    parts = [in_splits(corpus, split) for split in SPLITS]
    assert sum(map(len, parts)) == len(corpus)
    assert len({a.id for part in parts for a in part}) == len(corpus)
