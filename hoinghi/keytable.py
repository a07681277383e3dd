"""Exact lookup of many 64-bit keys at once: an open-addressed hash table in numpy arrays.

``numpy.searchsorted`` costs a binary search a key; here a known key costs about one gather.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]

_FARTHEST = 1000  # slots from its home that a key may stand; trained keys stay below twenty
_EMPTY = np.int64(-1)
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # Fibonacci hashing, Knuth, TAOCP vol. 3, 6.4


class KeyTable:
    """Maps distinct non-negative keys to their positions; unknown keys map to ``len(keys)``."""

    def __init__(self, keys: IntArray) -> None:
        self.keys = np.ascontiguousarray(keys, dtype=np.int64)
        bits = max(4, int(np.ceil(np.log2(len(keys) * 2 + 2))))
        self._shift = np.uint64(64 - bits)
        self._mask = np.int64((1 << bits) - 1)
        self._slots = np.full(1 << bits, _EMPTY, dtype=np.int64)
        self._rows = np.full(1 << bits, len(keys), dtype=np.int32)
        self._insert()

    def _home(self, keys: IntArray) -> IntArray:
        home: IntArray = ((keys.astype(np.uint64) * _MULTIPLIER) >> self._shift).astype(np.int64)
        return home

    def _insert(self) -> None:
        rows = np.arange(len(self.keys))
        places = self._home(self.keys)
        for _ in range(_FARTHEST):
            if not len(rows):
                return
            free = self._slots[places] == _EMPTY
            # Of several keys that want one free slot the first gets it; the others probe on.
            _, first = np.unique(places[free], return_index=True)
            winners = np.flatnonzero(free)[first]
            self._slots[places[winners]] = self.keys[rows[winners]]
            self._rows[places[winners]] = rows[winners]
            left = np.ones(len(rows), dtype=bool)
            left[winners] = False
            rows, places = rows[left], (places[left] + 1) & self._mask
        if len(rows):
            raise ValueError("too many keys of a table collide")

    def rows(self, keys: IntArray) -> IntArray:
        """Positions of ``keys`` (any shape) in the table; ``len(self.keys)`` where unknown."""
        flat = keys.ravel()
        places = self._home(flat)
        found = self._slots[places]
        result = np.where(found == flat, self._rows[places], np.int32(len(self.keys)))
        open_ = np.flatnonzero((found != flat) & (found != _EMPTY))
        while len(open_):
            places_open = (places[open_] + 1) & self._mask
            places[open_] = places_open
            found = self._slots[places_open]
            hit = found == flat[open_]
            result[open_[hit]] = self._rows[places_open[hit]]
            open_ = open_[~hit & (found != _EMPTY)]
        return result.reshape(keys.shape).astype(np.int64)
