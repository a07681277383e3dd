"""Proof of resuming: ``python -m training.kill_and_resume`` kills runs at random moments, and goes on.

A run of ``hoinghi predict`` is killed (SIGKILL, itself or its whole process group), gone on with, killed
again …; each time one comes to its end its files must be, byte for byte, those of a run that nobody killed.
Ends with 1 if they are not, or if a process is left.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from hoinghi.batch.chunks import RECORDS
from training.article import read_corpus
from training.taxonomy import LABELS

OUTPUT = "out.jsonl"
GRACE = 10.0  # seconds that workers have to notice that their parent is gone


@dataclass(slots=True)
class Tally:
    """What was done to the runs: ``at`` chunks were done at each kill, ``whole`` runs came to their end."""

    at: list[int] = field(default_factory=list)
    whole: int = 0
    differing: list[str] = field(default_factory=list)
    left: int = 0


@dataclass(frozen=True, slots=True)
class Moment:
    """When a run is killed, and what with it: ``chunks`` are done, and ``delay`` seconds have passed."""

    chunks: int
    delay: float
    with_group: bool


def command(inputs: Path, output: Path, *options: str) -> list[str]:
    """The command line of a run."""
    return [sys.executable, "-m", "hoinghi", "predict", str(inputs), "-o", str(output), "--quiet", *options]


def files(folder: Path) -> dict[str, bytes]:
    """The contents of a folder by name."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@contextmanager
def _started(arguments: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(arguments, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _is_left(group: int) -> bool:
    """Whether a process of a group lives on after ``GRACE``."""
    end = time.monotonic() + GRACE
    while time.monotonic() < end:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return False
        time.sleep(0.05)
    os.killpg(group, signal.SIGKILL)
    return True


def _entries(folder: Path) -> int:
    try:
        return max((folder / f".{OUTPUT}.journal").read_bytes().count(b"\n") - 1, 0)
    except OSError:
        return 0


def kill_and_resume(
    inputs: Path, folder: Path, *, kills: int, jobs: Sequence[int], pause: float, rng: random.Random
) -> Tally:
    """Kill ``kills`` runs over ``inputs``, going on each time.

    A run is killed when it has done up to three chunks of its own, after up to ``pause`` seconds more: by the
    clock alone a busy machine would kill every one before its first.  ``jobs`` are the numbers of processes
    to choose from at each start.  Works in ``folder``.
    """
    whole, work = folder / "whole", folder / "work"
    whole.mkdir()
    work.mkdir()
    subprocess.run(command(inputs, whole / OUTPUT), check=False)
    tally, expected = Tally(), files(whole)
    while len(tally.at) < kills:
        moment = Moment(_entries(work) + rng.randint(0, 3), rng.uniform(0, pause), rng.random() < 0.5)
        if _killed(inputs, work, str(rng.choice(jobs)), moment, tally):
            tally.at.append(_entries(work))
        else:
            _compare(work, expected, tally)
    for count in jobs:
        subprocess.run(command(inputs, work / OUTPUT, "--resume", "-j", str(count)), check=False)
        _compare(work, expected, tally)
    return tally


def _killed(inputs: Path, work: Path, jobs: str, moment: Moment, tally: Tally) -> bool:
    """Whether the run was killed, and not through before."""
    with _started(command(inputs, work / OUTPUT, "--resume", "-j", jobs)) as process:
        while process.poll() is None and _entries(work) < moment.chunks:
            time.sleep(0.005)
        try:
            process.wait(moment.delay)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL) if moment.with_group else process.kill()
            process.wait()
            tally.left += _is_left(process.pid)
            return True
    return False


def _compare(work: Path, expected: dict[str, bytes], tally: Tally) -> None:
    found = files(work)
    tally.whole += 1
    names = found.keys() | expected.keys()
    tally.differing += sorted(name for name in names if found.get(name) != expected.get(name))
    for path in work.iterdir():
        path.unlink()


def _write_inputs(path: Path, count: int) -> None:
    texts = [article.text for article in read_corpus(LABELS / "corpus")]
    with path.open("w", encoding="utf-8") as stream:
        for number in range(count):
            record = {"id": f"a{number}", "text": texts[number % len(texts)]}
            stream.write(json.dumps(record, ensure_ascii=False) + "\n" if number % 97 else "{torn\n")


def kill_command(
    kills: Annotated[int, typer.Option(help="Kills in all.")] = 50,
    articles: Annotated[int, typer.Option(help="Records of the input.")] = 1500,
    jobs: Annotated[str, typer.Option(help="Numbers of processes to choose from.")] = "1,2",
    seed: Annotated[int, typer.Option(help="Of the moments of the kills.")] = 1,
) -> None:
    """Kill and go on; print how far each run had come, and whether every whole one had the same bytes."""
    with tempfile.TemporaryDirectory() as name:
        inputs = Path(name) / "in.jsonl"
        _write_inputs(inputs, articles)
        began = time.monotonic()
        subprocess.run(command(inputs, Path(name) / OUTPUT), check=False)
        pause = (time.monotonic() - began) * RECORDS / articles
        tally = kill_and_resume(
            inputs,
            Path(name),
            kills=kills,
            jobs=[int(count) for count in jobs.split(",")],
            pause=pause,
            rng=random.Random(seed),
        )
    print(f"{len(tally.at)} kills; chunks done at each: {' '.join(map(str, tally.at))}")
    print(f"{tally.whole} runs came to their end; files that differ: {', '.join(tally.differing) or 'none'}")
    print(f"processes left by a kill: {tally.left or 'none'}")
    raise typer.Exit(1 if tally.differing or tally.left else 0)


if __name__ == "__main__":
    typer.run(kill_command)
