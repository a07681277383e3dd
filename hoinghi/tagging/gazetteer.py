"""Listed names: which tokens stand in a name that the training file held, longest match first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hoinghi.keytable import KeyTable
from hoinghi.tagging.hashing import HashArray, mix

IntArray = NDArray[np.int64]
LONGEST = 8  # tokens of a listed name
MANY = -1  # in ``sources``: learned from more than one sentence


def name_hash(folded: HashArray) -> int:
    """The key of a name: the hashes of its canonical tokens, in order."""
    state = np.zeros(1, dtype=np.uint64)
    for value in folded:
        state = mix(state, np.array([value], dtype=np.uint64))
    return int(state[0] >> np.uint64(1))


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """``keys``: sorted name hashes ``(n,)``; ``values``: the set of labels of each, numbered from 1.

    ``sources`` (in training only): the one sentence that a name was learned from, or ``MANY``.
    """

    keys: IntArray
    values: IntArray
    table: KeyTable
    sources: IntArray | None = None

    def match(
        self, folded: HashArray, ordinal: IntArray, lengths: IntArray, origin: IntArray | None = None
    ) -> IntArray:
        """0 outside of a listed name; else its labels, where the token stands in it and its length.

        ``folded``: canonical hashes ``(n,)`` of sentences laid end to end; ``ordinal``: the sentence of each.
        A name that was learned only from the sentence ``origin`` of its first token does not count.
        """
        total = len(folded)
        found = np.zeros(total, dtype=np.int64)
        if not len(self.keys) or not total:
            return found
        ends = np.cumsum(lengths)[ordinal]
        state = np.zeros(total, dtype=np.uint64)
        longest = np.zeros(total, dtype=np.int64)
        value = np.zeros(total, dtype=np.int64)
        index = np.arange(total)
        for length in range(1, LONGEST + 1):
            last = np.minimum(index + length - 1, total - 1)
            state = mix(state, folded[last])
            rows = self.table.rows((state >> np.uint64(1)).astype(np.int64))
            is_hit = (rows < len(self.keys)) & (index + length <= ends)
            rows = np.minimum(rows, len(self.keys) - 1)
            if origin is not None and self.sources is not None:
                is_hit &= self.sources[rows] != origin
            longest[is_hit], value[is_hit] = length, self.values[rows[is_hit]]
        free = 0
        for first in np.flatnonzero(longest).tolist():
            if first < free:
                continue
            length, free = int(longest[first]), first + int(longest[first])
            place = np.minimum(np.arange(length), 1)
            place[-1] = 2 if length > 1 else 3
            found[first:free] = int(value[first]) * 16 + place * 4 + min(length, 3)
        return found
