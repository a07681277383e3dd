"""The pipeline of the textbooks: underthesea's words, TF-IDF, logistic regression, threshold 0.5."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from training.peers.composed import compose
from training.peers.vectorised import VectorisedPeer


class Textbook(VectorisedPeer):
    """scikit-learn's defaults, but for enough iterations; predicting is the threshold 0.5."""

    name: ClassVar[str] = "textbook"
    package: ClassVar[str | None] = "underthesea"

    def __init__(self) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression

        regression = LogisticRegression(max_iter=1000)
        super().__init__(TfidfVectorizer(), regression, regression)

    def _read(self, texts: Sequence[str]) -> list[str]:
        from underthesea import word_tokenize

        return [word_tokenize(compose(text).text, format="text") for text in texts]
