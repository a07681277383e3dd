"""What topics are learned from: clauses with those that they earn, articles with those that they tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hoinghi.heads.encoding import EncodedBatch
from hoinghi.heads.tfidf import FloatArray
from hoinghi.heads.topic_head import ARTICLE_NGRAM, CLAUSE_NGRAM, SENTENCE_NGRAM
from training.article import Article
from training.material import Material, clause_labels, rows_of

UnitInput = dict[str, list[int]]


@dataclass(frozen=True, slots=True)
class TopicUnits:
    """Clauses, or whole documents, in the batch's order.

    ``inputs``: term keys by block; ``answers``: ``(units, topics)``; ``weights``: how much each unit
    counts for each topic; ``document``: of each unit.
    """

    inputs: list[UnitInput]
    answers: NDArray[np.bool_]
    weights: FloatArray
    document: NDArray[np.int64]

    def chosen(self, keep: NDArray[np.bool_]) -> list[UnitInput]:
        """The inputs of the chosen units."""
        return [one for one, is_kept in zip(self.inputs, keep, strict=True) if is_kept]


def clause_inputs(batch: EncodedBatch) -> list[UnitInput]:
    """What the vectorizers read of each clause: its own terms and those of its sentence."""
    own = rows_of(batch.clause_keys(CLAUSE_NGRAM))
    around = rows_of(batch.sentence_keys(SENTENCE_NGRAM))
    return [
        {"clause": terms, "sentence": around[sentence]}
        for terms, sentence in zip(own, batch.clause_sentence.tolist(), strict=True)
    ]


def topic_answers(articles: Sequence[Article], topics: Sequence[str]) -> NDArray[np.bool_]:
    """Which topics each article tells, ``(articles, topics)``."""
    told = [[topic in article.topics for topic in topics] for article in articles]
    return np.array(told, dtype=bool).reshape(-1, len(topics))


def unit_weights(
    answers: NDArray[np.bool_], article_answers: NDArray[np.bool_], unmarked_weight: float
) -> FloatArray:
    """How much each unit counts for each topic, ``(units, topics)``.

    ``article_answers``: the answers of each unit's article.  Annotators mark the clause that earns a
    topic, not every clause that could: in an article that has the topic, an unmarked unit is a weak
    negative (positive-unlabelled learning, Elkan and Noto 2008).
    """
    return np.where(article_answers & ~answers, unmarked_weight, 1.0)


def topic_units(material: Material, topics: tuple[str, ...], unmarked_weight: float) -> TopicUnits:
    """The units of all articles."""
    batch = material.batch
    of_article = topic_answers(material.articles, topics)
    answers = clause_labels(material, topics)
    return TopicUnits(
        clause_inputs(batch),
        answers,
        unit_weights(answers, of_article[batch.clause_document], unmarked_weight),
        batch.clause_document,
    )


def document_inputs(batch: EncodedBatch) -> list[UnitInput]:
    """What the vectorizer of whole articles reads of each document."""
    return [{"article": terms} for terms in rows_of(batch.article_keys(ARTICLE_NGRAM))]


def document_units(material: Material, topics: tuple[str, ...]) -> TopicUnits:
    """The documents as units, with the topics of their articles."""
    answers = topic_answers(material.articles, topics)
    return TopicUnits(
        document_inputs(material.batch), answers, np.ones(answers.shape), np.arange(len(answers))
    )
