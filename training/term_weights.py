"""TF-IDF with the norm of :class:`hoinghi.heads.tfidf.Norm`, as scikit-learn takes it."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

import numpy as np
from scipy.sparse import csr_matrix, diags_array
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import TfidfVectorizer

from hoinghi.heads.tfidf import FloatArray, Norm
from training.topic_units import UnitInput


class TermWeights(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """TF-IDF of one block of the units' inputs, rows divided by a norm that knows of unknown terms.

    A clause of real pages holds more strange terms than one of the corpus.  Were they left out of the norm,
    its only known word would weigh like a whole clause.  Each occurrence of a term that fewer than
    ``minimum_documents`` units hold adds ``unknown_weight`` times the square of the largest idf to the
    squared length, and rows are divided by its ``power``; with a weight of 0 and a power of 1 the rows are
    those of ``TfidfVectorizer(sublinear_tf=True)``.
    """

    def __init__(self, block: str, minimum_documents: int, unknown_weight: float, power: float = 1.0) -> None:
        self.block = block
        self.minimum_documents = minimum_documents
        self.unknown_weight = unknown_weight
        self.power = power

    def fit(self, units: Sequence[UnitInput], answers: None = None) -> TermWeights:
        """Learn vocabulary and idf."""
        self.fit_transform(units)
        return self

    def fit_transform(self, units: Sequence[UnitInput], answers: None = None) -> csr_matrix:
        """Learn vocabulary and idf, and weigh the same units."""
        self.vectorizer = TfidfVectorizer(
            analyzer=itemgetter(self.block), sublinear_tf=True, min_df=self._minimum(len(units)), norm=None
        )
        matrix = self.vectorizer.fit_transform(units)
        lengths = self._lengths(units, matrix)
        self.usual = float(np.median(lengths[lengths > 0])) if (lengths > 0).any() else 1.0
        return self._divided(lengths, matrix)

    def _minimum(self, count: int) -> int:
        """``minimum_documents``, and of few units fewer: a tenth of them, but two."""
        return min(self.minimum_documents, max(2, count // 10))

    def transform(self, units: Sequence[UnitInput]) -> csr_matrix:
        """The weights of units, ``(units, terms)``."""
        matrix = self.vectorizer.transform(units)
        return self._divided(self._lengths(units, matrix), matrix)

    @property
    def norm(self) -> Norm:
        """The norm as the runtime takes it."""
        return Norm(self._unknown, self.power, self.usual)

    @property
    def _unknown(self) -> float:
        return float(self.unknown_weight * np.max(self.vectorizer.idf_) ** 2)

    def _lengths(self, units: Sequence[UnitInput], matrix: csr_matrix) -> FloatArray:
        vocabulary = self.vectorizer.vocabulary_
        strange = [sum(key not in vocabulary for key in unit[self.block]) for unit in units]
        squares = np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel()
        lengths: FloatArray = np.sqrt(squares + self._unknown * np.array(strange, dtype=float))
        return lengths

    def _divided(self, lengths: FloatArray, matrix: csr_matrix) -> csr_matrix:
        divisors = self.norm.divisors(np.where(lengths > 0, lengths, 1.0))
        return csr_matrix(diags_array(1.0 / divisors) @ matrix)
