"""How fast and how large whole batches are: ``python -m training.benchmark batch``.

Each run is a process of its own with everything that a user waits for: start, bundle, reading, writing.
The peak is that of the process and its workers together.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Optional

import typer
from rich.console import Console
from rich.table import Table

from training.article import read_corpus
from training.taxonomy import LABELS

SAMPLE_EVERY = 0.1  # seconds between two looks at the memory


@dataclass(frozen=True, slots=True)
class Measure:
    """One run: wall clock and processor seconds, and the peak of its memory in bytes."""

    seconds: float
    processor: float
    peak: int


def write_batch(path: Path, texts: Sequence[str], count: int) -> int:
    """``count`` records that repeat ``texts`` under new ids; the bytes of the file."""
    with path.open("w", encoding="utf-8") as stream:
        for number in range(count):
            record = {"id": str(number), "text": texts[number % len(texts)]}
            stream.write(json.dumps(record, ensure_ascii=False) + "\n")
    return path.stat().st_size


def tree(root: int) -> set[int]:
    """The process ``root`` and all below it (Linux)."""
    found, waiting = set[int](), [root]
    while waiting:
        process = waiting.pop()
        found.add(process)
        try:
            waiting += map(int, Path(f"/proc/{process}/task/{process}/children").read_text().split())
        except OSError:
            continue
    return found


def memory(processes: Iterable[int]) -> int:
    """Bytes that the processes hold together: what they share is counted once (proportional set size)."""
    total = 0
    for process in processes:
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        except OSError:  # just gone
            continue
        total += next((int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:")), 0)
    return total


def measure(inputs: Path, output: Path, jobs: int) -> Measure:
    """Run ``hoinghi predict`` once.  Raises :class:`SystemExit` where it fails."""
    command = [sys.executable, "-m", "hoinghi", "predict", str(inputs), "-o", str(output), "--quiet"]
    before, began = os.times(), time.perf_counter()
    with subprocess.Popen([*command, "-j", str(jobs)]) as process:
        peak = 0
        while process.poll() is None:
            peak = max(peak, memory(tree(process.pid)))
            time.sleep(SAMPLE_EVERY)
    seconds, after = time.perf_counter() - began, os.times()
    if process.returncode:
        raise SystemExit(f"a run of {jobs} jobs ended with {process.returncode}")
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return Measure(seconds, spent, peak)


def medians(runs: Sequence[Measure]) -> Measure:
    """The median of each figure; of the peaks the largest."""
    return Measure(
        statistics.median(run.seconds for run in runs),
        statistics.median(run.processor for run in runs),
        max(run.peak for run in runs),
    )


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


def batch_command(
    sizes: Annotated[str, typer.Option(help="Articles of the batches.")] = "1000,10000,100000",
    jobs: Annotated[str, typer.Option(help="Processes that predict.")] = "1,2",
    repeats: Annotated[int, typer.Option(help="Runs, of which the median counts.")] = 3,
    texts: Annotated[
        Optional[Path], typer.Option(help="Folder of .txt to repeat; default: the corpus.")
    ] = None,
) -> None:
    """Print articles a second and peak memory of whole batches, and what more processes gain."""
    if texts is None:
        chosen = [article.text for article in read_corpus(LABELS / "corpus")]
    else:
        chosen = [path.read_text(encoding="utf-8") for path in sorted(texts.rglob("*.txt"))]
    table = Table(title=f"whole runs, medians of {repeats}; {os.cpu_count()} processors")
    for name in ("articles", "MB in", "jobs", "seconds", "articles/s", "CPU s", "peak MB", "against one job"):
        table.add_column(name, justify="right")
    with tempfile.TemporaryDirectory() as folder:
        for count in _numbers(sizes):
            size = write_batch(Path(folder) / "in.jsonl", chosen, count)
            _add_rows(table, Path(folder), count, size, _numbers(jobs), repeats)
    Console(width=110).print(table)


def _add_rows(table: Table, folder: Path, count: int, size: int, jobs: Sequence[int], repeats: int) -> None:
    runs: dict[int, list[Measure]] = {number: [] for number in jobs}
    for _ in range(repeats):  # in turn, so that a busy moment of the machine meets each of them
        for number in jobs:
            runs[number].append(measure(folder / "in.jsonl", folder / "out.jsonl", number))
    single = medians(runs[1]) if 1 in runs else None
    for number in jobs:
        found = medians(runs[number])
        gain = f"{single.seconds / found.seconds:.2f}" if single is not None else ""
        table.add_row(
            str(count),
            f"{size / 1e6:.1f}",
            str(number),
            f"{found.seconds:.1f}",
            f"{count / found.seconds:.0f}",
            f"{found.processor:.1f}",
            f"{found.peak / 1e6:.0f}",
            gain,
        )
