"""Features of the sequence tagger, for many sentences at once, as 64-bit keys.

A template names up to three (attribute, offset) pairs; its key packs their values (18 bits each)
under the template's number.  Training and serving call the same function, so they cannot differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hoinghi.text.syllables import (
    ID_BITS,
    ID_MASK,
    SHAPES,
    IntArray,
    canonical_ids,
    class_bits,
    exact_ids,
    shape_ids,
)

PAD = ID_MASK  # the value of every attribute outside the sentence
MARGIN = 4  # the farthest offset of a template
TEMPLATE_AT = 3 * ID_BITS
_CAPITAL = np.array([name in ("Xx", "X", "XX", "xX") for name in SHAPES] + [False] * 9)

Template = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class SentenceBatch:
    """Sentences laid end to end with ``MARGIN`` pads between them.

    ``packed``: packed token integers with pads, shape ``(m,)``; ``places``: where the real tokens
    stand in it, shape ``(n,)``; ``lengths``: tokens a sentence.
    """

    packed: IntArray
    places: IntArray
    lengths: IntArray


def lay_out(packed: IntArray, sentences: Sequence[tuple[int, int]]) -> SentenceBatch:
    """Lay out token ranges of one packed sequence; every range is non-empty."""
    lengths = np.array([end - begin for begin, end in sentences], dtype=np.int64)
    firsts = np.array([begin for begin, _ in sentences], dtype=np.int64)
    total = int(lengths.sum())
    ordinal = np.repeat(np.arange(len(sentences)), lengths)
    within = np.arange(total) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    places = MARGIN + np.arange(total) + ordinal * MARGIN
    laid = np.full(total + (len(sentences) + 1) * MARGIN, -1, dtype=np.int64)
    laid[places] = packed[firsts[ordinal] + within]
    return SentenceBatch(laid, places, lengths)


def _bucket(values: IntArray, limit: int) -> IntArray:
    return np.minimum(values, limit)


def attributes(batch: SentenceBatch) -> dict[str, IntArray]:
    """Every attribute with pads, each of shape ``(m,)`` and below 2**18."""
    packed = batch.packed
    pad = packed < 0
    canon = np.where(pad, PAD, canonical_ids(packed))
    shape = np.where(pad, PAD, shape_ids(packed))
    capital = _CAPITAL[np.where(pad, len(SHAPES), shape_ids(packed))] & ~pad
    index = np.arange(len(packed))
    # Runs of capitalised tokens: a name, a place and a body are told apart by what frames the run.
    begins = capital & ~np.r_[False, capital[:-1]]
    ends = capital & ~np.r_[capital[1:], False]
    begin = np.maximum.accumulate(np.where(begins, index, 0))
    end = np.minimum.accumulate(np.where(ends, index, len(packed) - 1)[::-1])[::-1]
    before = np.where(capital, canon[np.maximum(begin - 1, 0)], 0)
    before_two = np.where(capital, canon[np.maximum(begin - 2, 0)], 0)
    after = np.where(capital, canon[np.minimum(end + 1, len(packed) - 1)], 0)
    run = np.where(capital, 1 + _bucket(index - begin, 4) * 8 + _bucket(end - begin, 6), 0)
    ordinal = np.repeat(np.arange(len(batch.lengths)), batch.lengths)
    firsts = np.cumsum(batch.lengths) - batch.lengths
    within = np.arange(len(batch.places)) - firsts[ordinal]
    upper = np.zeros(len(packed), dtype=np.int64)
    lower = np.zeros(len(packed), dtype=np.int64)
    upper[batch.places] = shape[batch.places] == SHAPES.index("XX")
    lower[batch.places] = shape[batch.places] == SHAPES.index("x")
    upper_share = np.bincount(ordinal, upper[batch.places], len(batch.lengths))
    lower_share = np.bincount(ordinal, lower[batch.places], len(batch.lengths))
    position = np.full(len(packed), PAD, dtype=np.int64)
    position[batch.places] = _bucket(within, 3) * 4 + _bucket(batch.lengths[ordinal] - 1 - within, 3)
    line = np.full(len(packed), PAD, dtype=np.int64)
    kind = 1 + (lower_share == 0) * 1 + (upper_share > 2 * lower_share + 2) * 2
    line[batch.places] = (kind * 8 + _bucket(batch.lengths // 4, 7))[ordinal]
    return {
        "canonical": canon,
        "exact": np.where(pad, PAD, exact_ids(packed)),
        "shape": shape,
        "class": np.where(pad, PAD, class_bits(packed)),
        "before": before,
        "before_two": before_two,
        "after": after,
        "run": run,
        "position": position,
        "line": line,
    }


def feature_keys(batch: SentenceBatch, templates: Sequence[Template]) -> NDArray[np.int64]:
    """Feature keys of every token, shape ``(tokens, templates)``."""
    columns = attributes(batch)
    shifted: dict[tuple[str, int], IntArray] = {}
    keys = np.empty((len(templates), len(batch.places)), dtype=np.int64)
    for number, template in enumerate(templates):
        keys[number] = np.int64(number) << TEMPLATE_AT
        for slot, (name, offset) in enumerate(template):
            if (name, offset) not in shifted:
                shifted[name, offset] = columns[name][batch.places + offset]
            keys[number] |= shifted[name, offset] << (slot * ID_BITS)
    transposed: NDArray[np.int64] = keys.T
    return transposed
