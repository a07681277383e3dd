"""Counts over a batch: types, periods, topics, levels of titles, months, scores, warnings."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from hoinghi.summary.facts import Facts
from hoinghi.summary.histogram import SCORE_BINS, in_order, score_bin


@dataclass(slots=True)
class Counts:
    """Articles by what they say.  ``levels`` counts titles, everything else articles.

    ``levels_told`` is false where an input does not tell the titles (a .csv without its table of them).
    """

    articles: int = 0
    people: int = 0
    warned: int = 0
    meeting_types: Counter[str] = field(default_factory=Counter)
    units: Counter[str] = field(default_factory=Counter)
    periods: Counter[str] = field(default_factory=Counter)
    topics: Counter[str] = field(default_factory=Counter)
    levels: Counter[str] = field(default_factory=Counter)
    months: Counter[str] = field(default_factory=Counter)
    scores: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)
    levels_told: bool = True

    def add(self, facts: Facts) -> None:
        """Count one record."""
        self.articles += 1
        self.people += facts.people
        self.warned += bool(facts.warnings)
        self.meeting_types[facts.meeting_type] += 1
        self.units[facts.unit] += 1
        self.periods[facts.period] += 1
        self.topics.update(facts.topics)
        self.levels.update(facts.levels or ())
        self.months[facts.month] += 1
        self.scores[score_bin(facts.score)] += 1
        self.warnings.update(set(facts.warnings))

    def to_dict(self) -> dict[str, object]:
        """Plain data: labels by number of articles, the rest in its own order."""
        return {
            "articles": self.articles,
            "people": self.people,
            "warned": self.warned,
            "meeting_types": by_number(self.meeting_types),
            "units": by_number(self.units),
            "periods": dict(sorted(self.periods.items())),
            "topics": by_number(self.topics),
            "levels": by_number(self.levels) if self.levels_told else None,
            "months": dict(sorted(self.months.items())),
            "scores": in_order(self.scores, SCORE_BINS),
            "warnings": by_number(self.warnings),
        }


def by_number(counts: Counter[str]) -> dict[str, int]:
    """The most frequent first, equal ones by name."""
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
