"""Training material: articles read as documents, encoded, with labels beside every unit."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hoinghi.document import Document, read_document
from hoinghi.heads.encoding import EncodedBatch, Keys, encode
from hoinghi.officials.holders import Mention
from hoinghi.text.syllables import SyllableTable
from hoinghi.text.tokens import canonical, spelt
from training.article import Article
from training.config import VocabularyConfig
from training.taxonomy import LABELS, read_toml


@dataclass(frozen=True, slots=True)
class Material:
    """Articles with their documents and their encoding, position by position."""

    articles: tuple[Article, ...]
    documents: tuple[Document, ...]
    batch: EncodedBatch


def build_table(documents: Sequence[Document], config: VocabularyConfig) -> SyllableTable:
    """The vocabularies of a training set, and the lexicon classes of ``labels/names.toml``."""
    canon = Counter(canonical(form) for document in documents for form in document.forms)
    exact = Counter(spelt(form) for document in documents for form in document.forms)
    classes: dict[str, int] = {}
    for bit, (_, words) in enumerate(sorted(read_toml(LABELS / "names.toml").items())):
        for word in words.split():
            folded = canonical(word)
            classes[folded] = classes.get(folded, 0) | 1 << bit
    return SyllableTable(
        sorted(form for form, count in canon.items() if count >= config.canonical_minimum),
        sorted(form for form, count in exact.items() if count >= config.exact_minimum),
        dict(sorted(classes.items())),
    )


def read_material(
    articles: Sequence[Article], documents: Sequence[Document], table: SyllableTable
) -> Material:
    """Encode articles that were read already."""
    return Material(tuple(articles), tuple(documents), encode(documents, table))


def read_documents(articles: Sequence[Article]) -> list[Document]:
    """The documents of articles."""
    return [read_document(article.text) for article in articles]


def rows_of(keys: Keys) -> list[list[int]]:
    """Term keys a unit, as scikit-learn's vectorizers take them."""
    rows: list[list[int]] = [[] for _ in range(keys.count)]
    for key, unit in zip(keys.keys.tolist(), keys.units.tolist(), strict=True):
        rows[unit].append(key)
    return rows


def clause_labels(material: Material, topics: Sequence[str]) -> NDArray[np.bool_]:
    """Which topics each clause earns, shape ``(clauses, topics)``.

    A clause earns a topic if half of it lies in evidence, or half of a piece of evidence in it.
    """
    batch = material.batch
    labels = np.zeros((len(batch.clauses), len(topics)), dtype=bool)
    column = {topic: number for number, topic in enumerate(topics)}
    for clause, (begin, end) in enumerate(batch.clauses.tolist()):
        number = int(batch.clause_document[clause])
        offset = int(batch.offsets[number])
        start, stop = material.documents[number].raw_span(begin - offset, end - offset)
        for topic, pieces in material.articles[number].evidence.items():
            for piece_start, piece_end in pieces:
                shared = min(stop, piece_end) - max(start, piece_start)
                if 2 * shared >= min(stop - start, piece_end - piece_start):
                    labels[clause, column[topic]] = True
    return labels


def gold_mentions(article: Article, document: Document) -> list[tuple[Mention, int]]:
    """The labelled spans as token ranges in text order, each with its index in ``article.spans``."""
    ends = [document.view.raw_span(s, e)[1] for s, e in zip(document.starts, document.ends, strict=True)]
    starts = [document.view.raw_span(s, e)[0] for s, e in zip(document.starts, document.ends, strict=True)]
    found = []
    for number, span in enumerate(article.spans):
        first, last = bisect_left(ends, span.start + 1), bisect_left(starts, span.end)
        if first < last:
            found.append((Mention(first, last, span.label), number))
    return sorted(found, key=lambda item: item[0].first)
