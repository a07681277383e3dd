"""One person, one record: the officials of an article with their titles in normal form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from hoinghi.officials.contradictions import contradictions
from hoinghi.officials.titles import NormalTitle, TitleLexicon
from hoinghi.prediction import Official, OfficialTitle
from hoinghi.text.tokens import canonical


def display_name(text: str) -> str:
    """A name with single spaces; names in capitals get ordinary case."""
    name = " ".join(text.split())
    return name.title() if name.isupper() and len(name) > 3 else name


@dataclass(frozen=True, slots=True)
class HeldTitle:
    """A title as ``written`` and as the heads ``read`` it, with diacritics where they were missing."""

    written: str
    read: str


class _Endings:
    """Known names by their last words: a trie over the words from the end.

    Every node keeps the newest name that goes on beyond it, so that a lookup costs its own words and not
    a look at every person of a long list.
    """

    def __init__(self) -> None:
        self._children: dict[tuple[int, str], int] = {}
        self._newest: list[str | None] = [None]

    def add(self, name: str) -> None:
        """Make ``name`` (words divided by one space) the newest behind all of its endings."""
        node = 0
        for word in reversed(name.split(" ")):
            self._newest[node] = name
            child = self._children.setdefault((node, word), len(self._newest))
            if child == len(self._newest):
                self._newest.append(None)
            node = child

    def longer(self, name: str) -> str | None:
        """The newest known name that ends with the words of ``name`` and has more of them."""
        node = 0
        for word in reversed(name.split(" ")):
            child = self._children.get((node, word))
            if child is None:
                return None
            node = child
        return self._newest[node]


@dataclass(slots=True)
class _Person:
    """What the mentions of one person add up to; ``known`` are the titles in the form that compares them."""

    shown: str
    titles: list[OfficialTitle] = field(default_factory=list)
    known: set[tuple[str, ...]] = field(default_factory=set)

    def add(self, held: HeldTitle, normal: NormalTitle) -> None:
        if normal.words not in self.known:
            self.known.add(normal.words)
            title = normal.title
            if title.text != held.written:
                title = msgspec.structs.replace(title, text=held.written)
            self.titles.append(title)


def merge_officials(
    names: Sequence[str], titles_of: Mapping[int, Sequence[HeldTitle]], lexicon: TitleLexicon
) -> tuple[Official, ...]:
    """Officials in order of first mention.

    ``names``: the PERSON mentions in text order; ``titles_of``: for a mention's index the titles that
    it holds.  A shorter name joins the last full name that ends with it ("Bình" after "Lê Văn Bình").
    Persons without any title are no officials and are left out.
    """
    people: dict[str, _Person] = {}
    endings = _Endings()
    for index, text in enumerate(names):
        name = display_name(text)
        key = " ".join(map(canonical, name.split()))
        if key not in people:
            key = endings.longer(key) or key
        if key not in people:
            people[key] = _Person(name)
            endings.add(key)
        for title in titles_of.get(index, ()):
            people[key].add(title, lexicon.read(title.read))
    return tuple(
        Official(person.shown, tuple(person.titles), contradictions(person.titles))
        for person in people.values()
        if person.titles
    )
