"""Hashes of strings and of sequences, the same on every machine and in every run."""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

HashArray = NDArray[np.uint64]
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)  # of SplitMix64's finalizer


def text_hash(text: str) -> int:
    """A hash of 64 bits; 0 of the empty string.  Python's own differs from run to run."""
    if not text:
        return 0
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little")


def mix(state: HashArray, values: HashArray) -> HashArray:
    """The hashes of sequences, each longer by one value (Steele, Lea and Flood, 2014)."""
    mixed = (state ^ values) * _FIRST
    mixed ^= mixed >> np.uint64(29)
    mixed *= _SECOND
    result: HashArray = mixed ^ (mixed >> np.uint64(32))
    return result
