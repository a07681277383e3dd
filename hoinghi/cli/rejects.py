"""What was not read: said on standard error, and kept beside the output."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from hoinghi.cli.terminal import visible

if TYPE_CHECKING:
    from hoinghi.batch.records import Reject


def reject_text(reject: Reject) -> str:
    """A reject as one printable line: where, and why."""
    return visible(f"{reject.source}: {reject.reason}")


def say_reject(reject: Reject) -> None:
    """Say a reject on standard error."""
    typer.echo(reject_text(reject), err=True)


def write_rejects(output: Path, rejects: Iterable[Reject]) -> None:
    """Rejects beside the output; a file of an earlier run does not outlive its reason."""
    from hoinghi.batch.places import Places
    from hoinghi.batch.writing import reject_line, whole_file

    path, lines = Places(output).rejects, [reject_line(reject).decode() for reject in rejects]
    if not lines:
        path.unlink(missing_ok=True)
        return
    with whole_file(path) as stream:
        stream.writelines(lines)
