"""fastText: averaged vectors of syllables and pairs (Joulin and others, 2017)."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from training.article import Article
from training.peers.composed import compose
from training.peers.peer import TOPICS, TYPE, Answer

_SYLLABLE = re.compile(r"\w+|[^\w\s]")
_LABEL = "__label__"
_NO_TOPIC = f"{_LABEL}none"


class FastText:
    """A softmax over the types; one yes-or-no output a topic, threshold 0.5.

    One thread, or the model would differ from run to run.
    """

    name: ClassVar[str] = "fasttext"
    figures: ClassVar[tuple[str, ...]] = (*TYPE, *TOPICS)
    package: ClassVar[str | None] = "fasttext"

    def __init__(self) -> None:
        self._types: Any = None
        self._topics: Any = None

    def fit(self, articles: Sequence[Article]) -> None:
        lines = _read([a.text for a in articles])
        types = [f"{_LABEL}{a.meeting_type} {line}" for a, line in zip(articles, lines, strict=True)]
        topics = [
            f"{' '.join(_LABEL + t for t in a.topics) or _NO_TOPIC} {line}"
            for a, line in zip(articles, lines, strict=True)
        ]
        self._types, self._topics = _trained(types, "softmax"), _trained(topics, "ova")

    def predict(self, texts: Sequence[str]) -> list[Answer]:
        lines = _read(texts)
        if not lines:
            return []
        types, _ = self._types.predict(lines)
        topics, _ = self._topics.predict(lines, k=-1, threshold=0.5)
        return [
            Answer(
                label[0].removeprefix(_LABEL),
                topics=frozenset(t.removeprefix(_LABEL) for t in found if t != _NO_TOPIC),
            )
            for label, found in zip(types, topics, strict=True)
        ]

    def size(self) -> int:
        with tempfile.TemporaryDirectory() as folder:
            for number, model in enumerate((self._types, self._topics)):
                model.save_model(str(Path(folder) / str(number)))
            return sum(path.stat().st_size for path in Path(folder).iterdir())


def _read(texts: Sequence[str]) -> list[str]:
    return [" ".join(_SYLLABLE.findall(compose(text).text.lower())) for text in texts]


def _trained(lines: Sequence[str], loss: str) -> Any:
    import fasttext

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "train.txt"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return fasttext.train_supervised(
            str(path),
            loss=loss,
            lr=0.5,
            epoch=50,
            dim=50,
            wordNgrams=2,
            bucket=100_000,
            minCount=2,
            thread=1,
            verbose=0,
        )
