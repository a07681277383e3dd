"""The probabilities behind a record: of every meeting type and topic, not only of those that it tells."""

from __future__ import annotations

import numpy as np

from hoinghi.decoding import probability_of_other
from hoinghi.heads.encoding import EncodedBatch
from hoinghi.heads.tfidf import FloatArray
from hoinghi.heads.topic_head import sigmoid
from hoinghi.model import Model


def label_probabilities(model: Model, batch: EncodedBatch) -> tuple[FloatArray, FloatArray]:
    """Probabilities of all types ``(documents, types)`` and topics ``(documents, topics)``.

    The very numbers that :func:`hoinghi.decoding.decode_batch` decides by; a document without clauses
    has no topic, with probability 0.
    """
    period_scores = [
        [model.ranker.decide(placed.features)[0] for placed in periods] for periods in batch.periods
    ]
    types = model.types.probabilities(model.types.score(batch, period_scores))
    others = np.array([probability_of_other(model, row) for row in types])
    documents, decisions = model.topics.pool(model.topics.score(batch), batch, others)
    topics = np.zeros((len(batch.documents), len(model.topics.labels)))
    topics[documents] = sigmoid(decisions)
    return types, topics
