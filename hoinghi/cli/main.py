"""The command line.  Data on standard output, messages on standard error.

Exit codes: 0 all well; 1 some records were rejected; 2 nothing could be done (one line says why).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from enum import Enum
from pathlib import Path
from typing import IO, Annotated, Optional

import typer

from hoinghi import __version__
from hoinghi.cli.terminal import visible
from hoinghi.errors import HoinghiError

SOME_REJECTED, FAILED = 1, 2
app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Reads Vietnamese local-government news: meeting type, period, topics, officials.",
)


class Format(str, Enum):
    """Output formats."""

    jsonl = "jsonl"
    csv = "csv"


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"hoinghi {__version__}")
        raise typer.Exit


@app.callback()
def common(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options before the command."""


Bundle = Annotated[
    Optional[Path], typer.Option("--bundle", help="Folder of a trained bundle; default: the shipped one.")
]


@app.command()
def predict(
    paths: Annotated[
        list[str], typer.Argument(help="Folders, .txt, .html, .jsonl, .csv; - for standard input.")
    ],
    output: Annotated[
        Optional[Path], typer.Option("--output", "-o", help="File to write; default: standard output.")
    ] = None,
    format: Annotated[
        Optional[Format], typer.Option("--format", help="Default: by the output's suffix, else jsonl.")
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Add the reasons to each JSON record.")] = False,
    table: Annotated[
        bool, typer.Option("--table", help="Print a readable table instead of records.")
    ] = False,
    text_field: Annotated[str, typer.Option(help="Field or column that holds the text.")] = "text",
    id_field: Annotated[str, typer.Option(help="Field or column that holds the id.")] = "id",
    min_score: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="Tell no meeting type whose probability is below this.")
    ] = 0.0,
    bundle: Bundle = None,
) -> None:
    """Tag articles: one record out for each record in."""
    from hoinghi.batch import engine as batch
    from hoinghi.batch import reading, writing
    from hoinghi.predictor import Predictor

    chosen = format or (Format.csv if output and output.suffix.lower() == ".csv" else Format.jsonl)
    if explain and chosen is Format.csv:
        raise HoinghiError("--explain needs --format jsonl: a flat table cannot hold reasons")
    own = {output.resolve(), _rejects_path(output).resolve()} if output else set()
    records = reading.read_inputs(paths, reading.Columns(text_field, id_field), skip=own)
    predictor = Predictor(bundle, min_score=min_score)
    rows = _Rows() if table else None

    def on_result(result: batch.Result | reading.Reject) -> None:
        if isinstance(result, reading.Reject):
            typer.echo(visible(f"{result.source}: {result.reason}"), err=True)
        elif rows is not None:
            rows.add(result)

    with _destination(output, table) as stream:
        writer = writing.FORMATS[chosen.value](stream)
        summary = batch.run(predictor, records, writer, with_explanation=explain, on_result=on_result)
    if rows is not None:
        rows.print()
    if output is not None:
        _write_rejects(output, summary.rejects)
        done = f"{output}: {summary.written} records, {len(summary.rejects)} rejected"
        typer.echo(visible(done), err=True)
    if summary.rejects:
        raise typer.Exit(SOME_REJECTED)


class _Rows:
    """The table of ``--table``; rich loads only where it is wanted."""

    def __init__(self) -> None:
        from hoinghi.cli.table import PredictionTable

        self._table = PredictionTable()

    def add(self, result: object) -> None:
        from hoinghi.batch.engine import Result

        assert isinstance(result, Result)
        self._table.add(Path(result.record.source).name, result.prediction)

    def print(self) -> None:
        from rich.console import Console

        self._table.print(Console())


def _destination(output: Path | None, table: bool) -> AbstractContextManager[IO[str]]:
    from hoinghi.batch.writing import whole_file

    if output is not None:
        return whole_file(output)
    return open(os.devnull, "w", encoding="utf-8") if table else nullcontext(sys.stdout)


def _rejects_path(output: Path) -> Path:
    return output.with_name(output.name + ".rejects.jsonl")


def _write_rejects(output: Path, rejects: Sequence[object]) -> None:
    """Rejects beside the output; a file of an earlier run does not outlive its reason."""
    import dataclasses

    from hoinghi.batch.reading import Reject
    from hoinghi.batch.writing import json_line, whole_file

    path = _rejects_path(output)
    if not rejects:
        path.unlink(missing_ok=True)
        return
    with whole_file(path) as stream:
        for reject in rejects:
            assert isinstance(reject, Reject)
            stream.write(json_line(dataclasses.asdict(reject)))


@app.command()
def officials(
    paths: Annotated[
        list[str], typer.Argument(help="Folders, .txt, .html, .jsonl, .csv; - for standard input.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="The register: .csv or .jsonl.")],
    text_field: Annotated[str, typer.Option(help="Field or column that holds the text.")] = "text",
    id_field: Annotated[str, typer.Option(help="Field or column that holds the id.")] = "id",
    date_field: Annotated[str, typer.Option(help="Field or column that holds the date.")] = "date",
    bundle: Bundle = None,
) -> None:
    """Build the register of officials over a batch: person, title, body, level, first and last date."""
    from hoinghi.batch import engine as batch
    from hoinghi.batch import reading
    from hoinghi.batch.writing import whole_file
    from hoinghi.officials import register
    from hoinghi.predictor import Predictor

    write = register.FORMATS.get(output.suffix.lower())
    if write is None:
        raise HoinghiError(f"{output}: a register is .csv or .jsonl")
    own = {output.resolve(), _rejects_path(output).resolve()}
    columns = reading.Columns(text_field, id_field, date_field)
    records = reading.read_inputs(paths, columns, skip=own)
    people, rejects, articles = register.Register(), [], 0
    for result in batch.predict_records(Predictor(bundle), records):
        if isinstance(result, reading.Reject):
            typer.echo(visible(f"{result.source}: {result.reason}"), err=True)
            rejects.append(result)
        else:
            people.add(result)
            articles += 1
    entries = people.entries()
    with whole_file(output) as stream:
        write(entries, stream)
    _write_rejects(output, rejects)
    done = f"{output}: {len(entries)} entries from {articles} articles, {len(rejects)} rejected"
    typer.echo(visible(done), err=True)
    if rejects:
        raise typer.Exit(SOME_REJECTED)


@app.command()
def info(bundle: Bundle = None) -> None:
    """Show the bundle: where it is, its labels, what it was trained on, its measured quality."""
    import msgspec

    from hoinghi.bundle.folder import Manifest, default_bundle, read_manifest

    folder = bundle or default_bundle()
    manifest = msgspec.convert(read_manifest(folder), Manifest)
    lines = [
        f"bundle   {folder}",
        f"digest   {manifest.digest[:16]}  format {manifest.format}",
        f"corpus   {manifest.corpus.articles} articles, digest {str(manifest.corpus.digest)[:16]}",
        f"types    {', '.join(manifest.labels.meeting_types)}",
        f"topics   {', '.join(manifest.labels.topics)}",
        f"spans    {', '.join(manifest.labels.spans)}",
    ]
    for name, figure in manifest.quality.items():
        low, high = figure.interval
        lines.append(f"quality  {name:22} {figure.value:.3f}  [{low:.3f}, {high:.3f}]")
    for line in lines:
        typer.echo(visible(line))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; user errors become one line on standard error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # UTF-8 whatever the locale says
            stream.reconfigure(encoding="utf-8")
    try:
        app(args=list(arguments) if arguments is not None else None)
    except HoinghiError as error:
        print(f"hoinghi: {visible(str(error))}", file=sys.stderr)
        sys.exit(FAILED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAILED)
