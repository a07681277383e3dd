"""Fit the small linear models over named features: the period ranker and the holder linker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from hoinghi.heads.linear import LinearModel
from hoinghi.heads.periods import PeriodCandidate
from hoinghi.officials.holders import candidate_pairs, pair_features
from training.article import LabelledPeriod
from training.material import Material, gold_mentions


@dataclass(frozen=True, slots=True)
class Pairs:
    """Binary training examples: feature names, answers, and the article of each."""

    features: list[Sequence[str]]
    answers: NDArray[np.bool_]
    article: NDArray[np.int64]


def narrow(matrix: csr_matrix) -> csr_matrix:
    """The same matrix with 32-bit indices, the only ones that liblinear takes."""
    indices, starts = matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)
    small = csr_matrix((matrix.data.copy(), indices, starts), shape=matrix.shape)
    small.sum_duplicates()  # sorted now: a worker may hold the arrays read-only
    return small


def fit_linear(
    examples: Pairs, regularisation: float, chosen: NDArray[np.bool_] | None = None
) -> LinearModel:
    """A logistic regression over named binary features, as plain data.

    ``chosen`` masks the examples to learn from.  Where all of those have one answer, the model
    gives that answer always.
    """
    keep = np.ones(len(examples.answers), bool) if chosen is None else chosen
    answers = examples.answers[keep]
    if answers.all() or not answers.any():
        return LinearModel(("yes",), (10.0 if answers.size and answers.all() else -10.0,), {})
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(
        [dict.fromkeys(f, 1) for f, k in zip(examples.features, keep, strict=True) if k]
    )
    classifier = LogisticRegression(C=regularisation, solver="liblinear", random_state=0)
    classifier.fit(narrow(matrix), answers)
    weights = {
        name: (round(float(weight), 5),)
        for name, weight in zip(vectorizer.feature_names_, classifier.coef_[0], strict=True)
        if abs(weight) >= 5e-6
    }
    return LinearModel(("yes",), (round(float(classifier.intercept_[0]), 5),), weights)


def is_gold_period(gold: LabelledPeriod | None, candidate: PeriodCandidate) -> bool:
    """Whether a candidate names the labelled period (a missing year contradicts nothing)."""
    if gold is None or candidate.unit != gold.unit:
        return False
    if gold.unit == "multi_year":
        return None in (gold.start_year, candidate.start_year) or gold.start_year == candidate.start_year
    if gold.unit in ("month", "quarter", "half") and candidate.index != gold.index:
        return False
    return None in (gold.year, candidate.year) or gold.year == candidate.year


def period_examples(material: Material) -> Pairs:
    """Every period candidate of the material; right where it names the labelled period."""
    features: list[Sequence[str]] = []
    answers, article = [], []
    for number, placed_of in enumerate(material.batch.periods):
        for placed in placed_of:
            features.append(placed.features)
            answers.append(is_gold_period(material.articles[number].period, placed.candidate))
            article.append(number)
    return Pairs(features, np.array(answers, bool), np.array(article, np.int64))


def holder_examples(material: Material) -> Pairs:
    """Every (title, person) pair of one sentence among the labelled spans."""
    features: list[Sequence[str]] = []
    answers, article = [], []
    for number, (item, document) in enumerate(zip(material.articles, material.documents, strict=True)):
        mentions = gold_mentions(item, document)
        for begin, end in document.sentences:
            inside = [pair for pair in mentions if begin <= pair[0].first < end]
            sentence = [mention for mention, _ in inside]
            for title, person in candidate_pairs(sentence):
                holder = item.spans[inside[person][1]]
                held_by = item.spans[inside[title][1]].holders or ()
                features.append(pair_features(document.forms, sentence, begin, title, person))
                answers.append((holder.start, holder.end) in held_by)
                article.append(number)
    return Pairs(features, np.array(answers, bool), np.array(article, np.int64))
