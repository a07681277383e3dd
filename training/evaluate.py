"""Measure quality: ``python -m training.evaluate`` cross-validates by origin, with intervals.

Each fold's model is fitted from nothing on the other origins, so no figure comes from an article, or a
writer, that the model has seen.  ``--articles FILE`` measures the shipped bundle on labelled articles
from elsewhere instead; ``--split test`` fits on the other splits and measures on that one.
``--predictions FILE`` keeps what was predicted, ``--from-predictions FILE`` measures that again without
fitting anything, and ``--report FILE`` writes a page of tables, plots and the worst errors.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Optional

import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from hoinghi.document import read_document
from hoinghi.predictor import Predictor
from training.article import Article, read_articles, read_corpus
from training.config import DEFAULT, Config, read_config
from training.fit import fit_model
from training.folds import assign_folds
from training.material import read_documents
from training.metrics import Estimate, Outcome, f1, topic_counts, type_counts
from training.passages import PASSAGES, read_passages
from training.predictions import Scored, read_predictions, score_articles, write_predictions
from training.report import write_report
from training.report_curve import Curve, read_curve
from training.report_evaluation import evaluate_scored
from training.report_record import metrics_record, metrics_summary
from training.slices import print_slices
from training.splits import in_splits
from training.taxonomy import LABELS
from training.train import QUALITY

CURVE = LABELS.parent / "docs" / "learning-curve.json"
LEARNED = {"dev": ("train",), "test": ("train", "dev")}  # what a split is measured by


def cross_validate(
    articles: Sequence[Article], config: Config, console: Console, passages: Sequence[Article] = ()
) -> list[Scored]:
    """Every article under a model fitted without its origin, in the articles' order."""
    documents = read_documents(articles)
    folds = assign_folds(articles, config.folds, config.seed)
    found: list[Scored | None] = [None] * len(articles)
    for fold in range(config.folds):
        console.print(f"fold {fold + 1}/{config.folds}", highlight=False)
        train = np.flatnonzero(folds != fold).tolist()
        held = np.flatnonzero(folds == fold).tolist()
        model = fit_model(
            [articles[i] for i in train],
            config,
            documents=[documents[i] for i in train],
            passages=passages,
        )
        scored = score_articles(model, [articles[i] for i in held], [documents[i] for i in held], fold)
        for i, item in zip(held, scored, strict=True):
            found[i] = item
    return [item for item in found if item is not None]


def measure_bundle(articles: Sequence[Article], bundle: Path | None) -> list[Scored]:
    """Articles as a bundle's user would see them predicted, text without diacritics restored."""
    model = Predictor(bundle).model
    return score_articles(model, articles, [read_document(a.text, model.restorer) for a in articles])


def measure_split(
    everything: Sequence[Article], split: str, config: Config, passages: Sequence[Article] = ()
) -> list[Scored]:
    """The articles of a split under a model of the splits of ``LEARNED``."""
    learned = in_splits(everything, *LEARNED[split])
    held = in_splits(everything, split)
    model = fit_model(learned, config, passages=passages)
    return score_articles(model, held, read_documents(held))


def kept_predictions(path: Path, articles: Sequence[Article]) -> list[Scored]:
    """What ``--from-predictions`` names; a file that does not fit the articles is the user's mistake."""
    try:
        return read_predictions(path, articles)
    except (OSError, ValueError) as error:
        raise typer.BadParameter(str(error), param_hint="--from-predictions") from None


def measured_articles(
    corpus: Path, split: str | None, articles: Path | None
) -> tuple[list[Article], list[Article]]:
    """All labelled articles that ``--articles`` or ``--corpus`` names, and those of them to measure.

    Raises ``typer.BadParameter`` for options that do not go together and for files that are none.
    """
    if split is not None and split not in LEARNED:
        raise typer.BadParameter(f"{split!r} is neither dev nor test", param_hint="--split")
    if split is not None and articles is not None:
        raise typer.BadParameter("--articles measures all of its articles, without --split")
    if articles is not None and not articles.is_file():
        raise typer.BadParameter(f"there is no file {articles}", param_hint="--articles")
    try:
        everything = list(read_articles(articles)) if articles is not None else read_corpus(corpus)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    gold = in_splits(everything, split) if split is not None else everything
    if not gold:
        raise typer.BadParameter("there is no article to measure", param_hint="--corpus")
    return everything, gold


def measured_title(
    everything: Sequence[Article], scored: Sequence[Scored], split: str | None, articles: Path | None
) -> str:
    """What was measured, and by what: of kept predictions too."""
    if articles is not None:
        return f"{len(scored)} articles of {articles.name}"
    if split is not None:
        others = len(in_splits(everything, *LEARNED[split]))
        return f"{split} split: {len(scored)} articles, fitted on {others} others"
    folds = len({item.fold for item in scored})
    return f"{len(scored)} articles, {folds}-fold cross-validation by origin"


def shown_curve(path: Path | None) -> Curve | None:
    """What ``--curve`` names; the repository's own curve, where there is one, without it."""
    if path is None and not CURVE.exists():
        return None
    try:
        return read_curve(path or CURVE)
    except (OSError, ValueError) as error:
        raise typer.BadParameter(str(error), param_hint="--curve") from None


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
    passages: Annotated[Path, typer.Option(help="Folder of passages that teach topics.")] = PASSAGES,
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
    predictions: Annotated[
        Optional[Path], typer.Option(help="Keep the predictions in this .jsonl, one line an article.")
    ] = None,
    from_predictions: Annotated[
        Optional[Path], typer.Option(help="Measure the predictions of this .jsonl; nothing is fitted.")
    ] = None,
    report: Annotated[
        Optional[Path], typer.Option(help="Write a page of tables, plots and the worst errors (.html).")
    ] = None,
    curve: Annotated[
        Optional[Path], typer.Option(help="The learning curve of the page, from training.curve --json.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Print macro-F1 of types, exact periods, topics, strict spans and holders, with intervals."""
    # What fails for a wrong argument fails before half an hour of fitting.
    for path in (predictions, report):
        if path is not None and not path.parent.is_dir():
            raise typer.BadParameter(f"there is no folder {path.parent}")
    everything, gold = measured_articles(corpus, split, articles)
    learned = shown_curve(curve) if report is not None else None
    if from_predictions is not None:
        scored = kept_predictions(from_predictions, gold)
    elif articles is not None:
        scored = measure_bundle(gold, bundle)
    elif split is not None:
        scored = measure_split(everything, split, read_config(config), read_passages(passages))
    else:
        scored = cross_validate(gold, read_config(config), Console(stderr=True), read_passages(passages))
    title = measured_title(everything, scored, split, articles)
    if predictions is not None:
        write_predictions(scored, predictions)
    evaluation = evaluate_scored(title, gold, scored)
    if save:
        QUALITY.write_text(json.dumps(metrics_summary(evaluation), indent=1) + "\n", encoding="utf-8")
    if report is not None:
        write_report(evaluation, report, learned)
    if as_json:
        print(json.dumps(metrics_record(evaluation), ensure_ascii=False))
        return
    console = Console()
    print_figures(evaluation.figures, title, console)
    print_labels(evaluation.outcomes, console)
    if slices:
        print_slices(gold, evaluation.outcomes, console)


if __name__ == "__main__":
    typer.run(evaluate_command)
