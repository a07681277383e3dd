"""The comparison of ways to learn topics."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from hoinghi.heads.article_clauses import INPUTS
from training.compare_topics import POOLINGS, compare_topics_command, micro_f1
from training.config import DEFAULT, read_config
from training.passages import PASSAGES
from training.taxonomy import LABELS


def test_an_input_that_is_left_out_cannot_help() -> None:
    # The second clause alone tells the topic; the best clause is the same everywhere.
    scores = np.zeros((90, 1, len(INPUTS)))
    second = np.tile([-1.0, 1.0], 45)
    scores[:, 0, list(INPUTS).index("second")] = second
    gold, folds, config = (second > 0)[:, None], np.arange(90) % 3, read_config().topic
    assert micro_f1(scores, gold, folds, scores, gold, ("best", "second"), config) == 1.0
    assert micro_f1(scores, gold, folds, scores, gold, ("best",), config) < 0.7


def test_every_variant_is_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    variants = ((0.5, 0.2, False), (0.25, 0.2, True))
    monkeypatch.setattr("training.compare_topics.VARIANTS", variants)
    (tmp_path / "passages").mkdir()
    for batch in ("b01", "b02", "b04", "b12"):  # the last is of the dev split
        lines = (LABELS / "corpus" / f"{batch}.jsonl").read_text(encoding="utf-8").splitlines()[:12]
        (tmp_path / f"{batch}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    passages = (PASSAGES / "p66.txt").read_text(encoding="utf-8").splitlines()[:40]
    (tmp_path / "passages" / "p66.txt").write_text("\n".join(passages) + "\n", encoding="utf-8")
    compare_topics_command(tmp_path, tmp_path / "passages", DEFAULT)
    shown = capsys.readouterr().out
    assert "12 dev articles" in shown
    assert shown.count("0.") >= len(variants) * len(POOLINGS)
