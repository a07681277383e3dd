"""What the scikit-learn peers share: a vectorizer, one estimator of the type, one of the topics."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np

from training.article import Article
from training.peers.composed import compose
from training.peers.peer import TOPICS, TYPE, Answer
from training.taxonomy import taxonomy


class VectorisedPeer:
    """Whole articles as vectors; a topic applies where its own yes-or-no estimator says so.

    Topics that no article of the training set has, or that all have, are not learned.
    """

    name: ClassVar[str]
    figures: ClassVar[tuple[str, ...]] = (*TYPE, *TOPICS)
    package: ClassVar[str | None] = None

    def __init__(self, vectorizer: Any, type_estimator: Any, topic_estimator: Any) -> None:
        self._vectorizer, self._types, self._topic = vectorizer, type_estimator, topic_estimator
        self._topics: dict[str, Any] = {}

    def fit(self, articles: Sequence[Article]) -> None:
        from sklearn.base import clone

        vectors = self._vectorizer.fit_transform(self._read([a.text for a in articles]))
        self._types.fit(vectors, [a.meeting_type for a in articles])
        for topic in taxonomy().topic_ids:
            answers = np.array([topic in a.topics for a in articles])
            if answers.any() and not answers.all():
                self._topics[topic] = clone(self._topic).fit(vectors, answers)

    def predict(self, texts: Sequence[str]) -> list[Answer]:
        if not texts:
            return []
        vectors = self._vectorizer.transform(self._read(texts))
        found: list[set[str]] = [set() for _ in texts]
        for topic, estimator in self._topics.items():
            for number in np.flatnonzero(estimator.predict(vectors)).tolist():
                found[number].add(topic)
        types = self._types.predict(vectors).tolist()
        return [Answer(label, topics=frozenset(topics)) for label, topics in zip(types, found, strict=True)]

    def size(self) -> int:
        return len(pickle.dumps((self._vectorizer, self._types, self._topics)))

    def _read(self, texts: Sequence[str]) -> list[str]:
        """The texts as the vectorizer takes them."""
        return [compose(text).text for text in texts]
