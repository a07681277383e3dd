"""People and titles: the sequence tagger over all sentences of a batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hoinghi.crf import ChainModel
from hoinghi.document import Document
from hoinghi.holders import Mention
from hoinghi.syllables import IntArray
from hoinghi.tagger_features import Template, feature_keys, lay_out


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
        emissions = self.chain.emissions(feature_keys(batch, self.templates))
        names = np.array(self.chain.labels)
        outside = self.chain.labels.index("O")
        decoded = self.chain.decode(emissions, batch.lengths)
        # Marginals are needed only where something was found.
        told = [i for i, labels in enumerate(decoded) if (labels != outside).any()]
        lattices = self.chain.lattices(emissions, batch.lengths, np.array(told, dtype=np.int64))
        for index, ((number, begin, end), labels) in enumerate(zip(places, decoded, strict=True)):
            mentions: tuple[TaggedMention, ...] = ()
            if index in lattices:
                mentions = tuple(
                    TaggedMention(
                        Mention(begin + first, begin + last, label),
                        self.chain.span_probability(lattices[index], labels, first, last),
                    )
                    for first, last, label in runs(names[labels].tolist())
                )
            result[number].append(TaggedSentence(begin, end, mentions))
        return result
