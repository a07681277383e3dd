"""Ranges between two dates: how a campaign, a contest or a first year says when it was."""

from __future__ import annotations

import re
from dataclasses import dataclass

_YEAR = r"20\d\d"
_MARK = r"\s?[/\-.]\s?"
# A day and a month, a month alone, either with its year: 15/12/2021, 15-12, 20 tháng 11 năm 2020, 9/2019.
_POINT = (
    rf"(?:\d{{1,2}}(?:{_MARK}|\stháng\s))?(?P<month_{{n}}>\d{{1,2}})(?!\d)"
    rf"(?:(?:{_MARK}|,?\snăm\s)(?P<year_{{n}}>{_YEAR})(?!\d))?"
)
_UNITS = r"(?:(?:đầu|giữa|cuối|hết)\s)?(?:ngày\s|tháng\s){0,2}"
_RANGE = re.compile(
    # What opens one: numbers alone ("2/3 - 5/2021") may be shares and scores.
    rf"(?:từ\s|\(|phát động\s|bắt đầu\s)(?:từ\s)?{_UNITS}{_POINT.replace('{n}', '1')}"
    # Up to the second date may stand another verb: "phát động tháng 9/2019, nhận bài đến hết tháng 8/2020".
    rf"(?:\s?[\-–]\s?|[^\d\n.;()]{{0,24}}(?:đến|tới)\s){_UNITS}{_POINT.replace('{n}', '2')}"
)
LONGEST = 6  # years from the first to the last date; a longer range is history


@dataclass(frozen=True, slots=True)
class DateRange:
    """A range of dates at clean position ``start``, from a day of its first year to one of its last."""

    start: int
    first_year: int
    last_year: int


def find_date_ranges(text: str) -> list[DateRange]:
    """The ranges of dates of a lower-case clean text that end in a year, in order.

    Where the first date has no year it is that of the last, or the one before it: "từ 1/12 đến 28/2/2022".
    """
    found = []
    for match in _RANGE.finditer(text):
        months = int(match["month_1"]), int(match["month_2"])
        if match["year_2"] is None or not all(1 <= month <= 12 for month in months):
            continue
        last = int(match["year_2"])
        first = int(match["year_1"]) if match["year_1"] else last - (months[0] > months[1])
        if 0 <= last - first <= LONGEST:
            found.append(DateRange(match.start(), first, last))
    return found
