"""The comparison of ways to learn topics."""

from __future__ import annotations

import numpy as np

from training.compare_topics import micro_f1


def test_an_input_that_is_left_out_cannot_help() -> None:
    # The second clause alone tells the topic; the best clause is the same everywhere.
    second = np.tile([-1.0, 1.0], 40)
    scores = np.stack([np.ones(80), second, np.zeros(80), np.ones(80), np.zeros(80)], axis=1)[:, None, :]
    gold = (second > 0)[:, None]
    assert micro_f1(scores, scores, gold, gold, ("best", "second"), 1.0) == 1.0
    assert micro_f1(scores, scores, gold, gold, ("best",), 1.0) < 0.7
