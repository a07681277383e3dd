"""The labelled article: the record of the corpus, one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec


class LabelledSpan(msgspec.Struct, frozen=True, omit_defaults=True):
    """A half-open span ``[start, end)`` in code points of the article's text.

    ``holders`` is ``None`` on a PERSON; on a TITLE it lists the PERSON spans that hold it there.
    """

    start: int
    end: int
    label: str
    holders: tuple[tuple[int, int], ...] | None = None


class LabelledPeriod(msgspec.Struct, frozen=True, omit_defaults=True):
    """The period under review, in the terms of the annotation guide."""

    unit: str
    index: int | None = None
    year: int | None = None
    start_year: int | None = None
    end_year: int | None = None


class Article(msgspec.Struct, frozen=True):
    """One labelled article; offsets are code points of ``text`` as stored."""

    id: str
    text: str
    meeting_type: str
    period: LabelledPeriod | None
    topics: tuple[str, ...]
    spans: tuple[LabelledSpan, ...]
    evidence: dict[str, tuple[tuple[int, int], ...]] = {}
    source: str = ""
    meta: dict[str, str] = {}

    @property
    def origin(self) -> str:
        """The group that must stay on one side of every split: the writer's batch."""
        return self.meta.get("batch") or self.id


def read_articles(path: Path) -> Iterator[Article]:
    """Yield the articles of one JSONL file; ``ValueError`` names file, line and reason."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                yield msgspec.json.decode(line, type=Article)
            except (msgspec.DecodeError, msgspec.ValidationError) as error:
                raise ValueError(f"{path}:{number}: {error}") from None


def read_corpus(folder: Path) -> list[Article]:
    """All articles below ``folder``, files in name order."""
    return [article for path in sorted(folder.glob("*.jsonl")) for article in read_articles(path)]


def to_line(article: Article) -> str:
    """One line of the corpus: readable UTF-8, keys in the record's order."""
    return json.dumps(msgspec.to_builtins(article), ensure_ascii=False)


def write_articles(articles: Iterable[Article], path: Path) -> None:
    """Write one JSONL file."""
    path.write_text("".join(to_line(a) + "\n" for a in articles), encoding="utf-8")
