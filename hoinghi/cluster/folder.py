"""The output folder of a run on a cluster: one run at a time, known by a token that its workers look for."""

from __future__ import annotations

import os
import time
import uuid
from pathlib import Path
from typing import IO

from hoinghi.batch.journal import Header
from hoinghi.batch.locking import is_locked_for_us
from hoinghi.batch.places import reason
from hoinghi.cluster.manifest import Manifest, Part, manifest_of, read_manifest, save_manifest
from hoinghi.cluster.parts import RUN, remove_leftovers
from hoinghi.errors import OutputError

SAVE_EVERY = 2.0  # seconds: what a driver that is killed forgets; those parts are made again
SHARE = 20  # times the duration of a saving, at least: a manifest of many parts takes its time


class OutputFolder:
    """A folder held for one run.  Raises :class:`OutputError` where another holds it, or it is no output."""

    def __init__(self, path: Path, suffix: str) -> None:
        self.path, self.suffix, self.token = path, suffix, uuid.uuid4().hex
        self._parts: dict[int, Part] = {}
        self._saved = self._pause = 0.0
        try:
            path.mkdir(parents=True, exist_ok=True)
            self._lock: IO[str] = open(path / RUN, "a+", encoding="ascii")  # noqa: SIM115
        except OSError as error:
            raise OutputError(f"{path}: {reason(error)}; the output of a cluster is a folder") from None
        if not is_locked_for_us(self._lock):
            self._lock.close()
            raise OutputError(f"{path}: another run is writing it; wait for it, or name another folder")

    def earlier(self, resume: bool) -> Manifest | None:
        """What is there to go on with.

        Raises :class:`OutputError` for a folder that holds anything else, and for an earlier run without
        ``resume``: days of work of many machines are not written over because of a forgotten option.
        """
        found = read_manifest(self.path)
        if found is not None and not resume:
            raise OutputError(
                f"{self.path}: holds an earlier run; give --resume to go on with it, or another folder"
            )
        others = [path.name for path in self.path.iterdir() if not path.name.startswith(".")]
        if found is None and others:
            raise OutputError(
                f"{self.path}: holds {min(others)}, which no run on a cluster made; name a new folder"
            )
        return found

    def begin(self, run: Header, partition_bytes: int, parts: list[Part]) -> None:
        """Make this run the folder's own: what earlier ones have left unfinished is removed."""
        self._run, self._bytes = run, partition_bytes
        self._parts = {part.number: part for part in parts}
        try:
            self._lock.truncate(0)
            self._lock.write(self.token)
            self._lock.flush()
            os.fsync(self._lock.fileno())
            remove_leftovers(self.path, self.suffix, len(parts))
        except OSError as error:
            raise OutputError(f"{self.path}: {reason(error)}") from None
        self.save()

    def note(self, part: Part) -> None:
        """Write down what became of a part, at the latest a few seconds later."""
        self._parts[part.number] = part
        if time.monotonic() - self._saved > max(SAVE_EVERY, self._pause):
            self.save()

    def save(self) -> None:
        """Write the manifest now.  Raises :class:`OutputError`."""
        began = time.monotonic()
        try:
            save_manifest(self.path, self.manifest)
        except OSError as error:
            raise OutputError(f"{self.path}: {reason(error)}; what was done stays") from None
        self._saved = time.monotonic()
        self._pause = SHARE * (self._saved - began)

    @property
    def manifest(self) -> Manifest:
        """The run so far."""
        return manifest_of(self._run, self._bytes, (self._parts[n] for n in sorted(self._parts)))

    def check_whole(self) -> None:
        """Raise :class:`OutputError` where a file of a part is not there as its worker said."""
        for part in self._parts.values():
            for file in part.files:
                path = self.path / file.name
                if not path.is_file() or path.stat().st_size != file.bytes:
                    raise OutputError(
                        f"{path}: is not there as its worker wrote it; do all machines share it?"
                    )

    def close(self) -> None:
        """Give the folder back and remove what only a run at work needs; workers see it and stop."""
        if self._lock.closed:
            return
        if os.name == "nt":  # what is open cannot be removed there
            self._lock.close()
        (self.path / RUN).unlink(missing_ok=True)
        self._lock.close()
        if self._parts:
            remove_leftovers(self.path, self.suffix, len(self._parts))

    def __enter__(self) -> OutputFolder:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()
