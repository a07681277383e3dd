"""What a run says while it goes: typed events, one call each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from hoinghi.batch.records import Reject
from hoinghi.batch.report import Summary


@dataclass(frozen=True, slots=True)
class Started:
    """Reading begins: ``sources`` files of ``size`` bytes as stored (``None``: not known)."""

    sources: int
    size: int | None


@dataclass(frozen=True, slots=True)
class Advanced:
    """A chunk is done.  All counts are from the start of the run.

    ``read``: bytes of the inputs, as stored; ``resumed``: records that an earlier run had done; ``lines``:
    the chunk's records as JSON lines.
    """

    written: int
    rejected: int
    read: int
    resumed: int
    lines: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record was rejected by this run."""

    reject: Reject


@dataclass(frozen=True, slots=True)
class Note:
    """Something that the user should know."""

    message: str


@dataclass(frozen=True, slots=True)
class Finished:
    """The output is in place."""

    summary: Summary


Event = Started | Advanced | Rejected | Note | Finished
Progress = Callable[[Event], object]


def silent(event: Event) -> None:
    """Says nothing."""
