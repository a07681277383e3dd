"""Fit the topic head: a linear support vector machine on clauses, one a topic; pooling out of fold.

The squared hinge asks only that a clause be on its side of the margin; logistic regression goes on to fit
what is right already, and finds less (``training.compare_topics``).  One more classifier learns whether a
clause earns any topic: how something is reported is said in the same words whatever it is.  Whole articles
are learned from in the same way; passages are short ones.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.pipeline import FeatureUnion
from sklearn.svm import LinearSVC

from hoinghi.heads.article_clauses import article_clauses, article_inputs
from hoinghi.heads.encoding import EncodedBatch
from hoinghi.heads.tfidf import STORED, FloatArray
from hoinghi.heads.topic_head import CLAUSE_WEIGHT, SENTENCE_WEIGHT, ArticleWords, TopicHead
from training.config import TopicConfig
from training.fit_linear import narrow
from training.fit_pooling import fit_pooling
from training.fit_type import export_tfidf
from training.term_weights import TermWeights
from training.topic_units import TopicUnits

NO_FOLD = -1  # of what is learned from in every fold and never held out
NEVER = -20.0  # the decision value of a label without any example
_ALWAYS = 1.0  # of one without any counterexample


def clause_features(config: TopicConfig, added: Mapping[str, float] | None = None) -> FeatureUnion:
    """The reference features of a clause; ``added``: weights of further blocks of the units' inputs."""
    weights = {"clause": CLAUSE_WEIGHT, "sentence": SENTENCE_WEIGHT, **(added or {})}
    parts = [
        (name, TermWeights(name, config.minimum_documents, config.unknown_weight, config.norm_power))
        for name in weights
    ]
    return FeatureUnion(parts, transformer_weights=weights)


def article_features(config: TopicConfig) -> FeatureUnion:
    """The reference features of a whole article."""
    return FeatureUnion([("article", TermWeights("article", config.article_minimum_documents, 0.0))])


def _fit_one(
    matrix: csr_matrix, answers: NDArray[np.bool_], weights: FloatArray, c: float
) -> tuple[FloatArray, float]:
    if answers.all() or not answers.any():
        return np.zeros(matrix.shape[1]), _ALWAYS if answers.all() else NEVER
    model = LinearSVC(C=c, dual=True, random_state=0, max_iter=5000)
    model.fit(matrix, answers, sample_weight=weights)
    return model.coef_[0], float(np.ravel(model.intercept_)[0])


def fit_coefficients(
    matrix: csr_matrix, answers: NDArray[np.bool_], weights: FloatArray, config: TopicConfig, jobs: int
) -> tuple[FloatArray, FloatArray]:
    """``(answers, terms)`` coefficients, rounded to what the bundle stores, and ``(answers,)`` intercepts."""
    matrix = narrow(matrix)
    fitted = Parallel(n_jobs=jobs)(
        delayed(_fit_one)(matrix, answers[:, topic], weights[:, topic], config.regularisation)
        for topic in range(answers.shape[1])
    )
    coefficients = np.array([row for row, _ in fitted]).astype(STORED).astype(np.float64)
    return coefficients, np.array([intercept for _, intercept in fitted])


def with_any(units: TopicUnits) -> TopicUnits:
    """The units with one column more: whether they earn any topic."""
    earns = units.answers.any(axis=1)
    return replace(
        units,
        answers=np.column_stack([units.answers, earns]),
        weights=np.column_stack([units.weights, np.ones(len(earns))]),
    )


def out_of_fold(
    units: TopicUnits,
    folds: NDArray[np.int64],
    config: TopicConfig,
    jobs: int,
    features_of: Callable[[TopicConfig], FeatureUnion] = clause_features,
) -> FloatArray:
    """The units' decision values, a column an answer, from models that did not see their document's fold.

    ``folds``: of every document; what has ``NO_FOLD`` is learned from and its rows are zeros.
    ``features_of``: makes the features, not fitted yet.
    """
    result = np.zeros(units.answers.shape)
    fold_of_unit = folds[units.document]
    for fold in np.unique(folds[folds != NO_FOLD]):
        held = fold_of_unit == fold
        features, coefficients, intercepts = fit_units(units, ~held, config, jobs, features_of(config))
        result[held] = features.transform(units.chosen(held)) @ coefficients.T + intercepts
    return result


def out_of_fold_inputs(
    units: TopicUnits,
    document_units: TopicUnits,
    batch: EncodedBatch,
    other: FloatArray,
    folds: NDArray[np.int64],
    config: TopicConfig,
    jobs: int,
) -> tuple[NDArray[np.int64], FloatArray]:
    """The articles that have clauses, and their ``article_inputs``, what they read scored out of fold.

    ``units``: :func:`with_any`, of the batch, whose first documents are the articles; ``document_units``: its
    documents; ``other``: the probability of each article that its meeting type is ``other``.  An article
    without clauses tells nothing, and nothing is learned from it.
    """
    decisions = out_of_fold(units, folds, config, jobs)
    stop = int(np.searchsorted(batch.clause_document, len(other)))  # of the articles' clauses
    words = out_of_fold(document_units, folds, config, jobs, article_features)
    documents, clauses = article_clauses(batch, decisions[:stop, :-1], decisions[:stop, -1], words)
    return documents, article_inputs(clauses, other[documents])


def fit_units(
    units: TopicUnits,
    keep: NDArray[np.bool_],
    config: TopicConfig,
    jobs: int,
    features: FeatureUnion | None = None,
) -> tuple[FeatureUnion, FloatArray, FloatArray]:
    """The features, coefficients ``(answers, terms)`` and intercepts learned from the chosen units.

    ``features``: others than :func:`clause_features`, not fitted yet.
    """
    features = clause_features(config) if features is None else features
    matrix = features.fit_transform(units.chosen(keep)).tocsr()
    return features, *fit_coefficients(matrix, units.answers[keep], units.weights[keep], config, jobs)


def fit_words(document_units: TopicUnits, config: TopicConfig, jobs: int) -> ArticleWords:
    """The model of whole articles, fitted on all documents."""
    every = np.ones(len(document_units.inputs), dtype=bool)
    features, coefficients, intercepts = fit_units(
        document_units, every, config, jobs, article_features(config)
    )
    terms = dict(features.transformer_list)["article"]
    return ArticleWords(export_tfidf(terms.vectorizer, coefficients, terms.norm), intercepts)


def fit_topic_head(
    units: TopicUnits,
    document_units: TopicUnits,
    batch: EncodedBatch,
    article_answers: NDArray[np.bool_],
    other: FloatArray,
    labels: Sequence[str],
    folds: NDArray[np.int64],
    config: TopicConfig,
    jobs: int,
) -> TopicHead:
    """The head fitted on all units, its pooling on out-of-fold scores of the articles.

    ``units``: the batch's clauses; ``document_units``: its documents.
    ``article_answers``, ``other`` (the out-of-fold probability that an article's meeting type is ``other``):
    of the articles, which come first in the batch; what follows them has ``NO_FOLD``.
    """
    units = with_any(units)
    documents, inputs = out_of_fold_inputs(units, document_units, batch, other, folds, config, jobs)
    pooling, thresholds = fit_pooling(inputs, article_answers[documents], folds[documents], config)
    is_taught = units.answers[:, :-1].any(axis=0)
    pooling = replace(
        pooling,
        scales=np.where(is_taught, pooling.scales, 0.0),
        offsets=np.where(is_taught, pooling.offsets, NEVER),
    )
    every = np.ones(len(units.inputs), dtype=bool)
    features, coefficients, intercepts = fit_units(units, every, config, jobs)
    blocks = dict(features.transformer_list)
    clause, sentence = blocks["clause"], blocks["sentence"]
    border = len(clause.vectorizer.vocabulary_)
    return TopicHead(
        tuple(labels),
        export_tfidf(clause.vectorizer, coefficients[:, :border], clause.norm),
        export_tfidf(sentence.vectorizer, coefficients[:, border:], sentence.norm),
        intercepts,
        pooling,
        thresholds,
        config.caution,
        fit_words(document_units, config, jobs),
    )
