"""A plain conditional random field: words, shapes and n-grams in a window, trained on the same articles."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

from training.article import Article, LabelledSpan
from training.peers.composed import Composed, compose
from training.peers.peer import PERSON, TITLE, Answer

_TOKEN = re.compile(r"\w+|[^\w\s]")
_LINE = re.compile(r"[^\n]{1,4000}")
_WINDOW = 2
ITERATIONS = 100


class PlainCrf:
    """The usual recipe with CRFsuite: l1 and l2 of 0.1, a hundred iterations, a line a sequence."""

    name: ClassVar[str] = "plain-crf"
    figures: ClassVar[tuple[str, ...]] = (*PERSON, *TITLE)
    package: ClassVar[str | None] = "pycrfsuite"

    def __init__(self) -> None:
        self._folder: Any = None
        self._tagger: Any = None

    def fit(self, articles: Sequence[Article]) -> None:
        import pycrfsuite

        trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
        trainer.set_params({"c1": 0.1, "c2": 0.1, "max_iterations": ITERATIONS})
        for article in articles:
            view = compose(article.text)
            for tokens in _sequences(view):
                trainer.append(_features(view, tokens), _tags(view, tokens, article.spans))
        self._folder = tempfile.TemporaryDirectory()
        trainer.train(str(self._path))
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open(str(self._path))

    def predict(self, texts: Sequence[str]) -> list[Answer]:
        answers = []
        for raw in texts:
            view = compose(raw)
            spans = [
                span
                for tokens in _sequences(view)
                for span in _spans(view, tokens, self._tagger.tag(_features(view, tokens)))
            ]
            answers.append(Answer(spans=tuple(spans)))
        return answers

    def size(self) -> int:
        return self._path.stat().st_size

    @property
    def _path(self) -> Path:
        return Path(self._folder.name) / "model.crfsuite"


Tokens = list[tuple[int, int]]


def _sequences(view: Composed) -> Iterator[Tokens]:
    for line in _LINE.finditer(view.text):
        tokens = [match.span() for match in _TOKEN.finditer(view.text, *line.span())]
        if tokens:
            yield tokens


def _shape(word: str) -> str:
    if word.isdigit():
        return "digits"
    if not word[0].isalnum():
        return word
    if word.isupper() and len(word) > 1:
        return "upper"
    return "title" if word[0].isupper() else "lower"


def _features(view: Composed, tokens: Tokens) -> list[list[str]]:
    """Per token: words and shapes up to two away, pairs of both, beginnings and ends of the word."""
    words = [view.text[begin:end] for begin, end in tokens]
    lower = ["<s>"] * _WINDOW + [word.lower() for word in words] + ["</s>"] * _WINDOW
    shapes = ["<s>"] * _WINDOW + [_shape(word) for word in words] + ["</s>"] * _WINDOW
    rows = []
    for number, word in enumerate(words):
        here = number + _WINDOW
        row = [f"{d}={lower[here + d]}" for d in range(-_WINDOW, _WINDOW + 1)]
        row += [f"s{d}={shapes[here + d]}" for d in range(-_WINDOW, _WINDOW + 1)]
        row += [f"{d}+={lower[here + d]} {lower[here + d + 1]}" for d in range(-_WINDOW, _WINDOW)]
        row += [f"s{d}+={shapes[here + d]} {shapes[here + d + 1]}" for d in range(-_WINDOW, _WINDOW)]
        row += [f"begins={word[:2].lower()}", f"ends={word[-2:].lower()}", "bias"]
        rows.append(row)
    return rows


def _tags(view: Composed, tokens: Tokens, spans: Sequence[LabelledSpan]) -> list[str]:
    tags = []
    for begin, end in tokens:
        start, stop = view.raw_span(begin, end)
        span = next((s for s in spans if s.start < stop and start < s.end), None)
        tags.append("O" if span is None else f"{'B' if start <= span.start else 'I'}-{span.label}")
    return tags


def _spans(view: Composed, tokens: Tokens, tags: Sequence[str]) -> Iterator[LabelledSpan]:
    begin = 0
    for number, tag in enumerate(tags):
        if tag == "O":
            continue
        if tag[0] == "B" or number == 0 or tags[number - 1][2:] != tag[2:]:
            begin = number
        if number + 1 == len(tags) or tags[number + 1] != f"I-{tag[2:]}":
            yield LabelledSpan(*view.raw_span(tokens[begin][0], tokens[number][1]), tag[2:])
