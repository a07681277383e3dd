"""``hoinghi predict``: one record out for each record in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from hoinghi.cli.cluster import Dask, to_folder
from hoinghi.cli.options import Bundle, DateField, IdField, Paths, TextField
from hoinghi.errors import HoinghiError

if TYPE_CHECKING:
    from hoinghi.batch.engine import Outcome
    from hoinghi.batch.progress import Event, Progress

SOME_REJECTED, FAILED = 1, 2


class Format(str, Enum):
    """Output formats."""

    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"


def predict(
    paths: Paths,
    output: Annotated[
        Optional[list[Path]],
        typer.Option("--output", "-o", help="File to write; default: standard output.", metavar="FILE"),
    ] = None,
    format: Annotated[
        Optional[Format], typer.Option("--format", help="Default: by the output's suffix, else jsonl.")
    ] = None,
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", help="Processes that predict; -1: one a processor.")
    ] = 1,
    dask: Dask = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with a run of the same output that was stopped.")
    ] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Add the reasons to each JSON record.")] = False,
    table: Annotated[
        bool, typer.Option("--table", help="Print a readable table instead of records.")
    ] = False,
    text_field: TextField = "text",
    id_field: IdField = "id",
    date_field: DateField = "date",
    min_score: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="Tell no meeting type whose probability is below this.")
    ] = 0.0,
    bundle: Bundle = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing but errors that stop the run.")] = False,
    json_log: Annotated[
        bool, typer.Option("--json-log", help="Messages, rejects and progress as JSON lines.")
    ] = False,
) -> None:
    """Tag articles: one record out for each record in."""
    from hoinghi.batch.records import Columns
    from hoinghi.cli.progress import JsonLog, reporter
    from hoinghi.cli.stopping import stoppable

    target = _only(output)
    options: dict[str, Any] = {
        "bundle": bundle,
        "jobs": jobs,
        "columns": Columns(text_field, id_field, date_field),
        "min_score": min_score,
        "with_explanation": explain,
    }
    said = reporter(target, is_quiet=quiet, is_json=json_log)
    watch = _Watch(said, table)
    with stoppable(said.stopped), said:
        try:
            if dask is not None:
                to_folder(dask, paths, target, format and format.value, table, resume, watch, options)
            elif target is not None:
                _to_file(paths, target, format, resume, watch, options)
            else:
                _to_standard_output(paths, format, resume, table, watch, options)
        except HoinghiError as error:
            if not isinstance(said, JsonLog):
                raise
            said.failed(str(error))
            raise typer.Exit(FAILED) from None
    watch.print_table()
    if watch.rejected:
        raise typer.Exit(SOME_REJECTED)


def _only(outputs: list[Path] | None) -> Path | None:
    if outputs and len(outputs) > 1:
        given = ", ".join(map(str, outputs))
        raise HoinghiError(f"--output is given {len(outputs)} times ({given}): give one")
    return outputs[0] if outputs else None


class _Watch:
    """Sees every event on its way to the reporter: counts rejects, collects the table's rows."""

    def __init__(self, said: Progress, table: bool) -> None:
        self._said = said
        self._table = _new_table() if table else None
        self.rejected = 0

    def __call__(self, event: Event) -> None:
        from hoinghi.batch.progress import Advanced, Finished

        if isinstance(event, Advanced) and self._table is not None:
            self._table.add_lines(event.lines)
        if isinstance(event, Finished):
            self.rejected = event.summary.rejected
        self._said(event)

    def print_table(self) -> None:
        if self._table is not None:
            from rich.console import Console

            self._table.print(Console())


def _new_table() -> Any:
    from hoinghi.cli.table import PredictionTable

    return PredictionTable()


def _to_file(
    paths: list[str],
    output: Path,
    format: Format | None,
    resume: bool,
    watch: _Watch,
    options: dict[str, Any],
) -> None:
    from hoinghi.batch import run

    chosen = format.value if format else None
    run(paths, output, resume=resume, format=chosen, progress=watch, **options)


def _to_standard_output(
    paths: list[str],
    format: Format | None,
    resume: bool,
    table: bool,
    watch: _Watch,
    options: dict[str, Any],
) -> None:
    from hoinghi.batch.running import tagged

    if resume:
        raise HoinghiError("--resume needs --output: what went to standard output is gone")
    if format is Format.parquet:
        raise HoinghiError("--format parquet needs --output: a table of columns is no stream")
    if format is Format.csv and options["with_explanation"]:
        raise HoinghiError("--explain needs --format jsonl: a flat table cannot hold reasons")
    stream = tagged(paths, progress=watch, **options)
    with closing(stream), _reader_may_leave():
        if table:
            for _ in stream:
                pass
        elif format is Format.csv:
            _print_csv(stream)
        else:
            _print_lines(stream)


@contextmanager
def _reader_may_leave() -> Iterator[None]:
    import os
    import sys

    try:
        yield
    except BrokenPipeError:
        # What Python still holds for it is not written at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise HoinghiError("standard output was closed before the end") from None


def _print_lines(stream: Iterable[Outcome]) -> None:
    import sys

    for outcome in stream:
        sys.stdout.buffer.write(outcome.lines)
        sys.stdout.buffer.flush()  # who reads along need not wait for the end


def _print_csv(stream: Iterable[Outcome]) -> None:
    import sys

    import msgspec

    from hoinghi.batch.csv_output import write_csv

    decoder = msgspec.json.Decoder(dict[str, Any])
    records = (decoder.decode(line) for outcome in stream for line in outcome.lines.splitlines())
    # A stream of its own: line ends as they are, whatever the system's are.
    with open(sys.stdout.fileno(), "w", encoding="utf-8", newline="", closefd=False) as out:
        write_csv(records, out)
