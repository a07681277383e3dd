"""The learning curve: ``python -m training.curve`` prints every score against corpus size.

Whole batches are added in a drawn order; each point is fitted on the train split's first batches and
measured on the dev split, so the test split stays unseen.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from training.article import read_corpus
from training.config import DEFAULT, read_config
from training.fit import fit_model
from training.material import read_documents
from training.metrics import compare, figures
from training.predictions import predict_documents
from training.report_curve import Curve, CurvePoint, write_curve
from training.splits import in_splits
from training.taxonomy import LABELS

SHARES = (0.125, 0.25, 0.5, 1.0)


def curve_command(
    corpus: Annotated[Path, typer.Option(help="Folder of labelled .jsonl files.")] = LABELS / "corpus",
    config: Annotated[Path, typer.Option(help="Training configuration (TOML).")] = DEFAULT,
    plot: Annotated[Optional[Path], typer.Option(help="Also write a plot (.svg).")] = None,
    json: Annotated[
        Optional[Path], typer.Option(help="Also write the points (.json), for the report.")
    ] = None,
) -> None:
    """Print each score on the dev split for growing shares of the train split, without passages."""
    settings = read_config(config)
    articles = read_corpus(corpus)
    train, dev = in_splits(articles, "train"), in_splits(articles, "dev")
    dev_documents = read_documents(dev)
    origins = sorted({a.origin for a in train})
    order = np.random.default_rng(settings.seed).permutation(len(origins)).tolist()
    points: list[tuple[int, dict[str, float]]] = []
    for share in SHARES:
        # At least as many batches as inner folds, or no fold could be left out.
        count = max(settings.inner_folds, round(share * len(origins)))
        chosen = {origins[i] for i in order[:count]}
        some = [a for a in train if a.origin in chosen]
        predictions = predict_documents(fit_model(some, settings), dev_documents)
        points.append((len(some), figures([compare(a, p) for a, p in zip(dev, predictions, strict=True)])))
        Console(stderr=True).print(f"{len(some)} articles done", highlight=False)
    table = Table(title=f"dev split ({len(dev)} articles) against articles learned from")
    table.add_column("figure")
    for size, _ in points:
        table.add_column(str(size), justify="right")
    for name in points[0][1]:
        table.add_row(name, *(f"{scores[name]:.3f}" for _, scores in points))
    Console().print(table)
    if plot is not None:
        plot.write_text(_svg(points), encoding="utf-8")
    if json is not None:
        measured = tuple(CurvePoint(size, scores) for size, scores in points)
        write_curve(Curve(len(dev), measured), json)


_COLOURS = ("#1b6ca8", "#c0392b", "#1e8449", "#b9770e", "#6c3483", "#117a65", "#a04000", "#34495e")


def _svg(points: list[tuple[int, dict[str, float]]]) -> str:
    """A small line plot: scores (0.4 to 1) over the logarithm of the size."""
    width, height, left, top = 640, 420, 60, 20
    sizes = np.log([size for size, _ in points])
    span = float(sizes[-1] - sizes[0]) or 1.0

    def place(size: float, score: float) -> str:
        x = left + (np.log(size) - sizes[0]) / span * (width - left - 190)
        return f"{x:.1f},{top + (1 - max(score, 0.4)) / 0.6 * (height - 70):.1f}"

    lines = []
    for number, name in enumerate(points[0][1]):
        path = " ".join(place(size, scores[name]) for size, scores in points)
        colour = _COLOURS[number % len(_COLOURS)]
        y = top + 18 * number + 10
        lines.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        lines.append(
            f'<text x="{width - 175}" y="{y}" fill="{colour}">{name} {points[-1][1][name]:.3f}</text>'
        )
    for size, _ in points:
        x = place(size, 0.4).split(",")[0]
        lines.append(f'<text x="{x}" y="{height - 25}" text-anchor="middle">{size}</text>')
    for score in (0.4, 0.6, 0.8, 1.0):
        y = place(points[0][0], score).split(",")[1]
        lines.append(f'<text x="{left - 10}" y="{y}" text-anchor="end">{score:.1f}</text>')
    body = "\n".join(lines)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'font-family="sans-serif" font-size="12">\n'
        f'<rect width="100%" height="100%" fill="white"/>\n{body}\n</svg>\n'
    )


if __name__ == "__main__":
    typer.run(curve_command)
