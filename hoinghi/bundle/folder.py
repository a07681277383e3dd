"""A model bundle: a folder of arrays and JSON.  Loading one executes nothing.

``manifest.json`` names the format, the labels, the measured quality and the SHA-256 of every other
file, and carries a digest of itself; a bundle that is foreign, truncated, altered or newer than this
code is refused with one sentence.  docs/bundle.md describes the format and how it may change.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Annotated, Any

import msgspec
from numpy.typing import NDArray

from hoinghi.bundle.array_archive import pack_arrays, unpack_arrays
from hoinghi.errors import BundleError

FORMAT = 7
MANIFEST, ARRAYS, TABLES = "manifest.json", "arrays.npz", "tables.json"
_FILES = (ARRAYS, TABLES)
# What a file may hold before a byte of it is read: the shipped bundle needs a tenth and less of each.
LIMITS = {MANIFEST: 1 << 20, ARRAYS: 256 << 20, TABLES: 16 << 20}
_READ_FLAGS = os.O_RDONLY
for _flag in ("O_BINARY", "O_CLOEXEC", "O_NOFOLLOW", "O_NONBLOCK"):  # not every system has every one
    _READ_FLAGS |= getattr(os, _flag, 0)


class _Numbered(msgspec.Struct):
    format: Annotated[int, msgspec.Meta(ge=1)]


class Labels(msgspec.Struct, frozen=True):
    """The labels that a bundle knows."""

    meeting_types: tuple[str, ...]
    topics: tuple[str, ...]
    spans: tuple[str, ...]


class Corpus(msgspec.Struct, frozen=True):
    """What a bundle was trained on."""

    articles: int | None = None
    digest: str | None = None


class Figure(msgspec.Struct, frozen=True):
    """A measured quality with its 95 % interval."""

    value: float
    interval: tuple[float, float]


class Manifest(msgspec.Struct, frozen=True):
    """What every manifest says; what else it holds is for people."""

    format: int
    digest: str
    files: dict[str, str]
    labels: Labels
    corpus: Corpus = Corpus()
    quality: dict[str, Figure] = {}


@dataclass(frozen=True, slots=True)
class Bundle:
    """The checked contents of a bundle: ``arrays`` by name, ``tables`` (JSON), ``manifest``."""

    manifest: Mapping[str, Any]
    arrays: Mapping[str, NDArray[Any]]
    tables: Mapping[str, Any]

    @property
    def digest(self) -> str:
        """The bundle's identity: it changes with every byte of the bundle."""
        return str(self.manifest["digest"])


def _canonical_json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def _sealed(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """``manifest`` with its digest, over everything but the digest itself."""
    open_ = {key: value for key, value in manifest.items() if key != "digest"}
    return open_ | {"digest": hashlib.sha256(_canonical_json(open_)).hexdigest()}


def save_bundle(
    folder: Path,
    manifest: Mapping[str, Any],
    arrays: Mapping[str, NDArray[Any]],
    tables: Mapping[str, Any],
) -> str:
    """Write a bundle under a temporary name, then put it in place; the digest of its manifest."""
    contents = {ARRAYS: pack_arrays(arrays), TABLES: _canonical_json(tables)}
    sealed = _sealed(
        {
            **manifest,
            "format": FORMAT,
            "files": {n: hashlib.sha256(data).hexdigest() for n, data in contents.items()},
        }
    )
    folder.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, data in {**contents, MANIFEST: _canonical_json(sealed)}.items():
            (temporary / name).write_bytes(data)
        temporary.chmod(0o755)
        if folder.exists():
            for name in (*_FILES, MANIFEST):
                os.replace(temporary / name, folder / name)
        else:
            os.replace(temporary, folder)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return str(sealed["digest"])


def default_bundle() -> Path:
    """The bundle that the package ships; in a checkout, ``models/default``."""
    packaged = Path(str(resources.files("hoinghi") / "models" / "default"))
    if packaged.is_dir():
        return packaged
    return Path(__file__).resolve().parents[2] / "models" / "default"


def _read(folder: Path, name: str) -> bytes:
    """The bytes of one file of a bundle: a regular file of the folder itself, no larger than its limit."""
    path = folder / name
    try:
        # Before it is opened: opening a pipe waits, opening a device may act.
        if not stat.S_ISREG(os.lstat(path).st_mode):
            raise BundleError(
                f"bundle {folder}: {name} is a link or no regular file; copy the bundle's own files"
            )
        with open(os.open(path, _READ_FLAGS), "rb") as stream:
            size, limit = os.fstat(stream.fileno()).st_size, LIMITS[name]
            data = stream.read(limit + 1) if size <= limit else b""
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise BundleError(f"bundle file {path}: {reason}; give the folder of a trained bundle") from None
    if max(size, len(data)) > limit:
        raise BundleError(
            f"bundle {folder}: {name} is larger than the {limit >> 20} MB that a bundle may need"
        )
    return data


def _parsed(data: bytes) -> dict[str, Any]:
    """A JSON object.  Raises ``ValueError``, of whatever nesting and numbers."""
    try:
        value = msgspec.json.decode(data)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if not isinstance(value, dict):
        raise ValueError("it is no JSON object")
    return value


def _is_sealed(raw: bytes, manifest: Mapping[str, Any]) -> bool:
    try:
        return raw == _canonical_json(_sealed(manifest))
    except RecursionError:  # the reader of JSON takes a deeper nesting than its writer
        return False


def read_manifest(folder: Path) -> dict[str, Any]:
    """The checked manifest of a bundle, without its arrays.  Raises :class:`BundleError`."""
    if not os.path.isdir(folder):
        raise BundleError(f"no bundle at {folder}: give the folder of a trained bundle")
    raw = _read(folder, MANIFEST)
    foreign = BundleError(f"bundle {folder}: {MANIFEST} is no manifest of hoinghi")
    try:
        manifest = _parsed(raw)
        number = msgspec.convert(manifest, _Numbered).format
    except ValueError:
        raise foreign from None
    if number > FORMAT:
        raise BundleError(
            f"bundle {folder}: format {number} is newer than this hoinghi reads ({FORMAT}); upgrade hoinghi"
        )
    if not _is_sealed(raw, manifest):
        raise BundleError(f"bundle {folder}: {MANIFEST} was altered; restore or retrain the bundle")
    try:
        files = msgspec.convert(manifest, Manifest).files
    except ValueError:
        raise foreign from None
    if set(files) != set(_FILES):
        raise foreign
    return manifest


def load_bundle(folder: Path) -> Bundle:
    """Read and check a bundle.  Raises :class:`BundleError` with one sentence."""
    manifest = read_manifest(folder)
    contents = {}
    for name in _FILES:
        data = _read(folder, name)
        if hashlib.sha256(data).hexdigest() != manifest["files"][name]:
            raise BundleError(
                f"bundle {folder}: {name} was altered or truncated; restore or retrain the bundle"
            )
        contents[name] = data
    # A digest proves that nobody altered the bundle since it was sealed, not that its maker meant well.
    name = ARRAYS
    try:
        arrays = unpack_arrays(contents[ARRAYS])
        name = TABLES
        tables = _parsed(contents[TABLES])
    except ValueError as error:
        raise BundleError(f"bundle {folder}: {name} cannot be used: {error}; retrain the bundle") from None
    return Bundle(manifest, arrays, tables)
