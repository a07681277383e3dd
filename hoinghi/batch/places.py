"""The files of a run: its output, what stands beside it, and what it works in."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from hoinghi.errors import OutputError


@dataclass(frozen=True, slots=True)
class Places:
    """The paths of a run by its ``output``.  Names that begin with a dot are gone when the run is whole."""

    output: Path

    def _beside(self, name: str) -> Path:
        return self.output.with_name(name)

    @property
    def rejects(self) -> Path:
        """What could not be read, one JSON line each; absent where there is none."""
        return self._beside(f"{self.output.name}.rejects.jsonl")

    @property
    def report(self) -> Path:
        """What was read and written, in one JSON object."""
        return self._beside(f"{self.output.name}.run.json")

    @property
    def officials(self) -> Path:
        """The second table of a flat output: one row a title."""
        return self._beside(f"{self.output.stem}.officials{self.output.suffix}")

    @property
    def partial(self) -> Path:
        """Records so far, as JSON lines whatever the output's format."""
        return self._beside(f".{self.output.name}.partial")

    @property
    def partial_rejects(self) -> Path:
        """Rejects so far."""
        return self._beside(f".{self.output.name}.rejects.partial")

    @property
    def journal(self) -> Path:
        """Which chunks are done; the lock of the run."""
        return self._beside(f".{self.output.name}.journal")

    @property
    def own(self) -> frozenset[Path]:
        """Resolved paths that are no input of the run."""
        mine = [self.output, self.rejects, self.report]
        if self.officials.suffix.lower() == ".csv":
            mine.append(self.officials)
        return frozenset(path.resolve() for path in mine)

    def new(self, path: Path) -> Path:
        """The name under which ``path`` is written until it is whole."""
        return path.with_name(f".{path.name}.new")

    def check(self) -> None:
        """Raise :class:`OutputError` now for what would only fail when everything is predicted."""
        if os.path.lexists(self.output) and not self.output.is_file():
            # A device would be replaced by a file of its name.
            raise OutputError(f"{self.output}: no regular file; choose another output")


def reason(error: OSError) -> str:
    """Why the system refused, in its own words."""
    return error.strerror or "cannot be written"
