"""Figures go into a bundle that was trained already, and nothing else changes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from hoinghi.bundle.folder import default_bundle, load_bundle
from hoinghi.errors import HoinghiError
from training.seal import seal


def test_only_the_manifest_changes(tmp_path: Path) -> None:
    folder, quality = tmp_path / "bundle", tmp_path / "quality.json"
    shutil.copytree(default_bundle(), folder)
    before = load_bundle(folder)
    figures = {"type_accuracy": {"value": 0.5, "interval": [0.4, 0.6]}}
    known = {"corpus": before.manifest["corpus"]["digest"], "figures": figures, "profile": {}}
    quality.write_text(json.dumps(known), encoding="utf-8")
    digest = seal(folder, quality)
    after = load_bundle(folder)
    assert after.digest == digest != before.digest
    assert after.manifest["quality"] == figures
    assert after.manifest["files"] == before.manifest["files"]


def test_figures_of_another_corpus_are_refused(tmp_path: Path) -> None:
    folder, quality = tmp_path / "bundle", tmp_path / "quality.json"
    shutil.copytree(default_bundle(), folder)
    quality.write_text(json.dumps({"corpus": "other", "figures": {"x": 1}}), encoding="utf-8")
    with pytest.raises(HoinghiError, match="other articles"):
        seal(folder, quality)
