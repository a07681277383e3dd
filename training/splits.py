"""Train, dev and test: fixed in ``labels/splits.toml``, whole batches at a time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from training.article import Article
from training.taxonomy import LABELS, read_toml

SPLITS = ("train", "dev", "test")


@cache
def _batches(path: Path) -> dict[str, str]:
    data = read_toml(path)
    return {batch: split for split in SPLITS for batch in data.get(split, ())}


def split_of(article: Article, path: Path = LABELS / "splits.toml") -> str:
    """``train``, ``dev`` or ``test``."""
    return _batches(path).get(article.origin, "train")


def in_splits(articles: Sequence[Article], *splits: str) -> list[Article]:
    """The articles of the named splits, in order."""
    return [article for article in articles if split_of(article) in splits]
