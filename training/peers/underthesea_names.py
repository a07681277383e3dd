"""underthesea.ner: the conditional random field that the package ships, trained on other news."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar

from training.article import Article, LabelledSpan
from training.peers.composed import compose
from training.peers.peer import PERSON, Answer

# What ``ner`` runs one after another; its models lie beside the code.
_STAGES = ("ner", "chunking", "pos_tag", "word_tokenize")


class UndertheseaNames:
    """PERSON only: the package knows no titles.  Its words are found again in the text, line by line."""

    name: ClassVar[str] = "underthesea-ner"
    figures: ClassVar[tuple[str, ...]] = PERSON
    package: ClassVar[str | None] = "underthesea"

    def fit(self, articles: Sequence[Article]) -> None:
        """Trained already."""

    def predict(self, texts: Sequence[str]) -> list[Answer]:
        answers = []
        for raw in texts:
            view = compose(raw)
            spans = (LabelledSpan(*view.raw_span(*place), "PERSON") for place in _people(view.text))
            answers.append(Answer(spans=tuple(spans)))
        return answers

    def size(self) -> int:
        import underthesea

        folder = Path(underthesea.__file__).parent / "pipeline"
        return sum(p.stat().st_size for stage in _STAGES for p in (folder / stage).rglob("*.bin"))


def _people(text: str) -> Iterator[tuple[int, int]]:
    from underthesea import ner

    offset = 0
    for line in text.split("\n"):
        words = [(word, tag) for word, _, _, tag in ner(line)] if line.strip() else []
        yield from ((offset + begin, offset + end) for begin, end in _named(line, words))
        offset += len(line) + 1


def _named(line: str, words: Sequence[tuple[str, str]]) -> Iterator[tuple[int, int]]:
    """Runs of B-PER, I-PER as places in the line; a word that the tokeniser rewrote is passed over."""
    position = 0
    begin: int | None = None
    end = 0
    for word, tag in words:
        place = line.find(word, position)
        if tag != "I-PER" and begin is not None:
            yield begin, end
            begin = None
        if place < 0:
            continue
        position = place + len(word)
        if tag == "B-PER":
            begin = place
        end = position
    if begin is not None:
        yield begin, end
