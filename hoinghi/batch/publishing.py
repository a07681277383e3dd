"""From the files of a run to its output: written under other names, then put in place together."""

from __future__ import annotations

import gzip
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

import msgspec

from hoinghi.batch.duplicates import count_duplicates
from hoinghi.batch.journal import Header
from hoinghi.batch.places import Places, reason
from hoinghi.batch.report import RunReport, encoded, written_file
from hoinghi.batch.spool import Spool
from hoinghi.errors import OutputError
from hoinghi.extras import optional_module

FORMATS = ("jsonl", "csv", "parquet")
_PACKED = {".gz": "gz", ".zst": "zst"}
_LEVEL = {"gz": 6, "zst": 3}


def format_of(output: Path, wanted: str | None = None) -> str:
    """The format of an output, by what is ``wanted``, else by its suffix, else JSON lines."""
    if wanted is not None and wanted not in FORMATS:
        raise OutputError(f"{wanted}: no format; hoinghi writes {', '.join(FORMATS)}")
    suffix = output.suffix.lower().removeprefix(".")
    return wanted or (suffix if suffix in FORMATS else "jsonl")


def compression_of(output: Path) -> str | None:
    """``"gz"`` or ``"zst"`` where the output's name ends so."""
    return _PACKED.get(output.suffix.lower())


def check_format(output: Path, format: str, with_explanation: bool) -> None:
    """Raise now what would only be found when everything is predicted.

    Raises :class:`OutputError`, and :class:`hoinghi.errors.HoinghiError` where a library is missing.
    """
    if with_explanation and format != "jsonl":
        raise OutputError("--explain needs --format jsonl: a flat table cannot hold reasons")
    packed = compression_of(output)
    if packed and format != "jsonl":
        raise OutputError(f"{output}: only .jsonl is written compressed; {format} takes a name of its own")
    if packed == "zst" and sys.version_info < (3, 14):
        optional_module("zstandard", "zst", "writing .zst")
    if format == "parquet":
        optional_module("pyarrow", "parquet", "writing .parquet")


def publish(spool: Spool, places: Places, header: Header, format: str) -> RunReport:
    """Put the output of a whole run in place, with its rejects and its report.

    Until the last of them is there the run's own files stay: after a kill it goes on with this.  Raises
    :class:`OutputError` where something cannot be written, or where the files hold another number of
    records than were counted.
    """
    try:
        spool.sync()
        written, duplicates = count_duplicates(_ids(places.partial), places.output.parent)
        if written != spool.written:
            raise OutputError(
                f"{places.partial}: holds {written} records where {spool.written} were written; begin again"
            )
        made = [*_make_rejects(spool, places), *_make_output(places, format)]
        report = RunReport(
            header,
            format,
            spool.input,
            spool.written + spool.rejected,
            spool.written,
            spool.rejected,
            duplicates,
            tuple(sorted((written_file(places.new(path), path.name) for path in made), key=lambda f: f.name)),
        )
        places.new(places.report).write_bytes(encoded(report))
        _put_in_place(places, made)
    except OSError as error:
        raise OutputError(
            f"{places.output}: {reason(error)}; all records are predicted: "
            "make room and run again with --resume"
        ) from None
    return report


def _put_in_place(places: Places, made: list[Path]) -> None:
    files = [*made, places.report]  # the report last: it says that the others are there
    for path in files:
        _sync(places.new(path))
    for path in files:
        os.replace(places.new(path), path)
    if places.rejects not in made:  # those of an earlier run do not outlive their reason
        places.rejects.unlink(missing_ok=True)
    _sync(places.output.parent)


def _make_rejects(spool: Spool, places: Places) -> list[Path]:
    if not spool.rejected:
        return []
    _copy(places.partial_rejects, places.new(places.rejects))
    return [places.rejects]


def _make_output(places: Places, format: str) -> list[Path]:
    output, new = places.output, places.new(places.output)
    packed = compression_of(output)
    if format == "csv":
        from hoinghi.batch.csv_output import write_csv

        with _text(new) as stream, _text(places.new(places.officials)) as titles:
            write_csv(records(places.partial), stream, titles)
        return [output, places.officials]
    if format == "parquet":
        from hoinghi.batch.parquet_output import write_parquet

        write_parquet(records(places.partial), new)
    elif packed is not None:
        with places.partial.open("rb") as lines, _packed(new, packed) as stream:
            shutil.copyfileobj(lines, stream, 1 << 20)
    else:
        _copy(places.partial, new)
    return [output]


def _copy(source: Path, target: Path) -> None:
    """The same bytes under a second name: the first one stays until everything is in place."""
    target.unlink(missing_ok=True)
    try:
        os.link(source, target)
    except OSError:  # a file system without links
        shutil.copyfile(source, target)


def _text(path: Path) -> IO[str]:
    return open(path, "w", encoding="utf-8", newline="")


@contextmanager
def _packed(path: Path, packed: str) -> Iterator[BinaryIO]:
    """A compressing stream; neither a name nor a time is in it: the same records give the same bytes."""
    with path.open("wb") as file:
        if packed == "gz":
            with gzip.GzipFile("", "wb", _LEVEL[packed], file, mtime=0) as stream:
                yield cast(BinaryIO, stream)
        elif sys.version_info >= (3, 14):
            from compression import zstd

            with zstd.ZstdFile(file, "wb", level=_LEVEL[packed]) as stream:
                yield cast(BinaryIO, stream)
        else:
            engine: Any = optional_module("zstandard", "zst", "writing .zst")
            with engine.ZstdCompressor(level=_LEVEL[packed]).stream_writer(file, closefd=False) as stream:
                yield stream


def _sync(path: Path) -> None:
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:  # Windows opens no folder
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def records(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a file of JSON lines, one at a time."""
    decoder = msgspec.json.Decoder(dict[str, Any])
    with path.open("rb") as lines:
        for line in lines:
            yield decoder.decode(line)


class _Identity(msgspec.Struct):
    id: str


def _ids(path: Path) -> Iterator[str]:
    decoder = msgspec.json.Decoder(_Identity)  # reads over everything else
    with path.open("rb") as lines:
        for line in lines:
            yield decoder.decode(line).id
