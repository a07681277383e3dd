"""The gate: quality that was reached is kept, and only said to be lower on purpose."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from typer import Typer
from typer.testing import CliRunner

from training.article import Article, write_articles
from training.gate import (
    Bound,
    Floors,
    Measured,
    Metrics,
    faults,
    floors_text,
    gate_command,
    limit,
    lowered,
    raised,
    read_floors,
    read_metrics,
)
from training.train import corpus_digest

OLD = Metrics(
    "d1", 100, {"title_f1": Measured(0.9, (0.88, 0.92))}, {"type_ece": Measured(0.02, (0.015, 0.03))}
)
PINNED = Floors("d1", 100, {"title_f1": Bound(0.9, 0.02)}, {"type_ece": Bound(0.02, 0.01)})


def measured(title: float, error: float, corpus: str = "d1", width: float = 0.01) -> Metrics:
    return Metrics(
        corpus,
        100,
        {"title_f1": Measured(title, (title - width, title + width))},
        {"type_ece": Measured(error, (error - width, error + width))},
    )


def test_the_committed_figures_hold_their_floors(corpus: list[Article]) -> None:
    floors = read_floors()
    assert list(faults(floors, read_metrics(), corpus_digest(corpus))) == []
    assert {"type_accuracy", "period_exact", "topic_micro_f1", "title_f1"} <= set(floors.floors)
    assert all(0 < bound.margin < 0.05 for bound in floors.floors.values())


def test_the_first_floors_are_what_was_measured() -> None:
    floors, changes = raised(None, OLD)
    assert floors == PINNED
    assert [str(change) for change in changes] == ["title_f1: 0.9000 (new)", "type_ece: 0.0200 (new)"]


@pytest.mark.parametrize(
    ("title", "error", "said"),
    [
        (0.88, 0.03, []),
        (0.95, 0.0, []),
        (0.8799, 0.03, ["title_f1 is 0.8799 and must be at least 0.8800 (0.9000 reached, margin 0.0200)"]),
        (0.88, 0.0301, ["type_ece is 0.0301 and must be at most 0.0300 (0.0200 reached, margin 0.0100)"]),
    ],
)
def test_a_figure_may_miss_its_floor_by_the_margin(title: float, error: float, said: list[str]) -> None:
    assert list(faults(PINNED, measured(title, error), "d1")) == said


def test_another_corpus_and_missing_figures_shut_the_gate() -> None:
    assert "is not the one whose floors are pinned" in next(faults(PINNED, OLD, "d2"))
    assert "figures are those of another corpus" in next(faults(PINNED, measured(0.9, 0.02, "d2"), "d1"))
    nothing = Metrics("d1", 100, {})
    assert list(faults(PINNED, nothing, "d1")) == ["title_f1 was not measured", "type_ece was not measured"]


@pytest.mark.parametrize("width", [0.0001, 0.005, 0.2])
@pytest.mark.parametrize("title", [0.7, 0.899, 0.9, 0.901, 0.99])
@pytest.mark.parametrize("error", [0.001, 0.02, 0.2])
def test_raising_never_lowers(title: float, error: float, width: float) -> None:
    floors, changes = raised(PINNED, measured(title, error, "d2", width))
    assert floors.corpus == "d2"
    # What counts is the last value that passes: a wider interval does not open the gate either.
    for sign, before, after in ((1, PINNED.floors, floors.floors), (-1, PINNED.ceilings, floors.ceilings)):
        for name, bound in before.items():
            assert sign * after[name].value >= sign * bound.value
            assert sign * limit(after[name], sign) >= sign * limit(bound, sign)
    moved = {change.name for change in changes}
    assert moved == {name for name, did in (("title_f1", title > 0.9), ("type_ece", error < 0.02)) if did}


def test_what_is_not_measured_any_more_keeps_its_floor() -> None:
    floors, changes = raised(PINNED, Metrics("d1", 100, {}))
    assert (floors, changes) == (PINNED, [])


def test_lowering_takes_one_name_and_says_from_what_to_what() -> None:
    floors, change = lowered(PINNED, measured(0.8, 0.5), "title_f1")
    assert floors.floors == {"title_f1": Bound(0.8, 0.01)}
    assert floors.ceilings == PINNED.ceilings
    assert str(change) == "title_f1: 0.9000 → 0.8000"
    floors, change = lowered(PINNED, measured(0.8, 0.5), "type_ece")
    assert floors.ceilings == {"type_ece": Bound(0.5, 0.01)}
    with pytest.raises(ValueError, match="need not be lowered"):
        lowered(PINNED, measured(0.95, 0.5), "title_f1")
    with pytest.raises(ValueError, match="there are: title_f1, type_ece"):
        lowered(PINNED, OLD, "titel_f1")


def test_floors_are_read_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    path.write_text(floors_text(PINNED), encoding="utf-8")
    assert read_floors(path) == PINNED
    path.write_text("strict = true\n" + floors_text(PINNED), encoding="utf-8")
    with pytest.raises(ValueError, match=r"floors\.toml: .*strict"):
        read_floors(path)


class Gate:
    """The command over files of its own."""

    def __init__(self, folder: Path) -> None:
        (folder / "corpus").mkdir()
        article = Article("a", "Xã Tân Hòa họp.", "other", None, (), ())
        write_articles([article], folder / "corpus" / "a.jsonl")
        self.digest = corpus_digest([article])
        self.metrics, self.floors = folder / "quality.json", folder / "floors.toml"
        self.corpus = folder / "corpus"

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        app = Typer()
        app.command()(gate_command)
        places = ["--metrics", str(self.metrics), "--floors", str(self.floors), "--corpus", str(self.corpus)]
        result = CliRunner().invoke(app, [*arguments, *places])
        return result.exit_code, result.stdout, result.stderr

    def measure(self, title: float, error: float) -> None:
        self.metrics.write_bytes(msgspec.json.encode(measured(title, error, self.digest)))


@pytest.fixture
def gate(tmp_path: Path) -> Gate:
    return Gate(tmp_path)


def test_the_command_checks_raises_and_lowers(gate: Gate) -> None:
    gate.measure(0.9, 0.02)
    assert gate("--check")[0] == 2  # nothing is pinned yet
    assert gate("--raise")[0] == 0
    assert gate()[:2] == (0, "2 figures of 100 articles hold\n")
    gate.measure(0.8, 0.01)
    code, _, said = gate("--check")
    assert (code, "title_f1 is 0.8000" in said) == (1, True)
    assert gate("--raise")[1] == "type_ece: 0.0200 → 0.0100\n"
    assert gate("--check")[0] == 1
    assert gate("--lower", "title_f1")[:2] == (0, "title_f1: 0.9000 → 0.8000\n")
    assert gate("--check")[0] == 0
    assert gate("--lower", "title_f1")[0] == 2
    assert gate("--check", "--raise")[0] == 2


def test_figures_of_another_corpus_raise_nothing(gate: Gate) -> None:
    gate.metrics.write_bytes(msgspec.json.encode(OLD))
    code, _, said = gate("--raise")
    assert (code, "another corpus" in said, gate.floors.exists()) == (2, True, False)
