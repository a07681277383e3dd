"""The worker's side, called as a worker is: what it makes, what it keeps, and why it refuses."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

import hoinghi
from hoinghi.batch.records import Columns
from hoinghi.batch.sources import plan
from hoinghi.bundle.folder import default_bundle, read_manifest
from hoinghi.cluster import work
from hoinghi.cluster.manifest import Part, waiting
from hoinghi.cluster.partitions import Partition, partitions_of
from hoinghi.cluster.parts import RUN
from hoinghi.cluster.work import CountOrder, Order, Run, count, tag
from tests.hoinghi.batch.articles import write_articles


@pytest.fixture
def run(tmp_path: Path) -> Run:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / RUN).write_text("token")
    digest = read_manifest(default_bundle())["digest"]
    return Run(
        "token", str(tmp_path / "out"), ".jsonl", hoinghi.__version__, None, digest, Columns(), 0.0, False
    )


@pytest.fixture
def partition(tmp_path: Path) -> Partition:
    (found,) = partitions_of(plan([str(write_articles(tmp_path / "in.jsonl", 30))]), lambda source: True)
    return found


def answer(run: Run, partition: Partition, earlier: Part | None = None, **changes: Any) -> dict[str, Any]:
    order = Order(msgspec.structs.replace(run, **changes), partition, earlier or waiting(partition))
    return tag(msgspec.to_builtins(order))


def names(run: Run) -> list[str]:
    return sorted(path.name for path in Path(run.folder).iterdir() if path.name != RUN)


def test_a_part_and_its_rejects(run: Run, partition: Partition) -> None:
    part = msgspec.convert(answer(run, partition)["done"]["part"], Part)
    assert (part.status, part.records, part.written, part.rejected) == ("done", 30, 26, 4)
    assert (
        names(run) == [file.name for file in part.files] == ["part-00000.jsonl", "part-00000.rejects.jsonl"]
    )
    assert (Path(run.folder) / "part-00000.jsonl").read_bytes().count(b"\n") == 26
    assert (Path(run.folder) / "part-00000.rejects.jsonl").read_bytes().count(b"\n") == 4


def test_the_same_bytes_in_gzip(run: Run, partition: Partition) -> None:
    answer(run, partition)
    first = answer(run, partition, suffix=".jsonl.gz")["done"]["part"]
    again = answer(run, partition, suffix=".jsonl.gz")["done"]["part"]
    assert first == again
    folder = Path(run.folder)
    plain = (folder / "part-00000.jsonl").read_bytes()
    assert gzip.decompress((folder / "part-00000.jsonl.gz").read_bytes()) == plain


def test_what_fits_is_kept_and_what_does_not_is_made_again(
    run: Run, partition: Partition, tmp_path: Path
) -> None:
    part = msgspec.convert(answer(run, partition)["done"]["part"], Part)
    assert answer(run, partition, part)["done"] == {"part": msgspec.to_builtins(part), "kept": True}
    (Path(run.folder) / "part-00000.jsonl").write_text("torn")
    made = answer(run, partition, part)["done"]
    assert made == {"part": msgspec.to_builtins(part), "kept": False}
    record = json.dumps({"id": "new", "text": "Hội nghị giao ban quý I"})
    (tmp_path / "in.jsonl").write_text(record + "\n")
    changed = answer(run, partition, part)["done"]
    assert (changed["kept"], changed["part"]["records"]) == (False, 1)
    assert names(run) == ["part-00000.jsonl"]  # rejects do not outlive their reason


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"version": "9.9"}, "the run needs 9.9"),
        ({"digest": "feed" * 16}, "the run needs feedfeedfeedfeed"),
        ({"bundle": "/nowhere"}, "no usable bundle"),
        ({"token": "later"}, "does not see this run"),
        ({"folder": "/nowhere"}, "does not see this run"),
    ],
)
def test_a_worker_that_does_not_fit_refuses(
    run: Run, partition: Partition, changes: dict[str, Any], reason: str
) -> None:
    assert reason in answer(run, partition, **changes)["refused"]
    assert names(run) == []


def test_a_run_that_is_over_gets_nothing(
    run: Run, partition: Partition, monkeypatch: pytest.MonkeyPatch
) -> None:
    perform = work.perform

    def slowly(*given: Any) -> Any:
        (Path(run.folder) / RUN).write_text("a later run")
        return perform(*given)

    monkeypatch.setattr(work, "perform", slowly)
    assert "does not see this run" in answer(run, partition)["refused"]
    assert names(run) == []


def test_an_input_that_is_not_there_is_told(run: Run, partition: Partition, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").unlink()
    address = str(tmp_path / "in.jsonl")
    assert answer(run, partition)["unseen"] == address
    order = msgspec.to_builtins(CountOrder(run, partition.pieces[0]))
    assert count(order)["unseen"] == address
    part = answer(run, partition.without(address, "gone"))["done"]["part"]
    assert (part["written"], part["rejected"]) == (0, 1)


def test_a_failure_is_an_answer_and_leaves_nothing(
    run: Run, partition: Partition, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*given: Any) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(work, "perform", full)
    assert "No space left" in answer(run, partition)["failed"]
    assert names(run) == []
