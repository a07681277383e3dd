"""Second readings of topics alone: ``labels/again``.

Marking every name and title again takes a reader ten times as long as saying which topics an article
earns, so whole splits are read again for their topics only.  A file holds articles in any order, each a
line ``=== id`` and below it a line a topic with a quote that earns it; a question mark before the topic
says that two careful readers could differ::

    === b33-003
    environment: "hơn 1.900 bẫy dây phanh"
    ?economic_development: "được hưởng một phần tiền vé"
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from training.article import Article
from training.taxonomy import taxonomy


class TopicReadingError(ValueError):
    """A mistake in a file of topic readings; the message says where and what."""


@dataclass(frozen=True, slots=True)
class TopicReading:
    """What one reader says of one article: topics that are sure, topics that could be argued."""

    id: str
    sure: frozenset[str]
    doubtful: frozenset[str]


@dataclass(frozen=True, slots=True)
class TopicAgreement:
    """Topics of several articles, counted: what the writer marked against what the reader found.

    ``both``, ``reader_only``: of the reader's sure topics; ``doubtful_marked``, ``doubtful_unmarked``: of the
    others; ``writer_only``: what the reader did not find at all.
    """

    articles: int
    both: int
    writer_only: int
    reader_only: int
    doubtful_marked: int
    doubtful_unmarked: int

    @property
    def micro_f1(self) -> float:
        """F1, 0 to 1; a doubtful topic counts as found where the writer marked it, else not at all."""
        hits = self.both + self.doubtful_marked
        return 2 * hits / max(1, 2 * hits + self.writer_only + self.reader_only)


def read_topic_readings(path: Path) -> list[TopicReading]:
    """The readings of one file; a ``TopicReadingError`` names a line that is none."""
    known = set(taxonomy().topic_ids)
    sure: dict[str, set[str]] = {}
    doubtful: dict[str, set[str]] = {}
    current = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("=== "):
            current = line[4:].strip()
            if current in sure:
                raise TopicReadingError(f"{path}:{number}: {current} is read twice")
            sure[current], doubtful[current] = set(), set()
        elif line.strip():
            topic, colon, quote = line.partition(":")
            name = topic.strip().lstrip("?").strip()
            if not current or not colon or name not in known or not quote.strip():
                raise TopicReadingError(f'{path}:{number}: no line of the form topic: "quote": {line[:60]}')
            (doubtful if topic.lstrip().startswith("?") else sure)[current].add(name)
    return [TopicReading(one, frozenset(sure[one]), frozenset(doubtful[one] - sure[one])) for one in sure]


def agree(readings: Sequence[TopicReading], written: Mapping[str, Article]) -> TopicAgreement:
    """Count readings against the writers' labels; ``TopicReadingError`` names one that is not there."""
    counts = [0] * 5
    for reading in readings:
        if reading.id not in written:
            raise TopicReadingError(f"{reading.id}: no such article")
        marked = set(written[reading.id].topics)
        found = (
            marked & reading.sure,
            marked - reading.sure - reading.doubtful,
            reading.sure - marked,
            marked & reading.doubtful,
            reading.doubtful - marked,
        )
        counts = [total + len(topics) for total, topics in zip(counts, found, strict=True)]
    return TopicAgreement(len(readings), *counts)
