"""The validator: clean corpus, and each kind of fault named."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
import typer

from training.article import Article, LabelledPeriod, LabelledSpan, write_articles
from training.check import article_faults, check_command
from training.taxonomy import LABELS

GOOD = Article(
    "a", "Ông Lê Đò, Chủ tịch xã, tặng nhà cho hộ nghèo tại buổi giao ban quý I/2020.", "quarterly_review",
    LabelledPeriod("quarter", 1, 2020), ("poverty_relief",),
    (LabelledSpan(4, 9, "PERSON"), LabelledSpan(11, 22, "TITLE", ((4, 9),))), {"poverty_relief": ((24, 45),)},
)  # fmt: skip


def with_(**changes: object) -> Article:
    return msgspec.structs.replace(GOOD, **changes)


def test_a_good_article_has_no_fault() -> None:
    assert list(article_faults(GOOD)) == []


@pytest.mark.parametrize(
    ("article", "said"),
    [
        (with_(text=" "), "text is empty"),
        (with_(meeting_type="party"), "unknown meeting type"),
        (with_(meeting_type="other"), "does not fit other"),
        (with_(period=None), "does not fit quarterly_review"),
        (with_(topics=("weather",), evidence={"weather": ()}), "unknown topic 'weather'"),
        (with_(period=LabelledPeriod("quarter", 1, 2014)), "tells no year from which 2014 follows"),
        (with_(evidence={}), "topics and evidence differ in poverty_relief"),
        (with_(evidence={"poverty_relief": ((0, 999),)}), "outside the text"),
        (with_(spans=(LabelledSpan(4, 900, "PERSON"),)), "outside the text"),
        (with_(spans=(LabelledSpan(4, 10, "PERSON"),)), "outer space or punctuation"),
        (with_(spans=(*GOOD.spans, LabelledSpan(15, 18, "TITLE", ()))), "overlaps"),
        (with_(spans=(GOOD.spans[1],)), "is no PERSON span"),
        (with_(spans=(LabelledSpan(4, 9, "NAME"),)), "unknown span label"),
    ],
)
def test_each_fault_is_named(article: Article, said: str) -> None:
    assert any(said in fault for fault in article_faults(article))


def test_duplicates_near_duplicates_and_broken_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    near = with_(id="b", text=GOOD.text + " Hết.")
    write_articles([GOOD, GOOD, near], tmp_path / "x.jsonl")
    with (tmp_path / "x.jsonl").open("a", encoding="utf-8") as stream:
        stream.write('{"id": 1}\n')
    with pytest.raises(typer.Exit):
        check_command(tmp_path, stats=False)
    said = capsys.readouterr().err
    assert "x.jsonl:2: a: the id stands already at" in said
    assert "b: nearly the same text as a" in said
    assert "x.jsonl:4: no record of the corpus" in said


def test_the_shipped_corpus_is_sound_and_large_enough(
    corpus: list[Article], capsys: pytest.CaptureFixture[str]
) -> None:
    check_command(LABELS / "corpus", stats=True)
    assert ", 0 faults" in capsys.readouterr().out
    assert len(corpus) >= 240
