"""Put measured figures into a bundle: ``python -m training.seal``, after ``training.evaluate --save``.

Training and cross-validation take their time and may run in either order, or side by side; what was
measured on the bundle's very articles goes into its manifest without training again.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from hoinghi.bundle.folder import load_bundle, save_bundle
from hoinghi.errors import HoinghiError
from training.train import MODELS, QUALITY, measured


def seal(folder: Path, quality: Path = QUALITY) -> str:
    """The digest of the bundle with the figures of ``quality``.

    Raises :class:`HoinghiError` where they were measured on other articles than the bundle learned from.
    """
    bundle = load_bundle(folder)
    digest = bundle.manifest["corpus"]["digest"]
    found = {"quality": measured(digest, "figures", quality), "profile": measured(digest, "profile", quality)}
    if not found["quality"]:
        raise HoinghiError(f"{quality} was measured on other articles than {folder} learned from")
    own = {key: value for key, value in bundle.manifest.items() if key not in ("digest", "format", "files")}
    return save_bundle(folder, own | found, bundle.arrays, bundle.tables)


def seal_command(
    bundle: Annotated[Path, typer.Option(help="Folder of the bundle.")] = MODELS / "default",
    quality: Annotated[Path, typer.Option(help="What evaluate --save wrote (JSON).")] = QUALITY,
) -> None:
    """Put the kept figures into a bundle."""
    try:
        digest = seal(bundle, quality)
    except HoinghiError as error:
        raise typer.BadParameter(str(error)) from None
    Console(stderr=True).print(f"{bundle}: bundle {digest[:16]}", highlight=False)


if __name__ == "__main__":
    typer.run(seal_command)
