"""Batches on a Dask cluster (extra ``cluster``).  ``hoinghi.cluster.run`` does it all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hoinghi.cluster.running import run as run

__all__ = ["run"]


def __getattr__(name: str) -> Any:
    # Loaded on first use, so that `hoinghi --help` does not wait for numpy.
    if name == "run":
        from hoinghi.cluster.running import run

        return run
    raise AttributeError(f"module 'hoinghi.cluster' has no attribute {name!r}")
