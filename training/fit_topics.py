"""Fit the topic head: a linear support vector machine on clauses, one a topic; pooling out of fold.

The squared hinge asks only that a clause be on its side of the margin; logistic regression goes on to fit
what is right already, and finds less (``training.compare_topics``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion
from sklearn.svm import LinearSVC

from hoinghi.heads.encoding import EncodedBatch
from hoinghi.heads.tfidf import STORED, FloatArray
from hoinghi.heads.topic_head import (
    CLAUSE_WEIGHT,
    FEWEST,
    POOLED,
    SENTENCE_WEIGHT,
    TopicHead,
    pooled_of_each,
    sigmoid,
)
from training.config import TopicConfig
from training.fit_linear import narrow
from training.fit_type import export_tfidf
from training.term_weights import TermWeights
from training.topic_units import TopicUnits

NO_FOLD = -1  # of what is learned from in every fold and never held out
_NEVER = -20.0  # the decision value of a label without any example


def clause_features(config: TopicConfig, added: Mapping[str, float] | None = None) -> FeatureUnion:
    """The reference features of a clause; ``added``: weights of further blocks of the units' inputs."""
    weights = {"clause": CLAUSE_WEIGHT, "sentence": SENTENCE_WEIGHT, **(added or {})}
    parts = [
        (name, TermWeights(name, config.minimum_documents, config.unknown_weight, config.norm_power))
        for name in weights
    ]
    return FeatureUnion(parts, transformer_weights=weights)


def _fit_one(
    matrix: csr_matrix, answers: NDArray[np.bool_], weights: FloatArray, c: float
) -> tuple[FloatArray, float]:
    if not answers.any():
        return np.zeros(matrix.shape[1]), _NEVER
    model = LinearSVC(C=c, dual=True, random_state=0, max_iter=5000)
    model.fit(matrix, answers, sample_weight=weights)
    return model.coef_[0], float(np.ravel(model.intercept_)[0])


def fit_coefficients(
    matrix: csr_matrix, answers: NDArray[np.bool_], weights: FloatArray, config: TopicConfig, jobs: int
) -> tuple[FloatArray, FloatArray]:
    """``(topics, terms)`` coefficients, rounded to what the bundle stores, and ``(topics,)`` intercepts."""
    matrix = narrow(matrix)
    fitted = Parallel(n_jobs=jobs)(
        delayed(_fit_one)(matrix, answers[:, topic], weights[:, topic], config.regularisation)
        for topic in range(answers.shape[1])
    )
    coefficients = np.array([row for row, _ in fitted]).astype(STORED).astype(np.float64)
    return coefficients, np.array([intercept for _, intercept in fitted])


def pooled_of_documents(decisions: FloatArray, document: NDArray[np.int64], count: int) -> FloatArray:
    """What an article's score sums of each document and topic, ``(count, topics, len(POOLED) - 1)``.

    ``document``: the document of each clause, non-decreasing; one without clauses has the lowest values.
    """
    pooled = np.full((count, decisions.shape[1], len(POOLED) - 1), _NEVER)
    pooled[:, :, POOLED.index("length")] = np.log(FEWEST)
    told, firsts = np.unique(document, return_index=True)
    if len(told):
        pooled[told] = pooled_of_each(decisions, firsts)
    return pooled


def out_of_fold(
    units: TopicUnits,
    batch: EncodedBatch,
    folds: NDArray[np.int64],
    config: TopicConfig,
    jobs: int,
) -> FloatArray:
    """What each article's score sums (:func:`pooled_of_documents`), from models that did not see its fold.

    ``folds``: of every document of the batch; what has ``NO_FOLD`` is learned from and gets no scores.
    """
    result = np.zeros((len(batch.documents), units.answers.shape[1], len(POOLED) - 1))
    fold_of_unit = folds[units.document]
    for fold in np.unique(folds[folds != NO_FOLD]):
        held = fold_of_unit == fold
        features, coefficients, intercepts = fit_units(units, ~held, config, jobs)
        decisions = features.transform(units.chosen(held)) @ coefficients.T + intercepts
        found = pooled_of_documents(decisions, units.document[held], len(batch.documents))
        result[folds == fold] = found[folds == fold]
    return result


def fit_units(
    units: TopicUnits,
    keep: NDArray[np.bool_],
    config: TopicConfig,
    jobs: int,
    features: FeatureUnion | None = None,
) -> tuple[FeatureUnion, FloatArray, FloatArray]:
    """The features, coefficients ``(topics, terms)`` and intercepts learned from the chosen units.

    ``features``: others than :func:`clause_features`, not fitted yet.
    """
    features = clause_features(config) if features is None else features
    matrix = features.fit_transform(units.chosen(keep)).tocsr()
    return features, *fit_coefficients(matrix, units.answers[keep], units.weights[keep], config, jobs)


def fit_pooling(
    scores: FloatArray,
    other: FloatArray,
    answers: NDArray[np.bool_],
    prior_strength: float,
    caution: float = 0.0,
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Pooling weights ``(topics, len(POOLED))``, offsets and the thresholds with the best F1.

    ``scores``: out of fold, ``(articles, topics, len(POOLED) - 1)``; ``other``: the probability that each
    article is ``other``; ``answers``: ``(articles, topics)``.  A rare label's own threshold is drawn to the
    common one in proportion to ``prior_strength``: the best point of few positives is noise.  ``caution``, in
    log-odds, lifts every threshold: the best point is flat, and pages that tell of fewer topics than these
    articles have theirs above it.
    """
    count = answers.shape[1]
    # A label that nothing was learned of is scored by the best clause alone.
    weights, offsets = np.tile(np.equal(POOLED, "best").astype(float), (count, 1)), np.zeros(count)
    probabilities = np.empty(answers.shape)
    for topic in range(count):
        inputs = np.column_stack([scores[:, topic], other])
        if answers[:, topic].any() and not answers[:, topic].all():
            fitted = LogisticRegression(C=10.0, max_iter=1000).fit(inputs, answers[:, topic])
            weights[topic], offsets[topic] = fitted.coef_[0], fitted.intercept_[0]
        probabilities[:, topic] = sigmoid(inputs @ weights[topic] + offsets[topic])
    grid = np.linspace(0.1, 0.9, 81)
    common = max(grid, key=lambda t: _f1(probabilities >= t, answers))
    thresholds = np.empty(count)
    for topic in range(count):
        positives = int(answers[:, topic].sum())
        own = max(
            grid, key=lambda t: (_f1(probabilities[:, topic] >= t, answers[:, topic]), -abs(t - common))
        )
        share = positives / (positives + prior_strength)
        thresholds[topic] = share * own + (1 - share) * common
    return weights, offsets, sigmoid(np.log(thresholds / (1.0 - thresholds)) + caution)


def _f1(predicted: NDArray[np.bool_], gold: NDArray[np.bool_]) -> float:
    hits = int((predicted & gold).sum())
    return 2 * hits / max(1, int(predicted.sum()) + int(gold.sum()))


def fit_topic_head(
    units: TopicUnits,
    batch: EncodedBatch,
    article_answers: NDArray[np.bool_],
    other: FloatArray,
    labels: Sequence[str],
    folds: NDArray[np.int64],
    config: TopicConfig,
    jobs: int,
) -> TopicHead:
    """The head fitted on all units, its pooling on out-of-fold scores of the articles.

    ``article_answers``, ``other`` (the out-of-fold probability that an article's meeting type is ``other``):
    of the articles, which come first in the batch; what follows them has ``NO_FOLD``.
    """
    scores = out_of_fold(units, batch, folds, config, jobs)[: len(article_answers)]
    pooling, offsets, thresholds = fit_pooling(
        scores, other, article_answers, config.prior_strength, config.caution
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
        offsets,
        thresholds,
    )
