"""``hoinghi predict --dask``: the same command where one machine is too small."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from hoinghi.errors import HoinghiError

if TYPE_CHECKING:
    from hoinghi.batch.progress import Progress

Dask = Annotated[
    Optional[str],
    typer.Option(
        "--dask",
        metavar="ADDRESS",
        help="Work on the Dask cluster at tcp://…, or on --jobs workers of one made here: local. "
        "The output is a folder.",
    ),
]


def to_folder(
    address: str,
    paths: list[str],
    output: Path | None,
    format: str | None,
    table: bool,
    resume: bool,
    progress: Progress,
    options: dict[str, Any],
) -> None:
    """Tag ``paths`` into the folder ``output`` on a cluster."""
    from hoinghi.cluster import run

    if output is None:
        raise HoinghiError("--dask needs --output: a folder that all machines share")
    if format not in (None, "jsonl") or output.suffix.lower() in (".csv", ".parquet"):
        raise HoinghiError("--dask writes JSON lines; make other formats of its parts afterwards")
    if table:
        raise HoinghiError("--table shows what is printed, and --dask prints no records; see hoinghi summary")
    run(paths, output, address, resume=resume, progress=progress, **options)
