"""People and titles: the sequence tagger over all sentences of a batch."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hoinghi.document import Document
from hoinghi.officials.holders import Mention
from hoinghi.tagging.crf import ChainModel
from hoinghi.tagging.features import Template, feature_keys, lay_out
from hoinghi.text.syllables import IntArray

_LONGEST_CODE = 24  # characters of a code that are looked at
_CODE_BEFORE = re.compile(r"([A-Za-z0-9]+)_\Z", re.A)
_CODE_BEHIND = re.compile(rf"_([A-Za-z0-9]{{1,{_LONGEST_CODE}}})", re.A)


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
            result[number].append(TaggedSentence(begin, end, outside_codes(documents[number], mentions)))
        return result


def outside_codes(document: Document, mentions: Sequence[TaggedMention]) -> tuple[TaggedMention, ...]:
    """The mentions but those that a low line joins to a code: "BD_PA_QUANG MINH" names nobody."""
    return tuple(one for one in mentions if not _is_in_code(document, one.mention))


def _is_in_code(document: Document, mention: Mention) -> bool:
    start, end = document.starts[mention.first], document.ends[mention.last - 1]
    before = _CODE_BEFORE.search(document.text, max(0, start - _LONGEST_CODE), start)
    behind = _CODE_BEHIND.match(document.text, end)
    return any(found is not None and _is_code(found[1]) for found in (before, behind))


def _is_code(word: str) -> bool:
    """Whether a word beside a low line is part of a code; "Nguyễn Văn Minh_Chủ tịch" has none."""
    return word.isupper() or word.islower() or any(map(str.isdecimal, word))


def mentions_of(
    chain: ChainModel, keys: IntArray, lengths: IntArray, begins: Sequence[int]
) -> list[tuple[TaggedMention, ...]]:
    """The mentions of sentences laid end to end; ``keys`` are their features, ``(tokens, templates)``.

    ``begins``: where each sentence begins in its document.
    """
    emissions = chain.emissions(keys)
    labels = chain.best_labels(emissions, lengths)
    sentence = np.repeat(np.arange(len(lengths)), lengths)
    opens, ends = entity_bounds(chain.labels, labels, sentence)
    owner = sentence[opens]
    # Marginals are needed only where something was found.
    lattice = chain.lattice(emissions, lengths, np.unique(owner))
    sentence_ends = np.cumsum(lengths)
    scores = chain.span_probabilities(lattice, labels, opens, ends, ends == sentence_ends[owner])
    shift = np.array(begins, dtype=np.int64) - (sentence_ends - lengths)
    found: list[list[TaggedMention]] = [[] for _ in begins]
    for number, first, last, label, score in zip(
        owner.tolist(),
        (opens + shift[owner]).tolist(),
        (ends + shift[owner]).tolist(),
        labels[opens].tolist(),
        scores.tolist(),
        strict=True,
    ):
        found[number].append(TaggedMention(Mention(first, last, chain.labels[label][2:]), score))
    return [tuple(mentions) for mentions in found]


def entity_bounds(names: Sequence[str], labels: IntArray, sentence: IntArray) -> tuple[IntArray, IntArray]:
    """First tokens and ends of the entities that :func:`runs` finds, of sentences laid end to end.

    ``labels``: by their place in ``names``, ``(n,)``; ``sentence``: of each token, ascending.
    """
    types = sorted({name[2:] for name in names})
    kind = np.array([types.index(name[2:]) if name != "O" else -1 for name in names])[labels]
    is_entity = kind >= 0
    goes_on = np.array([name.startswith("I-") for name in names])[labels]
    goes_on[:1] = False
    goes_on[1:] &= (kind[1:] == kind[:-1]) & (sentence[1:] == sentence[:-1])
    opens = np.flatnonzero(is_entity & ~goes_on)
    stops = np.flatnonzero(np.append(~(is_entity & goes_on), True))
    return opens, stops[np.searchsorted(stops, opens, side="right")]
