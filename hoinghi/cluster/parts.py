"""The files of a part: written under a name of their own, then put in place, by whichever worker is first."""

from __future__ import annotations

import gzip
import os
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from hoinghi.batch.report import WrittenFile, written_file

RUN = ".run"  # holds the token of the run that the folder belongs to; its driver's lock
_LEVEL = 6  # of gzip


class PartFiles:
    """Where one part goes.  ``suffix`` is ``.jsonl`` or ``.jsonl.gz``."""

    def __init__(self, folder: Path, number: int, suffix: str) -> None:
        stem = f"part-{number:05}"
        self.is_packed = suffix.endswith(".gz")
        self.records, self.rejects = folder / f"{stem}{suffix}", folder / f"{stem}.rejects{suffix}"

    @contextmanager
    def writing(self) -> Iterator[NewPart]:
        """Two streams; what is not :meth:`NewPart.put` in place is removed."""
        # A name of its own for each attempt: a worker that was given up may still be writing.
        mark = uuid.uuid4().hex
        new = NewPart(self, mark)
        try:
            with new:
                yield new
        finally:
            for path in (self.records, self.rejects):
                temporary(path, mark).unlink(missing_ok=True)

    def are(self, files: tuple[WrittenFile, ...]) -> bool:
        """Whether exactly ``files`` are there, byte for byte."""
        try:
            found = [written_file(path, path.name) for path in (self.records, self.rejects) if path.exists()]
        except OSError:
            return False
        return tuple(found) == files


class NewPart:
    """A part at work: ``records`` and ``rejects`` take bytes."""

    def __init__(self, files: PartFiles, mark: str) -> None:
        self._files, self._mark = files, mark
        self._stack = ExitStack()

    def __enter__(self) -> NewPart:
        with ExitStack() as stack:
            files = self._files
            self.records, self.rejects = (
                stack.enter_context(_new(temporary(path, self._mark), files.is_packed))
                for path in (files.records, files.rejects)
            )
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *raised: object) -> None:
        self._stack.close()

    def put(self, has_rejects: bool) -> tuple[WrittenFile, ...]:
        """Close both and give them their names; rejects only where there are some."""
        self._stack.close()
        files = self._files
        if not has_rejects:
            files.rejects.unlink(missing_ok=True)
        made = [files.records, *([files.rejects] if has_rejects else [])]
        found = tuple(written_file(temporary(path, self._mark), path.name) for path in made)
        for path in reversed(made):  # the records last: they say that the part is there
            os.replace(temporary(path, self._mark), path)
        return found


def temporary(path: Path, mark: str) -> Path:
    """The name under which ``path`` is written until it is whole."""
    return path.with_name(f".{path.name}.{mark}.new")


@contextmanager
def _new(path: Path, is_packed: bool) -> Iterator[BinaryIO]:
    """A stream to a new file that is on the disk when it is closed."""
    with path.open("wb") as file:
        if is_packed:
            # Neither a name nor a time is in it: the same records give the same bytes.
            with gzip.GzipFile("", "wb", _LEVEL, file, mtime=0) as packed:
                yield cast(BinaryIO, packed)
        else:
            yield file
        file.flush()
        os.fsync(file.fileno())


def token_of(folder: Path) -> str | None:
    """The token of the run that writes ``folder``; ``None`` where there is none to be seen."""
    try:
        return (folder / RUN).read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        return None


def remove_leftovers(folder: Path, suffix: str, count: int) -> None:
    """Remove what killed workers left unfinished, and parts from number ``count`` on."""
    known = {path.name for n in range(count) for path in _paths(PartFiles(folder, n, suffix))}
    for path in folder.iterdir():
        is_torn = path.name.startswith(".part-") and path.name.endswith(".new")
        is_part = path.name.startswith("part-") and path.name.endswith(suffix)
        if is_torn or (is_part and path.name not in known):
            path.unlink(missing_ok=True)


def _paths(files: PartFiles) -> tuple[Path, Path]:
    return files.records, files.rejects
