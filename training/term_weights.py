"""TF-IDF whose norm counts terms beyond the vocabulary."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

import numpy as np
from scipy.sparse import csr_matrix, diags_array
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import TfidfVectorizer

from training.topic_units import UnitInput


class TermWeights(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """TF-IDF of one block of the units' inputs, rows divided by a norm that knows of unknown terms.

    A clause of real pages holds more strange terms than one of the corpus.  Were they left out of the norm,
    its only known word would weigh like a whole clause.  Each occurrence of a term that fewer than
    ``minimum_documents`` units hold adds ``unknown_weight`` times the square of the largest idf to the
    squared norm; with a weight of 0 the rows are those of ``TfidfVectorizer(sublinear_tf=True)``.
    """

    def __init__(self, block: str, minimum_documents: int, unknown_weight: float) -> None:
        self.block = block
        self.minimum_documents = minimum_documents
        self.unknown_weight = unknown_weight

    def fit(self, units: Sequence[UnitInput], answers: None = None) -> TermWeights:
        """Learn vocabulary and idf."""
        self.fit_transform(units)
        return self

    def fit_transform(self, units: Sequence[UnitInput], answers: None = None) -> csr_matrix:
        """Learn vocabulary and idf, and weigh the same units."""
        self.vectorizer = TfidfVectorizer(
            analyzer=itemgetter(self.block), sublinear_tf=True, min_df=self.minimum_documents, norm=None
        )
        return self._divided(units, self.vectorizer.fit_transform(units))

    def transform(self, units: Sequence[UnitInput]) -> csr_matrix:
        """The weights of units, ``(units, terms)``."""
        return self._divided(units, self.vectorizer.transform(units))

    @property
    def unknown(self) -> float:
        """What an occurrence of an unknown term adds to the squared norm."""
        return float(self.unknown_weight * np.max(self.vectorizer.idf_) ** 2)

    def _divided(self, units: Sequence[UnitInput], matrix: csr_matrix) -> csr_matrix:
        vocabulary = self.vectorizer.vocabulary_
        strange = [sum(key not in vocabulary for key in unit[self.block]) for unit in units]
        squares = np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel()
        norms = np.sqrt(squares + self.unknown * np.array(strange, dtype=float))
        return csr_matrix(diags_array(1.0 / np.where(norms > 0, norms, 1.0)) @ matrix)
