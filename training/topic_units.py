"""What the clause model learns from: every clause with its topics, and every piece of evidence by itself."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hoinghi.heads.encoding import EncodedBatch
from hoinghi.heads.tfidf import FloatArray
from hoinghi.heads.topic_head import CLAUSE_NGRAM, SENTENCE_NGRAM
from training.material import Material, clause_labels, rows_of

UnitInput = dict[str, list[int]]


@dataclass(frozen=True, slots=True)
class TopicUnits:
    """Clauses in the batch's order, then pieces of evidence.

    ``inputs``: term keys by block; ``answers``: ``(units, topics)``; ``weights``: how much each unit
    counts for each topic; ``document``: of each unit; ``clauses``: how many of the units are clauses.
    """

    inputs: list[UnitInput]
    answers: NDArray[np.bool_]
    weights: FloatArray
    document: NDArray[np.int64]
    clauses: int

    def chosen(self, keep: NDArray[np.bool_]) -> tuple[list[UnitInput], list[UnitInput]]:
        """The inputs of the chosen clauses, and of the chosen pieces of evidence."""
        of_clauses = [x for x, k in zip(self.inputs[: self.clauses], keep[: self.clauses], strict=True) if k]
        return of_clauses, [
            x for x, k in zip(self.inputs[self.clauses :], keep[self.clauses :], strict=True) if k
        ]


def clause_inputs(batch: EncodedBatch) -> list[UnitInput]:
    """What the vectorizers read of each clause: its own terms and those of its sentence."""
    own = rows_of(batch.clause_keys(CLAUSE_NGRAM))
    around = rows_of(batch.sentence_keys(SENTENCE_NGRAM))
    return [
        {"clause": terms, "sentence": around[sentence]}
        for terms, sentence in zip(own, batch.clause_sentence.tolist(), strict=True)
    ]


def unit_weights(
    answers: NDArray[np.bool_], article_answers: NDArray[np.bool_], unmarked_weight: float
) -> FloatArray:
    """How much each unit counts for each topic, ``(units, topics)``.

    ``article_answers``: the answers of each unit's article.  Annotators mark the clause that earns a
    topic, not every clause that could: in an article that has the topic, an unmarked unit is a weak
    negative (positive-unlabelled learning, Elkan and Noto 2008).
    """
    return np.where(article_answers & ~answers, unmarked_weight, 1.0)


def topic_units(
    material: Material,
    topics: tuple[str, ...],
    unmarked_weight: float,
    *,
    has_evidence: bool = True,
) -> TopicUnits:
    """The units of all articles.  A piece of evidence repeats part of its clause, freed of what is around."""
    batch = material.batch
    of_article = np.array([[topic in a.topics for topic in topics] for a in material.articles], dtype=bool)
    answers, document = [clause_labels(material, topics)], [batch.clause_document]
    inputs = clause_inputs(batch)
    clauses = len(inputs)
    if has_evidence:
        ranges, sentences, labels, owners = _evidence(material, topics)
        around = rows_of(batch.sentence_keys(SENTENCE_NGRAM))
        own = rows_of(batch.range_keys(ranges, CLAUSE_NGRAM))
        inputs += [
            {"clause": terms, "sentence": around[sentence]}
            for terms, sentence in zip(own, sentences, strict=True)
        ]
        answers.append(labels)
        document.append(owners)
    every, owner = np.concatenate(answers), np.concatenate(document)
    return TopicUnits(
        inputs,
        every,
        unit_weights(every, of_article.reshape(-1, len(topics))[owner], unmarked_weight),
        owner,
        clauses,
    )


def _evidence(
    material: Material, topics: tuple[str, ...]
) -> tuple[NDArray[np.int64], list[int], NDArray[np.bool_], NDArray[np.int64]]:
    """Token ranges of distinct pieces of evidence in the batch, their sentences, topics and documents."""
    batch = material.batch
    column = {topic: number for number, topic in enumerate(topics)}
    begins = batch.sentences[:, 0].tolist()
    found: dict[tuple[int, int, int], list[int]] = {}
    for number, (article, document) in enumerate(zip(material.articles, material.documents, strict=True)):
        offset = int(batch.offsets[number])
        starts = [
            document.view.raw_span(s, e)[0] for s, e in zip(document.starts, document.ends, strict=True)
        ]
        for topic, pieces in article.evidence.items():
            for start, end in pieces:
                first, last = bisect_left(starts, start), bisect_left(starts, end)
                if first < last:
                    found.setdefault((number, first + offset, last + offset), []).append(column[topic])
    kept = [
        (piece, sentence, columns)
        for piece, columns in found.items()
        if (sentence := bisect_right(begins, piece[1]) - 1) >= 0 and piece[1] < batch.sentences[sentence, 1]
    ]
    labels = np.zeros((len(kept), len(topics)), dtype=bool)
    for row, (_, _, columns) in enumerate(kept):
        labels[row, columns] = True
    return (
        np.array([piece[1:] for piece, _, _ in kept], dtype=np.int64).reshape(-1, 2),
        [sentence for _, sentence, _ in kept],
        labels,
        np.array([piece[0] for piece, _, _ in kept], dtype=np.int64),
    )
