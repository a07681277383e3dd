"""Which period expression is the period under review: features of a candidate.

A linear model scores each candidate by where it stands (headline, lead, body), by the words before
and behind it, and by the nearest word of reviewing or of planning.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import compress

from hoinghi.document import Document
from hoinghi.heads.period_features import cue_features, own_features, word_features
from hoinghi.heads.periods import OPENING_WORDS, PeriodCandidate, find_periods
from hoinghi.text.memo import Memo
from hoinghi.text.tokens import CANONICAL

_BEFORE, _BEHIND = 18, 4  # tokens of the sentence that are looked at
CANDIDATE_LIMIT = 60  # the review's own period is told early; a table of years is not searched to its end
REVIEW_UNITS = {
    "monthly_review": ("month",),
    "quarterly_review": ("quarter", "nine_months"),
    "six_month_review": ("half",),
    "year_end_summary": ("year",),
    "thematic_review": ("multi_year",),
    "other": (),
}


@dataclass(frozen=True, slots=True)
class PlacedCandidate:
    """A candidate with the token range it covers and its feature names."""

    candidate: PeriodCandidate
    first: int
    last: int
    features: tuple[str, ...]


def _opens_period(form: str) -> bool:
    return form[0].isdecimal() or form.lower() in OPENING_WORDS


_OPENS = Memo(_opens_period)


def _window(forms: Sequence[str], begin: int, end: int) -> list[str]:
    return list(map(CANONICAL.__getitem__, forms[max(0, begin) : max(0, end)]))


def place_candidates(document: Document) -> list[PlacedCandidate]:
    """The period candidates of a document outside its furniture, with features, in text order."""
    found = _inside(document)
    by_place = _Places.of(document, found)
    seen: dict[str, int] = {}  # candidates of each unit so far
    placed: list[PlacedCandidate] = []
    for ordinal, one in enumerate(found):
        field = by_place.field(one.first)
        side = f"{one.candidate.unit}{one.candidate.index if one.candidate.unit == 'half' else ''}"
        nth = seen.get(one.candidate.unit, 0)
        seen[one.candidate.unit] = nth + 1
        before = _window(document.forms, max(one.sentence[0], one.first - _BEFORE), one.first)
        behind = _window(document.forms, one.last, min(one.sentence[1], one.last + _BEHIND))
        previous = found[ordinal - 1].first if ordinal else -1
        features = [
            *own_features(
                one.candidate,
                one.last - one.first,
                side,
                field,
                one.number,
                (ordinal, nth, by_place.count[_key(one)]),
            ),
            *by_place.repetitions(one, field),
            *cue_features(before, side, field, one.first, previous),
            *word_features(before, behind),
        ]
        placed.append(PlacedCandidate(one.candidate, one.first, one.last, tuple(features)))
    return _with_neighbours(placed)


@dataclass(frozen=True, slots=True)
class _Found:
    """A candidate, the token range that it covers, and the number and the token range of its sentence."""

    candidate: PeriodCandidate
    first: int
    last: int
    number: int
    sentence: tuple[int, int]


def _key(one: _Found) -> tuple[str, int | None]:
    return one.candidate.unit, one.candidate.index


def _inside(document: Document) -> list[_Found]:
    """The first candidates outside furniture."""
    opens = map(_OPENS.__getitem__, document.forms)
    starts = [begin for begin, _ in document.sentences]
    inside: list[_Found] = []
    for candidate in find_periods(document.lower, compress(document.starts, opens)):
        first = bisect_right(document.starts, candidate.start) - 1
        last = bisect_right(document.starts, candidate.end - 1)
        number = bisect_right(starts, first) - 1
        if number >= 0 and first < document.sentences[number][1]:
            inside.append(_Found(candidate, first, last, number, document.sentences[number]))
        if len(inside) == CANDIDATE_LIMIT:
            break
    return inside


@dataclass(frozen=True, slots=True)
class _Places:
    """Where headline and lead end, which units and indices each names, and how often the text names them."""

    headline_end: int
    lead_end: int
    in_headline: frozenset[tuple[str, int | None]]
    in_lead: frozenset[tuple[str, int | None]]
    count: Counter[tuple[str, int | None]]

    @classmethod
    def of(cls, document: Document, found: Sequence[_Found]) -> _Places:
        headline, lead = document.headline[1], document.lead
        return cls(
            headline,
            lead[1],
            frozenset(_key(one) for one in found if one.first < headline),
            frozenset(_key(one) for one in found if lead[0] <= one.first < lead[1]),
            Counter(map(_key, found)),
        )

    def field(self, first: int) -> str:
        """The field of a token."""
        return "headline" if first < self.headline_end else "lead" if first < self.lead_end else "body"

    def repetitions(self, one: _Found, field: str) -> list[str]:
        """Whether headline and lead name the same period, or another."""
        key, unit = _key(one), one.candidate.unit
        features = []
        if key in self.in_headline:
            features += ["repeats_headline", f"repeats_headline@{field}"]
        elif any(unit == other for other, _ in self.in_headline):
            features.append("headline_has_other_of_unit")
        elif self.in_headline:
            features.append("headline_has_other_unit")
        if key in self.in_lead and field != "lead":
            features.append(f"repeats_lead@{field}")
        return features


def _with_neighbours(placed: Sequence[PlacedCandidate]) -> list[PlacedCandidate]:
    """The candidates; a month knows whether the text reviews or plans the month before or behind it.

    The briefing "of November", held on its third day, looks back at October.
    """
    reviewed, planned = (
        {
            p.candidate.index
            for p in placed
            if p.candidate.unit == "month" and f"governed={sort}" in p.features
        }
        for sort in ("review", "plan")
    )

    def seen(one: PlacedCandidate) -> PlacedCandidate:
        index = one.candidate.index
        if one.candidate.unit != "month" or index is None:
            return one
        found = [
            f"{name}_{sort}"
            for name, month in (("previous", (index - 2) % 12 + 1), ("next", index % 12 + 1))
            for sort, told in (("reviewed", reviewed), ("planned", planned))
            if month in told
        ]
        return replace(one, features=(*one.features, *found)) if found else one

    return list(map(seen, placed))
