"""Word n-grams as 64-bit keys: field (6 bits) and up to three canonical ids (18 bits each).

A key holds its n-gram exactly, so it can be spelt out again for explanations; nothing is hashed away.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from hoinghi.text.syllables import ID_BITS, ID_MASK, IntArray

FIELD_AT = 3 * ID_BITS


def ngram_keys(ids: IntArray, unit: IntArray, field: int, longest: int) -> tuple[IntArray, IntArray]:
    """Keys of all 1- to ``longest``-grams of known tokens within one unit, and the unit of each.

    ``ids``: canonical ids, shape ``(n,)``; ``unit``: the document or clause that each token belongs
    to, non-decreasing.  N-grams never span two units and hold no unknown token (id 0).
    """
    base = np.int64(field) << FIELD_AT
    known = ids > 0
    keys = [ids[known] | base]
    units = [unit[known]]
    if longest >= 2 and len(ids) >= 2:
        pair = known[:-1] & known[1:] & (unit[:-1] == unit[1:])
        keys.append((ids[:-1] | ids[1:] << ID_BITS)[pair] | base)
        units.append(unit[:-1][pair])
        if longest >= 3 and len(ids) >= 3:
            triple = pair[:-1] & pair[1:]
            keys.append((ids[:-2] | ids[1:-1] << ID_BITS | ids[2:] << 2 * ID_BITS)[triple] | base)
            units.append(unit[:-2][triple])
    return np.concatenate(keys), np.concatenate(units)


def longest_ngram(keys: IntArray) -> int:
    """How many syllables the longest term of a vocabulary has: 1 to 3."""
    ids = keys & ((1 << FIELD_AT) - 1)
    return max([1, *(n for n in (2, 3) if (ids >> ((n - 1) * ID_BITS)).any())])


def spell(key: int, form: Callable[[int], str], fields: tuple[str, ...]) -> str:
    """A readable name of a key: ``headline:sơ kết 6``."""
    name = fields[key >> FIELD_AT]
    ids = [(key >> shift) & ID_MASK for shift in (0, ID_BITS, 2 * ID_BITS)]
    return f"{name}:{' '.join(form(i) for i in ids if i)}"
