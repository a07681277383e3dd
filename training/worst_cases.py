"""What the worst inputs cost: ``python -m training.worst_cases`` runs each in a process of its own.

A row is an input that a crawl may hold or that somebody may send: its size, the wall time and the time of
the processor that it took, the peak memory of the process, and what came of it: the warnings, or the reason
why it was rejected.  A text's times are of its prediction alone, a file's of the whole command; the first row
is what a process needs anyway.  Times belong to the machine; the outcomes should stay.
"""

from __future__ import annotations

import base64
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, NamedTuple, Optional

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from hoinghi.cli.terminal import visible

MEGA = 1 << 20
TIMEOUT = 120  # seconds after which a case is given up
MEMORY = 6 << 30  # bytes of address space that a case may ask for
_SYLLABLES = "An Bá Cẩm Dũng Đạt Giang Hà Khang Linh Mai Nam Oanh Phúc Quân Sơn Tâm Uyên Vân Xuân Yến".split()


def _names(count: int) -> str:
    """``count`` people of different names with a title each."""
    rng = random.Random(1)
    return ". ".join(
        f"Đồng chí {rng.choice(_SYLLABLES)} {_SYLLABLES[i % 20]}{i // 20}, Chủ tịch Hội Nông dân xã"
        for i in range(count)
    )


def _bytes(count: int) -> bytes:
    return random.Random(2).randbytes(count)


_COLUMNS = 100_000
# Texts go to Predictor.predict, bytes through the command line as a file of that suffix.
TEXTS: dict[str, Callable[[], str]] = {
    "one word": lambda: "hội",
    "nothing": lambda: "",
    "one token of 50 MB": lambda: "a" * (50 * MEGA),
    "one accented token of 10 M letters": lambda: "ộ" * 10_000_000,
    "ten million digits": lambda: "7" * 10_000_000,
    "a date of a million parts": lambda: "1/" * 1_000_000,
    "a million full stops": lambda: "." * 1_000_000,
    "a million full stops and spaces": lambda: ". " * 1_000_000,
    "a million lines of one letter": lambda: "a\n" * 1_000_000,
    "a million line ends": lambda: "\n" * 1_000_000,
    "ten million spaces": lambda: " " * 10_000_000,
    "a million combining marks": lambda: "a" + "\u0301" * 1_000_000,
    "a million piles of marks": lambda: "a\u0323\u0302\u0301" * 1_000_000,
    "a million emoji": lambda: "🏛" * 1_000_000,
    "a million NULs": lambda: "\0" * 1_000_000,
    "a million halves of surrogate pairs": lambda: "\ud800" * 1_000_000,
    "a million brackets": lambda: "(" * 1_000_000,
    "200,000 people": lambda: _names(200_000),
    "one person 200,000 times": lambda: "Đồng chí Lê Văn Đò, Chủ tịch Hội Nông dân xã. " * 200_000,
    "200,000 years": lambda: "năm 2020 " * 200_000,
    "200,000 clock lines": lambda: "1/1/2020 10:10:10 online\n" * 200_000,
    "200,000 menu lines": lambda: "Trang chủ | Giới thiệu | Tin tức\n" * 200_000,
    "one line of 20 MB": lambda: "Hội nghị giao ban công tác quý III năm 2019, " * (20 * MEGA // 55),
    "base64 of 5 MB": lambda: base64.b64encode(_bytes(5 * MEGA)).decode(),
    "a million open tags": lambda: "<script>" * 1_000_000,
    "no diacritics, 5 MB": lambda: "hoi nghi so ket cong tac sau thang dau nam\n" * (5 * MEGA // 43),
}
FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "an empty .txt": (".txt", lambda: b""),
    "5 MB of random bytes as .txt": (".txt", lambda: _bytes(5 * MEGA)),
    "50 MB of zeros as .txt": (".txt", lambda: bytes(50 * MEGA)),
    "a .jsonl line of 20 MB": (".jsonl", lambda: b'{"text": "' + b"a b " * (5 * MEGA) + b'"}\n'),
    "a .jsonl line nested a million deep": (".jsonl", lambda: b"[" * 1_000_000 + b"\n"),
    "a number of a million digits in .jsonl": (".jsonl", lambda: b'{"id": ' + b"7" * 1_000_000 + b"}\n"),
    "20 MB of random bytes as .jsonl": (".jsonl", lambda: _bytes(20 * MEGA)),
    "a .csv of 100,000 columns": (".csv", lambda: b"text" + b",a" * _COLUMNS + b"\nx" + b",b" * _COLUMNS),
    "a .csv with a quote that never closes": (".csv", lambda: b'text\n"' + b"a b\n" * (2 * MEGA)),
    "random bytes as .html": (".html", lambda: _bytes(MEGA)),
    "100,000 elements inside each other": (".html", lambda: b"<div>" * 100_000 + b"text"),
    "200,000 open paragraphs": (".html", lambda: b"<p>H\xe1\xbb\x99i ngh\xe1\xbb\x8b " * 200_000),
    "a table of 100,000 cells": (".html", lambda: b"<table><tr>" + b"<td>a</td>" * 100_000 + b"</table>"),
    "an attribute of 10 MB": (".html", lambda: b'<p class="' + b"a" * (10 * MEGA) + b'">text</p>'),
    "a million references": (".html", lambda: b"<p>" + b"&lt;" * 1_000_000 + b"</p>"),
}  # fmt: skip


class Cost(NamedTuple):
    """Of one case: its size in characters or bytes, both times, peak memory in MB, and what came of it."""

    size: int
    seconds: float
    processor_seconds: float
    megabytes: float
    outcome: str


def _peak_megabytes(who: int) -> float:
    import resource

    peak = resource.getrusage(who).ru_maxrss
    return peak / (MEGA if sys.platform == "darwin" else 1 << 10)


def _bound_memory() -> None:
    """A case that would take the machine's memory ends in an error of its own; children inherit the bound."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _predict_text(name: str, bundle: str | None) -> Cost:
    """In a process of its own: the text is made, then predicted."""
    import resource

    from hoinghi import Predictor

    predictor = Predictor(bundle)
    predictor.predict("hội nghị")
    text = TEXTS[name]()
    began, began_processor = time.perf_counter(), time.process_time()
    prediction = predictor.predict(text)
    seconds, processor = time.perf_counter() - began, time.process_time() - began_processor
    outcome = prediction.meeting_type.label + "".join(f"; {warning}" for warning in prediction.warnings)
    return Cost(len(text), seconds, processor, _peak_megabytes(resource.RUSAGE_SELF), outcome)


def _predict_file(name: str, bundle: str | None) -> Cost:
    """The command line on a file of those bytes."""
    import resource

    suffix, make = FILES[name]
    with tempfile.TemporaryDirectory() as folder:
        path, out = Path(folder) / f"case{suffix}", Path(folder) / "out.jsonl"
        data = make()
        path.write_bytes(data)
        command = [sys.executable, "-m", "hoinghi", "predict", str(path), "-o", str(out)]
        began = time.perf_counter()
        done = subprocess.run(
            command + (["--bundle", bundle] if bundle else []), capture_output=True, timeout=TIMEOUT
        )
        seconds = time.perf_counter() - began
        told = done.stderr.decode(errors="replace").strip().splitlines() or [""]
        outcome = f"exit {done.returncode}: " + told[0 if done.returncode else -1].replace(folder + "/", "")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = used.ru_utime + used.ru_stime
    return Cost(len(data), seconds, processor, _peak_megabytes(resource.RUSAGE_CHILDREN), outcome)


def cost(name: str, bundle: Path | None = None) -> Cost:
    """What the case ``name`` costs in a fresh process; that it died or took too long is an outcome, too."""
    command = [sys.executable, "-m", "training.worst_cases", "--one", name]
    began = time.perf_counter()
    try:
        done = subprocess.run(
            command + (["--bundle", str(bundle)] if bundle else []), capture_output=True, timeout=TIMEOUT + 30
        )
    except subprocess.TimeoutExpired:
        return Cost(0, time.perf_counter() - began, 0.0, 0.0, f"given up after {TIMEOUT} s")
    if done.returncode:
        last = (done.stderr.decode(errors="replace").strip().splitlines() or ["no word"])[-1]
        return Cost(0, time.perf_counter() - began, 0.0, 0.0, f"DIED ({done.returncode}): {last}")
    return msgspec.json.decode(done.stdout, type=Cost)


def worst_cases_command(
    only: Annotated[str, typer.Option(help="Cases whose name holds this.")] = "",
    bundle: Annotated[Optional[Path], typer.Option(help="Folder of a trained bundle.")] = None,
    one: Annotated[Optional[str], typer.Option(hidden=True)] = None,
) -> None:
    """Print a table of the worst inputs with time, memory and outcome; exit 1 if one died."""
    if one is not None:
        _bound_memory()
        run = _predict_text if one in TEXTS else _predict_file
        print(msgspec.json.encode(run(one, str(bundle) if bundle else None)).decode())
        return
    table = Table(title="each in a fresh process")
    for column in ("input", "size", "s", "CPU s", "peak MB", "outcome"):
        table.add_column(
            column, justify="left" if column in ("input", "outcome") else "right", overflow="fold"
        )
    has_died = False
    console = Console(width=None if sys.stdout.isatty() else 150)
    for name in [name for name in (*TEXTS, *FILES) if only in name]:
        found = cost(name, bundle)
        has_died |= found.outcome.startswith(("DIED", "given up"))
        table.add_row(
            name,
            f"{found.size:,}",
            f"{found.seconds:.1f}",
            f"{found.processor_seconds:.1f}",
            f"{found.megabytes:.0f}",
            visible(found.outcome)[:200],
        )
        print(f"{name}: {found.seconds:.1f} s", file=sys.stderr)
    console.print(table)
    raise typer.Exit(int(has_died))


if __name__ == "__main__":
    typer.run(worst_cases_command)
