"""Measure quality: ``python -m training.evaluate`` cross-validates by origin, with intervals.

Each fold's model is fitted from nothing on the other origins, so no figure comes from an article, or a
writer, that the model has seen.  ``--articles FILE`` measures the shipped bundle on labelled articles
from elsewhere instead; ``--split test`` fits on the other splits and measures on that one.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Optional

import msgspec
import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from hoinghi.decoding import decode_batch
from hoinghi.document import Document
from hoinghi.encoding import encode
from hoinghi.model import Model
from hoinghi.prediction import Prediction
from hoinghi.predictor import CHUNK, Predictor
from training.article import Article, read_articles, read_corpus
from training.config import DEFAULT, Config, read_config
from training.fit import fit_model
from training.folds import assign_folds
from training.material import read_documents
from training.metrics import Estimate, Outcome, bootstrap, compare, f1, topic_counts, type_counts
from training.slices import print_slices
from training.splits import SPLITS, in_splits
from training.taxonomy import LABELS
from training.train import QUALITY, corpus_digest


def predict_documents(model: Model, documents: Sequence[Document]) -> list[Prediction]:
    """Predictions of documents that were read already."""
    found: list[Prediction] = []
    for begin in range(0, len(documents), CHUNK):
        found += decode_batch(model, encode(documents[begin : begin + CHUNK], model.table))
    return found


def cross_validate(articles: Sequence[Article], config: Config, console: Console) -> list[Outcome]:
    """Outcomes of every article under a model fitted without its origin, in the articles' order."""
    documents = read_documents(articles)
    folds = assign_folds(articles, config.folds, config.seed)
    outcomes: list[Outcome | None] = [None] * len(articles)
    for fold in range(config.folds):
        console.print(f"fold {fold + 1}/{config.folds}", highlight=False)
        train = np.flatnonzero(folds != fold).tolist()
        held = np.flatnonzero(folds == fold).tolist()
        model = fit_model([articles[i] for i in train], config, documents=[documents[i] for i in train])
        for i, prediction in zip(held, predict_documents(model, [documents[i] for i in held]), strict=True):
            outcomes[i] = compare(articles[i], prediction)
    return [outcome for outcome in outcomes if outcome is not None]


def print_figures(estimates: dict[str, Estimate], title: str, console: Console) -> None:
    """The headline figures as a table."""
    table = Table(title=title)
    table.add_column("figure")
    table.add_column("value", justify="right")
    table.add_column("95 % interval", justify="right")
    for name, estimate in estimates.items():
        table.add_row(name, f"{estimate.value:.3f}", f"{estimate.low:.3f} – {estimate.high:.3f}")
    console.print(table)


def print_labels(outcomes: Sequence[Outcome], console: Console) -> None:
    """F1, precision and recall of every meeting type and topic."""
    table = Table(title="by label")
    for name in ("label", "articles", "precision", "recall", "F1"):
        table.add_column(name, justify="left" if name == "label" else "right")
    for counts in (type_counts(outcomes), topic_counts(outcomes)):
        for label, (hits, wrong, missed) in counts.items():
            table.add_row(
                label,
                str(hits + missed),
                f"{hits / (hits + wrong):.3f}" if hits + wrong else "–",
                f"{hits / (hits + missed):.3f}" if hits + missed else "–",
                f"{f1(hits, wrong, missed):.3f}",
            )
    console.print(table)


def evaluate_command(
    corpus: Annotated[Path, typer.Option(help="Folder of labelled .jsonl files.")] = LABELS / "corpus",
    config: Annotated[Path, typer.Option(help="Training configuration (TOML).")] = DEFAULT,
    articles: Annotated[
        Optional[Path], typer.Option(help="Measure a bundle on this labelled .jsonl instead.")
    ] = None,
    bundle: Annotated[Optional[Path], typer.Option(help="The bundle for --articles.")] = None,
    save: Annotated[
        bool, typer.Option("--save", help=f"Keep the figures in {QUALITY.name} for the next training.")
    ] = False,
    split: Annotated[
        Optional[str], typer.Option(help="dev or test: fit on the other splits, measure on this one.")
    ] = None,
    slices: Annotated[
        bool, typer.Option("--slices", help="Also by level, region, era, organisation, style, kind, noise.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Print macro-F1 of types, exact periods, topics, strict spans and holders, with intervals."""
    console = Console()
    messages = Console(stderr=True)
    if articles is not None:
        gold = list(read_articles(articles))
        predictions = Predictor(bundle).predict_many(a.text for a in gold)
        outcomes = [compare(a, p) for a, p in zip(gold, predictions, strict=True)]
        title = f"{len(gold)} articles of {articles.name}"
    elif split is not None:
        everything = read_corpus(corpus)
        gold = in_splits(everything, split)
        if not gold or split not in SPLITS:
            raise typer.BadParameter(f"no articles in split {split!r}", param_hint="--split")
        learned = in_splits(everything, *("train" if split == "dev" else "train dev").split())
        model = fit_model(learned, read_config(config))
        predictions = iter(predict_documents(model, read_documents(gold)))
        outcomes = [compare(a, p) for a, p in zip(gold, predictions, strict=True)]
        title = f"{split} split: {len(gold)} articles, fitted on {len(learned)} others"
    else:
        settings = read_config(config)
        gold = read_corpus(corpus)
        outcomes = cross_validate(gold, settings, messages)
        title = f"{len(gold)} articles, {settings.folds}-fold cross-validation by origin"
    estimates = bootstrap(outcomes)
    report = {
        "corpus": corpus_digest(gold),
        "articles": len(gold),
        "figures": {
            name: {"value": round(e.value, 4), "interval": [round(e.low, 4), round(e.high, 4)]}
            for name, e in estimates.items()
        },
    }
    if save:
        QUALITY.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    if as_json:
        print(msgspec.json.encode(report).decode())
        return
    print_figures(estimates, title, console)
    print_labels(outcomes, console)
    if slices:
        print_slices(gold, outcomes, console)


if __name__ == "__main__":
    typer.run(evaluate_command)
