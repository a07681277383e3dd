"""Five real articles, where they are at hand: types and periods must be right."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from hoinghi import Predictor
from tests.conftest import ROOT

SEEDS = Path(os.environ.get("HOINGHI_SEEDS", ROOT.parent / "shared" / "seeds"))
pytestmark = pytest.mark.skipif(
    not (SEEDS / "labels.jsonl").exists(), reason="the real articles are not here"
)


def test_all_types_and_periods_are_right(predictor: Predictor) -> None:
    wrong = []
    for line in (SEEDS / "labels.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        text = (SEEDS / gold["file"]).read_bytes().decode()
        record = json.loads(predictor.predict(text).to_json())
        period = {key: record["period"].get(key) for key in gold["period"]}
        if (record["meeting_type"]["label"], period) != (gold["meeting_type"], gold["period"]):
            wrong.append((gold["id"], record["meeting_type"], record["period"]))
    assert wrong == []
