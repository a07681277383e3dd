"""Workers: order, bounds, and what happens when the system kills one."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from hoinghi.batch import workers
from hoinghi.batch.chunks import Chunk, Item
from hoinghi.batch.engine import Outcome, Task
from hoinghi.batch.raw import RawRecord
from hoinghi.batch.records import Columns
from hoinghi.batch.workers import READ_AHEAD, WorkerError, outcomes
from hoinghi.errors import BundleError

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals")
TASK = Task(Path("nowhere"), "", Columns())


def chunk(number: int, data: bytes = b"") -> Chunk:
    return Chunk((RawRecord("text", data, f"n{number}", f"{number}.txt", number),))


def echo(task: Task, items: Sequence[Item]) -> Outcome:
    """The name of each record, later ones sooner; a record may ask for the death of its worker."""
    (item,) = items
    assert isinstance(item, RawRecord)
    assert isinstance(item.data, bytes)
    if item.data == b"die" or (item.data and item.data != b"die" and not os.path.exists(item.data)):
        if item.data != b"die":
            Path(os.fsdecode(item.data)).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.02 if int(item.name[1:]) % 2 else 0)
    threads = os.environ.get("OMP_NUM_THREADS", "")
    return Outcome(f"{item.name} {os.getpid()} {threads}".encode(), 1)


@pytest.fixture(autouse=True)
def _echo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "perform", echo)


def names(found: list[tuple[Chunk, Outcome]]) -> list[str]:
    for given, outcome in found:
        item = given.items[0]
        assert isinstance(item, RawRecord)
        assert outcome.lines.split()[0].decode() == item.name
    return [outcome.lines.split()[0].decode() for _, outcome in found]


@pytest.mark.parametrize("jobs", [1, 2])
def test_outcomes_come_in_order(jobs: int) -> None:
    assert names(list(outcomes(map(chunk, range(30)), TASK, jobs))) == [f"n{i}" for i in range(30)]
    assert list(outcomes([], TASK, jobs)) == []


def test_workers_compute_with_one_thread_and_are_gone_at_the_end() -> None:
    found = list(outcomes(map(chunk, range(8)), TASK, 2))
    assert {outcome.lines.split()[2] for _, outcome in found} == {b"1"}
    assert str(os.getpid()).encode() not in {outcome.lines.split()[1] for _, outcome in found}
    assert multiprocessing.active_children() == []


def test_little_is_read_ahead() -> None:
    taken = 0

    def counted() -> Iterator[Chunk]:
        nonlocal taken
        for number in range(100):
            taken += 1
            yield chunk(number)

    stream = outcomes(counted(), TASK, 2)
    for done in range(1, 21):
        next(stream)
        assert taken <= done + READ_AHEAD * 2
    stream.close()
    assert multiprocessing.active_children() == []


@posix
def test_a_worker_that_is_killed_costs_nothing(tmp_path: Path) -> None:
    once = [os.fsencode(tmp_path / name) for name in ("a", "b")]
    given = [chunk(i, once[0] if i == 3 else once[1] if i == 11 else b"") for i in range(20)]
    assert names(list(outcomes(given, TASK, 2))) == [f"n{i}" for i in range(20)]
    assert len(list(tmp_path.iterdir())) == 2


@posix
def test_a_chunk_that_kills_every_worker_is_named_and_what_came_before_is_there() -> None:
    found = []
    with pytest.raises(WorkerError, match=r"3 times at the records 5\.txt to 5\.txt"):  # noqa: PT012
        for pair in outcomes([chunk(i, b"die" if i == 5 else b"") for i in range(12)], TASK, 2):
            found.append(pair)
    assert names(found) == [f"n{i}" for i in range(5)]
    assert multiprocessing.active_children() == []


def refuse(task: Task, items: Sequence[Item]) -> Outcome:
    raise BundleError("bundle nowhere: refused")


def test_an_error_in_a_worker_is_the_callers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "perform", refuse)
    with pytest.raises(BundleError, match="refused"):
        list(outcomes(map(chunk, range(3)), TASK, 2))
