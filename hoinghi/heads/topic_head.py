"""Topics: every clause is scored for every topic; an article by its clauses, its words and its meeting type.

The clause model learns from the clauses that earn a topic, so the clauses that win are the evidence.  A
clause alone may be taken in by a passing word: a model of whole articles says what all words say together,
and a last one pools both (``SplinePooling``).
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

CLAUSE_NGRAM, SENTENCE_NGRAM, ARTICLE_NGRAM = 2, 2, 2  # the longest n-grams that are learned
CLAUSE_WEIGHT, SENTENCE_WEIGHT = 1.0, 0.5


class Pooling(Protocol):
    """From the clauses of articles to decisions on their topics.

    ``reads_any``: whether it asks for the value that a clause earns any topic; ``reads_words``: for the
    values of whole articles.
    """

    @property
    def reads_any(self) -> bool: ...

    @property
    def reads_words(self) -> bool: ...

    @property
    def offsets(self) -> FloatArray: ...

    def decide(self, clauses: ArticleClauses, others: FloatArray) -> FloatArray:
        """The articles' decision values, ``(articles, topics)``."""

    def parts(self, clauses: ArticleClauses, other: float, topic: int) -> list[tuple[str, float]]:
        """What one article's decision on a topic sums."""


@dataclass(frozen=True, slots=True)
class TopicScores:
    """Decision values of clauses, ``(clauses, topics)``; beside them the terms that they sum.

    ``any_topic``: the value that a clause earns any, ``(clauses,)``; ``words``: the topics' values of whole
    documents, ``(documents, topics)``.  Both are zeros in a model that never learned them.
    """

    clauses: FloatArray
    any_topic: FloatArray
    words: FloatArray
    clause_terms: Weighted
    sentence_terms: Weighted
    article_terms: Weighted | None


@dataclass(frozen=True, slots=True)
class ArticleWords:
    """The model of whole articles: ``intercepts``, ``(labels,)``, and a block with a column a label."""

    block: TfidfBlock
    intercepts: FloatArray

    def weigh(self, batch: EncodedBatch) -> Weighted:
        """The TF-IDF values of the documents' terms."""
        keys = batch.article_keys(self.block.longest)
        return self.block.weigh(keys.keys, keys.units)

    def decide(self, terms: Weighted, count: int) -> FloatArray:
        """Decision values of ``count`` documents, ``(documents, labels)``."""
        return self.block.decide(terms, count) + self.intercepts


class TopicHead:
    """``clause`` and ``sentence`` blocks with ``intercepts``; what pools an article's clauses; thresholds.

    The blocks have a column a label and, where the pooling reads it, one more for whether a clause earns any.
    ``words``: what scores whole articles, where the pooling reads that.
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
        words: ArticleWords | None = None,
    ) -> None:
        columns = len(labels) + pooling.reads_any
        if len(intercepts) != columns or not len(thresholds) == len(pooling.offsets) == len(labels):
            raise ValueError("the topic head's arrays do not fit its labels")
        if pooling.reads_words and words is None:
            raise ValueError("the topic head's pooling reads whole articles, and no model of them is there")
        if words is not None and not pooling.reads_words:
            raise ValueError("the topic head has a model of whole articles that its pooling does not read")
        if words is not None and len(words.intercepts) != len(labels):
            raise ValueError("the topic head's arrays do not fit its labels")
        self.labels = labels
        self.clause = clause
        self.sentence = sentence
        self.intercepts = intercepts
        self.pooling = pooling
        self.thresholds = thresholds
        self.caution = caution
        self.words = words

    def score(self, batch: EncodedBatch) -> TopicScores:
        """Decision values of all clauses and documents."""
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
        documents = len(batch.documents)
        if self.words is None:
            words, terms = np.zeros((documents, topics)), None
        else:
            terms = self.words.weigh(batch)
            words = self.words.decide(terms, documents)
        return TopicScores(decisions[:, :topics], any_topic, words, own, context, terms)

    def pool(
        self, scores: TopicScores, batch: EncodedBatch, others: FloatArray
    ) -> tuple[IntArray, FloatArray]:
        """The documents that have clauses, and their decision values, ``(of these, labels)``.

        ``others``: the probability of each document of the batch that its meeting type is ``other``.
        """
        if not len(scores.clauses):
            return np.zeros(0, np.int64), np.zeros((0, len(self.labels)))
        documents, clauses = article_clauses(batch, scores.clauses, scores.any_topic, scores.words)
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
