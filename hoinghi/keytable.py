"""Exact lookup of many 64-bit keys at once: an open-addressed hash table in numpy arrays.

``numpy.searchsorted`` costs a binary search a key; here a key costs two gathers.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]

_ROOM = 4  # slots a key at least: the emptier the table, the fewer keys stand away from their home
_FARTHEST = 1000  # slots from its home that a key may stand; trained keys stay below twenty
_NO_KEY = np.int64(-1)
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # Fibonacci hashing, Knuth, TAOCP vol. 3, 6.4


class KeyTable:
    """Maps distinct non-negative keys to their positions; unknown keys map to ``len(keys)``."""

    def __init__(self, keys: IntArray) -> None:
        self.keys = np.ascontiguousarray(keys, dtype=np.int64)
        bits = max(4, int(np.ceil(np.log2(len(keys) * _ROOM + 2))))
        self._shift = np.uint64(64 - bits)
        self._mask = np.int64((1 << bits) - 1)
        # A slot holds the position of its key; an empty one that of no key, which equals nothing asked.
        self._slots = np.full(1 << bits, len(keys), dtype=np.int32)
        self._keys = np.append(self.keys, _NO_KEY)
        self._insert()

    def _home(self, keys: IntArray) -> IntArray:
        home: IntArray = ((keys.view(np.uint64) * _MULTIPLIER) >> self._shift).view(np.int64)
        return home

    def _insert(self) -> None:
        rows = np.arange(len(self.keys))
        places = self._home(self.keys)
        for _ in range(_FARTHEST):
            if not len(rows):
                return
            free = self._slots[places] == len(self.keys)
            # Of several keys that want one free slot the first gets it; the others probe on.
            _, first = np.unique(places[free], return_index=True)
            winners = np.flatnonzero(free)[first]
            self._slots[places[winners]] = rows[winners]
            left = np.ones(len(rows), dtype=bool)
            left[winners] = False
            rows, places = rows[left], (places[left] + 1) & self._mask
        if len(rows):
            raise ValueError("too many keys of a table collide")

    def rows(self, keys: IntArray) -> IntArray:
        """Positions of ``keys`` (any shape) in the table; ``len(self.keys)`` where unknown."""
        flat, unknown = np.ascontiguousarray(keys, dtype=np.int64).ravel(), len(self.keys)
        places = self._home(flat)
        found = self._slots.take(places)
        is_hit = self._keys.take(found) == flat
        result = np.where(is_hit, found, unknown)
        open_ = np.flatnonzero(~is_hit & (found < unknown))
        asked, places = flat[open_], places[open_]
        while len(open_):
            places = (places + 1) & self._mask
            found = self._slots.take(places)
            is_hit = self._keys.take(found) == asked
            result[open_[is_hit]] = found[is_hit]
            is_open = ~is_hit & (found < unknown)
            open_, asked, places = open_[is_open], asked[is_open], places[is_open]
        rows: IntArray = result.reshape(keys.shape)
        return rows
