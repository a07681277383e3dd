"""The years of a period under review: what its expression leaves out is told elsewhere in the text.

Only the text counts: dates of the article, the same period named again, the period planned behind it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from hoinghi.document import Document
from hoinghi.heads.date_ranges import DateRange, find_date_ranges
from hoinghi.heads.dating import article_dates
from hoinghi.heads.period_ranker import PlacedCandidate
from hoinghi.heads.periods import CalendarDate, PeriodCandidate

EARLIEST, LATEST = 2000, 2100  # years of reviews
_YEAR_FORM = re.compile(r"(?:\d{1,2}[/\-.])?(20\d\d)")
_LAST_MONTH = {"nine_months": 9, "year": 12}
_OPENING_SENTENCES = 6  # headline, lead, and what they say about the event
# Characters between a number of years and the range that says which: "một năm (6/2022 - 6/2023)".
_BESIDE = 80
# What names an election, and the characters in which it does so before the term that it was for.
_ELECTION, _BEFORE = "bầu cử", 160
# The words right before a period of comparison.
_COMPARED = frozenset(f"words-2={words}" for words in ("cùng_kỳ", "cùng_kì", "so_với"))


def last_month(candidate: PeriodCandidate) -> int:
    """The last month that a candidate covers, 1–12."""
    index = candidate.index or 1
    return {"month": index, "quarter": index * 3, "half": index * 6}.get(
        candidate.unit, _LAST_MONTH.get(candidate.unit, 12)
    )


def with_year(
    chosen: PeriodCandidate, candidates: Sequence[PlacedCandidate], document: Document
) -> PeriodCandidate:
    """``chosen`` with its year, or a multi-year period with its first and last year, resolved.

    ``candidates``: those that could have been chosen best first, then the others.
    """
    if chosen.unit == "multi_year":
        first, last = _first_and_last(chosen, candidates, document)
        return replace(chosen, start_year=first, end_year=last)
    if chosen.year is not None:
        return chosen
    year = resolve_year(chosen, candidates, article_dates(document), mentioned_years(document))
    return replace(chosen, year=year)


def resolve_year(
    chosen: PeriodCandidate,
    candidates: Sequence[PlacedCandidate],
    dates: Sequence[CalendarDate],
    mentioned: Iterable[int] = (),
) -> int | None:
    """The year of a chosen candidate from the text itself, ``None`` where it does not say.

    ``candidates``: those that could have been chosen best first, then the others; ``mentioned``: every
    year that the article names.  In turn: its own; the same period elsewhere; the article's date; of a year
    one that the text reviews, then the one before the planned one; the period planned behind it or before it;
    the one behind that of a comparison; the year named most often, the latest of several.
    """
    if chosen.year is not None:
        return chosen.year
    compared = [p.candidate.year for p in candidates if _is_compared(p) and p.candidate.year is not None]
    candidates = [p for p in candidates if not _is_compared(p)]
    others = [p.candidate for p in candidates if (p.candidate.year or LATEST) >= EARLIEST]
    named_again = [o for o in others if (o.unit, o.index) == (chosen.unit, chosen.index)]
    same = [o.year for o in named_again if o.year is not None]
    if same and chosen.unit != "year":
        return same[0]
    dated_year = _year_by_date(chosen, dates)
    if dated_year is not None:
        return dated_year
    if chosen.unit == "year":
        reviewed = (p.candidate for p in candidates if p.candidate.unit == "year" and _is_reviewed(p))
        named = next((o.year for o in reviewed if o.year is not None), None)
        if named is not None:
            return named
    if same:
        # "Tổng kết công tác năm qua, nhiệm vụ năm 2023": of "the past year" only the next one is named.
        planned = (o.candidate for o in candidates if _is_planned(o) and o.candidate.unit == "year")
        following = next((o for o in planned if o.year is not None), None)
        return same[0] if following is None else _planned_year(following, chosen)
    early = (p.candidate for p in candidates if _is_planned(p) or not _is_late(p))
    dated = sorted((o for o in early if (o.year or 0) >= EARLIEST), key=lambda o: o.start)
    # What is planned stands behind the first mention of the period, whichever of them was chosen.
    first_end = min((o.end for o in named_again), default=chosen.end)
    behind = [o for o in dated if o.start > min(first_end, chosen.end)]
    if dated:
        return _planned_year((behind or dated)[0], chosen)
    if compared:
        return max(compared) + 1
    counts = Counter(mentioned)
    repeated = [year for year in counts if counts[year] > 1 or len(counts) == 1]  # of several, once is chance
    return max(repeated, key=lambda year: (counts[year], year), default=None)


def _year_by_date(chosen: PeriodCandidate, dates: Sequence[CalendarDate]) -> int | None:
    """The year of a period by the article's date, ``None`` where it has none with a year.

    Of several dates the first that follows the period closely goes before the others, which may be history.
    """
    plausible = [date for date in dates if date.year is not None and EARLIEST <= date.year <= LATEST]
    closest = min(plausible, key=lambda date: not -1 <= _months_behind(date, chosen) <= 2, default=None)
    if closest is None or closest.year is None:
        return None
    # A review follows its period by months at most: January reviews last December.
    return closest.year - 1 if last_month(chosen) - closest.month > 3 else closest.year


def _months_behind(date: CalendarDate, chosen: PeriodCandidate) -> int:
    """Months from the end of a period to a date, -3 to 8: which of two years is meant is not known."""
    return (date.month - last_month(chosen) + 3) % 12 - 3


def event_years(candidates: Sequence[PlacedCandidate], document: Document) -> tuple[int | None, int | None]:
    """The first and the last year of a contest or campaign that was reviewed and names no period.

    In turn: the range of dates that opens the article; the year of headline or lead, if it is no planned one;
    a year that the text reviews; the article's.  ``None`` where untold.
    """
    dates = _opening_range(document)
    if dates is not None:
        return dates.first_year, dates.last_year
    for placed in sorted(candidates, key=lambda placed: placed.first):
        named = placed.candidate.year
        if placed.first < document.lead[1] and named is not None and not _is_planned(placed):
            return named, named
    for placed in candidates:
        named = placed.candidate.year
        if named is not None and _is_reviewed(placed):
            return named, named
    year = next(_plausible_years(article_dates(document)), None)
    return year, year


def mentioned_years(document: Document) -> Iterator[int]:
    """Every year of this century in the article, alone or behind a month ("04/2013"); read when asked."""
    for begin, end in document.sentences:
        yield from (int(m[1]) for form in document.forms[begin:end] if (m := _YEAR_FORM.fullmatch(form)))


def _opening_range(document: Document) -> DateRange | None:
    """The first range of dates in the first sentences of an article."""
    sentences = document.sentences[:_OPENING_SENTENCES]
    if not sentences:
        return None
    begin, end = document.starts[sentences[0][0]], document.ends[sentences[-1][1] - 1]
    return next((dates for dates in find_date_ranges(document.lower) if begin <= dates.start < end), None)


def _is_reviewed(placed: PlacedCandidate) -> bool:
    return "governed=review" in placed.features


def _is_planned(placed: PlacedCandidate) -> bool:
    return "governed=plan" in placed.features


def _is_late(placed: PlacedCandidate) -> bool:
    """Whether it stands behind the first six sentences: there years are mostly those of figures."""
    return "sentence=6" in placed.features


def _is_compared(placed: PlacedCandidate) -> bool:
    """Whether a period is only what another is measured by: "so với cùng kỳ năm 2018"."""
    return not _COMPARED.isdisjoint(placed.features)


def _plausible_years(dates: Iterable[CalendarDate]) -> Iterator[int]:
    return (date.year for date in dates if date.year is not None and EARLIEST <= date.year <= LATEST)


def _planned_year(planned: PeriodCandidate, chosen: PeriodCandidate) -> int | None:
    """The reviewed period's year, told from the planned one: "quý IV, nhiệm vụ quý I năm 2021"."""
    if planned.year is None:
        return None
    if planned.unit == "year":
        return planned.year - 1 if chosen.unit == "year" else planned.year
    crosses = last_month(chosen) >= 10 and last_month(planned) <= 6
    return planned.year - 1 if crosses else planned.year


def _first_and_last(
    chosen: PeriodCandidate, candidates: Sequence[PlacedCandidate], document: Document
) -> tuple[int | None, int | None]:
    """The first and the last year of a period of several years.

    In turn: its own; a range right behind it; the article's year and the one so many years before it, where
    the text names that too; a range of the same length elsewhere.
    """
    first, last = chosen.start_year, chosen.end_year
    if first is not None:
        # The review of an election looks back at the election, not at the term that begins with it.
        before = document.lower[max(0, chosen.start - _BEFORE) : chosen.start]
        is_election = chosen.kind == "range" and _ELECTION in before
        return (first, first) if is_election or last is None else (first, last)
    ranges = [
        (p.candidate.start, p.candidate.start_year, p.candidate.end_year)
        for p in candidates
        if p.candidate.start_year is not None and p.candidate.end_year is not None
    ]
    dated = [(dates.start, dates.first_year, dates.last_year) for dates in find_date_ranges(document.lower)]
    for start, begin, end in [*ranges, *dated]:
        if 0 <= start - chosen.end <= _BESIDE:
            return begin, end
    if chosen.length is not None:
        years = list(_plausible_years(article_dates(document)))
        named = {*mentioned_years(document), *years}
        for year in years or sorted(named, reverse=True)[:1]:
            if year - chosen.length in named:
                return year - chosen.length, year
    for _, begin, end in ranges:
        if chosen.length is None or (
            begin is not None and end is not None and end - begin in (chosen.length, chosen.length - 1)
        ):
            return begin, end
    return None, None
