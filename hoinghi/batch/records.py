"""What reading gives: a record, or the reason why there is none; and the names of the fields."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InputRecord:
    """One article to read.  ``source`` names where it came from, as ``file`` or ``file:line``.

    ``is_extracted`` says that ``text`` was made from a page or from bytes in another encoding than
    Unicode, so that the output must carry it; ``warnings`` say how it was read; ``date`` is the day that
    the page or the record declares.
    """

    id: str
    text: str
    source: str
    is_extracted: bool = False
    warnings: tuple[str, ...] = ()
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Reject:
    """A record that could not be read, with its place and the reason."""

    source: str
    reason: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of the text, the id and the date in .jsonl, .csv, .tsv and .parquet."""

    text: str = "text"
    id: str = "id"
    date: str = "date"
