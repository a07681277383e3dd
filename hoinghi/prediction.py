"""What hoinghi says of an article: the output contract, as frozen typed records.

Offsets are code points of the text as given, half-open.  Scores are in [0, 1].
"""

from __future__ import annotations

import msgspec


class MeetingType(msgspec.Struct, frozen=True):
    """One of the six meeting types with its calibrated probability.

    ``label`` is ``None`` where the predictor was asked to abstain below a score and did.
    """

    label: str | None
    score: float


class Period(msgspec.Struct, frozen=True, omit_defaults=True):
    """The period under review; ``start``/``end`` bound the expression that names it, if one does.

    ``unit``: month, quarter, half, nine_months, year or multi_year; ``index`` numbers months,
    quarters and halves; a multi-year period has ``start_year`` and ``end_year`` instead of ``year``.
    """

    unit: str
    index: int | None
    year: int | None
    start_year: int | None = None
    end_year: int | None = None
    start: int | None = None
    end: int | None = None


class Evidence(msgspec.Struct, frozen=True):
    """A clause of the text that earns a topic."""

    start: int
    end: int


class Topic(msgspec.Struct, frozen=True):
    """A topic with its probability and the clauses that earn it, best first."""

    label: str
    score: float
    evidence: tuple[Evidence, ...]


class Span(msgspec.Struct, frozen=True, omit_defaults=True):
    """A PERSON or TITLE; a TITLE has ``holders``, the PERSON spans that hold it in that mention."""

    start: int
    end: int
    label: str
    score: float
    holders: tuple[tuple[int, int], ...] | None = None


class OfficialTitle(msgspec.Struct, frozen=True):
    """A title as written and in normal form; unknown parts are ``None``, never guessed.

    ``full``: abbreviations written out; ``place``: the name of the territory; ``former`` and
    ``acting``: whether the office is past or held for the time being.
    """

    text: str
    full: str
    role: str | None
    body: str | None
    level: str | None
    place: str | None = None
    former: bool = False
    acting: bool = False


class Official(msgspec.Struct, frozen=True):
    """One person of the article with the titles that the article gives him or her.

    ``contradictions``: pairs of positions in ``titles`` that nobody holds at one time.
    """

    name: str
    titles: tuple[OfficialTitle, ...]
    contradictions: tuple[tuple[int, int], ...] = ()


class Prediction(msgspec.Struct, frozen=True, omit_defaults=False):
    """The record of one article; ``date`` is its own day as YYYY-MM-DD, where its text says one."""

    meeting_type: MeetingType
    period: Period | None
    topics: tuple[Topic, ...]
    spans: tuple[Span, ...]
    officials: tuple[Official, ...]
    warnings: tuple[str, ...] = ()
    date: str | None = None
    id: str | None = None

    def to_dict(self) -> dict[str, object]:
        """Plain dictionaries and lists in the order of the contract (``id`` first, where given)."""
        record: dict[str, object] = msgspec.to_builtins(self)
        identity = record.pop("id")
        return ({"id": identity} if identity is not None else {}) | record

    def to_json(self) -> str:
        """One line of JSON in the output contract."""
        return msgspec.json.encode(self.to_dict()).decode()
