"""underthesea_core.TextClassifier: TF-IDF and a linear SVM in Rust."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from training.article import Article
from training.peers.composed import compose
from training.peers.peer import TOPICS, TYPE, Answer
from training.taxonomy import taxonomy

YES, NO = "yes", "no"


class CoreClassifier:
    """One classifier of the type, one yes-or-no classifier a topic, words and pairs of words."""

    name: ClassVar[str] = "underthesea-core"
    figures: ClassVar[tuple[str, ...]] = (*TYPE, *TOPICS)
    package: ClassVar[str | None] = "underthesea_core"

    def __init__(self) -> None:
        self._types: Any = None
        self._topics: dict[str, Any] = {}

    def fit(self, articles: Sequence[Article]) -> None:
        texts = _read([a.text for a in articles])
        self._types = _fitted(texts, [a.meeting_type for a in articles])
        for topic in taxonomy().topic_ids:
            answers = [YES if topic in a.topics else NO for a in articles]
            if len(set(answers)) == 2:
                self._topics[topic] = _fitted(texts, answers)

    def predict(self, texts: Sequence[str]) -> list[Answer]:
        read = _read(texts)
        found: list[set[str]] = [set() for _ in texts]
        for topic, classifier in self._topics.items():
            for topics, answer in zip(found, classifier.predict_batch(read), strict=True):
                if answer == YES:
                    topics.add(topic)
        types = self._types.predict_batch(read)
        return [Answer(label, topics=frozenset(topics)) for label, topics in zip(types, found, strict=True)]

    def size(self) -> int:
        with tempfile.TemporaryDirectory() as folder:
            for number, classifier in enumerate((self._types, *self._topics.values())):
                classifier.save(str(Path(folder) / str(number)))
            return sum(path.stat().st_size for path in Path(folder).iterdir())


def _read(texts: Sequence[str]) -> list[str]:
    return [compose(text).text.lower() for text in texts]


def _fitted(texts: Sequence[str], answers: Sequence[str]) -> Any:
    from underthesea_core import TextClassifier

    classifier = TextClassifier(ngram_range=(1, 2))
    classifier.fit(list(texts), list(answers))
    return classifier
