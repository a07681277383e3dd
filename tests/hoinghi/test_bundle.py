"""Bundles: whole or refused."""

from __future__ import annotations

import json
import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from hoinghi import Predictor
from hoinghi.bundle import default_bundle, load_bundle
from hoinghi.errors import BundleError
from hoinghi.model import build_model


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(default_bundle(), tmp_path / "bundle"))


def test_a_copy_loads(copy: Path, predictor: Predictor) -> None:
    assert Predictor(copy).digest == predictor.digest
    assert Predictor(str(copy)).predict("x") == predictor.predict("x")


@pytest.mark.parametrize("name", ["manifest.json", "arrays.npz", "tables.json"])
def test_any_flipped_byte_is_caught(copy: Path, name: str) -> None:
    path = copy / name
    data = path.read_bytes()
    rng = random.Random(7)
    for position in [0, len(data) - 1, *(rng.randrange(len(data)) for _ in range(6))]:
        path.write_bytes(data[:position] + bytes([data[position] ^ 1]) + data[position + 1 :])
        with pytest.raises(BundleError):
            load_bundle(copy)
    path.write_bytes(data)
    load_bundle(copy)


@pytest.mark.parametrize("name", ["manifest.json", "arrays.npz", "tables.json"])
def test_missing_and_truncated_files_are_refused(copy: Path, name: str) -> None:
    path = copy / name
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(BundleError, match=name):
        load_bundle(copy)
    path.unlink()
    with pytest.raises(BundleError, match=name):
        load_bundle(copy)


def test_a_newer_format_is_refused_with_advice(copy: Path) -> None:
    manifest = json.loads((copy / "manifest.json").read_text(encoding="utf-8"))
    manifest["format"] = 99
    (copy / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(BundleError, match=r"newer.*upgrade hoinghi"):
        load_bundle(copy)


def test_a_bundle_of_format_1_scores_by_the_best_clause_alone() -> None:
    bundle = load_bundle(default_bundle())
    arrays = dict(bundle.arrays)
    arrays["topic.slopes"] = arrays.pop("topic.pooling")[:, 0]
    pooling = build_model(replace(bundle, arrays=arrays)).topics.pooling
    assert pooling[:, 0].tolist() == arrays["topic.slopes"].tolist()
    assert not pooling[:, 1:].any()


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="nowhere"):
        Predictor(tmp_path / "nowhere")


def test_no_load_path_unpickles() -> None:
    package = Path(__file__).resolve().parents[2] / "hoinghi"
    for source in package.glob("*.py"):
        text = source.read_text(encoding="utf-8")
        assert "import pickle" not in text
        assert "allow_pickle=True" not in text
