"""Arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

Paths = Annotated[
    list[str],
    typer.Argument(
        help="Folders, patterns, addresses, .txt, .html, .jsonl, .csv, .tsv, .parquet, .gz or .zst of these; "
        "- for standard input."
    ),
]
Bundle = Annotated[
    Optional[Path], typer.Option("--bundle", help="Folder of a trained bundle; default: the shipped one.")
]
TextField = Annotated[str, typer.Option(help="Field or column that holds the text.")]
IdField = Annotated[str, typer.Option(help="Field or column that holds the id.")]
DateField = Annotated[str, typer.Option(help="Field or column that holds the date.")]
