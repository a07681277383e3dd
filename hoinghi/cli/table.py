"""A readable table of predictions for the terminal."""

from __future__ import annotations

import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from hoinghi.cli.terminal import visible
from hoinghi.prediction import Period, Prediction

SHOWN_OFFICIALS = 5

_COLOURS = {
    "monthly_review": "cyan",
    "quarterly_review": "blue",
    "six_month_review": "magenta",
    "year_end_summary": "green",
    "thematic_review": "yellow",
    "other": "bright_black",
}


def period_text(period: Period | None) -> str:
    """A period as people write it: ``Q4 2020``, ``H1 2021``, ``2015–2020``; ``–`` for none."""
    if period is None:
        return "–"
    year = str(period.year) if period.year is not None else "?"
    if period.unit == "multi_year":
        first, last = period.start_year, period.end_year
        if first is None and last is None:
            return "several years"
        return str(first) if first == last else f"{first or '?'}–{last or '?'}"
    prefix = {"month": "M", "quarter": "Q", "half": "H"}.get(period.unit)
    if prefix:
        return f"{prefix}{period.index or '?'} {year}"
    return f"9 months {year}" if period.unit == "nine_months" else year


class PredictionTable:
    """Collects rows and prints them at the end; narrow enough for eighty columns."""

    def __init__(self) -> None:
        self._table = Table(show_lines=True, header_style="bold")
        self._table.add_column("article, meeting type, period", overflow="fold", max_width=34)
        self._table.add_column("topics", no_wrap=True)
        self._table.add_column("officials", overflow="fold")

    def add(self, name: str, prediction: Prediction) -> None:
        """One row."""
        kind = prediction.meeting_type
        article = Text(visible(name) + "\n", style="bold")
        article.append(f"{kind.label or '–'} {kind.score:.2f}\n", style=_COLOURS.get(kind.label or "", ""))
        article.append(period_text(prediction.period), style="not bold")
        officials = "\n".join(
            visible(f"{o.name}: {', '.join(title.text for title in o.titles)}")
            for o in prediction.officials[:SHOWN_OFFICIALS]
        )
        more = len(prediction.officials) - SHOWN_OFFICIALS
        self._table.add_row(
            article,
            Text("\n".join(topic.label for topic in prediction.topics) or "–"),
            Text(officials + (f"\n… and {more} more" if more > 0 else "") or "–"),
        )

    def add_lines(self, lines: bytes) -> None:
        """A row for each record of JSON lines, by its id."""
        for line in lines.splitlines():
            prediction = msgspec.json.decode(line, type=Prediction)
            self.add(prediction.id or "", prediction)

    def print(self, console: Console) -> None:
        """The whole table."""
        # Piped into a file there is no terminal to ask for its width.
        console.print(self._table, width=None if console.is_terminal else 110)
