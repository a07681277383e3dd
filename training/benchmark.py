"""How fast: ``python -m training.benchmark`` times the stages of a prediction, medians of several runs;
``python -m training.benchmark batch`` times whole batches.

Absolute figures belong to the machine; what can be quoted is the ratio of two rows of one run.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Optional

import typer
from rich.console import Console
from rich.table import Table

from hoinghi.decoding import decode_batch
from hoinghi.document import read_document
from hoinghi.heads.encoding import EncodedBatch, encode
from hoinghi.predictor import CHUNK, Predictor
from training.article import read_corpus
from training.benchmark_batch import batch_command
from training.taxonomy import LABELS


def median_seconds(work: Callable[[], object], repeats: int) -> float:
    """The median duration of ``repeats`` calls, after one that warms the caches."""
    work()
    durations = []
    for _ in range(repeats):
        began = time.perf_counter()
        work()
        durations.append(time.perf_counter() - began)
    return statistics.median(durations)


def stages(predictor: Predictor, texts: Sequence[str]) -> dict[str, Callable[[], object]]:
    """The work of each stage over all texts, given what the stages before it made."""
    model = predictor.model
    documents = [read_document(text) for text in texts]
    chunks = [documents[i : i + CHUNK] for i in range(0, len(documents), CHUNK)]
    batches = [encode(chunk, model.table) for chunk in chunks]

    def type_scores(batch: EncodedBatch) -> object:
        scores = [[model.ranker.decide(p.features)[0] for p in placed] for placed in batch.periods]
        return model.types.score(batch, scores)

    return {
        "read (clean, tokens, sentences)": lambda: [read_document(text) for text in texts],
        "encode (ids, clauses, periods)": lambda: [encode(chunk, model.table) for chunk in chunks],
        "meeting type": lambda: [type_scores(batch) for batch in batches],
        "topics": lambda: [model.topics.score(batch) for batch in batches],
        "people and titles": lambda: [
            model.tagger.tag(batch.documents, batch.packed, batch.offsets) for batch in batches
        ],
        "all heads and records": lambda: [decode_batch(model, batch) for batch in batches],
        "predict_many": lambda: list(predictor.predict_many(texts)),
        "predict, one by one": lambda: [predictor.predict(text) for text in texts],
    }


app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
app.command("batch")(batch_command)


@app.callback(invoke_without_command=True)
def benchmark_command(
    context: typer.Context,
    texts: Annotated[Optional[Path], typer.Option(help="Folder of .txt; default: the corpus.")] = None,
    limit: Annotated[int, typer.Option(help="Articles to time.")] = 512,
    repeats: Annotated[int, typer.Option(help="Runs, of which the median counts.")] = 5,
    bundle: Annotated[Optional[Path], typer.Option(help="Folder of a trained bundle.")] = None,
) -> None:
    """Print milliseconds an article and articles a second of each stage, and the batch's gain."""
    if context.invoked_subcommand is not None:
        return
    if texts is None:
        chosen = [article.text for article in read_corpus(LABELS / "corpus")][:limit]
    else:
        chosen = [p.read_text(encoding="utf-8") for p in sorted(texts.rglob("*.txt"))[:limit]]
    seconds = {
        name: median_seconds(work, repeats) for name, work in stages(Predictor(bundle), chosen).items()
    }
    table = Table(
        title=f"{len(chosen)} articles, {sum(map(len, chosen)) // len(chosen)} characters on average"
    )
    for name in ("stage", "ms an article", "articles/s"):
        table.add_column(name, justify="left" if name == "stage" else "right")
    for name, duration in seconds.items():
        table.add_row(name, f"{1000 * duration / len(chosen):.3f}", f"{len(chosen) / duration:.0f}")
    console = Console()
    console.print(table)
    gain = seconds["predict, one by one"] / seconds["predict_many"]
    console.print(f"predict_many against one by one: {gain:.1f} times as fast", highlight=False)


if __name__ == "__main__":
    app()
