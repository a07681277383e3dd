"""The meeting type: one linear model over TF-IDF of headline, lead and body, and over cues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hoinghi.heads.calibration import Calibration, no_calibration
from hoinghi.heads.encoding import BODY, FIELDS, HEADLINE, LEAD, EncodedBatch
from hoinghi.heads.linear import LinearModel
from hoinghi.heads.meeting import cue_features
from hoinghi.heads.tfidf import FloatArray, TfidfBlock, Weighted

# Field, longest n-gram that is learned, weight of the block.  Longer n-grams earn nothing beside the cues.
TYPE_FIELDS: tuple[tuple[int, int, float], ...] = ((HEADLINE, 2, 2.0), (LEAD, 2, 2.0), (BODY, 1, 1.0))


@dataclass(frozen=True, slots=True)
class TypeScores:
    """``logits``, uncalibrated: shape ``(documents, labels)``; beside it what they are made of."""

    logits: FloatArray
    cues: tuple[tuple[str, ...], ...]
    terms: tuple[Weighted, ...]


class TypeHead:
    """Blocks in the order of ``TYPE_FIELDS`` and a cue model that carries labels and intercepts."""

    def __init__(
        self, blocks: Sequence[TfidfBlock], cues: LinearModel, calibration: Calibration | None = None
    ) -> None:
        if len(blocks) != len(TYPE_FIELDS):
            raise ValueError("the type head needs one TF-IDF block a field")
        self.blocks = tuple(blocks)
        self.cues = cues
        self.labels = cues.labels
        self.calibration = calibration or no_calibration(len(cues.labels))
        if len(self.calibration.offsets) != len(cues.labels):
            raise ValueError("the calibration does not fit the meeting types")

    def score(self, batch: EncodedBatch, period_scores: Sequence[Sequence[float]]) -> TypeScores:
        """Logits of every document; ``period_scores`` are the ranker's, one list a document."""
        count = len(batch.documents)
        cues = tuple(
            tuple(cue_features(document, placed, scores))
            for document, placed, scores in zip(batch.documents, batch.periods, period_scores, strict=True)
        )
        logits: FloatArray = np.array([self.cues.decide(names) for names in cues]).reshape(count, -1)
        terms = []
        for block, (field, _, scale) in zip(self.blocks, TYPE_FIELDS, strict=True):
            keys = batch.field_keys(field, block.longest)
            weighted = block.weigh(keys.keys, keys.units, scale)
            logits = logits + block.decide(weighted, count)
            terms.append(weighted)
        return TypeScores(logits, cues, tuple(terms))

    def probabilities(self, scores: TypeScores) -> FloatArray:
        """Calibrated probabilities of the labels, shape ``(documents, labels)``; rows sum to 1."""
        return softmax(self.calibration.apply(scores.logits))


def softmax(logits: FloatArray) -> FloatArray:
    """Row-wise probabilities of logits, shape ``(n, labels)``."""
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    total: FloatArray = shifted[:, :1].copy()
    for column in range(1, shifted.shape[1]):  # in one order, whatever the batch
        total += shifted[:, column : column + 1]
    probabilities: FloatArray = shifted / total
    return probabilities


def field_name(position: int) -> str:
    """The name of the ``position``-th block of the type head."""
    return FIELDS[TYPE_FIELDS[position][0]]
