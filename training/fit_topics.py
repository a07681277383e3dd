"""Fit the topic head: logistic regression on clauses, one a topic; pooling and thresholds out of fold."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion

from hoinghi.encoding import EncodedBatch
from hoinghi.tfidf import STORED, FloatArray
from hoinghi.topic_head import (
    CLAUSE_NGRAM,
    CLAUSE_WEIGHT,
    SENTENCE_NGRAM,
    SENTENCE_WEIGHT,
    TopicHead,
    sigmoid,
    two_best,
)
from training.config import TopicConfig
from training.fit_linear import narrow
from training.fit_type import export_tfidf
from training.material import rows_of

_NEVER = -20.0  # the decision value of a label without any example


def clause_inputs(batch: EncodedBatch) -> list[dict[str, list[int]]]:
    """What the vectorizers read of each clause: its own terms and those of its sentence."""
    own = rows_of(batch.clause_keys(CLAUSE_NGRAM))
    around = rows_of(batch.sentence_keys(SENTENCE_NGRAM))
    return [
        {"clause": terms, "sentence": around[sentence]}
        for terms, sentence in zip(own, batch.clause_sentence.tolist(), strict=True)
    ]


def clause_features(config: TopicConfig) -> FeatureUnion:
    """The reference features of a clause."""
    parts = [
        (
            name,
            TfidfVectorizer(analyzer=itemgetter(name), sublinear_tf=True, min_df=config.minimum_documents),
        )
        for name in ("clause", "sentence")
    ]
    weights = {"clause": CLAUSE_WEIGHT, "sentence": SENTENCE_WEIGHT}
    return FeatureUnion(parts, transformer_weights=weights)


def clause_weights(
    clause_answers: NDArray[np.bool_], article_answers: NDArray[np.bool_], unmarked_weight: float
) -> FloatArray:
    """How much each clause counts for each topic, ``(clauses, topics)``.

    ``article_answers``: the answers of each clause's article.  Annotators mark the clause that earns a
    topic, not every clause that could: in an article that has the topic, an unmarked clause is a weak
    negative (positive-unlabelled learning, Elkan and Noto 2008).
    """
    return np.where(article_answers & ~clause_answers, unmarked_weight, 1.0)


def _fit_one(
    matrix: csr_matrix, answers: NDArray[np.bool_], weights: FloatArray, c: float
) -> tuple[FloatArray, float]:
    if not answers.any():
        return np.zeros(matrix.shape[1]), _NEVER
    model = LogisticRegression(C=c, solver="liblinear", random_state=0)
    model.fit(matrix, answers, sample_weight=weights)
    return model.coef_[0], float(model.intercept_[0])


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


def two_best_of_each(decisions: FloatArray, document: NDArray[np.int64], count: int) -> FloatArray:
    """The two best decision values of each document and topic, ``(count, topics, 2)``.

    ``document``: the document of each clause, non-decreasing; one without clauses has the lowest value.
    """
    best = np.full((count, decisions.shape[1], 2), _NEVER)
    bounds = np.searchsorted(document, np.arange(count + 1))
    for number, (first, last) in enumerate(zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)):
        if first < last:
            best[number] = np.stack(two_best(decisions[first:last]), axis=1)
    return best


def out_of_fold(
    batch: EncodedBatch,
    answers: NDArray[np.bool_],
    weights: FloatArray,
    folds: NDArray[np.int64],
    config: TopicConfig,
    jobs: int,
) -> FloatArray:
    """The two best decision values of each article from models that did not see its fold."""
    inputs = clause_inputs(batch)
    result = np.full((len(batch.documents), answers.shape[1], 2), _NEVER)
    fold_of_clause = folds[batch.clause_document]
    for fold in np.unique(folds):
        held = fold_of_clause == fold
        features = clause_features(config)
        train = features.fit_transform([x for x, h in zip(inputs, held, strict=True) if not h]).tocsr()
        coefficients, intercepts = fit_coefficients(train, answers[~held], weights[~held], config, jobs)
        matrix = features.transform([x for x, h in zip(inputs, held, strict=True) if h])
        decisions = matrix @ coefficients.T + intercepts
        found = two_best_of_each(decisions, batch.clause_document[held], len(batch.documents))
        result[folds == fold] = found[folds == fold]
    return result


def fit_pooling(
    scores: FloatArray, other: FloatArray, answers: NDArray[np.bool_], prior_strength: float
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Pooling weights ``(topics, 3)``, offsets and the thresholds with the best F1, from out-of-fold scores.

    ``scores``: ``(articles, topics, 2)``; ``other``: the probability that each article is ``other``;
    ``answers``: ``(articles, topics)``.  A rare label's own threshold is drawn to the common one in
    proportion to ``prior_strength``: the best point of few positives is noise.
    """
    count = answers.shape[1]
    weights, offsets = np.tile([1.0, 0.0, 0.0], (count, 1)), np.zeros(count)
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
    return weights, offsets, thresholds


def _f1(predicted: NDArray[np.bool_], gold: NDArray[np.bool_]) -> float:
    hits = int((predicted & gold).sum())
    return 2 * hits / max(1, int(predicted.sum()) + int(gold.sum()))


def fit_topic_head(
    batch: EncodedBatch,
    clause_answers: NDArray[np.bool_],
    article_answers: NDArray[np.bool_],
    other: FloatArray,
    labels: Sequence[str],
    folds: NDArray[np.int64],
    config: TopicConfig,
    jobs: int,
) -> TopicHead:
    """The head fitted on all clauses, its pooling on out-of-fold scores of the same articles.

    ``other``: the out-of-fold probability that each article's meeting type is ``other``.
    """
    weights = clause_weights(clause_answers, article_answers[batch.clause_document], config.unmarked_weight)
    scores = out_of_fold(batch, clause_answers, weights, folds, config, jobs)
    pooling, offsets, thresholds = fit_pooling(scores, other, article_answers, config.prior_strength)
    features = clause_features(config)
    matrix = features.fit_transform(clause_inputs(batch)).tocsr()
    coefficients, intercepts = fit_coefficients(matrix, clause_answers, weights, config, jobs)
    vectorizers = dict(features.transformer_list)
    border = len(vectorizers["clause"].vocabulary_)
    return TopicHead(
        tuple(labels),
        export_tfidf(vectorizers["clause"], coefficients[:, :border]),
        export_tfidf(vectorizers["sentence"], coefficients[:, border:]),
        intercepts,
        pooling,
        offsets,
        thresholds,
    )
