"""Search hyper-parameters and features: ``python -m training.search HEAD`` (type, topics, period, holder).

Nested cross-validation by origin over the train and dev splits (Varma and Simon, 2006): in each outer fold
every setting of ``search.toml`` is scored by an inner cross-validation, the best one is fitted on the whole
outer training part and scored on the articles left out.  So the last line, what searching gives, is
measured on articles that had no say in the choice.  The test split is not read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Optional

import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from training.article import read_corpus
from training.config import DEFAULT, read_config
from training.folds import assign_folds
from training.material import Material, build_table, read_documents, read_material
from training.search_heads import HEADS, Score, Setting
from training.splits import in_splits
from training.taxonomy import LABELS, read_toml

GRID = Path(__file__).with_name("search.toml")


@dataclass(frozen=True, slots=True)
class Search:
    """What was found.

    ``inner``: ``(settings, outer folds)`` mean inner scores; ``chosen``: the best setting of each outer fold;
    ``searched`` and ``standing``: outer scores of the chosen setting and of the configuration.
    """

    settings: tuple[Setting, ...]
    inner: tuple[tuple[float, ...], ...]
    chosen: tuple[int, ...]
    searched: tuple[float, ...]
    standing: tuple[float, ...]


def settings_of(grid: dict[str, Sequence[Any]]) -> tuple[Setting, ...]:
    """The configuration as it stands, then each value of each name beside it."""
    return ({}, *({name: value} for name, values in grid.items() for value in values))


def nested_search(
    material: Material,
    score: Score,
    settings: Sequence[Setting],
    outer: int,
    inner: int,
    seed: int,
    progress: Callable[[str], None],
) -> Search:
    """Search in ``outer`` folds, each by a cross-validation of ``inner`` folds."""
    folds = assign_folds(material.articles, outer, seed)
    table, chosen, searched, standing = [], [], [], []
    for fold in range(outer):
        learned, held = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        within = assign_folds([material.articles[i] for i in learned], inner, seed + 1)
        means = [
            float(np.mean([score(s, learned[within != k], learned[within == k]) for k in range(inner)]))
            for s in settings
        ]
        best = int(np.argmax(means))
        table.append(means)
        chosen.append(best)
        standing.append(score(settings[0], learned, held))
        searched.append(score(settings[best], learned, held) if best else standing[-1])
        progress(f"outer fold {fold + 1}/{outer}: {shown(settings[best])}")
    inner_scores = tuple(zip(*table, strict=True))
    return Search(tuple(settings), inner_scores, tuple(chosen), tuple(searched), tuple(standing))


def shown(setting: Setting) -> str:
    """A setting as people write it."""
    return ", ".join(f"{name} {value}" for name, value in setting.items()) or "as configured"


def record(head: str, found: Search) -> dict[str, Any]:
    """The search as plain data."""
    return {
        "head": head,
        "settings": [
            {
                "setting": dict(setting),
                "inner": [round(value, 4) for value in scores],
                "chosen": found.chosen.count(number),
            }
            for number, (setting, scores) in enumerate(zip(found.settings, found.inner, strict=True))
        ],
        "searched": [round(value, 4) for value in found.searched],
        "as_configured": [round(value, 4) for value in found.standing],
    }


app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def search_command(
    head: Annotated[str, typer.Argument(help=f"One of {', '.join(HEADS)}.")],
    corpus: Annotated[Path, typer.Option(help="Folder of labelled .jsonl files.")] = LABELS / "corpus",
    config: Annotated[Path, typer.Option(help="Training configuration (TOML).")] = DEFAULT,
    grid: Annotated[Path, typer.Option(help="What to try (TOML).")] = GRID,
    outer: Annotated[int, typer.Option(min=2, help="Outer folds.")] = 3,
    inner: Annotated[int, typer.Option(min=2, help="Inner folds.")] = 3,
    save: Annotated[Optional[Path], typer.Option(help="Also write the table (.json).")] = None,
) -> None:
    """Print each setting's inner score, how often it was chosen, and what choosing gives."""
    if head not in HEADS:
        raise typer.BadParameter(f"{head!r} is none of {', '.join(HEADS)}", param_hint="HEAD")
    settings, tried = read_config(config), read_toml(grid)
    if head not in tried:
        raise typer.BadParameter(f"{grid} has no table [{head}]", param_hint="--grid")
    articles = in_splits(read_corpus(corpus), "train", "dev")
    documents = read_documents(articles)
    material = read_material(articles, documents, build_table(documents, settings.vocabulary))
    score = HEADS[head](material, settings)

    def say(line: str) -> None:
        Console(stderr=True).print(line, highlight=False, markup=False)

    found = nested_search(material, score, settings_of(tried[head]), outer, inner, settings.seed, say)
    report = Table(title=f"{head}: {outer} outer, {inner} inner folds over {len(articles)} articles")
    for name in ("setting", "inner score", "against configured", "chosen"):
        report.add_column(name, justify="left" if name == "setting" else "right")
    for number, (setting, scores) in enumerate(zip(found.settings, found.inner, strict=True)):
        gain = float(np.mean(scores)) - float(np.mean(found.inner[0]))
        report.add_row(
            shown(setting), f"{np.mean(scores):.4f}", f"{gain:+.4f}", str(found.chosen.count(number))
        )
    report.add_section()
    gain = float(np.mean(found.searched)) - float(np.mean(found.standing))
    report.add_row("left out: as configured", f"{np.mean(found.standing):.4f}", "", "")
    report.add_row("left out: as searched", f"{np.mean(found.searched):.4f}", f"{gain:+.4f}", "")
    Console().print(report)
    if save is not None:
        save.write_text(
            json.dumps(record(head, found), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    app()
