"""Progress on standard error: a bar on a terminal, a line now and then elsewhere, JSON lines for programs."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import typer

from hoinghi.batch.progress import Advanced, Event, Finished, Note, Rejected, Started
from hoinghi.batch.report import Summary
from hoinghi.cli.rejects import say_reject
from hoinghi.cli.terminal import visible

if TYPE_CHECKING:
    from pathlib import Path

    from rich.progress import Progress as RichProgress

EVERY = 10.0  # seconds between two lines


def summary_text(output: Path, summary: Summary) -> str:
    """What became of a run, in one line."""
    parts = [f"{summary.written} records", f"{summary.rejected} rejected"]
    if summary.duplicates:
        parts.append(f"{summary.duplicates} with the id of an earlier one")
    if summary.resumed:
        parts.append(f"{summary.resumed} were done before")
    return f"{output}: {', '.join(parts)}"


class _Rate:
    """Articles a second of this run, and the time that is left by the bytes that are."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._size: int | None = None
        self._before = 0

    def start(self, event: Started) -> None:
        self._began, self._size = time.monotonic(), event.size

    def figures(self, event: Advanced) -> tuple[float, float | None]:
        """Articles a second, and seconds left (``None``: not known)."""
        seconds = max(time.monotonic() - self._began, 1e-9)
        done = event.written + event.rejected
        if done == event.resumed:  # skipping over what was done says nothing of the speed
            self._began, self._before = time.monotonic(), event.read
            return 0.0, None
        read = event.read - self._before
        left = None if self._size is None or read <= 0 else seconds * max(self._size - event.read, 0) / read
        return (done - event.resumed) / seconds, left


class Lines:
    """Rejects and notes as they come, and a line of progress every ten seconds.

    With ``is_quiet`` nothing but the rejects that no file beside an output holds.
    """

    def __init__(self, output: Path | None, *, is_quiet: bool = False) -> None:
        self._output, self._is_quiet = output, is_quiet
        self._rate, self._said = _Rate(), time.monotonic()

    def __call__(self, event: Event) -> None:
        if isinstance(event, Started):
            self._rate.start(event)
            self._said = time.monotonic()
        elif isinstance(event, Rejected):
            if not self._is_quiet or self._output is None:
                say_reject(event.reject)
        elif self._is_quiet:
            return
        elif isinstance(event, Note):
            typer.echo(visible(event.message), err=True)
        elif isinstance(event, Advanced):
            self._advance(event)
        elif self._output is not None:
            typer.echo(visible(summary_text(self._output, event.summary)), err=True)

    def _advance(self, event: Advanced) -> None:
        now = time.monotonic()
        if now - self._said < EVERY:
            return
        self._said = now
        rate, left = self._rate.figures(event)
        ahead = "" if left is None else f", about {_duration(left)} left"
        typer.echo(
            f"{event.written} records, {event.rejected} rejected, {rate:.0f} articles/s{ahead}", err=True
        )

    def failed(self, message: str) -> None:
        """The run ends with an error."""
        print(f"hoinghi: {visible(message)}", file=sys.stderr)

    def stopped(self, message: str) -> None:
        """The user stopped the run."""
        self.failed(message)

    def __enter__(self) -> Lines:
        return self

    def __exit__(self, *raised: object) -> None:
        return None


class JsonLog(Lines):
    """One JSON object a line, with the name of its ``event``, in ASCII."""

    def __call__(self, event: Event) -> None:
        if isinstance(event, Started):
            self._rate.start(event)
            self._said = time.monotonic()
            self._say("started", sources=event.sources, bytes=event.size)
        elif isinstance(event, Rejected):
            self._say("reject", **asdict(event.reject))
        elif isinstance(event, Note):
            self._say("note", message=event.message)
        elif isinstance(event, Advanced):
            self._advance(event)
        elif isinstance(event, Finished):
            summary = event.summary
            self._say(
                "finished",
                records=summary.records,
                written=summary.written,
                rejected=summary.rejected,
                resumed=summary.resumed,
                duplicates=summary.duplicates,
                files=[str(path) for path in summary.files],
            )

    def _advance(self, event: Advanced) -> None:
        now = time.monotonic()
        if now - self._said < EVERY:
            return
        self._said = now
        rate, left = self._rate.figures(event)
        self._say(
            "progress",
            written=event.written,
            rejected=event.rejected,
            bytes=event.read,
            articles_per_second=round(rate, 1),
            seconds_left=None if left is None else round(left),
        )

    def failed(self, message: str) -> None:
        self._say("error", message=message)

    def stopped(self, message: str) -> None:
        self._say("stopped", message=message)

    def _say(self, name: str, **fields: Any) -> None:
        print(json.dumps({"event": name, **fields}), file=sys.stderr, flush=True)


class Bar(Lines):
    """A bar over the bytes of the input; everything else above it."""

    def __init__(self, output: Path | None) -> None:
        super().__init__(output)
        self._bar, self._task = _bar()

    def __enter__(self) -> Bar:
        self._bar.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._bar.stop()

    def __call__(self, event: Event) -> None:
        if isinstance(event, Started):
            self._bar.update(self._task, total=event.size)
        if isinstance(event, Finished):
            self._bar.stop()
        super().__call__(event)

    def _advance(self, event: Advanced) -> None:
        rate, left = self._rate.figures(event)
        self._bar.update(
            self._task,
            completed=event.read,
            records=event.written,
            rejected=event.rejected,
            rate=rate,
            left="–" if left is None else _duration(left),
        )


def _bar() -> tuple[RichProgress, Any]:
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

    bar = Progress(
        BarColumn(),
        DownloadColumn(),
        TextColumn("{task.fields[records]} records, {task.fields[rejected]} rejected"),
        TextColumn("{task.fields[rate]:.0f}/s, {task.fields[left]} left"),
        console=Console(stderr=True),
    )
    return bar, bar.add_task("", total=None, records=0, rejected=0, rate=0.0, left="–")


def _duration(seconds: float) -> str:
    whole = round(seconds)
    hours, minutes = divmod(whole // 60, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min" if minutes >= 2 else f"{whole} s"


def reporter(output: Path | None, *, is_quiet: bool, is_json: bool) -> Lines:
    """Who reports a run that writes to ``output`` (``None``: standard output)."""
    if is_json:
        return JsonLog(output)
    if is_quiet:
        return Lines(output, is_quiet=True)
    # A bar and records would take the same lines of one terminal.
    if output is not None and sys.stderr.isatty():
        return Bar(output)
    return Lines(output)
