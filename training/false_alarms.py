"""Ordinary news taken for reviews: ``python -m training.false_alarms FOLDER [--step N]``.

Reads the ``.txt`` and ``.seg`` files of a folder (underscores that join syllables are read as spaces) and
counts what a predictor says of them.  Nobody labelled them: a review told as news is among them now and then,
so the shares are upper bounds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Optional

import typer
from rich.console import Console
from rich.table import Table

from hoinghi.prediction import Prediction
from hoinghi.predictor import Predictor

SCORES = (0.0, 0.5, 0.8, 0.9, 0.97)


def read_texts(folder: Path, step: int) -> list[str]:
    """The texts of every ``step``-th file, in name order."""
    paths = [path for path in sorted(folder.rglob("*")) if path.suffix in (".txt", ".seg")]
    return [path.read_text(encoding="utf-8").replace("_", " ") for path in paths[::step]]


def alarms(predictions: Sequence[Prediction], least: float) -> Counter[str]:
    """How many texts got each review type with a score of ``least`` or more."""
    return Counter(
        p.meeting_type.label or "other"
        for p in predictions
        if p.meeting_type.label not in (None, "other") and p.meeting_type.score >= least
    )


def false_alarms(
    folder: Annotated[Path, typer.Argument(help="Folder of texts that report no review.")],
    step: Annotated[int, typer.Option(help="Take every so many-th file.")] = 1,
    bundle: Annotated[Optional[Path], typer.Option(help="Bundle; default: the shipped one.")] = None,
) -> None:
    """Print the share of texts that get a review type, by the score it must have."""
    texts = read_texts(folder, step)
    if not texts:
        raise typer.BadParameter(f"no .txt or .seg in {folder}", param_hint="FOLDER")
    predictions = list(Predictor(bundle).predict_many(texts))
    table = Table(
        title=f"{len(texts)} texts, {sum(len(p.topics) for p in predictions) / len(texts):.2f} topics each"
    )
    for column in ("score of at least", "share", "texts", "types"):
        table.add_column(column)
    for least in SCORES:
        found = alarms(predictions, least)
        count = sum(found.values())
        kinds = ", ".join(f"{name} {number}" for name, number in found.most_common())
        table.add_row(f"{least:g}", f"{count / len(texts):.4f}", str(count), kinds)
    Console(width=120).print(table)


if __name__ == "__main__":
    typer.run(false_alarms)
