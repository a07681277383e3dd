"""Peers on the same splits, in one run: ``python -m training.compare``.

hoinghi and other ways to read the same articles learn from the same articles and are measured on the same
others, with bootstrap intervals and the paired difference to hoinghi; beside it what each costs: training,
articles a second, bytes.  Times belong to the machine and the run; their ratios can be quoted.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Optional

import msgspec
import numpy as np
import typer
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from training.article import Article, read_articles, read_corpus
from training.benchmark import median_seconds
from training.metrics import Estimate, Outcome, compare, figures
from training.peers import PEERS
from training.peers.own import Own
from training.peers.peer import (
    HOLDERS,
    PERIOD,
    PERSON,
    TITLE,
    TOPICS,
    TYPE,
    Peer,
    is_installed,
    to_prediction,
)
from training.splits import in_splits
from training.taxonomy import LABELS
from training.train import corpus_digest

PIP_LINE = 'pip install "hoinghi[compare]"'
GROUPS = {
    "meeting type and period": (*TYPE, *PERIOD),
    "topics": TOPICS,
    "people and titles": (*PERSON, *TITLE, *HOLDERS),
}
LEARNED = {"dev": ("train",), "test": ("train", "dev")}
TIMED_RUNS = 3
Samples = Mapping[str, NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Result:
    """One peer's outcomes and costs; ``training_seconds`` is ``None`` where it was fitted before the run."""

    name: str
    figures: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    training_seconds: float | None
    articles_per_second: float
    size: int


def draw(articles: int, repeats: int = 1000, seed: int = 0) -> list[list[int]]:
    """Resamples of article numbers, the same as in ``training.metrics.bootstrap``."""
    rows: list[list[int]] = (
        np.random.default_rng(seed).integers(0, articles, size=(repeats, articles)).tolist()
    )
    return rows


def resampled(outcomes: Sequence[Outcome], rows: Sequence[Sequence[int]]) -> Samples:
    """Every figure on every resample."""
    values = [figures([outcomes[i] for i in row]) for row in rows]
    return {name: np.array([value[name] for value in values]) for name in values[0]}


def estimate(value: float, samples: NDArray[np.float64]) -> Estimate:
    """A figure with the 2.5 and 97.5 percentiles of its resamples."""
    low, high = np.percentile(samples, [2.5, 97.5])
    return Estimate(value, float(low), float(high))


def difference(
    own: Mapping[str, float],
    peer: Mapping[str, float],
    own_samples: Samples,
    peer_samples: Samples,
    name: str,
) -> Estimate:
    """How much better hoinghi is than a peer, paired: both are measured on each resample."""
    return estimate(own[name] - peer[name], own_samples[name] - peer_samples[name])


def measure(
    peer: Peer, learned: Sequence[Article], measured: Sequence[Article], timed: int, is_fitted: bool = False
) -> Result:
    """Fit, answer, and time the answering of ``timed`` articles spread over those measured."""
    began = time.perf_counter()
    if not is_fitted:
        peer.fit(learned)
    seconds = None if is_fitted else time.perf_counter() - began
    answers = peer.predict([a.text for a in measured])
    outcomes = tuple(compare(a, to_prediction(b)) for a, b in zip(measured, answers, strict=True))
    chosen = np.linspace(0, len(measured) - 1, min(timed, len(measured))).astype(int).tolist()
    texts = [measured[i].text for i in chosen]
    duration = median_seconds(lambda: peer.predict(texts), TIMED_RUNS)
    return Result(peer.name, peer.figures, outcomes, seconds, len(texts) / duration, peer.size())


def report(results: Sequence[Result]) -> dict[str, dict[str, Any]]:
    """Per peer its figures with intervals and paired differences to the first result, and its costs."""
    rows = draw(len(results[0].outcomes))
    own, own_samples = figures(results[0].outcomes), resampled(results[0].outcomes, rows)
    peers: dict[str, dict[str, Any]] = {}
    for result in results:
        values, samples = figures(result.outcomes), resampled(result.outcomes, rows)
        entry: dict[str, Any] = {"figures": {}}
        for name in result.figures:
            entry["figures"][name] = {"estimate": estimate(values[name], samples[name])}
            if result is not results[0]:
                gain = difference(own, values, own_samples, samples, name)
                entry["figures"][name]["difference"] = gain
        entry["training_seconds"] = result.training_seconds
        entry["articles_per_second"] = result.articles_per_second
        entry["bytes"] = result.size
        peers[result.name] = entry
    return peers


def verdict(gain: Estimate) -> str:
    """``better`` or ``worse`` where the interval of hoinghi's difference leaves out zero, else ``equal``."""
    if gain.low > 0:
        return "better"
    return "worse" if gain.high < 0 else "equal"


_SIGNS = {"better": "▲", "worse": "▼", "equal": "≈"}


def _cell(figure: Mapping[str, Estimate] | None) -> str:
    if figure is None:
        return "–"
    e, gain = figure["estimate"], figure.get("difference")
    line = f"{e.value:.3f} \\[{e.low:.3f}, {e.high:.3f}]"
    if gain is None:
        return line
    return f"{line}\n{_SIGNS[verdict(gain)]} {gain.value:+.3f} \\[{gain.low:+.3f}, {gain.high:+.3f}]"


def print_report(peers: Mapping[str, Mapping[str, Any]], title: str, note: str, console: Console) -> None:
    """One table a group of figures, then the costs."""
    console.print(title, highlight=False)
    for group, names in GROUPS.items():
        table = Table(title=group, show_lines=True)
        table.add_column("peer")
        for name in names:
            table.add_column(name, justify="right", no_wrap=True)
        for peer, entry in peers.items():
            if any(name in entry["figures"] for name in names):
                table.add_row(peer, *(_cell(entry["figures"].get(name)) for name in names))
        console.print(table)
    costs = Table(title="costs")
    costs.add_column("peer")
    for name in ("training s", "articles/s", "MB"):
        costs.add_column(name, justify="right")
    for peer, entry in peers.items():
        seconds = entry["training_seconds"]
        costs.add_row(
            peer,
            "before" if seconds is None else f"{seconds:.1f}",
            f"{entry['articles_per_second']:.0f}",
            f"{entry['bytes'] / 1e6:.2f}",
        )
    console.print(costs)
    console.print(note, highlight=False, markup=False)


def _chosen(names: str | None) -> list[type[Peer]]:
    if names is None:
        return list(PEERS)
    wanted = [name.strip() for name in names.split(",") if name.strip()]
    known = {peer.name: peer for peer in PEERS}
    for name in wanted:
        if name not in known:
            raise typer.BadParameter(f"no peer {name!r}; there are {', '.join(known)}", param_hint="--peers")
    return [known[name] for name in wanted]


def _own(bundle: Path | None, learned: Sequence[Article]) -> Own:
    own = Own(bundle)
    if bundle is not None and own.corpus_digest != corpus_digest(learned):
        raise typer.BadParameter(
            f"{bundle} was not fitted on the {len(learned)} articles that the peers learn from",
            param_hint="--bundle",
        )
    return own


def run_all(
    learned: Sequence[Article],
    measured: Sequence[Article],
    peers: Sequence[type[Peer]],
    bundle: Path | None,
    timed: int,
    say: Callable[[str], None],
) -> tuple[list[Result], list[str]]:
    """hoinghi's result first, then the installed peers', and the names of those skipped."""
    own = _own(bundle, learned)
    say("hoinghi")
    results = [measure(own, learned, measured, timed, is_fitted=bundle is not None)]
    skipped = []
    for peer in peers:
        if is_installed(peer):
            say(peer.name)
            results.append(measure(peer(), learned, measured, timed))
        else:
            say(f"{peer.name}: skipped, {peer.package} is not installed: {PIP_LINE}")
            skipped.append(peer.name)
    return results, skipped


def compare_command(
    corpus: Annotated[Path, typer.Option(help="Folder of labelled .jsonl files.")] = LABELS / "corpus",
    split: Annotated[str, typer.Option(help="dev or test: the split to measure on.")] = "dev",
    articles: Annotated[
        Optional[Path],
        typer.Option(help="Measure on this labelled .jsonl instead; all learn from the whole corpus."),
    ] = None,
    bundle: Annotated[
        Optional[Path], typer.Option(help="hoinghi's bundle, fitted on the same articles before.")
    ] = None,
    peers: Annotated[Optional[str], typer.Option(help="Names of peers, with commas between.")] = None,
    timed: Annotated[int, typer.Option(help="Articles of which the answering is timed.", min=1)] = 64,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Print quality with intervals, the paired difference to hoinghi, and the costs of every peer."""
    messages = Console(stderr=True)
    if split not in LEARNED:
        raise typer.BadParameter(f"no split {split!r} to measure on", param_hint="--split")
    everything = read_corpus(corpus)
    if articles is None:
        learned, measured = in_splits(everything, *LEARNED[split]), in_splits(everything, split)
        title = f"{split} split: {len(measured)} articles, fitted on {len(learned)} others"
    else:
        learned, measured = everything, list(read_articles(articles))
        title = f"{len(measured)} articles of {articles.name}, fitted on the {len(learned)} of the corpus"
    if not learned or not measured:
        raise typer.BadParameter(
            f"no articles to learn from or to measure on in {corpus}", param_hint="--corpus"
        )
    chosen = _chosen(peers)
    results, skipped = run_all(
        learned,
        measured,
        chosen,
        bundle,
        timed,
        lambda line: messages.print(line, highlight=False, markup=False),
    )
    entries = report(results)
    if as_json:
        origin = None if bundle is None else str(bundle)
        whole = {"title": title, "learned": len(learned), "measured": len(measured), "bundle": origin}
        print(msgspec.json.encode({**whole, "peers": entries, "skipped": skipped}).decode())
        return
    note = (
        "95 % bootstrap intervals over articles; second line: hoinghi minus the peer, paired. "
        "▲ hoinghi better, ▼ worse: the interval leaves out 0; ≈ neither. "
        f"Articles a second: median of {TIMED_RUNS} runs over {min(timed, len(measured))} articles."
    )
    if bundle is not None:
        note += f" hoinghi was not fitted in this run: {bundle}, fitted before on the same articles."
    print_report(entries, title, note, Console())


if __name__ == "__main__":
    typer.run(compare_command)
