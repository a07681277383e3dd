"""``manifest.json`` of an output folder: for whom the run was begun, and what became of each part."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import msgspec

from hoinghi.batch.journal import Header
from hoinghi.batch.report import WrittenFile
from hoinghi.cluster.partitions import Partition
from hoinghi.errors import OutputError

FORMAT = 1  # raise it with anything that changes what an entry means or what a partition holds
MANIFEST = "manifest.json"

Status = Literal["waiting", "done", "failed"]


class Inputs(msgspec.Struct, frozen=True):
    """What a part was made of: ``files`` files from ``first`` to ``last``.

    ``begin`` is the byte of the first one, ``end`` that of the last one where only lines from or up to
    there are meant (``end`` null: to its end).
    """

    files: int
    first: str
    last: str
    begin: int = 0
    end: int | None = None


class Part(msgspec.Struct, frozen=True):
    """One part of the output.

    ``records`` = ``written`` + ``rejected``; ``input`` is a digest of what was read, ``bundle`` of what it
    was predicted with; ``reason`` says why it failed.
    """

    number: int
    status: Status
    inputs: Inputs
    records: int = 0
    written: int = 0
    rejected: int = 0
    input: str = ""
    bundle: str = ""
    files: tuple[WrittenFile, ...] = ()
    reason: str = ""


class Manifest(msgspec.Struct, frozen=True):
    """A run.  ``is_whole`` says that every part is done; counts are those of all parts that are."""

    format: int
    run: Header
    partition_bytes: int
    is_whole: bool
    records: int
    written: int
    rejected: int
    parts: tuple[Part, ...]


def manifest_of(run: Header, partition_bytes: int, parts: Iterable[Part]) -> Manifest:
    """The manifest of these parts."""
    all_parts = tuple(parts)
    written = sum(part.written for part in all_parts)
    rejected = sum(part.rejected for part in all_parts)
    is_whole = all(part.status == "done" for part in all_parts)
    return Manifest(FORMAT, run, partition_bytes, is_whole, written + rejected, written, rejected, all_parts)


def waiting(partition: Partition) -> Part:
    """The part that a partition is to become."""
    first, last = partition.pieces[0], partition.pieces[-1]
    return Part(
        partition.number,
        "waiting",
        Inputs(
            len(partition.pieces),
            _spelt(first.source.label),
            _spelt(last.source.label),
            first.begin,
            last.end,
        ),
    )


def _spelt(label: str) -> str:
    return label.encode("utf-8", "backslashreplace").decode()  # a file's name need be no Unicode text


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a folder, ``None`` where there is none.

    Raises :class:`OutputError` for a foreign one.
    """
    path = folder / MANIFEST
    try:
        found = msgspec.json.decode(path.read_bytes(), type=Manifest)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        raise OutputError(f"{path}: is no manifest of hoinghi; name another folder") from None
    if found.format != FORMAT:
        raise OutputError(f"{path}: has format {found.format}, not {FORMAT}; name another folder")
    return found


def save_manifest(folder: Path, manifest: Manifest) -> None:
    """Write it under another name, then put it in place.  Raises :class:`OSError`."""
    new = folder / f".{MANIFEST}.new"
    with new.open("wb") as stream:
        stream.write(msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n")
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(new, folder / MANIFEST)
