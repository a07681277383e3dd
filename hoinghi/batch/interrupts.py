"""Ctrl-C and SIGTERM are the main process's to answer, and not while processes start or end."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_STOPS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C and SIGTERM back while processes start or end; what came meanwhile is answered behind it.

    A handler that raised in there would leave a pool half started, with workers that nobody ends.  Processes
    that start within inherit that Ctrl-C is blocked, and print no traceback each.
    """
    with _handlers_held(), _ctrl_c_blocked():
        yield


@contextmanager
def _handlers_held() -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():  # only there do handlers run
        yield
        return
    came: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        came.append(number)

    # What the system answers by itself (ignored, or the end of the process) is left to it.
    before = {number: found for number in _STOPS if callable(found := signal.getsignal(number))}
    try:
        for number in before:
            signal.signal(number, note)
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if came:  # before any error from within too: whoever stops a run does not ask twice
            signal.raise_signal(came[0])


@contextmanager
def _ctrl_c_blocked() -> Iterator[None]:
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def start_trackers() -> None:
    """Start the trackers of shared resources, while signals may still come through."""
    # Starting one lets signals through again (Python 3.12 and before); so they start first.
    if hasattr(signal, "pthread_sigmask"):
        from multiprocessing import resource_tracker as standard

        from joblib.externals.loky.backend import resource_tracker  # type: ignore[import-untyped]

        with _handlers_held():
            standard.ensure_running()
            resource_tracker.ensure_running()
