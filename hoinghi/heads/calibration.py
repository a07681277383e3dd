"""Scores that are probabilities: the meeting type's logits on the scale that held-out articles taught."""

from __future__ import annotations

import msgspec
import numpy as np

from hoinghi.heads.tfidf import FloatArray


class Calibration(msgspec.Struct, frozen=True):
    """Bias-corrected temperature scaling (Alexandari, Kundaje and Shrikumar, 2020).

    A calibrated logit is ``scale`` times the logit plus the label's own ``offset``.
    """

    scale: float
    offsets: tuple[float, ...]

    def apply(self, logits: FloatArray) -> FloatArray:
        """Calibrated logits, shape ``(n, labels)`` as given."""
        calibrated: FloatArray = logits * self.scale + np.array(self.offsets)
        return calibrated


def no_calibration(labels: int) -> Calibration:
    """Logits as they are."""
    return Calibration(1.0, (0.0,) * labels)
