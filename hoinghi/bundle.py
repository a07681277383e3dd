"""A model bundle: a folder of arrays and JSON.  Loading one executes nothing.

``manifest.json`` names the format, the labels, the measured quality and the SHA-256 of every other
file, and carries a digest of itself; a bundle that is foreign, truncated, altered or newer than this
code is refused with one sentence.  docs/bundle.md describes the format and how it may change.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hoinghi.errors import BundleError

FORMAT = 2
MANIFEST, ARRAYS, TABLES = "manifest.json", "arrays.npz", "tables.json"
_FILES = (ARRAYS, TABLES)


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


def _array_bytes(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """A compressed .npz with fixed dates and order, so that equal arrays are equal bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(arrays):
            part = io.BytesIO()
            np.save(part, np.ascontiguousarray(arrays[name]), allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0)), part.getvalue(),
                             zipfile.ZIP_DEFLATED, 6)  # fmt: skip
    return buffer.getvalue()


def save_bundle(
    folder: Path,
    manifest: Mapping[str, Any],
    arrays: Mapping[str, NDArray[Any]],
    tables: Mapping[str, Any],
) -> str:
    """Write a bundle under a temporary name, then put it in place; the digest of its manifest."""
    contents = {ARRAYS: _array_bytes(arrays), TABLES: _canonical_json(tables)}
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
    return Path(__file__).resolve().parent.parent / "models" / "default"


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise BundleError(f"bundle file {path}: {reason}; give the folder of a trained bundle") from None


def read_manifest(folder: Path) -> dict[str, Any]:
    """The checked manifest of a bundle, without its arrays.  Raises :class:`BundleError`."""
    if not folder.is_dir():
        raise BundleError(f"no bundle at {folder}: give the folder of a trained bundle")
    raw = _read(folder / MANIFEST)
    try:
        manifest = json.loads(raw)
        number = manifest["format"]
    except (ValueError, KeyError, TypeError):
        raise BundleError(f"bundle {folder}: {MANIFEST} is no manifest of hoinghi") from None
    if not isinstance(number, int) or number < 1:
        raise BundleError(f"bundle {folder}: {MANIFEST} is no manifest of hoinghi")
    if number > FORMAT:
        raise BundleError(
            f"bundle {folder}: format {number} is newer than this hoinghi reads ({FORMAT}); upgrade hoinghi"
        )
    if raw != _canonical_json(_sealed(manifest)) or set(manifest.get("files", ())) != set(_FILES):
        raise BundleError(f"bundle {folder}: {MANIFEST} was altered; restore or retrain the bundle")
    return dict(manifest)


def load_bundle(folder: Path) -> Bundle:
    """Read and check a bundle.  Raises :class:`BundleError` with one sentence."""
    manifest = read_manifest(folder)
    contents = {}
    for name in _FILES:
        data = _read(folder / name)
        if hashlib.sha256(data).hexdigest() != manifest["files"][name]:
            raise BundleError(
                f"bundle {folder}: {name} was altered or truncated; restore or retrain the bundle"
            )
        contents[name] = data
    with np.load(io.BytesIO(contents[ARRAYS]), allow_pickle=False) as archive:
        arrays = {name: archive[name] for name in archive.files}
    return Bundle(manifest, arrays, json.loads(contents[TABLES]))
