"""One person, one record: the officials of an article with their titles in normal form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hoinghi.prediction import Official, OfficialTitle
from hoinghi.titles import TitleLexicon
from hoinghi.tokens import TOKEN, canonical


def display_name(text: str) -> str:
    """A name with single spaces; names in capitals get ordinary case."""
    name = " ".join(text.split())
    return name.title() if name.isupper() and len(name) > 3 else name


def same_words(text: str) -> tuple[str, ...]:
    """What two spellings of one title share: canonical syllables, marks left out."""
    return tuple(canonical(form) for form in TOKEN.findall(text) if form[0].isalnum())


def merge_officials(
    names: Sequence[str], titles_of: Mapping[int, Sequence[str]], lexicon: TitleLexicon
) -> tuple[Official, ...]:
    """Officials in order of first mention.

    ``names``: the PERSON mentions in text order; ``titles_of``: for a mention's index the titles that
    it holds.  A shorter name joins the last full name that ends with it ("Bình" after "Lê Văn Bình").
    Persons without any title are no officials and are left out.
    """
    people: dict[str, list[OfficialTitle]] = {}
    shown: dict[str, str] = {}
    for index, text in enumerate(names):
        name = display_name(text)
        key = name.casefold()
        if key not in people:
            longer = [known for known in people if known.endswith(" " + key)]
            key = longer[-1] if longer else key
        people.setdefault(key, [])
        shown.setdefault(key, name)
        for title in titles_of.get(index, ()):
            normal = lexicon.normalise(title)
            if all(same_words(normal.full) != same_words(other.full) for other in people[key]):
                people[key].append(normal)
    return tuple(Official(shown[key], tuple(titles)) for key, titles in people.items() if titles)
