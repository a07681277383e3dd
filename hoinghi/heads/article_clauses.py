"""The clauses of several articles with their decision values, and what they say of each topic.

A topic that is told stands in a clause that reports something; one that is merely mentioned (a name of a
body, a background, somebody's studies) has its words in a clause that does not.  No word of the topic's own
tells the two apart, so beside the best clause's value stand whether that clause tells anything at all, which
other topic it speaks of more, and how much the article tells altogether.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hoinghi.heads.encoding import EncodedBatch
from hoinghi.heads.tfidf import FloatArray
from hoinghi.text.syllables import IntArray

# What is known of an article and a topic; the first nine are decision values and counts of its clauses.
#   best, second  the topic's values of its two best clauses
#   mean          the topic's mean value over all clauses
#   told          whether the best clause tells anything, of whatever topic
#   rival         the best other topic's value of that clause
#   size          tokens of that clause
#   beside        whether another clause of its sentence tells anything
#   topics        topics of which some clause has a positive value
#   lead          whether the first clauses tell anything
#   length        the logarithm of the number of clauses
#   other         the probability that the article reports no review
INPUTS = ("best", "second", "mean", "told", "rival", "size", "beside", "topics", "lead", "length", "other")
LEAD = 3  # clauses
ALONE = (
    -2.0
)  # what stands for ``beside`` where a sentence is one clause, for ``rival`` where there is one topic


@dataclass(frozen=True, slots=True)
class ArticleClauses:
    """Clauses laid end to end; those of an article from its one of ``firsts`` on, at least one each.

    ``decisions``: the topics' values, shape ``(clauses, topics)``; ``told``: the value that a clause earns
    any topic; ``sizes``: tokens; ``sentences``: the number of each clause's sentence, rising.
    """

    decisions: FloatArray
    told: FloatArray
    sizes: IntArray
    sentences: IntArray
    firsts: IntArray

    @property
    def counts(self) -> IntArray:
        """How many clauses each article has."""
        found: IntArray = np.diff(np.append(self.firsts, len(self.decisions)))
        return found


def article_clauses(
    batch: EncodedBatch, decisions: FloatArray, told: FloatArray
) -> tuple[IntArray, ArticleClauses]:
    """The documents of a batch that have clauses, and these clauses."""
    documents, firsts = np.unique(batch.clause_document, return_index=True)
    sizes = batch.clauses[:, 1] - batch.clauses[:, 0]
    return documents, ArticleClauses(decisions, told, sizes, batch.clause_sentence, firsts)


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


def best_clauses(clauses: ArticleClauses) -> IntArray:
    """The number of each article's best clause of each topic, the first of equals, ``(articles, topics)``."""
    best = np.maximum.reduceat(clauses.decisions, clauses.firsts, axis=0)
    is_best = clauses.decisions == np.repeat(best, clauses.counts, axis=0)
    numbers = np.arange(len(is_best))[:, None]
    found: IntArray = np.minimum.reduceat(np.where(is_best, numbers, len(is_best)), clauses.firsts, axis=0)
    return found


def article_inputs(clauses: ArticleClauses, others: FloatArray) -> FloatArray:
    """What ``INPUTS`` names of each article and topic, shape ``(articles, topics, len(INPUTS))``.

    ``others``: the probability of each article that its meeting type is ``other``.
    """
    decisions, firsts, counts = clauses.decisions, clauses.firsts, clauses.counts
    best, second = two_best_of_each(decisions, firsts)
    where = best_clauses(clauses)
    place = np.arange(len(decisions)) - np.repeat(firsts, counts)
    lead = np.maximum.reduceat(np.where(place < LEAD, clauses.told, -np.inf), firsts)
    whole = (
        (best > 0).sum(axis=1),
        lead,
        np.log(counts),
        others,
    )
    return np.stack(
        [
            best,
            second,
            np.add.reduceat(decisions, firsts, axis=0) / counts[:, None],
            clauses.told[where],
            _rivals(decisions, where),
            clauses.sizes[where],
            _beside(clauses)[where],
            *(np.broadcast_to(value[:, None], best.shape) for value in whole),
        ],
        axis=2,
    )


def _rivals(decisions: FloatArray, where: IntArray) -> FloatArray:
    """The best other topic's value of each chosen clause."""
    topics = decisions.shape[1]
    if topics == 1:
        return np.full(where.shape, ALONE)
    first = decisions.argmax(axis=1)
    highest, next_highest = np.partition(decisions, (-2, -1), axis=1)[:, -2:].T[::-1]
    rivals: FloatArray = np.where(first[where] == np.arange(topics), next_highest[where], highest[where])
    return rivals


def _beside(clauses: ArticleClauses) -> FloatArray:
    """The best ``told`` of the other clauses of each clause's sentence."""
    _, firsts, counts = np.unique(clauses.sentences, return_index=True, return_counts=True)
    best, second = (
        np.repeat(values[:, 0], counts) for values in two_best_of_each(clauses.told[:, None], firsts)
    )
    result: FloatArray = np.where(clauses.told < best, best, second)
    result[np.repeat(counts == 1, counts)] = ALONE
    return result
