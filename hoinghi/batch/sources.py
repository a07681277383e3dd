"""From the arguments of a run to the files that it reads: folders, patterns, single files, addresses."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from sys import version_info

from hoinghi.batch.folders import COMPRESSIONS, FolderFile, files_of, suffix_of
from hoinghi.batch.patterns import is_pattern, split_pattern
from hoinghi.batch.remote import find_files, is_address, label_of
from hoinghi.errors import InputError

STANDARD_INPUT = "-"
FORMATS = (".txt", ".html", ".htm", ".jsonl", ".csv", ".tsv", ".parquet")
_COMPRESSED = tuple(name + suffix for name in FORMATS if name != ".parquet" for suffix in COMPRESSIONS)
_SUFFIXES = frozenset(FORMATS + _COMPRESSED)
_READS = f"{', '.join(FORMATS)} (compressed too: {', '.join(COMPRESSIONS)})"


@dataclass(frozen=True, slots=True)
class Source:
    """One input to read.

    ``address`` is a path or a URL (``-``: standard input), ``name`` what ids of its records begin with,
    ``format`` the suffix that says how to read it, ``compression`` ``""``, ``"gz"`` or ``"zst"``, ``size``
    its bytes as stored (``None``: unknown), ``fault`` why it must not or cannot be read.
    """

    address: str
    name: str
    format: str
    compression: str = ""
    size: int | None = None
    fault: str | None = None

    @property
    def label(self) -> str:
        """The address as messages name it: without a password or the query of a signed URL."""
        if self.address == STANDARD_INPUT:
            return "<stdin>"
        return label_of(self.address) if is_address(self.address) else self.address


def plan(arguments: Iterable[str], skip: Collection[Path] = ()) -> list[Source]:
    """The inputs of all arguments, in order; folders and patterns by name.

    ``skip`` are resolved paths that a folder does not yield: the output of an earlier run is no input.
    Faults of an argument itself, and an extra that is not installed, raise :class:`InputError`; faults of
    single files inside a folder are noted in their ``fault``.
    """
    sources: list[Source] = []
    for argument in arguments:
        if argument == STANDARD_INPUT:
            sources.append(Source(STANDARD_INPUT, "stdin", ""))
        elif is_address(argument):
            sources += _remote(argument)
        else:
            sources += _local(argument, skip)
    _check_extras(sources)
    return sources


def _local(argument: str, skip: Collection[Path]) -> list[Source]:
    path = Path(argument)
    if not _exists(path):
        if is_pattern(argument):
            return _matching(argument, skip)
        raise InputError(f"{path}: no such file or folder")
    if path.is_dir():
        found = _not_skipped(files_of(path, _SUFFIXES), skip)
        if not found:
            raise InputError(f"{path}: no {_READS} in this folder")
        return found
    if not path.is_file():
        raise InputError(f"{path}: no regular file")
    if suffix_of(path.name) not in _SUFFIXES:
        raise InputError(f"{path}: unknown format; hoinghi reads {_READS}, folders and -")
    try:
        with path.open("rb") as stream:
            if not stream.read(1):
                raise InputError(f"{path}: the file is empty")
        return [_source(str(path), path.name, path.stat().st_size)]
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or 'cannot be read'}") from None


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError as error:  # a name longer than the system takes
        raise InputError(f"{str(path)[:80]}…: {error.strerror or 'cannot be read'}") from None


def _matching(argument: str, skip: Collection[Path]) -> list[Source]:
    folder, pattern = split_pattern(argument)
    files = files_of(folder, _SUFFIXES, pattern) if folder.is_dir() else iter(())
    found = _not_skipped(files, skip)
    if not found:
        raise InputError(f"{argument}: matches no {_READS}")
    return found


def _not_skipped(files: Iterable[FolderFile], skip: Collection[Path]) -> list[Source]:
    names = {path.name for path in skip}
    sources = []
    for file in files:
        # To resolve a path costs more than to list it: only what may be a skipped file is asked.
        may_be = file.fault is None and (file.path.name in names or (names and file.path.is_symlink()))
        if may_be and file.path.resolve() in skip:
            continue
        sources.append(_source(str(file.path), file.below, file.size, file.fault))
    return sources


def _remote(address: str) -> list[Source]:
    files = find_files(address)
    known = [file for file in files if suffix_of(file.path) in _SUFFIXES]
    if not known:
        raise InputError(f"{label_of(address)}: no {_READS} there")
    return [_source(file.address, file.path, file.size) for file in known]


def _source(address: str, path: str, size: int | None, fault: str | None = None) -> Source:
    suffix = suffix_of(path)
    if suffix not in _SUFFIXES:  # a linked folder that must not be entered
        return Source(address, path, "", "", size, fault)
    format, compressed = (suffix, "") if suffix in FORMATS else suffix.rsplit(".", 1)
    return Source(address, path[: -len(suffix)], format, COMPRESSIONS.get(f".{compressed}", ""), size, fault)


def _check_extras(sources: Iterable[Source]) -> None:
    for source in sources:
        if source.compression == "zst" and version_info < (3, 14) and find_spec("zstandard") is None:
            raise InputError(f'{source.label}: .zst needs zstandard: pip install "hoinghi[zst]"')
        if source.format == ".parquet" and find_spec("pyarrow") is None:
            raise InputError(f'{source.label}: .parquet needs pyarrow: pip install "hoinghi[parquet]"')
