"""``hoinghi summary``: what a batch says as a whole, and how far it is from the training."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from hoinghi.cli.terminal import visible
from hoinghi.errors import InputError


def summary(
    paths: Annotated[
        list[str],
        typer.Argument(help="Output of predict: .jsonl, .csv, .parquet, folders; - for JSON lines."),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    bundle: Annotated[
        Optional[Path], typer.Option("--bundle", help="Compare with this bundle's training.")
    ] = None,
) -> None:
    """Count a batch: types, periods, topics, levels, months, scores; and its drift from the training."""
    import msgspec

    from hoinghi.bundle.folder import default_bundle, read_manifest
    from hoinghi.summary.drift import drift_of, training_profile
    from hoinghi.summary.overview import sum_up
    from hoinghi.summary.reading import output_files
    from hoinghi.summary.report import NO_PROFILE, count_lines, drift_lines

    training = training_profile(read_manifest(bundle or default_bundle()))
    found = sum_up(output_files(paths))
    for reject in found.rejects:
        typer.echo(visible(f"{reject.source}: {reject.reason}"), err=True)
    if found.rejected > len(found.rejects):
        typer.echo(f"… and {found.rejected - len(found.rejects)} more that cannot be read", err=True)
    if not found.counts.articles:
        raise InputError("there is no record to sum up; give what hoinghi predict -o wrote")
    drift = drift_of(found.profile, training) if training is not None and training.articles else None
    if as_json:
        record = found.counts.to_dict() | {
            "rejects": found.rejected,
            "profile": msgspec.to_builtins(found.profile),
            "drift": msgspec.to_builtins(drift),
        }
        typer.echo(msgspec.json.format(msgspec.json.encode(record), indent=1).decode())
    else:
        for line in count_lines(found.counts):
            typer.echo(_shown(line))
        for line in drift_lines(drift) if drift is not None else ["", NO_PROFILE]:
            typer.echo(_shown(line))
    if found.rejected:
        raise typer.Exit(1)


def _shown(line: str) -> str:
    """A line of the report, which may begin with an empty one; its labels come from the files."""
    return "\n".join(map(visible, line.split("\n")))
