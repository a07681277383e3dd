"""Topics: every clause is scored for every topic; an article by its clauses, its length and its meeting type.

The clause model learns from the clauses that earn a topic, so the clauses that win are the evidence.  One
clause alone is taken in by a passing word more easily than two, the more clauses there are the likelier one
of them is, an article tells of its subject all through, and a review tells of more topics than other news
does: a small linear model over these (stacked generalisation, Wolpert 1992) gives the score.
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
# What an article's score is a weighted sum of: decision values of its clauses (the best, the second best, the
# mean of all), the logarithm of their number, and the probability that the meeting type is ``other``.
POOLED = ("best", "second", "mean", "length", "other")
FEWEST, MOST = 8, 60  # clauses: beyond what articles usually have, length says no more


@dataclass(frozen=True, slots=True)
class TopicScores:
    """``clauses``: decision values ``(clauses, topics)``; beside them the terms that they sum."""

    clauses: FloatArray
    clause_terms: Weighted
    sentence_terms: Weighted


class TopicHead:
    """``clause`` and ``sentence`` blocks with ``intercepts``; per label what pools them, and a threshold.

    ``pooling``: shape ``(labels, len(POOLED))``, the weights of what ``POOLED`` names; with ``offsets`` they
    give the article's decision value ``s``, and ``1 / (1 + exp(-s))`` its probability.  ``thresholds`` are on
    that probability.
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
        if any(len(a) != len(labels) for a in per_label) or pooling.shape != (len(labels), len(POOLED)):
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
        told = (pooled_of_each(clauses, firsts) * self.pooling[:, :-1]).sum(axis=2)
        decisions: FloatArray = told + self.pooling[:, -1] * others[:, None] + self.offsets
        return decisions


def pooled_of_each(clauses: FloatArray, firsts: IntArray) -> FloatArray:
    """What ``POOLED`` names of each article but the last, shape ``(articles, labels, len(POOLED) - 1)``.

    ``clauses``: decision values ``(n, labels)`` of all clauses, end to end, those of an article from its one
    of ``firsts`` on; each article has at least one.
    """
    sizes = np.diff(np.append(firsts, len(clauses)))
    means = np.add.reduceat(clauses, firsts, axis=0) / sizes[:, None]
    lengths = np.broadcast_to(np.log(np.clip(sizes, FEWEST, MOST))[:, None], means.shape)
    return np.stack([*two_best_of_each(clauses, firsts), means, lengths], axis=2)


def two_best_of_each(clauses: FloatArray, firsts: IntArray) -> tuple[FloatArray, FloatArray]:
    """The best and the second best value of each article and column, of clauses laid end to end.

    Each article has at least one clause, from its first on; of a single clause it is that one twice.
    """
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
