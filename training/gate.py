"""The gate: ``python -m training.gate --check`` fails where quality fell below what was reached before.

``models/floors.toml`` pins the corpus and, for every figure, the value reached and a noise margin from its
bootstrap interval.  ``--raise`` sets the floors to what was measured and never lowers one; ``--lower NAME``
is the only way down.  Calibration errors have ceilings instead, which move the other way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Optional

import msgspec
import typer

from training.article import read_corpus
from training.taxonomy import LABELS, read_toml
from training.train import MODELS, QUALITY, corpus_digest

FLOORS = MODELS / "floors.toml"
DIGITS = 4  # of every figure in either file


class Measured(msgspec.Struct, frozen=True):
    """A figure with its 95 % interval, as ``training.evaluate`` writes it."""

    value: float
    interval: tuple[float, float]


class Metrics(msgspec.Struct, frozen=True):
    """The metrics of a corpus: figures that are better the higher, calibration errors the lower."""

    corpus: str
    articles: int
    figures: dict[str, Measured]
    calibration: dict[str, Measured] = {}


class Bound(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was reached, and by how much a measurement may miss it."""

    value: float
    margin: float


class Floors(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What ``models/floors.toml`` holds."""

    corpus: str
    articles: int
    floors: dict[str, Bound] = {}
    ceilings: dict[str, Bound] = {}


@dataclass(frozen=True, slots=True)
class Change:
    """A bound that moved; ``before`` is ``None`` where there was none."""

    name: str
    before: float | None
    after: float

    def __str__(self) -> str:
        if self.before is None:
            return f"{self.name}: {self.after:.4f} (new)"
        return f"{self.name}: {self.before:.4f} → {self.after:.4f}"


def read_metrics(path: Path = QUALITY) -> Metrics:
    """Measured figures.  Raises ``ValueError`` naming the file and what is wrong with it."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Metrics)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise ValueError(f"{path}: {error}") from None


def read_floors(path: Path = FLOORS) -> Floors:
    """The floors of a file.  Raises ``ValueError`` naming the file and what is wrong with it."""
    try:
        return msgspec.convert(read_toml(path), Floors)
    except ValueError as error:  # no TOML, or not the keys of Floors
        raise ValueError(f"{path}: {error}") from None


def floors_text(floors: Floors) -> str:
    """The file as ``--raise`` and ``--lower`` write it."""
    lines = [
        "# What quality must not fall below: written by `python -m training.gate --raise`, not by hand.",
        "# A figure passes at its value less its margin, a ceiling's at its value and its margin; the margin",
        "# is the distance to the worse end of the figure's 95 % bootstrap interval.",
        "",
        f'corpus = "{floors.corpus}"',
        f"articles = {floors.articles}",
    ]
    for title, bounds in (("floors", floors.floors), ("ceilings", floors.ceilings)):
        lines += ["", f"[{title}]"] if bounds else []
        lines += [
            f"{name} = {{ value = {b.value:.4f}, margin = {b.margin:.4f} }}" for name, b in bounds.items()
        ]
    return "\n".join(lines) + "\n"


def limit(bound: Bound, sign: int) -> float:
    """The last value that passes: below a floor (``sign`` 1) or above a ceiling (-1) by the margin."""
    return round(bound.value - sign * bound.margin, DIGITS)


def faults(floors: Floors, metrics: Metrics, corpus: str) -> Iterator[str]:
    """Why the gate is shut, a sentence a fault; ``corpus`` is the digest of the labels as they are."""
    if floors.corpus != corpus:
        yield (
            f"the corpus ({corpus[:16]}) is not the one whose floors are pinned ({floors.corpus[:16]}): "
            "measure it with training.evaluate --save, then training.gate --raise"
        )
    if metrics.corpus != floors.corpus:
        yield f"the figures are those of another corpus ({metrics.corpus[:16]}): training.evaluate --save"
    for sign, bounds, found in (
        (1, floors.floors, metrics.figures),
        (-1, floors.ceilings, metrics.calibration),
    ):
        for name, bound in bounds.items():
            if name not in found:
                yield f"{name} was not measured"
            elif sign * found[name].value < sign * limit(bound, sign):
                side = "at least" if sign > 0 else "at most"
                yield (
                    f"{name} is {found[name].value:.4f} and must be {side} {limit(bound, sign):.4f} "
                    f"({bound.value:.4f} reached, margin {bound.margin:.4f})"
                )


def _reached(name: str, metrics: Metrics) -> Bound:
    """The bound that a measured figure gives."""
    if name in metrics.calibration:
        found = metrics.calibration[name]
        return Bound(found.value, round(max(0.0, found.interval[1] - found.value), DIGITS))
    found = metrics.figures[name]
    return Bound(found.value, round(max(0.0, found.value - found.interval[0]), DIGITS))


def _tightened(old: Bound | None, new: Bound, sign: int) -> Bound:
    """The better value with the smaller margin: a wider interval must not open the gate by itself."""
    if old is None:
        return new
    better = new.value if sign * new.value > sign * old.value else old.value
    return Bound(better, min(old.margin, new.margin))


def _changes(before: Mapping[str, Bound], after: Mapping[str, Bound]) -> Iterator[Change]:
    for name, bound in after.items():
        old = before.get(name)
        if old is None or old.value != bound.value:
            yield Change(name, old.value if old else None, bound.value)


def raised(floors: Floors | None, metrics: Metrics) -> tuple[Floors, list[Change]]:
    """Floors at what was measured where that is better, and what moved; none is lowered or dropped."""
    old = floors or Floors(metrics.corpus, metrics.articles)
    up = dict(old.floors) | {
        n: _tightened(old.floors.get(n), _reached(n, metrics), 1) for n in metrics.figures
    }
    down = dict(old.ceilings) | {
        n: _tightened(old.ceilings.get(n), _reached(n, metrics), -1) for n in metrics.calibration
    }
    new = Floors(metrics.corpus, metrics.articles, up, down)
    return new, [*_changes(old.floors, up), *_changes(old.ceilings, down)]


def lowered(floors: Floors, metrics: Metrics, name: str) -> tuple[Floors, Change]:
    """One bound relaxed to what was measured.

    Raises ``ValueError`` where there is no such bound, nothing was measured, or it need not be relaxed.
    """
    is_ceiling = name in floors.ceilings
    old = floors.ceilings.get(name) or floors.floors.get(name)
    if old is None:
        known = ", ".join([*floors.floors, *floors.ceilings])
        raise ValueError(f"there is no floor {name!r}; there are: {known}")
    if name not in (metrics.calibration if is_ceiling else metrics.figures):
        raise ValueError(f"{name} was not measured")
    new = _reached(name, metrics)
    if new.value <= old.value if is_ceiling else new.value >= old.value:
        raise ValueError(f"{name} was measured at {new.value:.4f}: {old.value:.4f} need not be lowered")
    bounds = {
        "ceilings" if is_ceiling else "floors": (floors.ceilings if is_ceiling else floors.floors)
        | {name: new}
    }
    return msgspec.structs.replace(floors, **bounds), Change(name, old.value, new.value)


def move(pinned: Floors | None, measured: Metrics, name: str | None) -> tuple[Floors, list[Change]]:
    """Raise all floors, or lower the one that is named.  Raises ``ValueError`` where it cannot be."""
    if name is None:
        return raised(pinned, measured)
    if pinned is None:
        raise ValueError("there are no floors to lower; training.gate --raise sets them")
    new, change = lowered(pinned, measured, name)
    return new, [change]


def gate_command(
    check: Annotated[bool, typer.Option("--check", help="Exit 1 where a figure fell; the default.")] = False,
    do_raise: Annotated[bool, typer.Option("--raise", help="Raise the floors to what was measured.")] = False,
    lower: Annotated[Optional[str], typer.Option(help="Lower this one floor to what was measured.")] = None,
    metrics: Annotated[Path, typer.Option(help="Figures of training.evaluate (--save or --json).")] = QUALITY,
    floors: Annotated[Path, typer.Option(help="The pinned floors (.toml).")] = FLOORS,
    corpus: Annotated[Path, typer.Option(help="Folder of labelled .jsonl files.")] = LABELS / "corpus",
) -> None:
    """Check measured quality against its floors, raise them, or lower one."""
    if check + do_raise + (lower is not None) > 1:
        raise typer.BadParameter("one of --check, --raise and --lower at a time")
    try:
        digest = corpus_digest(read_corpus(corpus))
        measured = read_metrics(metrics)
        if do_raise or lower is not None:
            if measured.corpus != digest:
                raise ValueError(
                    f"{metrics}: figures of another corpus; measure with training.evaluate --save"
                )
            new, changes = move(read_floors(floors) if floors.exists() else None, measured, lower)
            floors.write_text(floors_text(new), encoding="utf-8")
            typer.echo("\n".join(map(str, changes)) or "no floor moved")
            return
        pinned = read_floors(floors)
    except (OSError, ValueError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    found = list(faults(pinned, measured, digest))
    for fault in found:
        typer.echo(fault, err=True)
    if found:
        raise typer.Exit(1)
    typer.echo(f"{len(pinned.floors) + len(pinned.ceilings)} figures of {measured.articles} articles hold")


if __name__ == "__main__":
    typer.run(gate_command)
