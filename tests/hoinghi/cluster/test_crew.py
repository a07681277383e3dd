"""Calls and answers, over a client that answers at once: who is asked, how often, how many at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hoinghi.cluster import crew as crews
from hoinghi.cluster.connection import ClusterError
from hoinghi.cluster.crew import AHEAD, ATTEMPTS, Call, Crew, Failed

Answer = Callable[[str, dict[str, Any]], Any]


class Future:
    def __init__(self, answer: Any) -> None:
        self._answer = answer
        self.is_pending = isinstance(answer, dict) and "never" in answer
        self.status = "error" if isinstance(answer, Exception) else "finished"
        if answer is None:
            self.status = "lost"

    def result(self) -> Any:
        return self._answer

    exception = result

    def add_done_callback(self, call: Callable[[Future], object]) -> None:
        if not self.is_pending:
            call(self)


class Client:
    """Workers ``w0``, ``w1`` … that take calls in turn, as far as a call names them."""

    def __init__(self, count: int, answer: Answer) -> None:
        self.threads = {f"w{number}": 1 for number in range(count)}
        self.asked: list[tuple[str, str]] = []
        self._answer = answer

    def nthreads(self) -> dict[str, int]:
        return self.threads

    def submit(self, function: Any, order: dict[str, Any], *, key: str, pure: bool, workers: Any) -> Future:
        names = workers or sorted(self.threads)
        worker = names[len(self.asked) % len(names)]
        self.asked.append((worker, order["name"]))
        found = self._answer(worker, order)
        return Future(found if found is None or isinstance(found, Exception) else {"worker": worker, **found})

    def run(self, function: Any, on_error: str) -> dict[str, Any]:
        return {"w0": ModuleNotFoundError("No module named 'hoinghi'")} | dict.fromkeys(
            sorted(self.threads)[1:], True
        )

    def cancel(self, futures: Any) -> None:
        pass


def calls(count: int) -> list[Call]:
    return [Call(f"c{number}", dict, {"name": f"c{number}"}) for number in range(count)]


def answered(
    client: Client, count: int, unseen: Any = None, notes: list[str] | None = None
) -> dict[str, Any]:
    said = [] if notes is None else notes
    found = list(Crew(client, said.append, unseen or (lambda call, place: None)).answers(calls(count)))
    assert len(found) == count
    return {call.name: answer for call, answer in found}


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crews, "_TICK", 0.0)


def test_all_are_answered_once() -> None:
    client = Client(3, lambda worker, order: {"done": order["name"]})
    assert answered(client, 50) == {f"c{n}": f"c{n}" for n in range(50)}
    assert len(client.asked) == 50


def test_few_are_at_work_at_once() -> None:
    client = Client(2, lambda worker, order: {"done": 0})
    taken = 0

    def counted() -> Any:
        nonlocal taken
        for call in calls(40):
            taken += 1
            yield call

    stream = Crew(client, print, lambda call, place: None).answers(counted())
    for number in range(1, 31):
        next(stream)
        assert taken <= number + 2 * AHEAD
    stream.close()


def test_what_fails_is_tried_elsewhere() -> None:
    client = Client(3, lambda worker, order: {"failed": "full"} if worker == "w0" else {"done": 1})
    assert set(answered(client, 20).values()) == {1}
    again = [name for worker, name in client.asked if worker == "w0"]
    assert again
    assert len(again) == len(set(again))  # no call twice where it has failed


def test_what_fails_everywhere_fails_alone() -> None:
    client = Client(2, lambda worker, order: {"failed": "torn"} if order["name"] == "c3" else {"done": 1})
    found = answered(client, 6)
    assert found.pop("c3") == Failed("torn")
    assert set(found.values()) == {1}
    assert sum(name == "c3" for _, name in client.asked) == ATTEMPTS


def test_a_worker_that_refuses_is_asked_no_more_and_named_once() -> None:
    notes: list[str] = []
    client = Client(3, lambda worker, order: {"refused": "is old"} if worker == "w1" else {"done": 1})
    assert set(answered(client, 30, notes=notes).values()) == {1}
    assert sum(worker == "w1" for worker, _ in client.asked) <= AHEAD * 3
    assert notes == ["worker w1 is old; it gets no more work"]


def test_nobody_left() -> None:
    client = Client(2, lambda worker, order: {"refused": "is old"})
    with pytest.raises(ClusterError, match=r"none of 2 workers can work for this run: w. is old"):
        answered(client, 3)


def test_a_call_bound_to_workers_that_are_gone_goes_to_others() -> None:
    def answer(worker: str, order: dict[str, Any]) -> Any:
        if worker == "w0" and "w1" in client.threads:
            return {"failed": "full"}  # so it goes to w1, and to no other
        if worker == "w1":
            client.threads = {"w0": 1, "w2": 1}
            return {"never": 0}
        return {"done": 1}

    client = Client(2, answer)
    assert answered(client, 1) == {"c0": 1}
    assert [worker for worker, _ in client.asked][:2] == ["w0", "w1"]


def test_a_call_that_kills_its_workers_is_given_up() -> None:
    killed = pytest.importorskip("distributed.scheduler").KilledWorker("c1", None, 3)
    client = Client(2, lambda worker, order: killed if order["name"] == "c1" else {"done": 1})
    found = answered(client, 4)
    assert "was killed" in found.pop("c1").reason
    assert set(found.values()) == {1}


def test_a_worker_without_hoinghi_is_found() -> None:
    pytest.importorskip("distributed")
    notes: list[str] = []
    missing = ModuleNotFoundError("No module named 'hoinghi'")
    client = Client(2, lambda worker, order: missing if worker == "w0" else {"done": 1})
    assert set(answered(client, 10, notes=notes).values()) == {1}
    assert "cannot run hoinghi" in notes[0]


def test_an_input_that_one_worker_does_not_see_is_that_workers_fault() -> None:
    client = Client(2, lambda worker, order: {"unseen": "/data/a"} if worker == "w0" else {"done": 1})
    assert set(answered(client, 5).values()) == {1}


def test_an_input_that_nobody_sees_is_given_up() -> None:
    client = Client(1, lambda worker, order: {"done": 1} if order.get("given_up") else {"unseen": "/data/a"})

    def given_up(call: Call, place: str) -> Call:
        assert place == "/data/a"
        return Call(call.name, call.function, call.order | {"given_up": True})

    assert set(answered(client, 5, given_up).values()) == {1}


def test_a_lost_scheduler_is_said() -> None:
    with pytest.raises(ClusterError, match=r"the scheduler is lost.*--resume"):
        answered(Client(1, lambda worker, order: None), 3)
