"""Sentences side by side: a chain's steps, each over all sentences that are long enough.

The steps lie end to end without any padding.  The longest sentence comes first, so that the sentences of a
step are the first of those of the step before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from hoinghi.text.syllables import IntArray


@dataclass(frozen=True, slots=True)
class Steps:
    """``tokens``: the token of each column ``(n,)``; step ``t`` has the columns from ``firsts[t]`` on."""

    tokens: IntArray
    firsts: list[int]

    @property
    def opening(self) -> slice:
        """The columns of the first step."""
        return slice(0, self.firsts[1] if len(self.firsts) > 1 else 0)

    def pairs(self) -> Iterator[tuple[slice, slice]]:
        """For each step but the first: the columns that it goes on from, and its own, side by side."""
        firsts = self.firsts
        for before, now, end in zip(firsts, firsts[1:], firsts[2:], strict=False):
            yield slice(before, before + end - now), slice(now, end)


def side_by_side(lengths: IntArray, chosen: IntArray) -> Steps:
    """The steps of the ``chosen`` sentences (numbers); ``lengths``: of all, laid end to end."""
    ordered = chosen[np.argsort(-lengths[chosen], kind="stable")]
    own = lengths[ordered]
    counts = len(own) - np.searchsorted(own[::-1], np.arange(own.max(initial=0)), side="right")
    firsts = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
    step = np.repeat(np.arange(len(counts)), counts)
    sentence = np.arange(len(step)) - firsts[step]
    begins = (np.cumsum(lengths) - lengths)[ordered]
    return Steps(begins[sentence] + step, firsts.tolist())
