"""Fit the meeting-type head: scikit-learn's TF-IDF, union and logistic regression, exported."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, Pipeline

from hoinghi.heads.calibration import Calibration
from hoinghi.heads.encoding import EncodedBatch
from hoinghi.heads.linear import LinearModel
from hoinghi.heads.meeting import cue_features
from hoinghi.heads.tfidf import COSINE, STORED, Norm, TfidfBlock
from hoinghi.heads.type_head import TYPE_FIELDS, TypeHead, field_name
from training.config import TypeConfig
from training.material import rows_of

_NEVER = -20.0  # the logit of a label that a fold's model never met
TypeInput = dict[str, Sequence[object]]


def type_inputs(batch: EncodedBatch, period_scores: Sequence[Sequence[float]]) -> list[TypeInput]:
    """What the pipeline reads of each document: term keys by field, and cues."""
    fields = {
        field_name(position): rows_of(batch.field_keys(field, longest))
        for position, (field, longest, _) in enumerate(TYPE_FIELDS)
    }
    return [
        {name: rows[number] for name, rows in fields.items()}
        | {"cues": cue_features(document, batch.periods[number], period_scores[number])}
        for number, document in enumerate(batch.documents)
    ]


def type_pipeline(config: TypeConfig) -> Pipeline:
    """The reference pipeline: the runtime must give its decision values."""
    parts: list[tuple[str, object]] = [
        (
            field_name(position),
            TfidfVectorizer(
                analyzer=itemgetter(field_name(position)),
                sublinear_tf=True,
                min_df=config.minimum_documents,
            ),
        )
        for position in range(len(TYPE_FIELDS))
    ]
    parts.append(("cues", CountVectorizer(analyzer=itemgetter("cues"), binary=True, min_df=2)))
    weights = {field_name(p): scale for p, (_, _, scale) in enumerate(TYPE_FIELDS)}
    return Pipeline(
        [
            ("features", FeatureUnion(parts, transformer_weights=weights | {"cues": config.cue_weight})),
            (
                "classifier",
                LogisticRegression(C=config.regularisation, tol=config.tolerance, max_iter=config.iterations),
            ),
        ]
    )


def fit_type_pipeline(inputs: Sequence[TypeInput], labels: Sequence[str], config: TypeConfig) -> Pipeline:
    """The fitted pipeline, its coefficients rounded to what the bundle stores."""
    pipeline = type_pipeline(config).fit(inputs, labels)
    classifier = pipeline.named_steps["classifier"]
    classifier.coef_ = classifier.coef_.astype(STORED).astype(np.float64)
    return pipeline


def out_of_fold_logits(
    inputs: Sequence[TypeInput],
    labels: Sequence[str],
    folds: NDArray[np.int64],
    config: TypeConfig,
    order: Sequence[str],
) -> NDArray[np.float64]:
    """Each article's logits from models that did not see its fold, ``(n, labels)`` in ``order``.

    Labels that no article has are left out, as :func:`export_type_head` leaves them out.
    """
    present = [label for label in order if label in set(labels)]
    result = np.full((len(inputs), len(present)), _NEVER)
    for fold in np.unique(folds):
        learned, held = np.flatnonzero(folds != fold).tolist(), np.flatnonzero(folds == fold).tolist()
        pipeline = fit_type_pipeline([inputs[i] for i in learned], [labels[i] for i in learned], config)
        columns = [present.index(label) for label in pipeline.named_steps["classifier"].classes_]
        decisions = pipeline.decision_function([inputs[i] for i in held])
        if decisions.ndim == 1:  # of two classes scikit-learn gives one column
            decisions = np.column_stack([-decisions / 2, decisions / 2])
        result[np.ix_(held, columns)] = decisions
    return result


def export_tfidf(
    vectorizer: TfidfVectorizer, coefficients: NDArray[np.float64], norm: Norm = COSINE
) -> TfidfBlock:
    """One fitted vectorizer with its coefficients ``(labels, terms)`` as a runtime block.

    Terms whose coefficients are all zero stay: they take part in the norm.
    """
    keys = np.array(sorted(vectorizer.vocabulary_), dtype=np.int64)
    columns = np.array([vectorizer.vocabulary_[key] for key in keys.tolist()], dtype=np.int64)
    idf = np.asarray(vectorizer.idf_, dtype=np.float64)
    rows = np.ascontiguousarray(coefficients[:, columns].T.astype(np.float32))
    return TfidfBlock(keys, idf[columns], rows, norm)


def export_type_head(
    pipeline: Pipeline, order: Sequence[str], config: TypeConfig, calibration: Calibration | None = None
) -> TypeHead:
    """The runtime head of a fitted pipeline, labels in the taxonomy's ``order``."""
    classifier = pipeline.named_steps["classifier"]
    classes = list(classifier.classes_)
    rows = [classes.index(label) for label in order if label in classes]
    coefficients = classifier.coef_[rows]
    blocks, begin = [], 0
    transformers = dict(pipeline.named_steps["features"].transformer_list)
    for position in range(len(TYPE_FIELDS)):
        vectorizer = transformers[field_name(position)]
        end = begin + len(vectorizer.vocabulary_)
        blocks.append(export_tfidf(vectorizer, coefficients[:, begin:end]))
        begin = end
    names = transformers["cues"].vocabulary_
    weights = {
        name: tuple(float(w) * config.cue_weight for w in coefficients[:, begin + column])
        for name, column in sorted(names.items())
    }
    intercept = tuple(float(value) for value in classifier.intercept_[rows])
    return TypeHead(
        blocks,
        LinearModel(tuple(label for label in order if label in classes), intercept, weights),
        calibration,
    )
