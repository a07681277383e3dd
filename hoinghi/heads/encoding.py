"""A batch of documents as integers: what the heads compute on, made once for all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from hoinghi.document import Document
from hoinghi.heads.clauses import split_clauses
from hoinghi.heads.period_ranker import PlacedCandidate, place_candidates
from hoinghi.heads.terms import ngram_keys
from hoinghi.text.syllables import IntArray, SyllableTable, canonical_ids

HEADLINE, LEAD, BODY, CLAUSE, SENTENCE, ARTICLE = range(6)
FIELDS = ("headline", "lead", "body", "clause", "sentence", "article")


@dataclass(frozen=True, slots=True)
class Keys:
    """Occurrences of term keys: ``keys[i]`` stands in unit ``units[i]`` of ``count`` units."""

    keys: IntArray
    units: IntArray
    count: int


@dataclass(frozen=True, slots=True)
class EncodedBatch:
    """Documents with their packed tokens laid end to end.

    ``offsets[d]`` is where document ``d`` starts in ``packed``; ``clauses`` are half-open ranges of
    ``packed`` with ``clause_document`` beside them; ``periods`` the candidates of each document.
    """

    documents: tuple[Document, ...]
    packed: IntArray
    offsets: IntArray
    clauses: IntArray
    clause_document: IntArray
    clause_sentence: IntArray
    sentences: IntArray
    periods: tuple[tuple[PlacedCandidate, ...], ...]

    def _in_ranges(self, ranges: IntArray) -> tuple[IntArray, IntArray]:
        """Canonical ids of the tokens of the ranges, in order, and the range of each token."""
        lengths = ranges[:, 1] - ranges[:, 0]
        unit = np.repeat(np.arange(len(ranges)), lengths)
        within = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        return canonical_ids(self.packed[ranges[unit, 0] + within]), unit

    def field_keys(self, field: int, longest: int) -> Keys:
        """N-gram keys of headline, lead or body (what follows the lead), one unit a document."""
        ranges: list[tuple[int, int]] = []
        units: list[int] = []
        for number, (document, offset) in enumerate(zip(self.documents, self.offsets.tolist(), strict=True)):
            if field == HEADLINE:
                first, last = document.headline
            elif field == LEAD:
                first, last = document.lead
            else:
                first, last = document.lead[1], document.sentences[-1][1] if document.sentences else 0
            for begin, end in document.article_ranges(first, last):
                ranges.append((begin + offset, end + offset))
                units.append(number)
        ids, place = self._in_ranges(np.array(ranges, dtype=np.int64).reshape(-1, 2))
        unit = np.array(units, dtype=np.int64)[place] if units else place
        return Keys(*ngram_keys(ids, unit, field, longest), len(self.documents))

    def clause_keys(self, longest: int) -> Keys:
        """N-gram keys of the clauses, one unit a clause."""
        ids, unit = self._in_ranges(self.clauses)
        return Keys(*ngram_keys(ids, unit, CLAUSE, longest), len(self.clauses))

    def article_keys(self, longest: int) -> Keys:
        """N-gram keys of the clauses, none across two of them, one unit a document."""
        ids, unit = self._in_ranges(self.clauses)
        keys, clauses = ngram_keys(ids, unit, ARTICLE, longest)
        return Keys(keys, self.clause_document[clauses], len(self.documents))

    def sentence_keys(self, longest: int) -> Keys:
        """N-gram keys of the sentences, one unit a sentence."""
        ids, unit = self._in_ranges(self.sentences)
        return Keys(*ngram_keys(ids, unit, SENTENCE, longest), len(self.sentences))


def encode(documents: Iterable[Document], table: SyllableTable) -> EncodedBatch:
    """Encode documents; every one counts, the empty one too.

    Each is read through once, so one that is made as it is asked for is still in the processor's caches.
    """
    read: list[Document] = []
    packed: list[IntArray] = []
    offsets: list[int] = []
    offset = 0
    clauses: list[tuple[int, int]] = []
    sentences: list[tuple[int, int]] = []
    clause_document: list[int] = []
    clause_sentence: list[int] = []
    periods: list[tuple[PlacedCandidate, ...]] = []
    for number, document in enumerate(documents):
        read.append(document)
        packed.append(table.encode(document.forms))
        periods.append(tuple(place_candidates(document)))
        offsets.append(offset)
        base = len(sentences)
        sentences += [(a + offset, b + offset) for a, b in document.sentences]
        sentence = base
        for begin, end in split_clauses(document):
            while sentences[sentence][1] <= begin + offset:
                sentence += 1
            if sentence - base in document.repeated:
                continue
            clauses.append((begin + offset, end + offset))
            clause_document.append(number)
            clause_sentence.append(sentence)
        offset += len(document.forms)
    return EncodedBatch(
        tuple(read),
        np.concatenate(packed) if packed else np.zeros(0, np.int64),
        np.array(offsets, dtype=np.int64),
        np.array(clauses, dtype=np.int64).reshape(-1, 2),
        np.array(clause_document, dtype=np.int64),
        np.array(clause_sentence, dtype=np.int64),
        np.array(sentences, dtype=np.int64).reshape(-1, 2),
        tuple(periods),
    )
