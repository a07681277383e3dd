"""Ctrl-C is the main process's to answer: processes that it starts must not hear it."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back while processes may start: they inherit that, and print no traceback each."""
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

        standard.ensure_running()
        resource_tracker.ensure_running()
