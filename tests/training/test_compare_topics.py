"""The comparison of ways to learn topics."""

from __future__ import annotations

import numpy as np

from hoinghi.heads.article_clauses import INPUTS
from training.compare_topics import micro_f1
from training.config import read_config


def test_an_input_that_is_left_out_cannot_help() -> None:
    # The second clause alone tells the topic; the best clause is the same everywhere.
    scores = np.zeros((90, 1, len(INPUTS)))
    second = np.tile([-1.0, 1.0], 45)
    scores[:, 0, list(INPUTS).index("second")] = second
    gold, folds, config = (second > 0)[:, None], np.arange(90) % 3, read_config().topic
    assert micro_f1(scores, gold, folds, scores, gold, ("best", "second"), config) == 1.0
    assert micro_f1(scores, gold, folds, scores, gold, ("best",), config) < 0.7
