"""The labelled titles and what the lexicon makes of them."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from hoinghi.officials.title_parts import LEVELS
from hoinghi.officials.titles import TitleLexicon
from hoinghi.text.cleaning import clean
from training.article import Article
from training.compare_titles import agreements, wilson
from training.splits import split_of
from training.taxonomy import LABELS, read_toml
from training.title_forms import TitleForm, draw_titles, folded, read_title_forms, wrong_parts

# Floors of accuracy, a little below what was measured; a change that falls under them needs a reason.
FLOORS = {
    "train": {"role": 0.99, "body": 0.99, "level": 0.99, "place": 0.99, "former": 0.99, "acting": 0.99},
    "test": {"role": 0.97, "body": 0.97, "level": 0.97, "place": 0.97, "former": 0.99, "acting": 0.99},
}


@pytest.fixture(scope="module")
def forms() -> list[TitleForm]:
    return read_title_forms()


@pytest.fixture(scope="module")
def lexicon() -> TitleLexicon:
    return TitleLexicon(read_toml(LABELS / "titles.toml"))


def test_there_are_enough_titles_and_none_twice(forms: list[TitleForm]) -> None:
    assert len(forms) >= 900
    assert sum(form.split == "test" for form in forms) >= 240
    assert len({folded(form.text) for form in forms}) == len(forms)


def test_values_are_those_of_the_guide(forms: list[TitleForm]) -> None:
    named = set(re.findall(r"`([a-z_]+)`", (LABELS / "TITLES.md").read_text(encoding="utf-8")))
    for form in forms:
        assert form.role is None or form.role in named, form
        assert form.body is None or form.body in named, form
        assert form.level is None or form.level in LEVELS, form
        if form.role == "rank":
            assert form.body is form.level is form.place is None, form


def test_the_lexicon_says_only_what_the_guide_names() -> None:
    data = read_toml(LABELS / "titles.toml")
    named = set(re.findall(r"`([a-z_]+)`", (LABELS / "TITLES.md").read_text(encoding="utf-8")))
    tables = ("roles", "bodies", "closing_bodies", "fixed_bodies", "implied_bodies", "organs", "local_organs")
    assert {value for table in tables for value in data[table]} - named <= {"unsaid"}
    assert set(data["levels"]) - named <= {"unsaid", "city"}


def test_titles_stand_in_their_part_of_the_corpus(forms: list[TitleForm], corpus: list[Article]) -> None:
    seen: dict[str, set[str]] = {"train": set(), "test": set()}
    for article in corpus:
        split = "test" if split_of(article) == "test" else "train"
        seen[split] |= {
            " ".join(clean(article.text[s.start : s.end]).text.split())
            for s in article.spans
            if s.label == "TITLE"
        }
    assert [form.text for form in forms if form.text not in seen[form.split]] == []


def test_drawing_is_the_same_every_time_and_keeps_the_parts_apart(corpus: list[Article]) -> None:
    assert draw_titles(corpus, "train") == draw_titles(corpus[::-1], "train")
    train, test = ({folded(t) for t in draw_titles(corpus, split)} for split in ("train", "test"))
    assert not train & test


@pytest.mark.parametrize("split", ["train", "test"])
def test_accuracy_stays_above_its_floor(forms: list[TitleForm], lexicon: TitleLexicon, split: str) -> None:
    chosen = [form for form in forms if form.split == split]
    counts = agreements(chosen, lexicon)
    for part, floor in FLOORS[split].items():
        assert counts[part] / len(chosen) >= floor, part


def test_the_lexicon_has_hundreds_of_abbreviations() -> None:
    entries = read_toml(LABELS / "titles.toml")["expand"]
    assert len({entry["form"] for entry in entries}) >= 250
    # Two entries of one form must ask for different neighbours.
    kinds = [repr(sorted(entry.items())) for entry in entries]
    assert len(set(kinds)) == len(kinds)
    plain = [e["form"] for e in entries if not {"first", "next", "prev"} & set(e)]
    assert len(set(plain)) == len(plain)


def test_a_difference_is_named(lexicon: TitleLexicon) -> None:
    form = TitleForm(
        "Chủ tịch UBND xã Hoà An", "chair", "peoples_council", "commune", "Hòa An", True, False, "train"
    )
    assert wrong_parts(form, lexicon.normalise(form.text)) == ["body", "former"]
    assert agreements([form], lexicon)["all"] == 0


def test_a_faulty_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "forms.jsonl"
    path.write_text(msgspec.json.encode({"text": "Chủ tịch"}).decode() + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"forms\.jsonl:1"):
        read_title_forms(path)


def test_interval_stays_inside_and_narrows() -> None:
    assert wilson(10, 10)[1] == pytest.approx(1.0)
    assert 0.69 < wilson(10, 10)[0] < 0.73
    assert wilson(970, 1000)[0] > wilson(97, 100)[0]
    assert wilson(0, 0) == (0.0, 1.0)
