"""Predictions kept: the record of every article with the probabilities that it was decided by.

A cross-validation takes half an hour; one line an article is enough to measure, plot and judge again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from hoinghi.decoding import decode_batch
from hoinghi.document import Document
from hoinghi.heads.encoding import encode
from hoinghi.heads.tfidf import FloatArray
from hoinghi.model import Model
from hoinghi.prediction import Prediction
from hoinghi.predictor import CHUNK
from hoinghi.probabilities import label_probabilities
from training.article import Article, to_line

DIGITS = 6  # of a stored probability


class Scored(msgspec.Struct, frozen=True):
    """One article's prediction with the probabilities of every meeting type and topic.

    ``fold``: the fold that held the article out, ``None`` where one model measured all of them;
    ``article``: the identity of the labelled article, so that stale predictions are not measured.
    """

    id: str
    fold: int | None
    article: str
    prediction: Prediction
    types: dict[str, float]
    topics: dict[str, float]


def article_digest(article: Article) -> str:
    """The identity of a labelled article: 16 hexadecimal digits of the SHA-256 of its line."""
    return hashlib.sha256(to_line(article).encode()).hexdigest()[:16]


def predict_documents(model: Model, documents: Sequence[Document]) -> list[Prediction]:
    """Predictions of documents that were read already."""
    found: list[Prediction] = []
    for begin in range(0, len(documents), CHUNK):
        found += decode_batch(model, encode(documents[begin : begin + CHUNK], model.table))
    return found


def score_articles(
    model: Model, articles: Sequence[Article], documents: Sequence[Document], fold: int | None = None
) -> list[Scored]:
    """Predictions with their probabilities, one an article, in order."""

    def named(labels: Sequence[str], row: FloatArray) -> dict[str, float]:
        return {label: round(value, DIGITS) for label, value in zip(labels, row.tolist(), strict=True)}

    found: list[Scored] = []
    for begin in range(0, len(documents), CHUNK):
        batch = encode(documents[begin : begin + CHUNK], model.table)
        types, topics = label_probabilities(model, batch)
        for number, prediction in enumerate(decode_batch(model, batch)):
            article = articles[begin + number]
            found.append(
                Scored(
                    article.id,
                    fold,
                    article_digest(article),
                    prediction,
                    named(model.types.labels, types[number]),
                    named(model.topics.labels, topics[number]),
                )
            )
    return found


def write_predictions(scored: Iterable[Scored], path: Path) -> None:
    """One JSON line an article."""
    with path.open("wb") as lines:
        for item in scored:
            record: dict[str, Any] = msgspec.to_builtins(item)
            record["prediction"] = item.prediction.to_dict()
            lines.write(msgspec.json.encode(record) + b"\n")


def read_predictions(path: Path, articles: Sequence[Article]) -> list[Scored]:
    """The predictions of ``articles``, in their order.

    Raises ``ValueError`` naming the line that cannot be read, or the article that has no prediction
    or was labelled otherwise when it was predicted.
    """
    found: dict[str, Scored] = {}
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            try:
                item = msgspec.json.decode(line, type=Scored)
            except (msgspec.DecodeError, msgspec.ValidationError) as error:
                raise ValueError(f"{path}:{number}: {error}") from None
            found[item.id] = item
    for article in articles:
        if article.id not in found:
            raise ValueError(f"{path}: no prediction of article {article.id}; predict again")
        if found[article.id].article != article_digest(article):
            raise ValueError(f"{path}: article {article.id} has changed since; predict again")
    if len(found) != len(articles):
        raise ValueError(f"{path}: {len(found)} predictions of {len(articles)} articles; predict again")
    return [found[article.id] for article in articles]
