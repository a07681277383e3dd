"""Same meaning, same answer: ``python -m training.metamorphic`` predicts articles as they are and changed.

Prints for each perturbation the share of articles of which nothing changed, and the share of types, periods,
topic sets and span lists by themselves.  Spans are compared by what they say, not by where they stand.
"""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Optional

import typer
from rich.console import Console
from rich.table import Table

from hoinghi.prediction import Prediction
from hoinghi.predictor import Predictor
from hoinghi.text.cleaning import clean
from hoinghi.text.tokens import TOKEN, canonical
from hoinghi.text.view import View
from training.article import read_corpus
from training.perturbations import KEEPING, LOSSY, Perturbation
from training.taxonomy import LABELS

TARGET = 0.995  # of predictions unchanged under what keeps the meaning


@dataclass(frozen=True, slots=True)
class Answers:
    """What a prediction says, in a form that does not depend on how the text was written."""

    meeting_type: str
    period: tuple[object, ...]
    topics: tuple[str, ...]
    spans: tuple[tuple[str, ...], ...]

    def parts(self) -> tuple[object, ...]:
        """The four answers."""
        return self.meeting_type, self.period, self.topics, self.spans


PARTS = ("type", "period", "topics", "spans")


def answers(prediction: Prediction, text: str) -> Answers:
    """The answers of a prediction of ``text``; its spans are read from the text as given."""
    period = prediction.period
    view = clean(text).view
    return Answers(
        prediction.meeting_type.label,
        (period.unit, period.index, period.year, period.start_year, period.end_year) if period else (),
        tuple(sorted(topic.label for topic in prediction.topics)),
        tuple(
            (span.label, *map(canonical, TOKEN.findall(_within(view, span.start, span.end))))
            for span in prediction.spans
        ),
    )


def _within(view: View, start: int, end: int) -> str:
    """The clean text of a raw span."""
    if view.starts is None:
        return view.text[start:end]
    return view.text[bisect_left(view.starts, start) : bisect_left(view.starts, end)]


@dataclass(frozen=True, slots=True)
class Stability:
    """Shares in [0, 1] of articles whose answers a perturbation left as they were."""

    name: str
    unchanged: float
    parts: tuple[float, ...]


def stability(
    predictor: Predictor, name: str, change: Perturbation, texts: Sequence[str], before: Sequence[Answers]
) -> Stability:
    """How ``change`` moves the answers; ``before`` are those of the texts as they are."""
    changed = [change(text, random.Random(f"{name} {number}")) for number, text in enumerate(texts)]
    after = [answers(p, text) for p, text in zip(predictor.predict_many(changed), changed, strict=True)]
    same = [
        [x == y for x, y in zip(a.parts(), b.parts(), strict=True)]
        for a, b in zip(before, after, strict=True)
    ]
    count = max(1, len(same))
    return Stability(
        name,
        sum(map(all, same)) / count,
        tuple(sum(row[part] for row in same) / count for part in range(len(PARTS))),
    )


def metamorphic(
    corpus: Annotated[Path, typer.Option(help="Folder of labelled .jsonl files.")] = LABELS / "corpus",
    bundle: Annotated[Optional[Path], typer.Option(help="Bundle; default: the shipped one.")] = None,
    step: Annotated[int, typer.Option(help="Take every so many-th article.")] = 1,
) -> None:
    """Print how stable predictions are."""
    predictor = Predictor(bundle)
    # Articles are compared in the form that every perturbation starts from.
    texts = [clean(article.text).text for article in read_corpus(corpus)[::step]]
    before = [answers(p, text) for p, text in zip(predictor.predict_many(texts), texts, strict=True)]
    table = Table(title=f"share of {len(texts)} articles whose answers stay the same")
    for column in ("perturbation", "all answers", *PARTS):
        table.add_column(column, justify="left" if column == "perturbation" else "right")
    for group in (KEEPING, LOSSY):
        for name, change in group.items():
            found = stability(predictor, name, change, texts, before)
            short = " <" if group is KEEPING and found.unchanged < TARGET else ""
            table.add_row(name, f"{found.unchanged:.4f}{short}", *(f"{share:.4f}" for share in found.parts))
        table.add_section()
    Console(width=120).print(table)


if __name__ == "__main__":
    typer.run(metamorphic)
