"""Topics by a list of keywords, ``topic_keywords.toml``: what an afternoon's work gives."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from training.article import Article
from training.peers.composed import compose
from training.peers.peer import TOPICS, Answer
from training.taxonomy import read_toml

KEYWORDS = Path(__file__).with_name("topic_keywords.toml")
_SYLLABLE = re.compile(r"\w+")


def _padded(text: str) -> str:
    """Lower-case syllables between single spaces: a phrase stands in it, or does not, as a substring."""
    return f" {' '.join(_SYLLABLE.findall(text.lower().replace('uỷ', 'ủy')))} "


class KeywordTopics:
    """A topic applies if one of its sure phrases stands in the text, or two different weak ones."""

    name: ClassVar[str] = "keywords"
    figures: ClassVar[tuple[str, ...]] = TOPICS
    package: ClassVar[str | None] = None

    def __init__(self) -> None:
        rules = read_toml(KEYWORDS)
        self._set_aside = sorted(map(_padded, rules["set_aside"]), key=len, reverse=True)
        self._topics = {
            topic: ([_padded(phrase) for phrase in lists["sure"]], [_padded(p) for p in lists["weak"]])
            for topic, lists in rules["topic"].items()
        }

    def fit(self, articles: Sequence[Article]) -> None:
        """Nothing to learn."""

    def predict(self, texts: Sequence[str]) -> list[Answer]:
        return [Answer(topics=self._topics_of(text)) for text in texts]

    def size(self) -> int:
        return KEYWORDS.stat().st_size

    def _topics_of(self, raw: str) -> frozenset[str]:
        text = _padded(compose(raw).text)
        for phrase in self._set_aside:
            # The mark in between keeps what stood left and right of it from becoming neighbours.
            text = text.replace(phrase, " ; ")
        return frozenset(
            topic
            for topic, (sure, weak) in self._topics.items()
            if any(phrase in text for phrase in sure) or sum(phrase in text for phrase in weak) > 1
        )
