"""Nearest centroid (Rocchio, 1971): each label is the mean of its articles, the nearer mean wins."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from training.peers.vectorised import VectorisedPeer


class _Centroids:
    """Means on the unit sphere, compared by cosine.

    scikit-learn's own estimator compares by distance, also writes down each feature's deviation, and makes
    the matrix dense for it.
    """

    def fit(self, vectors: Any, answers: Any) -> _Centroids:
        self.classes_, numbers = np.unique(np.asarray(answers), return_inverse=True)
        means = [np.asarray(vectors[numbers == n].mean(axis=0))[0] for n in range(len(self.classes_))]
        self.centroids_ = np.array([mean / np.linalg.norm(mean) for mean in means])
        return self

    def predict(self, vectors: Any) -> NDArray[Any]:
        nearest: NDArray[Any] = self.classes_[np.argmax(vectors @ self.centroids_.T, axis=1)]
        return nearest

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """Nothing to set; scikit-learn's ``clone`` asks."""
        return {}


class NearestCentroid(VectorisedPeer):
    """TF-IDF of syllables and pairs of syllables."""

    name: ClassVar[str] = "nearest-centroid"

    def __init__(self) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        vectorizer = TfidfVectorizer(token_pattern=r"\w+", ngram_range=(1, 2), min_df=5, sublinear_tf=True)
        super().__init__(vectorizer, _Centroids(), _Centroids())
