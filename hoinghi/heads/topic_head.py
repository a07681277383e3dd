"""Topics: every clause is scored for every topic; an article by its two best clauses and its meeting type.

The clause model learns from the clauses that earn a topic, so the clauses that win are the evidence.  One
clause alone is taken in by a passing word more easily than two, and a review tells of more topics than
other news does: a small linear model over the three (stacked generalisation, Wolpert 1992) gives the score.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hoinghi.heads.encoding import EncodedBatch
from hoinghi.heads.tfidf import FloatArray, TfidfBlock, Weighted
from hoinghi.text.syllables import IntArray

CLAUSE_NGRAM, SENTENCE_NGRAM = 2, 2  # the longest n-grams that are learned
CLAUSE_WEIGHT, SENTENCE_WEIGHT = 1.0, 0.5


@dataclass(frozen=True, slots=True)
class TopicScores:
    """``clauses``: decision values ``(clauses, topics)``; beside them the terms that they sum."""

    clauses: FloatArray
    clause_terms: Weighted
    sentence_terms: Weighted


class TopicHead:
    """``clause`` and ``sentence`` blocks with ``intercepts``; per label what pools them, and a threshold.

    ``pooling``: shape ``(labels, 3)``, weights of the best clause's decision value, of the second best's
    and of the probability that the meeting type is ``other``; with ``offsets`` they give the article's
    decision value ``s``, and ``1 / (1 + exp(-s))`` its probability.  ``thresholds`` are on that probability.
    """

    def __init__(
        self,
        labels: tuple[str, ...],
        clause: TfidfBlock,
        sentence: TfidfBlock,
        intercepts: FloatArray,
        pooling: FloatArray,
        offsets: FloatArray,
        thresholds: FloatArray,
    ) -> None:
        per_label = (intercepts, pooling, offsets, thresholds)
        if any(len(a) != len(labels) for a in per_label) or pooling.shape != (len(labels), 3):
            raise ValueError("the topic head's arrays do not fit its labels")
        self.labels = labels
        self.clause = clause
        self.sentence = sentence
        self.intercepts = intercepts
        self.pooling = pooling
        self.offsets = offsets
        self.thresholds = thresholds

    def score(self, batch: EncodedBatch) -> TopicScores:
        """Decision values of all clauses."""
        count = len(batch.clauses)
        keys = batch.clause_keys(self.clause.longest)
        own = self.clause.weigh(keys.keys, keys.units, CLAUSE_WEIGHT)
        # The context is weighed once a sentence and added to each of its clauses.
        around = batch.sentence_keys(self.sentence.longest)
        context = self.sentence.weigh(around.keys, around.units, SENTENCE_WEIGHT)
        by_sentence = self.sentence.decide(context, len(batch.sentences))
        decisions = self.clause.decide(own, count) + self.intercepts
        if count:
            decisions = decisions + by_sentence[batch.clause_sentence]
        return TopicScores(decisions, own, context)

    def pool(self, clauses: FloatArray, other: float) -> FloatArray:
        """An article's decision values, shape ``(labels,)``.

        ``clauses``: those of its clauses, ``(n, labels)``, ``n`` at least 1; ``other``: the probability
        that its meeting type is ``other``.
        """
        (decisions,) = self.pool_each(clauses, np.zeros(1, np.int64), np.array([other]))
        result: FloatArray = decisions
        return result

    def pool_each(self, clauses: FloatArray, firsts: IntArray, others: FloatArray) -> FloatArray:
        """The same of several articles, shape ``(articles, labels)``.

        ``clauses`` lie end to end, those of an article from its one of ``firsts`` on.
        """
        best, second = two_best_of_each(clauses, firsts)
        weights = self.pooling
        decisions: FloatArray = (
            weights[:, 0] * best + weights[:, 1] * second + weights[:, 2] * others[:, None] + self.offsets
        )
        return decisions


def two_best(clauses: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The best and the second best value of each column; of a single clause, that clause twice."""
    best, second = two_best_of_each(clauses, np.zeros(1, np.int64))
    return best[0], second[0]


def two_best_of_each(clauses: FloatArray, firsts: IntArray) -> tuple[FloatArray, FloatArray]:
    """The same of several articles' clauses, laid end to end; each has at least one, from its first on."""
    sizes = np.diff(np.append(firsts, len(clauses)))
    best = np.maximum.reduceat(clauses, firsts, axis=0)
    is_best = clauses == np.repeat(best, sizes, axis=0)
    rest = np.maximum.reduceat(np.where(is_best, -np.inf, clauses), firsts, axis=0)
    is_twice = np.add.reduceat(is_best, firsts, axis=0, dtype=np.int64) > 1
    return best, np.where(is_twice | (sizes == 1)[:, None], best, rest)


def sigmoid(values: FloatArray) -> NDArray[np.float64]:
    """The probability of decision values."""
    result: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-np.clip(values, -40, 40)))
    return result
