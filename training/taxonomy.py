"""The labels of ``labels/taxonomy.toml``: the one list of meeting types and topics."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

LABELS = Path(__file__).resolve().parent.parent / "labels"


class MeetingTypeLabel(msgspec.Struct, frozen=True):
    id: str
    vi: str
    en: str
    units: tuple[str, ...]
    definition: str


class TopicLabel(msgspec.Struct, frozen=True):
    id: str
    vi: str
    en: str
    definition: str


class Taxonomy(msgspec.Struct, frozen=True):
    meeting_types: tuple[MeetingTypeLabel, ...]
    topics: tuple[TopicLabel, ...]

    @property
    def type_ids(self) -> tuple[str, ...]:
        return tuple(label.id for label in self.meeting_types)

    @property
    def topic_ids(self) -> tuple[str, ...]:
        return tuple(label.id for label in self.topics)

    def units(self, meeting_type: str) -> tuple[str, ...]:
        """The period units that a meeting type can carry; empty for ``other``."""
        return next(label.units for label in self.meeting_types if label.id == meeting_type)


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file as plain data."""
    with path.open("rb") as stream:
        return tomllib.load(stream)


@cache
def taxonomy(folder: Path = LABELS) -> Taxonomy:
    """The taxonomy of a labels folder."""
    data = read_toml(folder / "taxonomy.toml")
    return msgspec.convert({"meeting_types": data["meeting_type"], "topics": data["topic"]}, Taxonomy)
