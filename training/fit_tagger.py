"""Train the sequence tagger: BIO labels over syllables, python-crfsuite, weights exported as arrays."""

from __future__ import annotations

import tempfile
from bisect import bisect_left
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pycrfsuite

from hoinghi.document import Document
from hoinghi.heads.tfidf import STORED
from hoinghi.tagging.crf import FORBIDDEN, ChainModel
from hoinghi.tagging.features import Template, feature_keys, lay_out
from hoinghi.text.syllables import IntArray
from training.article import LabelledSpan
from training.config import TaggerConfig

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


def train_chain(data: TaggedSentences, config: TaggerConfig) -> ChainModel:
    """Maximum-likelihood CRF by L-BFGS (orthant-wise where ``l1`` > 0), Okazaki's CRFsuite."""
    unique, inverse, counts = np.unique(data.keys, return_inverse=True, return_counts=True)
    inverse = inverse.reshape(data.keys.shape)
    names = unique.astype(str).astype(object)
    keep = (counts >= config.minimum_frequency)[inverse]
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(
        {
            "c1": config.l1,
            "c2": config.l2,
            "max_iterations": config.iterations,
            "feature.possible_transitions": True,
        }
    )
    begin = 0
    for length in data.lengths:
        rows = slice(begin, begin + length)
        trainer.append(
            [names[row[mask]].tolist() for row, mask in zip(inverse[rows], keep[rows], strict=True)],
            data.labels[rows],
        )
        begin += length
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "model")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        return _export(tagger, config.prune)


def _export(tagger: pycrfsuite.Tagger, prune: float) -> ChainModel:
    """The weights as arrays; features all of whose weights are below ``prune`` are dropped."""
    info = tagger.info()
    labels = tuple(sorted(info.labels))
    column = {label: number for number, label in enumerate(labels)}
    strong = {int(name) for (name, _), weight in info.state_features.items() if abs(weight) >= prune}
    keys = np.array(sorted(strong), dtype=np.int64)
    row = {key: number for number, key in enumerate(keys.tolist())}
    weights = np.zeros((len(keys), len(labels)), dtype=STORED)
    for (name, label), weight in info.state_features.items():
        if int(name) not in strong:
            continue
        weights[row[int(name)], column[label]] = weight
    transitions = np.zeros((len(labels), len(labels)), dtype=np.float32)
    for (before, after), weight in info.transitions.items():
        transitions[column[before], column[after]] = weight
    # What BIO forbids gets a weight that no sentence can outbid.
    for before in labels:
        for after in labels:
            if after.startswith("I-") and before not in (after, "B-" + after[2:]):
                transitions[column[before], column[after]] = FORBIDDEN
    return ChainModel(labels, transitions, keys, weights.astype(np.float32))
