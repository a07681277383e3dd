"""The learning curve as ``training.curve --json`` writes it: what is learned from more articles."""

from __future__ import annotations

from pathlib import Path

import msgspec


class CurvePoint(msgspec.Struct, frozen=True):
    """The figures on the dev split of a model fitted on ``articles`` articles."""

    articles: int
    figures: dict[str, float]


class Curve(msgspec.Struct, frozen=True):
    """Points in growing order; ``measured`` is the number of articles of the dev split."""

    measured: int
    points: tuple[CurvePoint, ...]


def write_curve(curve: Curve, path: Path) -> None:
    """Write a curve as JSON."""
    path.write_bytes(msgspec.json.format(msgspec.json.encode(curve), indent=1) + b"\n")


def read_curve(path: Path) -> Curve:
    """A curve from JSON.  Raises ``ValueError`` naming the file and what is wrong with it."""
    try:
        curve = msgspec.json.decode(path.read_bytes(), type=Curve)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise ValueError(f"{path}: {error}") from None
    if len(curve.points) < 2:
        raise ValueError(f"{path}: a learning curve needs two points and more")
    return curve
