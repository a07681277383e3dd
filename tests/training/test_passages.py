"""Passages: lines become articles that have topics and nothing else, and a fault names its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.markup import MarkupError
from training.passages import compile_passage, read_passages
from training.taxonomy import taxonomy


def test_marks_become_evidence() -> None:
    line = "Quý qua, <e:emulation,environment>thôn khen chín hộ giữ sạch mương</e>; mưa nhiều."
    passage = compile_passage(line, "p:1")
    assert passage.text == "Quý qua, thôn khen chín hộ giữ sạch mương; mưa nhiều."
    assert passage.topics == ("emulation", "environment")
    (start, end), *_ = passage.evidence["emulation"]
    assert passage.text[start:end] == "thôn khen chín hộ giữ sạch mương"
    assert passage.evidence["environment"] == ((start, end),)
    assert passage.spans == ()


def test_a_passage_without_marks_earns_nothing() -> None:
    assert compile_passage("Hội trường treo cờ từ sáng sớm.", "p:1").topics == ()


def test_people_are_not_marked() -> None:
    with pytest.raises(MarkupError, match="topics only"):
        compile_passage("Ông <p1>Lê Văn Bình</p> nói.", "p:1")


def test_a_fault_names_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "p.txt").write_text("# lời\nMưa.\n<e:weather>Mưa</e>.\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"p\.txt:3: .*unknown topic 'weather'"):
        read_passages(tmp_path)


def test_the_passages_of_the_labels() -> None:
    passages = read_passages()
    texts = [passage.text for passage in passages]
    assert len(set(texts)) == len(texts)
    taught = {topic for passage in passages for topic in passage.topics}
    assert taught == set(taxonomy().topic_ids)
    assert any(not passage.topics for passage in passages)
