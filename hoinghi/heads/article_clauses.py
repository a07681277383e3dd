"""The clauses of several articles with their decision values, and what they say of each topic.

A topic that is told stands in a clause that reports something; one that is merely mentioned (a name of a
body, a background, somebody's studies) has its words in a clause that does not.  No word of the topic's own
tells the two apart, so beside the best clause's value stand whether that clause earns any topic at all, which
other topic it speaks of more, how much the article tells altogether, and what all its words say together:
an article about a topic speaks of it in more than one way.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hoinghi.heads.encoding import EncodedBatch
from hoinghi.heads.tfidf import FloatArray
from hoinghi.text.syllables import IntArray

# What is known of an article and a topic, and how explanations name it.  "Value" is a decision value of the
# clause model: the topic's own, or, where it says "any topic", that a clause earns whatever topic.
INPUTS = {
    "best": "best clause",
    "second": "second clause",
    "mean": "mean of the clauses",
    "any": "any topic in the best clause",
    "rival": "best other topic of the best clause",
    "size": "tokens of the best clause",
    "beside": "any topic beside it in its sentence",
    "topics": "number of topics told",
    "lead": "any topic in the first clauses",
    "length": "number of clauses",  # its logarithm
    "other": "meeting type other",  # its probability
    "words": "words of the article",  # the value of the topic's model of whole articles
}
FORMER_INPUTS = list(INPUTS).index("words")  # of bundle format 6, which has no model of whole articles
FIRST_CLAUSES = 3
# What stands for ``beside`` where a sentence is one clause, for ``rival`` where there is one topic.
ALONE = -2.0


@dataclass(frozen=True, slots=True)
class ArticleClauses:
    """Clauses laid end to end; those of an article from its one of ``firsts`` on, at least one each.

    ``decisions``: the topics' values, shape ``(clauses, topics)``; ``any_topic``: the value that a clause
    earns any; ``sizes``: tokens; ``sentences``: the number of each clause's sentence, rising.  ``words``: the
    topics' values of each article's words together, ``(articles, topics)``.
    """

    decisions: FloatArray
    any_topic: FloatArray
    sizes: IntArray
    sentences: IntArray
    firsts: IntArray
    words: FloatArray

    @property
    def counts(self) -> IntArray:
        """How many clauses each article has."""
        found: IntArray = np.diff(np.append(self.firsts, len(self.decisions)))
        return found


def article_clauses(
    batch: EncodedBatch, decisions: FloatArray, any_topic: FloatArray, words: FloatArray
) -> tuple[IntArray, ArticleClauses]:
    """The documents of a batch that have clauses, and these clauses.

    ``decisions`` and ``any_topic``: of the batch's clauses, or of its first ones alone; ``words``: of its
    documents, at least as far as these clauses reach.
    """
    count = len(decisions)
    documents, firsts = np.unique(batch.clause_document[:count], return_index=True)
    sizes = batch.clauses[:count, 1] - batch.clauses[:count, 0]
    sentences = batch.clause_sentence[:count]
    return documents, ArticleClauses(decisions, any_topic, sizes, sentences, firsts, words[documents])


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


def article_inputs(clauses: ArticleClauses, others: FloatArray) -> FloatArray:
    """What ``INPUTS`` names of each article and topic, shape ``(articles, topics, len(INPUTS))``.

    ``others``: the probability of each article that its meeting type is ``other``.
    """
    decisions, firsts, counts = clauses.decisions, clauses.firsts, clauses.counts
    best, second = two_best_of_each(decisions, firsts)
    chosen = _best_clauses(decisions, best, firsts, counts)
    place = np.arange(len(decisions)) - np.repeat(firsts, counts)
    is_first = place < FIRST_CLAUSES
    of_article = (
        (best > 0).sum(axis=1),
        np.maximum.reduceat(np.where(is_first, clauses.any_topic, -np.inf), firsts),
        np.log(counts),
        others,
    )
    return np.stack(
        [
            best,
            second,
            np.add.reduceat(decisions, firsts, axis=0) / counts[:, None],
            clauses.any_topic[chosen],
            _rivals(decisions, chosen),
            clauses.sizes[chosen],
            _beside(clauses)[chosen],
            *(np.broadcast_to(values[:, None], best.shape) for values in of_article),
            clauses.words,
        ],
        axis=2,
    )


def _best_clauses(decisions: FloatArray, best: FloatArray, firsts: IntArray, counts: IntArray) -> IntArray:
    """The number of each article's best clause of each topic, the first of equals, ``(articles, topics)``."""
    is_best = decisions == np.repeat(best, counts, axis=0)
    numbers = np.where(is_best, np.arange(len(decisions))[:, None], len(decisions))
    found: IntArray = np.minimum.reduceat(numbers, firsts, axis=0)
    return found


def _rivals(decisions: FloatArray, chosen: IntArray) -> FloatArray:
    """The best other topic's value of each chosen clause."""
    topics = decisions.shape[1]
    if topics < 2:
        return np.full(chosen.shape, ALONE)
    first = decisions.argmax(axis=1)
    highest, next_highest = np.partition(decisions, (-2, -1), axis=1)[:, -2:].T[::-1]
    rivals: FloatArray = np.where(first[chosen] == np.arange(topics), next_highest[chosen], highest[chosen])
    return rivals


def _beside(clauses: ArticleClauses) -> FloatArray:
    """The best ``any_topic`` of the other clauses of each clause's sentence."""
    _, firsts, counts = np.unique(clauses.sentences, return_index=True, return_counts=True)
    best, second = (
        np.repeat(values[:, 0], counts) for values in two_best_of_each(clauses.any_topic[:, None], firsts)
    )
    result: FloatArray = np.where(clauses.any_topic < best, best, second)
    result[np.repeat(counts == 1, counts)] = ALONE
    return result
