"""A client of a Dask scheduler, or of a scheduler and workers that are started on this machine."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from hoinghi.batch.interrupts import interrupts_held, start_trackers
from hoinghi.errors import HoinghiError
from hoinghi.extras import optional_module

LOCAL = "local"
_LOOPBACK = "127.0.0.1:0"  # Dask's default listens on a fixed port, which another run may have


class ClusterError(HoinghiError):
    """The cluster cannot be reached, or cannot do the work."""


@contextmanager
def connected(address: str, jobs: int) -> Iterator[Any]:
    """A client of the scheduler at ``address``; ``local``: of ``jobs`` workers that are started here.

    Raises :class:`ClusterError` where there is none, :class:`HoinghiError` where Dask is not installed.
    """
    distributed = optional_module("distributed", "cluster", "--dask")
    with _quiet():
        if address == LOCAL:
            with _workers_here(distributed, jobs) as cluster, distributed.Client(cluster) as client:
                yield client
            return
        try:
            client = distributed.Client(address)
        except (OSError, ValueError, TypeError, distributed.TimeoutError) as error:
            raise ClusterError(f"--dask {address}: no scheduler answers there ({short(error)})") from None
        with client:
            yield client


def _workers_here(distributed: Any, jobs: int) -> Any:
    start_trackers()
    with interrupts_held():
        return distributed.LocalCluster(
            n_workers=jobs,
            threads_per_worker=1,
            processes=True,
            dashboard_address=_LOOPBACK,
            silence_logs=logging.CRITICAL,
        )


@contextmanager
def _quiet() -> Iterator[None]:
    """What Dask logs is said here in a sentence; between lines of --json-log it would be none of them."""
    # Dask gives several of its loggers levels of their own.
    names = [name for name in logging.root.manager.loggerDict if name.split(".")[0] == "distributed"]
    levels = {name: logging.getLogger(name).level for name in names}
    try:
        for name in names:
            logging.getLogger(name).setLevel(logging.CRITICAL)
        yield
    finally:
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


def short(reason: object) -> str:
    """A reason of somebody else's on one line."""
    return " ".join(str(reason).split())[:200] or type(reason).__name__
