"""Agreement of two readers."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.agreement import (
    SECOND_HEADER,
    as_prediction,
    as_written,
    cohen_kappa,
    differences,
    read_pairs,
    read_passage_pairs,
    shares_read_twice,
    topic_lines,
)
from training.markup import compile_article
from training.metrics import compare
from training.taxonomy import LABELS

TEXT = "Giao ban quý I\n\nÔng <p1>Lê Đò</p>, <t1>Chủ tịch xã</t> <e:emulation>phát động thi đua</e>.\n"
HEAD = "id: x-1\ntype: quarterly_review\nperiod: quarter 1 2020\n---\n"


def read(text: str = TEXT, head: str = HEAD):  # type: ignore[no-untyped-def]
    return compile_article(head + text, "x", SECOND_HEADER)


def test_two_equal_readings_agree() -> None:
    outcome = compare(read(), as_prediction(read()))
    assert outcome.gold_type == outcome.predicted_type
    assert outcome.is_period_right
    assert outcome.gold_topics == outcome.predicted_topics
    assert (outcome.people, outcome.titles, outcome.holders) == ((1, 0, 0),) * 3
    assert differences(read(), read()) == []


def test_each_difference_is_named() -> None:
    other = read(TEXT.replace("emulation", "elections").replace("<t1>Chủ tịch xã</t>", "Chủ tịch xã"),
                 HEAD.replace("quarter 1", "quarter 2"))  # fmt: skip
    found = "\n".join(differences(read(), other))
    for word in (
        "type quarterly_review",
        "topic emulation only first",
        "topic elections only second",
        "TITLE only first",
    ):
        assert word in found


def test_kappa_by_hand() -> None:
    # Two readers, two labels, ten articles: 8 agree; expected agreement 0.5 → kappa 0.6.
    same = compare(read(), as_prediction(read()))
    yearly = HEAD.replace("quarterly_review", "year_end_summary").replace("quarter 1 2020", "year 2020")
    both_yearly = compare(read(head=yearly), as_prediction(read(head=yearly)))
    one_way = compare(read(), as_prediction(read(head=yearly)))
    other_way = compare(read(head=yearly), as_prediction(read()))
    assert cohen_kappa([same] * 4 + [both_yearly] * 4 + [one_way, other_way]) == pytest.approx(0.6)


def test_the_second_readings_are_of_the_corpus() -> None:
    written = as_written(LABELS)
    pairs, problems = read_pairs(LABELS, written)
    assert problems == []
    assert all(first.text == second.text for first, second in pairs)
    assert min(shares_read_twice(LABELS, pairs).values()) >= 0.2
    assert len(topic_lines(LABELS, written)) == len(list(LABELS.glob("again/*.txt"))) > 0


def test_settling_leaves_the_agreement_as_it_was(tmp_path: Path) -> None:
    full = HEAD.replace("---", "level: commune\nregion: mekong\nyear: 2020\norg: front\nstyle: news\n---")
    settled = full + TEXT.replace("emulation", "elections")
    for place, text in (("articles/x/1.txt", settled), ("second/x.txt", HEAD + settled.split("---\n")[1])):
        (tmp_path / place).parent.mkdir(parents=True)
        (tmp_path / place).write_text(text, encoding="utf-8")
    ((writer, reader),) = read_pairs(tmp_path, as_written(tmp_path))[0]
    assert differences(writer, reader) == []
    (tmp_path / "first").mkdir()
    (tmp_path / "first/x.txt").write_text(full + TEXT, encoding="utf-8")
    ((writer, reader),) = read_pairs(tmp_path, as_written(tmp_path))[0]
    assert writer.topics == ("emulation",)
    assert len(differences(writer, reader)) == 2


def test_a_changed_text_cannot_be_compared(tmp_path: Path) -> None:
    assert read_pairs(tmp_path, as_written(tmp_path)) == ([], [])
    (tmp_path / "second").mkdir()
    (tmp_path / "second/x.txt").write_text(HEAD + TEXT, encoding="utf-8")
    assert "x-1: no such article" in read_pairs(tmp_path, as_written(tmp_path))[1][0]


def test_passages_are_paired_by_their_text(tmp_path: Path) -> None:
    (tmp_path / "second").mkdir()
    (tmp_path / "p.txt").write_text("<e:emulation>Khen 3 hộ</e>.\nMưa.\n", encoding="utf-8")
    (tmp_path / "second/s.txt").write_text("Khen 3 hộ.\nNắng.\n", encoding="utf-8")
    (pair,), (problem,) = read_passage_pairs(tmp_path)
    assert [one.topics for one in pair] == [("emulation",), ()]
    assert "s:2" in problem
