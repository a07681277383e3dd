"""Measure the normal form of titles: ``python -m training.compare_titles``.

Prints how often role, body, level, place, former and acting of the lexicon agree with the labelled
titles, on the titles drawn from the train split (with every error) and on those from the test split
(the totals only: no entry of the lexicon may be chosen by them).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Optional

import typer
from rich.console import Console
from rich.table import Table

from hoinghi.officials.titles import TitleLexicon
from training.taxonomy import LABELS, read_toml
from training.title_forms import FORMS, PARTS, TitleForm, read_title_forms, wrong_parts

_NORMAL = 1.959964  # two-sided 95 %


def wilson(right: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share, Wilson's; it stays inside [0, 1] where the share is near 1."""
    if not total:
        return 0.0, 1.0
    share, squared = right / total, _NORMAL**2 / total
    centre = (share + squared / 2) / (1 + squared)
    half = _NORMAL / (1 + squared) * math.sqrt(share * (1 - share) / total + squared / (4 * total))
    return max(0.0, centre - half), min(1.0, centre + half)


def agreements(forms: Sequence[TitleForm], lexicon: TitleLexicon) -> dict[str, int]:
    """Of how many titles each part is right; ``all`` counts those with every part right."""
    wrong = [wrong_parts(form, lexicon.normalise(form.text)) for form in forms]
    counts = {part: sum(part not in parts for parts in wrong) for part in PARTS}
    return counts | {"all": sum(not parts for parts in wrong)}


def _cell(right: int, total: int) -> str:
    low, high = wilson(right, total)
    return f"{right / total:.3f} [{low:.3f}, {high:.3f}]" if total else "-"


def compare_titles_command(
    lexicon: Annotated[Path, typer.Option(help="Lexicon of titles (TOML).")] = LABELS / "titles.toml",
    other: Annotated[Optional[Path], typer.Option(help="Another lexicon to compare with.")] = None,
    forms: Annotated[Path, typer.Option(help="Labelled titles (JSONL).")] = FORMS,
) -> None:
    """Print the accuracy of every part of the normal form, and every error on train titles."""
    labelled = read_title_forms(forms)
    console = Console()
    for path in (lexicon, other) if other else (lexicon,):
        data = read_toml(path)
        titles = TitleLexicon(data)
        report = Table(title=f"{path.name}: {len(data['expand'])} abbreviations")
        report.add_column("part")
        parts = {split: [f for f in labelled if f.split == split] for split in ("train", "test")}
        counts = {split: agreements(chosen, titles) for split, chosen in parts.items()}
        for split, chosen in parts.items():
            report.add_column(f"{split}: {len(chosen)} titles", justify="right")
        for part in (*PARTS, "all"):
            report.add_row(part, *(_cell(counts[split][part], len(parts[split])) for split in parts))
        console.print(report)
    titles = TitleLexicon(read_toml(lexicon))
    for form in labelled:
        found = titles.normalise(form.text)
        wrong = wrong_parts(form, found) if form.split == "train" else []
        if wrong:
            differences = "; ".join(f"{p}: {getattr(found, p)}, not {getattr(form, p)}" for p in wrong)
            console.print(f"{form.text} ({found.full}): {differences}", highlight=False, markup=False)


if __name__ == "__main__":
    typer.run(compare_titles_command)
