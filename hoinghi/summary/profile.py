"""The profile of a set of articles: what a later batch is compared with.

Training computes it on predictions of articles that the model did not learn from and seals it into the
bundle's manifest; ``hoinghi summary`` computes the same on a batch.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from hoinghi.prediction import Prediction
from hoinghi.summary.facts import LEVELS, NONE, UNDATED, Facts, facts_of
from hoinghi.summary.histogram import count_bin, score_bin

KEY = "profile"  # of the manifest


class Profile(msgspec.Struct, frozen=True):
    """Counts of ``articles``.

    ``features``: for each feature the number of articles in each of its bins; ``topics``: the number of
    articles that have each topic; ``totals``: of all articles together.
    """

    articles: int
    features: dict[str, dict[str, int]]
    topics: dict[str, int]
    totals: dict[str, int]

    def mean(self, name: str) -> float:
        """The mean of a total, an article; 0 of no articles."""
        return self.totals.get(name, 0) / self.articles if self.articles else 0.0


class ProfileTally:
    """A profile while it is counted."""

    def __init__(self) -> None:
        self._articles = 0
        self._features: dict[str, Counter[str]] = {}
        self._topics: Counter[str] = Counter()
        self._totals: Counter[str] = Counter(topics=0, people=0)

    def add(self, facts: Facts) -> None:
        """Count one record."""
        self._articles += 1
        for name, place in _bins(facts).items():
            self._features.setdefault(name, Counter())[place] += 1
        self._topics.update(set(facts.topics))
        self._totals.update(topics=len(facts.topics), people=facts.people)

    def profile(self) -> Profile:
        """What was counted so far, in the order of names."""
        return Profile(
            self._articles,
            {name: dict(sorted(bins.items())) for name, bins in sorted(self._features.items())},
            dict(sorted(self._topics.items())),
            dict(sorted(self._totals.items())),
        )


def profile_of(records: Iterable[Prediction | Mapping[str, Any]]) -> Profile:
    """The profile of predictions, or of records in the output contract as plain data.

    ``msgspec.to_builtins`` of it is what a manifest holds under ``KEY``.
    """
    tally = ProfileTally()
    for record in records:
        tally.add(facts_of(record))
    return tally.profile()


def _bins(facts: Facts) -> dict[str, str]:
    """The bin of each feature that one record falls into, without features that the input does not tell."""
    bins = {
        "meeting_type": facts.meeting_type,
        "type_score": score_bin(facts.score),
        "period_unit": facts.unit,
        "topics": count_bin(len(facts.topics)),
        "people": count_bin(facts.people),
        "warned": "yes" if facts.warnings else "no",
        "dated": "no" if facts.month == UNDATED else "yes",
    }
    if facts.levels is not None:
        bins["widest_level"] = next((level for level in LEVELS if level in facts.levels), NONE)
    return bins
