"""``hoinghi info``: what a bundle is."""

from __future__ import annotations

import typer

from hoinghi.cli.options import Bundle
from hoinghi.cli.terminal import visible


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
