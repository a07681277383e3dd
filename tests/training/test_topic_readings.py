"""Topics read again, without names and titles."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.markup import compile_article
from training.topic_readings import TopicReading, TopicReadingError, agree, read_topic_readings

HEAD = "id: x-1\ntype: other\nperiod: none\n---\n"
TEXT = "<e:emulation>Phát động thi đua</e>, <e:elections>phát thẻ cử tri</e>, <e:environment>dọn rác</e>.\n"


def written():  # type: ignore[no-untyped-def]
    article = compile_article(HEAD + TEXT, "x", ("id", "type", "period"))
    return {article.id: article}


def put(folder: Path, text: str) -> Path:
    path = folder / "again.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_sure_and_doubtful_topics_are_told_apart(tmp_path: Path) -> None:
    path = put(
        tmp_path, '=== x-1\nemulation: "thi đua"\n?elections: "thẻ"\n? elections: "cử tri"\n\n=== x-2\n'
    )
    assert read_topic_readings(path) == [
        TopicReading("x-1", frozenset({"emulation"}), frozenset({"elections"})),
        TopicReading("x-2", frozenset(), frozenset()),
    ]


def test_a_topic_that_is_sure_once_is_sure(tmp_path: Path) -> None:
    path = put(tmp_path, '=== x-1\n?emulation: "thi"\nemulation: "thi đua"\n')
    assert read_topic_readings(path)[0].doubtful == frozenset()


@pytest.mark.parametrize(
    "text",
    [
        'emulation: "thi đua"\n',
        '=== x-1\nthi đua: "thi đua"\n',
        "=== x-1\nemulation\n",
        "=== x-1\nemulation:\n",
        "=== x-1\n=== x-1\n",
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(TopicReadingError, match=r"again\.txt:[12]: "):
        read_topic_readings(put(tmp_path, text))


def test_agreement_by_hand() -> None:
    # Marked: emulation, elections, environment.  Found: emulation, communication; doubtful: elections, congresses.
    reading = TopicReading(
        "x-1", frozenset({"emulation", "communication"}), frozenset({"elections", "congresses"})
    )
    found = agree([reading], written())
    assert (found.both, found.writer_only, found.reader_only) == (1, 1, 1)
    assert (found.doubtful_marked, found.doubtful_unmarked) == (1, 1)
    assert found.micro_f1 == pytest.approx(2 * 2 / (2 * 2 + 1 + 1))


def test_an_article_that_is_not_there_is_named() -> None:
    with pytest.raises(TopicReadingError, match="x-9: no such article"):
        agree([TopicReading("x-9", frozenset(), frozenset())], written())
