"""Titles with the normal form that a reader gave them: ``labels/title_forms.jsonl``."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

import msgspec

from hoinghi.prediction import OfficialTitle
from hoinghi.text.cleaning import clean
from hoinghi.text.tokens import TOKEN, canonical
from training.article import Article
from training.splits import split_of
from training.taxonomy import LABELS

FORMS = LABELS / "title_forms.jsonl"
PARTS = ("role", "body", "level", "place", "former", "acting")

# How many titles that stand in the corpus so often: at most (lowest count, highest count, titles).
QUOTAS = {
    "train": ((6, 10**9, 200), (2, 5, 200), (1, 1, 280)),
    "test": ((6, 10**9, 20), (2, 5, 80), (1, 1, 180)),
}


class TitleForm(msgspec.Struct, frozen=True):
    """One title and its parts; ``split`` is the part of the corpus that it was drawn from."""

    text: str
    role: str | None
    body: str | None
    level: str | None
    place: str | None
    former: bool
    acting: bool
    split: str


def read_title_forms(path: Path = FORMS) -> list[TitleForm]:
    """The labelled titles; ``ValueError`` names file, line and reason."""
    forms = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            forms.append(msgspec.json.decode(line, type=TitleForm))
        except msgspec.DecodeError as error:
            raise ValueError(f"{path}:{number}: {error}") from None
    return forms


def _key(title: str) -> str:
    return " ".join(map(canonical, TOKEN.findall(title)))


def draw_titles(articles: Sequence[Article], split: str) -> list[str]:
    """The titles that stand for one split (train with dev, or test), the same on every call.

    Titles are one if they differ in case or tone placement only; the commonest spelling stands for
    them.  Within a stratum of frequency the order is that of the SHA-256 of the folded title.  Test
    titles are none of the train titles that were drawn.
    """
    known = {_key(title) for title in draw_titles(articles, "train")} if split == "test" else set()
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for article in articles:
        if (split_of(article) == "test") == (split == "test"):
            for span in article.spans:
                if span.label == "TITLE":
                    title = " ".join(clean(article.text[span.start : span.end]).text.split())
                    spellings[_key(title)][title] += 1
    drawn: list[str] = []
    for lowest, highest, quota in QUOTAS[split]:
        keys = [key for key, seen in spellings.items() if lowest <= sum(seen.values()) <= highest]
        keys = [key for key in keys if key not in known]
        keys.sort(key=lambda key: hashlib.sha256(key.encode()).hexdigest())
        drawn += [max(sorted(spellings[key]), key=spellings[key].__getitem__) for key in keys[:quota]]
    return drawn


def folded(value: object) -> object:
    """A part as it is compared: two tone placements of a place's name are one."""
    return _key(value) if isinstance(value, str) else value


def wrong_parts(form: TitleForm, found: OfficialTitle) -> list[str]:
    """The parts in which ``found`` differs from the reader's form."""
    return [part for part in PARTS if folded(getattr(found, part)) != folded(getattr(form, part))]
