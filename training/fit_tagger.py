"""Train the sequence tagger: BIO labels over syllables, a chain model fitted on their features."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hoinghi.document import Document
from hoinghi.heads.tfidf import STORED
from hoinghi.tagging.crf import ChainModel
from hoinghi.tagging.features import Template, feature_keys, lay_out
from hoinghi.text.syllables import IntArray
from training.article import LabelledSpan
from training.config import TaggerConfig
from training.fit_chain import ChainConfig, fit_chain

OUTSIDE = "O"


def _window(name: str, *offsets: int) -> list[Template]:
    return [((name, offset),) for offset in offsets]


def _joint(*parts: tuple[str, int]) -> Template:
    return parts


TEMPLATES: tuple[Template, ...] = (
    *_window("canonical", -3, -2, -1, 0, 1, 2, 3),
    *_window("exact", 0),
    *_window("shape", -2, -1, 0, 1, 2),
    *_window("class", -1, 0, 1),
    *_window("run", 0),
    *_window("position", 0),
    *_window("before", 0),
    *_window("after", 0),
    _joint(("canonical", -2), ("canonical", -1)),
    _joint(("canonical", -1), ("canonical", 0)),
    _joint(("canonical", 0), ("canonical", 1)),
    _joint(("canonical", 1), ("canonical", 2)),
    _joint(("canonical", -1), ("canonical", 1)),
    _joint(("canonical", 0), ("shape", -1)),
    _joint(("canonical", 0), ("shape", 1)),
    _joint(("canonical", -1), ("shape", 0)),
    _joint(("canonical", 1), ("shape", 0)),
    _joint(("shape", -1), ("shape", 0), ("shape", 1)),
    _joint(("shape", -2), ("shape", -1), ("shape", 0)),
    _joint(("shape", 0), ("shape", 1), ("shape", 2)),
    _joint(("class", 0), ("shape", 0), ("shape", 1)),
    _joint(("class", 0), ("run", 0)),
    _joint(("class", 0), ("canonical", -1)),
    _joint(("before", 0), ("run", 0)),
    _joint(("before", 0), ("before_two", 0)),
    _joint(("before", 0), ("after", 0)),
    _joint(("before", 0), ("class", 0)),
    _joint(("after", 0), ("run", 0)),
    _joint(("line", 0), ("shape", 0)),
    _joint(("line", 0), ("position", 0)),
    _joint(("position", 0), ("shape", 0), ("shape", 1)),
)


def bio_labels(document: Document, spans: Sequence[LabelledSpan]) -> list[str]:
    """One label a token; a token belongs to a span if it overlaps it."""
    labels = [OUTSIDE] * len(document.forms)
    raw_ends = [document.view.raw_span(s, e)[1] for s, e in zip(document.starts, document.ends, strict=True)]
    raw_starts = [
        document.view.raw_span(s, e)[0] for s, e in zip(document.starts, document.ends, strict=True)
    ]
    for span in spans:
        first = bisect_left(raw_ends, span.start + 1)
        last = bisect_left(raw_starts, span.end)
        for token in range(first, last):
            labels[token] = ("B-" if token == first else "I-") + span.label
    return labels


class TaggedSentences:
    """Training material: feature keys ``(tokens, templates)``, labels and sentence lengths."""

    def __init__(self, keys: IntArray, labels: list[str], lengths: list[int]) -> None:
        self.keys, self.labels, self.lengths = keys, labels, lengths


def tagged_sentences(
    documents: Sequence[Document],
    labels: Sequence[Sequence[str]],
    packed: IntArray,
    offsets: IntArray,
) -> TaggedSentences:
    """Feature keys and labels of every sentence; ``packed`` holds all tokens from ``offsets`` on."""
    ranges, flat = [], []
    for document, tags, offset in zip(documents, labels, offsets.tolist(), strict=True):
        for begin, end in document.sentences:
            ranges.append((begin + offset, end + offset))
            flat += tags[begin:end]
    batch = lay_out(packed, ranges)
    return TaggedSentences(feature_keys(batch, TEMPLATES), flat, batch.lengths.tolist())


def train_chain(data: TaggedSentences, config: TaggerConfig, seed: int) -> ChainModel:
    """The chain model of the sentences, its weights rounded to what the bundle stores.

    Features that occur seldom are not learned; those with no weight of ``prune`` or more are dropped.
    """
    labels = tuple(sorted(set(data.labels)))
    column = {label: number for number, label in enumerate(labels)}
    known, rows = frequent_rows(data.keys, config.minimum_frequency)
    weights, transitions = fit_chain(
        rows,
        len(known),
        np.array([column[label] for label in data.labels], dtype=np.int64),
        np.array(data.lengths, dtype=np.int64),
        labels,
        ChainConfig(
            epochs=max(config.epochs, ChainConfig().passes(len(data.lengths))),
            averaged=config.averaged,
            dropped=config.dropped,
            rate=config.rate,
            batch=config.batch,
            seed=seed,
        ),
    )
    strong = np.abs(weights).max(axis=1) >= config.prune
    return ChainModel(
        labels,
        transitions.astype(np.float32),
        known[strong],
        weights[strong].astype(STORED).astype(np.float32),
    )


def frequent_rows(keys: IntArray, minimum: int) -> tuple[IntArray, NDArray[np.int32]]:
    """The keys that occur ``minimum`` times and more, sorted, and for every key its place among them.

    The place of a rarer key is the number of frequent ones.
    """
    known, inverse, counts = np.unique(keys, return_inverse=True, return_counts=True)
    kept = counts >= minimum
    place = np.where(kept, np.cumsum(kept) - 1, int(kept.sum())).astype(np.int32)
    return known[kept], place[inverse.reshape(keys.shape)]
