"""Topics: every clause is scored for every topic, an article by its best clause.

The model learns from the clauses that earn a topic, so the clause that wins is the evidence.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hoinghi.encoding import EncodedBatch
from hoinghi.tfidf import FloatArray, TfidfBlock, Weighted

CLAUSE_NGRAM, SENTENCE_NGRAM = 3, 2
CLAUSE_WEIGHT, SENTENCE_WEIGHT = 1.0, 0.5


@dataclass(frozen=True, slots=True)
class TopicScores:
    """``clauses``: decision values ``(clauses, topics)``; beside them the terms that they sum."""

    clauses: FloatArray
    clause_terms: Weighted
    sentence_terms: Weighted


class TopicHead:
    """``clause`` and ``sentence`` blocks, intercepts, and per label a calibration and a threshold.

    ``slopes`` and ``offsets`` (Platt, 1999) turn a decision value ``s`` into a probability
    ``1 / (1 + exp(-(slope * s + offset)))``; ``thresholds`` are on that probability.
    """

    def __init__(
        self,
        labels: tuple[str, ...],
        clause: TfidfBlock,
        sentence: TfidfBlock,
        intercepts: FloatArray,
        slopes: FloatArray,
        offsets: FloatArray,
        thresholds: FloatArray,
    ) -> None:
        if any(len(a) != len(labels) for a in (intercepts, slopes, offsets, thresholds)):
            raise ValueError("the topic head's arrays do not fit its labels")
        self.labels = labels
        self.clause = clause
        self.sentence = sentence
        self.intercepts = intercepts
        self.slopes = slopes
        self.offsets = offsets
        self.thresholds = thresholds

    def score(self, batch: EncodedBatch) -> TopicScores:
        """Decision values of all clauses."""
        count = len(batch.clauses)
        keys = batch.clause_keys(CLAUSE_NGRAM)
        own = self.clause.weigh(keys.keys, keys.units, CLAUSE_WEIGHT)
        # The context is weighed once a sentence and added to each of its clauses.
        around = batch.sentence_keys(SENTENCE_NGRAM)
        context = self.sentence.weigh(around.keys, around.units, SENTENCE_WEIGHT)
        by_sentence = self.sentence.decide(context, len(batch.sentences))
        decisions = self.clause.decide(own, count) + self.intercepts
        if count:
            decisions = decisions + by_sentence[batch.clause_sentence]
        return TopicScores(decisions, own, context)

    def probabilities(self, decisions: FloatArray) -> FloatArray:
        """Calibrated probabilities, shape of ``decisions`` ``(n, topics)``."""
        return _sigmoid(self.slopes * decisions + self.offsets)


def _sigmoid(values: FloatArray) -> NDArray[np.float64]:
    result: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-np.clip(values, -40, 40)))
    return result
