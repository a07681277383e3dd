"""Token forms as integers: what every head reads of a token, packed into one ``int64``.

Layout, low bits first: canonical id (18 bits), exact-form id (18), shape (4), lexicon classes (8).
Id 0 stands for a form that training did not keep.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hoinghi.text.memo import Memo
from hoinghi.text.tokens import canonical, shape, spelt

ID_BITS = 18
ID_MASK = (1 << ID_BITS) - 1
SHAPES = ("x", "Xx", "X", "XX", "xX", "d", ".")
_SHAPE_ID = {name: number for number, name in enumerate(SHAPES)}
SHAPE_AT = 2 * ID_BITS
CLASS_AT = SHAPE_AT + 4
_MEMO_LIMIT = 1 << 18  # forms; a hostile text of distinct words cannot fill the memory

IntArray = NDArray[np.int64]


class SyllableTable:
    """Maps token forms to packed integers.

    ``canonical_forms`` and ``exact_forms`` are the kept vocabularies, id = position + 1;
    ``classes`` gives canonical forms a bit set of at most eight lexicon classes.
    """

    def __init__(
        self, canonical_forms: Sequence[str], exact_forms: Sequence[str], classes: dict[str, int]
    ) -> None:
        if max(len(canonical_forms), len(exact_forms)) >= ID_MASK:
            raise ValueError(f"a vocabulary holds at most {ID_MASK - 1} forms")
        self.canonical_forms = tuple(canonical_forms)
        self.exact_forms = tuple(exact_forms)
        self.classes = dict(classes)
        self._canonical_ids = {form: number for number, form in enumerate(canonical_forms, 1)}
        self._exact_ids = {form: number for number, form in enumerate(exact_forms, 1)}
        self._packed = Memo(self.pack, _MEMO_LIMIT)

    def pack(self, form: str) -> int:
        """One token form as a packed integer."""
        folded = canonical(form)
        return (
            self._canonical_ids.get(folded, 0)
            | self._exact_ids.get(spelt(form), 0) << ID_BITS
            | _SHAPE_ID[shape(form)] << SHAPE_AT
            | self.classes.get(folded, 0) << CLASS_AT
        )

    def encode(self, forms: Sequence[str]) -> IntArray:
        """Packed integers of a token sequence, shape ``(len(forms),)``."""
        return np.fromiter(map(self._packed.__getitem__, forms), np.int64, len(forms))


def canonical_ids(packed: IntArray) -> IntArray:
    """The ids of canonical forms, 0 for unknown ones, of packed tokens of any shape."""
    return packed & ID_MASK


def exact_ids(packed: IntArray) -> IntArray:
    """The ids of forms as written, 0 for unknown ones, of packed tokens of any shape."""
    return (packed >> ID_BITS) & ID_MASK


def shape_ids(packed: IntArray) -> IntArray:
    """The shapes of packed tokens, 0 to 15."""
    return (packed >> SHAPE_AT) & 15


def class_bits(packed: IntArray) -> IntArray:
    """The lexicon classes of packed tokens, a bit each, 0 to 255."""
    return (packed >> CLASS_AT) & 255
