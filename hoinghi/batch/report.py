"""What a whole run read and wrote, kept beside its output."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import msgspec

from hoinghi.batch.journal import Header

_BLOCK = 1 << 20


class WrittenFile(msgspec.Struct, frozen=True):
    """A file of the output, by its name in the output's folder."""

    name: str
    bytes: int
    sha256: str


class RunReport(msgspec.Struct, frozen=True):
    """The account of a run: ``records`` = ``written`` + ``rejected``, checked against the files.

    ``duplicates`` counts records whose id an earlier record has; ``input`` is a digest of all records in
    order, wherever their files lie.  It says neither when nor where: the same input gives the same bytes.
    """

    run: Header
    format: str
    input: str
    records: int
    written: int
    rejected: int
    duplicates: int
    files: tuple[WrittenFile, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of a batch.

    ``written`` records and ``rejected`` ones are all that were read; ``resumed`` of them were done by an
    earlier run; ``duplicates`` counts records whose id an earlier one has (``None``: not counted).
    """

    written: int
    rejected: int
    resumed: int = 0
    duplicates: int | None = None
    files: tuple[Path, ...] = ()

    @property
    def records(self) -> int:
        """All that were read."""
        return self.written + self.rejected


def written_file(path: Path, name: str) -> WrittenFile:
    """The size and digest of ``path``, which is to be called ``name``."""
    found, size = hashlib.sha256(), 0
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            found.update(block)
            size += len(block)
    return WrittenFile(name, size, found.hexdigest())


def encoded(report: RunReport) -> bytes:
    """The report as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(report), indent=1) + b"\n"


def read_report(path: Path) -> RunReport | None:
    """The report of an earlier run; ``None`` where there is none that this version reads."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=RunReport)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def is_as_written(report: RunReport, folder: Path) -> bool:
    """Whether the files of a report are in ``folder``, byte for byte."""
    try:
        return all(written_file(folder / file.name, file.name) == file for file in report.files)
    except OSError:
        return False
