"""The date of an article: when it was published or, where the page does not say, when its event was."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date

from hoinghi.document import Document
from hoinghi.furniture.patterns import FurnitureKind
from hoinghi.heads.periods import CalendarDate, find_dates

EARLIEST, LATEST = 1990, 2100  # an older date is history that the article tells
# Furniture whose dates are the article's own.
_OWN_DATES = frozenset(
    {
        FurnitureKind.DATE,
        FurnitureKind.COUNTER,
        FurnitureKind.MENU,
        FurnitureKind.PRINT,
        FurnitureKind.SHARE,
        FurnitureKind.FONT_SIZE,
        FurnitureKind.REPEATED,
    }
)


def article_dates(document: Document) -> list[CalendarDate]:
    """The dates of an article and of its publication, without those of other news and of the imprint."""
    foreign = [mark for mark in document.furniture if mark.kind not in _OWN_DATES]
    begins = [mark.start for mark in foreign]

    def is_own(date: CalendarDate) -> bool:
        place = bisect_right(begins, date.start) - 1
        return place < 0 or date.start >= foreign[place].end

    return [date for date in find_dates(document.lower) if is_own(date)]


def article_date(document: Document) -> str | None:
    """The article's date as YYYY-MM-DD, ``None`` where no full date stands in its text.

    A date line of the page goes before dates in the article, of which the first of headline and lead counts.
    """
    lines = [mark for mark in document.furniture if mark.kind is FurnitureKind.DATE]
    begins = [line.start for line in lines]
    lead_end = document.ends[document.lead[1] - 1] if document.lead[1] else 0
    told = None
    for found in article_dates(document):
        if found.year is None or not EARLIEST <= found.year <= LATEST:
            continue
        try:
            day = date(found.year, found.month, found.day).isoformat()
        except ValueError:  # 31/2: a typing error is no date
            continue
        line = bisect_right(begins, found.start) - 1
        if line >= 0 and found.start < lines[line].end:
            return day
        if told is None and found.start < lead_end:
            told = day
    return told
