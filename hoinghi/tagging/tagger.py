"""People and titles: the sequence tagger over all sentences of a batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hoinghi.document import Document
from hoinghi.officials.holders import Mention
from hoinghi.tagging.crf import ChainModel
from hoinghi.tagging.features import Template, feature_keys, lay_out
from hoinghi.text.syllables import IntArray


@dataclass(frozen=True, slots=True)
class TaggedMention:
    """A mention (token range in its document) with its marginal probability."""

    mention: Mention
    score: float


@dataclass(frozen=True, slots=True)
class TaggedSentence:
    """One sentence's token range and its mentions, in order."""

    begin: int
    end: int
    mentions: tuple[TaggedMention, ...]


def runs(labels: Sequence[str]) -> list[tuple[int, int, str]]:
    """``(first, last, type)`` of the entities of a BIO sequence; a stray ``I-`` opens one."""
    found: list[tuple[int, int, str]] = []
    first = -1
    for position, label in enumerate([*labels, "O"]):
        inside = label.startswith("I-") and first >= 0 and label[2:] == labels[first][2:]
        if first >= 0 and not inside:
            found.append((first, position, labels[first][2:]))
            first = -1
        if first < 0 and label != "O":
            first = position
    return found


class Tagger:
    """A chain model with the templates it was trained on."""

    def __init__(self, chain: ChainModel, templates: Sequence[Template]) -> None:
        self.chain = chain
        self.templates = tuple(templates)

    def tag(
        self, documents: Sequence[Document], packed: IntArray, offsets: IntArray
    ) -> list[list[TaggedSentence]]:
        """Mentions of every document; ``packed`` holds all tokens, ``offsets`` where each begins."""
        places = [
            (number, begin, end)
            for number, document in enumerate(documents)
            for begin, end in document.sentences
        ]
        result: list[list[TaggedSentence]] = [[] for _ in documents]
        if not places:
            return result
        base = offsets.tolist()
        batch = lay_out(packed, [(b + base[n], e + base[n]) for n, b, e in places])
        keys = feature_keys(batch, self.templates)
        for (number, begin, end), mentions in zip(
            places, mentions_of(self.chain, keys, batch.lengths, [p[1] for p in places]), strict=True
        ):
            result[number].append(TaggedSentence(begin, end, mentions))
        return result


def mentions_of(
    chain: ChainModel, keys: IntArray, lengths: IntArray, begins: Sequence[int]
) -> list[tuple[TaggedMention, ...]]:
    """The mentions of sentences laid end to end; ``keys`` are their features, ``(tokens, templates)``.

    ``begins``: where each sentence begins in its document.
    """
    emissions = chain.emissions(keys)
    names = np.array(chain.labels)
    outside = chain.labels.index("O")
    decoded = chain.decode(emissions, lengths)
    # Marginals are needed only where something was found.
    told = [i for i, labels in enumerate(decoded) if (labels != outside).any()]
    lattices = chain.lattices(emissions, lengths, np.array(told, dtype=np.int64))
    found: list[tuple[TaggedMention, ...]] = [()] * len(begins)
    for index in told:
        begin, labels = begins[index], decoded[index]
        found[index] = tuple(
            TaggedMention(
                Mention(begin + first, begin + last, label),
                chain.span_probability(lattices[index], labels, first, last),
            )
            for first, last, label in runs(names[labels].tolist())
        )
    return found
