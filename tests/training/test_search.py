"""The nested search: what is chosen has no say over what it is measured on."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from typer.testing import CliRunner

from hoinghi.heads.terms import ngram_keys
from training.article import Article
from training.config import Config
from training.material import Material, build_table, read_documents, read_material
from training.search import app, nested_search, record, settings_of
from training.search_blocks import characters, skip_pairs, written_numbers
from training.search_heads import HEADS, Setting, up_to

Indices = NDArray[np.int64]


@pytest.fixture(scope="module")
def material(small_corpus: list[Article], small_config: Config) -> Material:
    documents = read_documents(small_corpus)
    return read_material(small_corpus, documents, build_table(documents, small_config.vocabulary))


def test_each_value_is_tried_beside_the_configuration() -> None:
    assert settings_of({"c": [1, 2], "features": ["few"]}) == ({}, {"c": 1}, {"c": 2}, {"features": "few"})


def test_the_best_inner_setting_is_scored_on_what_was_left_out(material: Material) -> None:
    asked: list[tuple[Setting, Indices, Indices]] = []

    def score(setting: Setting, learned: Indices, held: Indices) -> float:
        asked.append((setting, learned, held))
        return float(setting.get("c", 0))

    found = nested_search(material, score, ({}, {"c": 0.5}, {"c": 0.25}), 3, 2, 1, lambda line: None)
    assert found.chosen == (1, 1, 1)
    assert found.searched == (0.5, 0.5, 0.5)
    assert found.standing == (0.0, 0.0, 0.0)
    outer = [held for setting, _, held in asked if setting == {}][2::3]
    assert sorted(np.concatenate(outer).tolist()) == list(range(len(material.articles)))
    origin = [article.origin for article in material.articles]
    for _, learned, held in asked:
        assert not {origin[i] for i in learned} & {origin[i] for i in held}
    assert record("any", found)["settings"][1] == {"setting": {"c": 0.5}, "inner": [0.5] * 3, "chosen": 3}


@pytest.mark.parametrize("head", sorted(HEADS))
def test_every_head_is_scored(head: str, material: Material, small_config: Config) -> None:
    score = HEADS[head](material, small_config)
    numbers = np.arange(len(material.articles))
    learned, held = numbers[numbers % 6 != 0], numbers[numbers % 6 == 0]
    plain = score({}, learned, held)
    assert 0.2 < plain <= 1
    assert score({}, learned, held) == plain
    assert score({"regularisation": 1e-6}, learned, held) < plain or head in ("period", "holder")


@pytest.mark.parametrize(
    ("head", "less"),
    [
        ("topics", "words alone"),
        ("topics", "no sentence"),
        ("topics", "with characters"),
        ("topics", "with skip pairs"),
        ("type", "no cues"),
    ],
)
def test_features_are_left_out_and_added(
    head: str, less: str, material: Material, small_config: Config
) -> None:
    score = HEADS[head](material, small_config)
    numbers = np.arange(len(material.articles))
    learned, held = numbers[numbers % 2 == 1], numbers[numbers % 2 == 0]
    assert score({"features": less}, learned, held) != score({}, learned, held)


def test_blocks_read_a_clause_in_other_ways() -> None:
    forms = "thu 1.250 tỷ".split()
    assert list(skip_pairs(forms)) == ["thu … tỷ"]
    assert list(written_numbers(forms)) == ["1.250 tỷ"]
    assert [gram for gram in characters(["tỷ"]) if len(gram) == 3] == [" tỷ", "tỷ "]


def test_ngrams_are_told_by_their_length() -> None:
    keys, _ = ngram_keys(np.array([5, 6, 7]), np.array([0, 0, 0]), 3, 3)
    assert [len(up_to(keys.tolist(), longest)) for longest in (1, 2, 3)] == [3, 5, 6]


def test_an_unknown_head_is_refused() -> None:
    run = CliRunner().invoke(app, ["weather"])
    assert run.exit_code == 2
    assert "weather" in run.output
