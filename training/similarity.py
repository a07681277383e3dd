"""Near-duplicates and shared phrases among articles, by shingles of syllables."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from hoinghi.text.tokens import TOKEN, canonical

SHINGLE = 5
NEAR = 0.5  # Jaccard similarity at which two articles are the same text told again
PHRASE = 8


def words(text: str) -> list[str]:
    """Canonical syllables and numbers of a text, marks left out."""
    return [canonical(t) for t in TOKEN.findall(text) if t[0].isalnum()]


def shingles(text: str, size: int = SHINGLE) -> set[tuple[str, ...]]:
    """The distinct runs of ``size`` syllables."""
    sequence = words(text)
    return {tuple(sequence[i : i + size]) for i in range(len(sequence) - size + 1)}


def near_duplicates(texts: Sequence[str]) -> list[tuple[int, int, float]]:
    """Pairs of texts whose shingle sets are at least ``NEAR`` alike (Jaccard), with the likeness.

    Pairs are found by what they share, so unlike texts cost nothing.  A shingle in more than fifty
    texts is a formula and proposes no pair.
    """
    sets = [shingles(text) for text in texts]
    where: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, shingle_set in enumerate(sets):
        for shingle in shingle_set:
            where[shingle].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for numbers in where.values():
        if 1 < len(numbers) <= 50:
            shared.update(combinations(numbers, 2))
    found = []
    for (a, b), common in shared.items():
        likeness = common / (len(sets[a]) + len(sets[b]) - common)
        if likeness >= NEAR:
            found.append((a, b, likeness))
    return sorted(found)


@dataclass(frozen=True, slots=True)
class PhraseSharing:
    """How far texts share runs of ``PHRASE`` syllables.

    ``distinct`` is the share of distinct runs that stand in more than one text, ``occurring`` the share of
    all runs (counted once a text) that stand in another text too: a run in fifty texts weighs fifty there.
    """

    distinct: float
    occurring: float


def phrase_sharing(texts: Sequence[str]) -> PhraseSharing:
    """The sharing of ``PHRASE``-syllable runs among ``texts``; zero where there is none."""
    counts: Counter[tuple[str, ...]] = Counter()
    for text in texts:
        counts.update(shingles(text, PHRASE))
    shared = [count for count in counts.values() if count > 1]
    if not counts:
        return PhraseSharing(0.0, 0.0)
    return PhraseSharing(len(shared) / len(counts), sum(shared) / sum(counts.values()))
