"""Topics: every clause is scored for every topic; an article by its clauses, its length and its meeting type.

The clause model learns from the clauses that earn a topic, so the clauses that win are the evidence.  A
clause alone may be taken in by a passing word: a second model pools what all say (``SplinePooling``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from hoinghi.heads.article_clauses import ArticleClauses, article_clauses
from hoinghi.heads.encoding import EncodedBatch
from hoinghi.heads.tfidf import FloatArray, TfidfBlock, Weighted
from hoinghi.text.syllables import IntArray

CLAUSE_NGRAM, SENTENCE_NGRAM = 2, 2  # the longest n-grams that are learned
CLAUSE_WEIGHT, SENTENCE_WEIGHT = 1.0, 0.5


class Pooling(Protocol):
    """From the clauses of articles to decisions on their topics.

    ``reads_any``: whether it asks for the value that a clause earns any topic.
    """

    @property
    def reads_any(self) -> bool: ...

    @property
    def offsets(self) -> FloatArray: ...

    def decide(self, clauses: ArticleClauses, others: FloatArray) -> FloatArray:
        """The articles' decision values, ``(articles, topics)``."""

    def parts(self, clauses: ArticleClauses, other: float, topic: int) -> list[tuple[str, float]]:
        """What one article's decision on a topic sums."""


@dataclass(frozen=True, slots=True)
class TopicScores:
    """Decision values of clauses, ``(clauses, topics)``; beside them the terms that they sum.

    ``any_topic``: the value that a clause earns any, ``(clauses,)``; zeros in a model that never learned it.
    """

    clauses: FloatArray
    any_topic: FloatArray
    clause_terms: Weighted
    sentence_terms: Weighted


class TopicHead:
    """``clause`` and ``sentence`` blocks with ``intercepts``; what pools an article's clauses; thresholds.

    The blocks have a column a label and, where the pooling reads it, one more for whether a clause earns any.
    ``thresholds``, ``(labels,)``, are on the probability of an article's decision value; ``caution``, in
    log-odds, lifts them for an article in proportion to the probability that it reports no review.
    """

    def __init__(
        self,
        labels: tuple[str, ...],
        clause: TfidfBlock,
        sentence: TfidfBlock,
        intercepts: FloatArray,
        pooling: Pooling,
        thresholds: FloatArray,
        caution: float = 0.0,
    ) -> None:
        columns = len(labels) + pooling.reads_any
        if len(intercepts) != columns or not len(thresholds) == len(pooling.offsets) == len(labels):
            raise ValueError("the topic head's arrays do not fit its labels")
        self.labels = labels
        self.clause = clause
        self.sentence = sentence
        self.intercepts = intercepts
        self.pooling = pooling
        self.thresholds = thresholds
        self.caution = caution

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
        topics = len(self.labels)
        any_topic = decisions[:, topics] if self.pooling.reads_any else np.zeros(count)
        return TopicScores(decisions[:, :topics], any_topic, own, context)

    def pool(
        self, scores: TopicScores, batch: EncodedBatch, others: FloatArray
    ) -> tuple[IntArray, FloatArray]:
        """The documents that have clauses, and their decision values, ``(of these, labels)``.

        ``others``: the probability of each document of the batch that its meeting type is ``other``.
        """
        if not len(scores.clauses):
            return np.zeros(0, np.int64), np.zeros((0, len(self.labels)))
        documents, clauses = article_clauses(batch, scores.clauses, scores.any_topic)
        return documents, self.pooling.decide(clauses, others[documents])

    def tells(self, decisions: FloatArray, others: FloatArray) -> NDArray[np.bool_]:
        """Whether articles tell topics, ``(articles, labels)``, by their decision values.

        ``others``: the probability of each article that its meeting type is ``other``.
        """
        lowest = np.log(self.thresholds / (1.0 - self.thresholds))
        told: NDArray[np.bool_] = decisions >= lowest + self.caution * others[:, None]
        return told


def sigmoid(values: FloatArray) -> NDArray[np.float64]:
    """The probability of decision values."""
    result: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-np.clip(values, -40, 40)))
    return result
