"""A linear model over TF-IDF blocks, giving scikit-learn's decision values without scikit-learn.

Per block: sublinear term frequency ``1 + ln tf``, smooth inverse document frequency, L2 norm, as
``sklearn.feature_extraction.text.TfidfVectorizer(sublinear_tf=True)`` defines them.  A field is one
block; a model may have several blocks, each normalised by itself (``FeatureUnion``).  A block may divide by
another norm (:class:`Norm`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hoinghi.heads.terms import longest_ngram
from hoinghi.keytable import KeyTable
from hoinghi.text.syllables import IntArray

STORED = np.float16  # of coefficients: three digits are more than the labels can tell apart

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Norm:
    """What the weights of a unit's terms are divided by, from their length (the root of their squares' sum).

    ``unknown``: what each occurrence of a term beyond the vocabulary adds to the squared length, 0 or more,
    so that the only known word of a strange clause does not weigh like a whole clause.  ``power``: of the
    length, above 0, at most 1; 1 is the cosine's norm, less lets each term of a long unit keep more of its
    weight, so that one item of a long enumeration counts (length normalisation, Singhal, Buckley and Mitra
    1996, here as a power).  ``usual``: the length that every power divides by itself, at
    least 1 as every length is.
    """

    unknown: float = 0.0
    power: float = 1.0
    usual: float = 1.0

    def divisors(self, lengths: FloatArray) -> FloatArray:
        """What units of these lengths are divided by."""
        if self.power == 1.0:
            return lengths
        result: FloatArray = lengths**self.power * self.usual ** (1.0 - self.power)
        return result


COSINE = Norm()


@dataclass(frozen=True, slots=True)
class Weighted:
    """The TF-IDF values of a batch: ``value[i]`` of term ``row[i]`` in unit ``unit[i]``."""

    unit: IntArray
    row: IntArray
    value: FloatArray


class TfidfBlock:
    """One vocabulary with its idf and coefficients.

    ``keys``: sorted distinct term keys, shape ``(v,)``; ``idf``: shape ``(v,)``; ``coefficients``:
    shape ``(v, labels)``, values that ``STORED`` holds exactly.  ``longest``: syllables of its longest term.
    """

    def __init__(
        self, keys: IntArray, idf: FloatArray, coefficients: NDArray[np.floating], norm: Norm = COSINE
    ) -> None:
        if not len(keys) == len(idf) == len(coefficients):
            raise ValueError("keys, idf and coefficients of a block must have one length")
        self.keys = keys
        self.longest = longest_ngram(keys)
        self.idf = idf
        self.norm = norm
        self.coefficients = coefficients.astype(np.float32)
        self._table = KeyTable(keys)

    def weigh(self, keys: IntArray, units: IntArray, scale: float = 1.0) -> Weighted:
        """TF-IDF of term occurrences: ``keys[i]`` occurs once more in unit ``units[i]``."""
        rows = self._table.rows(keys)
        known = rows < len(self.keys)
        # One integer a (unit, term) pair; sorted, so that sums run in one order whatever the batch.
        pairs, counts = np.unique(units[known] * len(self.keys) + rows[known], return_counts=True)
        unit, row = np.divmod(pairs, max(1, len(self.keys)))
        value = (1.0 + np.log(counts)) * self.idf[row]
        squares = np.bincount(unit, weights=value * value) if len(unit) else np.zeros(0)
        if self.norm.unknown:
            squares += self.norm.unknown * np.bincount(units[~known], minlength=len(squares))[: len(squares)]
        divisors = self.norm.divisors(np.sqrt(squares))
        return Weighted(unit, row, value / divisors[unit] * scale)

    def decide(self, weighted: Weighted, unit_count: int) -> FloatArray:
        """Contributions to the decision values, shape ``(unit_count, labels)``."""
        labels = self.coefficients.shape[1]
        scores = np.zeros((unit_count, labels))
        if len(weighted.unit):
            # One label a row: numpy sums along contiguous values several times as fast as across them.
            rows = self.coefficients.take(weighted.row, axis=0)
            products = np.multiply(rows.T, weighted.value, order="C")
            first = np.flatnonzero(np.r_[True, weighted.unit[1:] != weighted.unit[:-1]])
            scores[weighted.unit[first]] = np.add.reduceat(products, first, axis=1).T
        return scores
