"""Chunks to outcomes, in order: in this process, or in several that are made anew when one is killed."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import deque
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from typing import Any

from hoinghi.batch.chunks import Chunk
from hoinghi.batch.engine import Outcome, Task, perform
from hoinghi.batch.interrupts import interrupts_held, start_trackers
from hoinghi.errors import HoinghiError

ATTEMPTS = 3  # at one chunk, before it is held to be what kills the workers
READ_AHEAD = 4  # chunks a worker: none waits for the reader, and little is held
_ONE_THREAD = dict.fromkeys(
    (
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "MKL_NUM_THREADS",
        "BLIS_NUM_THREADS",
        "VECLIB_MAXIMUM_THREADS",
        "NUMEXPR_NUM_THREADS",
    ),
    "1",
)


class WorkerError(HoinghiError):
    """Workers die at one chunk whenever they come to it."""


def outcomes(chunks: Iterable[Chunk], task: Task, jobs: int) -> Generator[tuple[Chunk, Outcome], None, None]:
    """Every chunk with its outcome, in the order of the input; ``jobs`` processes predict.

    At most ``READ_AHEAD`` chunks a worker are held.  Raises :class:`WorkerError` after ``ATTEMPTS`` deaths
    of workers at the same chunk.
    """
    if jobs == 1:
        for chunk in chunks:
            yield chunk, perform(task, chunk.items)
        return
    pool = _Pool(task, jobs)
    waiting: deque[_Begun] = deque()
    try:
        for chunk in chunks:
            waiting.append(pool.begin(chunk))
            while waiting and (len(waiting) >= READ_AHEAD * jobs or pool.is_mending or waiting[0].is_done):
                yield pool.finish(waiting)
        while waiting:
            yield pool.finish(waiting)
    finally:
        pool.close()


@dataclass(frozen=True, slots=True)
class _Begun:
    """A chunk at work.  ``future`` is ``None`` where the pool broke before it took the chunk."""

    chunk: Chunk
    future: Any

    @property
    def is_done(self) -> bool:
        return self.future is None or bool(self.future.done())


class _Pool:
    """Worker processes with the bundle loaded.

    After a death every chunk at work has failed, whichever killed the worker: until they are through
    (``is_mending``) each runs alone, so that only the guilty one is counted.
    """

    def __init__(self, task: Task, jobs: int) -> None:
        # joblib's own pool: unlike the standard library's it needs no guard in the user's script.
        from joblib.externals.loky import BrokenProcessPool  # type: ignore[import-untyped]

        self._task, self._jobs = task, jobs
        self._broken: type[Exception] = BrokenProcessPool
        self._executor = _executor(jobs)
        self._is_whole = True
        self.is_mending = False

    def begin(self, chunk: Chunk) -> _Begun:
        try:
            return _Begun(chunk, self._submit(chunk))
        except self._broken:
            self._is_whole, self.is_mending = False, True
            return _Begun(chunk, None)

    def finish(self, waiting: deque[_Begun]) -> tuple[Chunk, Outcome]:
        begun = waiting.popleft()
        try:
            if begun.future is None:
                raise self._broken
            outcome: Outcome = begun.future.result()
        except self._broken:
            # The first to fail says that the pool is gone; the others failed with that same pool.
            if not self.is_mending:
                self._is_whole, self.is_mending = False, True
            outcome = self._alone(begun.chunk)
        if not waiting:
            self.is_mending = False
        return begun.chunk, outcome

    def _alone(self, chunk: Chunk) -> Outcome:
        for _ in range(ATTEMPTS - 1):  # the first one failed in company
            self._make_whole()
            try:
                outcome: Outcome = self._submit(chunk).result()
            except self._broken:
                self._is_whole = False
                continue
            return outcome
        raise WorkerError(
            f"workers were killed {ATTEMPTS} times at the records {chunk.first} to {chunk.last}; "
            "is there enough memory? What was done stays: run again with --resume, and fewer --jobs"
        )

    def _make_whole(self) -> None:
        if not self._is_whole:
            self.close()
            self._executor = _executor(self._jobs)
            self._is_whole = True

    def _submit(self, chunk: Chunk) -> Any:
        with interrupts_held():
            return self._executor.submit(perform, self._task, chunk.items)

    def close(self) -> None:
        with interrupts_held():
            self._executor.shutdown(wait=True, kill_workers=True)


def _executor(jobs: int) -> Any:
    from joblib.externals.loky import ProcessPoolExecutor

    start_trackers()
    return ProcessPoolExecutor(jobs, initializer=_enter, initargs=(os.getpid(),), env=_ONE_THREAD)


def _enter(parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    leave_with(parent)


def leave_with(parent: int) -> None:
    """In a new worker process: end it when ``parent`` (the id of the process that started it) is gone.

    A parent that is killed cannot stop its workers: they would work on or wait for it for ever.
    """
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)
