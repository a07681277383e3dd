"""A summary as lines of text for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from hoinghi.summary.counts import Counts
from hoinghi.summary.drift import Drift, Rate

SHOWN = 24  # rows of one list; --json has all
_RATES_SHOWN = 8
_BAR = 24  # characters of the longest bar
NO_PROFILE = "drift: this bundle holds no profile of its training articles; one that is trained anew does"


def count_lines(counts: Counts) -> Iterator[str]:
    """The counts of a batch."""
    record: dict[str, Any] = counts.to_dict()
    articles = counts.articles
    yield f"articles  {articles}"
    yield f"officials {counts.people} ({counts.people / articles:.2f} an article)"
    yield f"warned    {counts.warned} ({counts.warned / articles:.1%})"
    yield from _list_lines("meeting type", record["meeting_types"], articles)
    yield from _list_lines("score of the meeting type", record["scores"], articles)
    yield from _list_lines("unit of the period", record["units"], articles)
    yield from _time_lines("period", record["periods"], articles)
    yield from _list_lines("topic", record["topics"], articles)
    if record["levels"] is None:
        yield "\nlevel of titles: not told by a flat table without its .officials.csv"
    else:
        yield from _list_lines("level of titles", record["levels"], sum(record["levels"].values()))
    yield from _time_lines("month of the article", record["months"], articles)
    yield from _list_lines("warnings", record["warnings"], articles)


def _time_lines(title: str, counts: Mapping[str, int], total: int) -> Iterator[str]:
    """Counts by time; by the year that each key begins with where there are too many to show."""
    if len(counts) <= SHOWN:
        return _list_lines(title, counts, total)
    years: Counter[str] = Counter()
    for key, count in counts.items():
        years[key.partition("-")[0]] += count
    return _list_lines(f"{title}, by year", years, total)


def _list_lines(title: str, counts: Mapping[str, int], total: int) -> Iterator[str]:
    if not counts:
        return
    yield f"\n{title}"
    # A list that is too long keeps its most frequent rows, and its order.
    kept = set(sorted(counts, key=lambda name: -counts[name])[:SHOWN])
    width = max(len(name) for name in kept)
    largest = max(counts.values()) or 1
    for name, count in counts.items():
        if name in kept:
            bar = "█" * round(_BAR * count / largest)
            yield f"  {name:{width}}  {count:>8}  {count / total:>6.1%}  {bar}".rstrip()
    if len(counts) > SHOWN:
        rest = sum(count for name, count in counts.items() if name not in kept)
        yield f"  … and {len(counts) - SHOWN} more with {rest} (--json lists all)"


def drift_lines(drift: Drift) -> Iterator[str]:
    """How far a batch is from the training."""
    yield f"\ndrift from the {drift.training_articles} articles of the training"
    yield f"  {'feature':30}  {'index':>6}  {'chance':>6}"
    shown = [shift for shift in drift.shifts if shift.reading != "stable"]
    for shift in shown:
        yield f"  {shift.feature:30}  {shift.index:>6.3f}  {shift.chance:>6.3f}  {shift.reading}"
    yield f"  {len(drift.shifts) - len(shown)} of {len(drift.shifts)} features are stable"
    for name, (batch, training) in sorted(drift.means.items()):
        yield f"  {name + ' an article':30}  {batch:>6.2f}  in the training {training:.2f}"
    yield from _rate_lines("meeting type", drift.meeting_types)
    yield from _rate_lines("topic", drift.topics)


def _rate_lines(title: str, rates: Iterable[Rate]) -> Iterator[str]:
    yield f"\n  {title + ', share of articles':30}  {'batch':>6}  training"
    for rate in list(rates)[:_RATES_SHOWN]:
        yield f"  {rate.label:30}  {rate.batch:>6.1%}  {rate.training:>8.1%}"
