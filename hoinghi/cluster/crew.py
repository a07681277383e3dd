"""The workers of a Dask cluster: calls go out, a bounded number at once, and answers come as they are done.

A worker that dies loses its call to another (the scheduler sees to that, and says which call killed several
of them); one that refuses gets no more; a call that fails is tried elsewhere.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Collection, Generator, Iterable, Iterator
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue
from typing import Any

from hoinghi.cluster.connection import ClusterError, short

ATTEMPTS = 3  # of one call, on different workers where there are several
AHEAD = 2  # calls a thread: none waits for the driver, and little is at work when it is stopped
_TICK = 0.5  # seconds between two looks at who is there
_PATIENCE = 5.0  # seconds without a worker before it is said


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a function of :mod:`hoinghi.cluster.work`: ``name`` is unique within a run."""

    name: str
    function: Callable[[dict[str, Any]], dict[str, Any]]
    order: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Failed:
    """A call that was tried ``ATTEMPTS`` times in vain, or that kills the workers it comes to."""

    reason: str


@dataclass(frozen=True, slots=True)
class _Flight:
    call: Call
    attempts: int = 0
    avoided: frozenset[str] = frozenset()  # workers where it has failed
    bound: frozenset[str] = frozenset()  # the only workers that may take it; empty: any


class Crew:
    """The workers behind a client.

    ``unseen`` is asked when a worker does not find an input: it gives the call to make instead where the
    input is gone for everybody, and ``None`` where the worker alone does not see it.
    """

    def __init__(
        self, client: Any, say: Callable[[str], object], unseen: Callable[[Call, str], Call | None]
    ) -> None:
        self._client, self._say, self._unseen = client, say, unseen
        self._refused: dict[str, str] = {}
        self._idle_since: float | None = None

    def answers(self, calls: Iterable[Call]) -> Generator[tuple[Call, Any], None, None]:
        """Each call with its result or a :class:`Failed`, as they are done.

        Raises :class:`ClusterError` where no worker can work for the run, or the scheduler is lost.
        """
        waiting = iter(calls)
        again: deque[_Flight] = deque()
        flying: dict[Any, _Flight] = {}
        done: SimpleQueue[Any] = SimpleQueue()
        looked, workers = 0.0, dict[str, int]()
        try:
            while True:
                if time.monotonic() - looked > _TICK:
                    workers, looked = self._workers(), time.monotonic()
                    for stranded in self._stranded(flying, workers):
                        # Workers that leave may have been killed by it: it is not sent round for ever.
                        lost = self._again_elsewhere(
                            "the workers that took it were lost", "", stranded, again
                        )
                        if lost is not None:
                            yield stranded.call, lost
                room = AHEAD * sum(workers.values()) - len(flying)
                while room > 0 and (flight := _next(again, waiting)) is not None:
                    future, sent = self._send(flight, workers)
                    flying[future] = sent
                    future.add_done_callback(done.put)
                    room -= 1
                if not flying and workers:
                    return
                try:
                    future = done.get(timeout=_TICK)
                except Empty:
                    continue
                landed = flying.pop(future, None)
                if landed is None:
                    continue  # one that was called back
                answer = self._landed(future, landed, again)
                if answer is not None:
                    yield landed.call, answer
                else:
                    looked = 0.0  # something went wrong: see who is there
        finally:
            self._call_back(flying)

    def _workers(self) -> dict[str, int]:
        """Threads of each worker that does not refuse."""
        try:
            threads: dict[str, int] = dict(self._client.nthreads())
        except (OSError, RuntimeError, ValueError) as error:
            raise _lost(error) from None
        found = {address: count for address, count in threads.items() if address not in self._refused}
        if threads and not found:
            address, why = next((a, w) for a, w in self._refused.items() if a in threads)
            raise ClusterError(f"none of {len(threads)} workers can work for this run: {address} {why}")
        if found:
            self._idle_since = None
        elif self._idle_since is None:
            self._idle_since = time.monotonic()
        elif 0 < self._idle_since < time.monotonic() - _PATIENCE:
            self._say("the cluster has no workers; waiting for one")
            self._idle_since = 0.0  # said
        return found

    def _send(self, flight: _Flight, workers: Collection[str]) -> tuple[Any, _Flight]:
        wanted = frozenset(workers) - flight.avoided or frozenset(workers)
        # Bound to names only where it matters: others may come that the call could go to.
        sent = replace(flight, bound=wanted if self._refused or flight.avoided else frozenset())
        key = f"hoinghi-{flight.call.name}-{flight.attempts}-{time.monotonic_ns()}"
        try:
            future = self._client.submit(
                flight.call.function,
                flight.call.order,
                key=key,
                pure=False,
                workers=sorted(sent.bound) or None,
            )
        except (OSError, RuntimeError) as error:
            raise _lost(error) from None
        return future, sent

    def _landed(self, future: Any, flight: _Flight, again: deque[_Flight]) -> Any:
        """The result or a :class:`Failed`; ``None`` where the call is to be made ``again``."""
        if future.status not in ("finished", "error"):  # cancelled or lost, and not by us
            raise _lost("its tasks were cancelled")
        if future.status == "error":
            return self._without_answer(future.exception(), flight, again)
        answer: dict[str, Any] = future.result()
        worker = answer["worker"]
        if "done" in answer:
            return answer["done"]
        if "failed" in answer:
            return self._again_elsewhere(answer["failed"], worker, flight, again)
        if "refused" in answer:
            self._refuse(worker, answer["refused"])
        elif (other := self._unseen(flight.call, answer["unseen"])) is not None:
            flight = replace(flight, call=other)
        else:
            self._refuse(worker, f"does not see {answer['unseen']}; inputs lie where all machines see them")
        again.append(flight)
        return None

    def _without_answer(self, error: BaseException, flight: _Flight, again: deque[_Flight]) -> Failed | None:
        """The call itself broke: the worker died, or has no hoinghi to run it with."""
        from distributed.scheduler import KilledWorker

        if isinstance(error, KilledWorker):  # several of them, one after the other
            return Failed("each worker that took it was killed; is there enough memory?")
        if isinstance(error, ImportError) and self._refuse_unequipped():
            again.append(flight)
            return None
        return self._again_elsewhere(f"{type(error).__name__}: {short(error)}", "", flight, again)

    def _refuse_unequipped(self) -> bool:
        """Whether there are workers that were not yet known to be without hoinghi."""
        from hoinghi.cluster.work import probe

        found = self._client.run(probe, on_error="return")
        fresh = [
            worker for worker, answer in found.items() if answer is not True and worker not in self._refused
        ]
        for worker in fresh:
            self._refuse(
                worker, f"cannot run hoinghi ({short(found[worker])}); install the same version there"
            )
        return bool(fresh)

    def _again_elsewhere(
        self, reason: str, worker: str, flight: _Flight, again: deque[_Flight]
    ) -> Failed | None:
        if flight.attempts + 1 >= ATTEMPTS:
            return Failed(reason)
        avoided = flight.avoided | ({worker} if worker else frozenset())
        again.append(replace(flight, attempts=flight.attempts + 1, avoided=avoided))
        return None

    def _refuse(self, worker: str, reason: str) -> None:
        if worker not in self._refused:
            self._refused[worker] = reason
            self._say(f"worker {worker} {reason}; it gets no more work")

    def _stranded(self, flying: dict[Any, _Flight], workers: Collection[str]) -> list[_Flight]:
        """Calls that are bound to workers of which none is left: the scheduler would wait for them."""
        lost = [f for f, flight in flying.items() if flight.bound and flight.bound.isdisjoint(workers)]
        flights = [flying.pop(future) for future in lost]
        if lost:
            self._client.cancel(lost)
        return flights

    def _call_back(self, flying: dict[Any, _Flight]) -> None:
        try:
            if flying:
                self._client.cancel(list(flying))
        except Exception:  # the cluster may be what has failed: that is said already
            return


def _next(again: deque[_Flight], waiting: Iterator[Call]) -> _Flight | None:
    if again:
        return again.popleft()
    call = next(waiting, None)
    return None if call is None else _Flight(call)


def _lost(reason: object) -> ClusterError:
    return ClusterError(f"the scheduler is lost ({short(reason)}); run again with --resume to go on")
