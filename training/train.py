"""Train the bundle: ``python -m training.train`` reads ``labels/`` and writes ``models/default/``."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import platform
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Optional

import msgspec
import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from hoinghi import __version__
from hoinghi.bundle.folder import save_bundle
from hoinghi.model import Model, model_arrays, model_tables
from training.article import Article, read_corpus, to_line
from training.config import DEFAULT, Config, read_config
from training.fit import STEPS, fit_model
from training.passages import PASSAGES, read_passages
from training.taxonomy import LABELS, read_toml, taxonomy

MODELS = LABELS.parent / "models"
QUALITY = MODELS / "quality.json"
_LIBRARIES = ("numpy", "scipy", "scikit-learn")


def corpus_digest(articles: Sequence[Article]) -> str:
    """SHA-256 over the articles' records: the identity of a training set."""
    sha = hashlib.sha256()
    for article in articles:
        sha.update(to_line(article).encode() + b"\n")
    return sha.hexdigest()


def measured(digest: str, key: str, path: Path = QUALITY) -> dict[str, Any]:
    """What ``training.evaluate --save`` found on this very corpus; empty if it was not measured.

    ``key``: ``figures`` or ``profile`` (what predictions usually look like, for reports of drift).
    """
    if not path.exists():
        return {}
    report = json.loads(path.read_text(encoding="utf-8"))
    return dict(report.get(key, {})) if report["corpus"] == digest else {}


def write_bundle(
    model: Model,
    articles: Sequence[Article],
    config: Config,
    folder: Path,
    passages: Sequence[Article] = (),
) -> str:
    """Save a trained model with its manifest; the bundle's digest."""
    labels = taxonomy()
    digest = corpus_digest(articles)
    manifest = {
        "name": "hoinghi",
        "version": __version__,
        "labels": {
            "meeting_types": list(labels.type_ids),
            "topics": list(labels.topic_ids),
            "spans": ["PERSON", "TITLE"],
        },
        "corpus": {"articles": len(articles), "digest": digest},
        "passages": {"passages": len(passages), "digest": corpus_digest(passages)},
        "config": msgspec.to_builtins(config),
        "libraries": {name: importlib.metadata.version(name) for name in _LIBRARIES},
        "python": platform.python_version(),
        "quality": measured(digest, "figures"),
        "profile": measured(digest, "profile"),
    }
    titles = read_toml(LABELS / "titles.toml")
    return save_bundle(folder, manifest, model_arrays(model), model_tables(model, titles))


def train(
    articles: Sequence[Article],
    config: Config,
    folder: Path,
    console: Console,
    passages: Sequence[Article] = (),
) -> str:
    """Fit and save, with a progress display; the bundle's digest."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("", total=len(STEPS))

        def begin(step: str) -> None:
            number = STEPS.index(step)
            progress.update(task, description=f"[{number + 1}/{len(STEPS)}] {step}", completed=number)
            if not console.is_terminal:
                console.print(f"[{number + 1}/{len(STEPS)}] {step}", markup=False)

        model = fit_model(articles, config, begin, passages=passages)
        progress.update(task, description="done", completed=len(STEPS))
    return write_bundle(model, articles, config, folder, passages)


def train_command(
    corpus: Annotated[Path, typer.Option(help="Folder of labelled .jsonl files.")] = LABELS / "corpus",
    passages: Annotated[Path, typer.Option(help="Folder of passages that teach topics.")] = PASSAGES,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder of the bundle.")] = MODELS / "default",
    config: Annotated[Path, typer.Option(help="Training configuration (TOML).")] = DEFAULT,
    jobs: Annotated[Optional[int], typer.Option(help="Processes; overrides the configuration.")] = None,
) -> None:
    """Train every head on the labelled articles and write the bundle."""
    console = Console(stderr=True)
    settings = read_config(config)
    if jobs is not None:
        settings = msgspec.structs.replace(settings, jobs=jobs)
    articles = read_corpus(corpus)
    if not articles:
        raise typer.BadParameter(f"no .jsonl with articles in {corpus}", param_hint="--corpus")
    began = time.monotonic()
    digest = train(articles, settings, out, console, read_passages(passages))
    console.print(
        f"{out}: bundle {digest[:16]} from {len(articles)} articles in {time.monotonic() - began:.0f} s",
        highlight=False,
    )


if __name__ == "__main__":
    typer.run(train_command)
