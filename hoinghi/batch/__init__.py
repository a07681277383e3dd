"""Many articles: read, predicted, written.  ``hoinghi.batch.run(inputs, output)`` does all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hoinghi.batch.records import Columns as Columns
    from hoinghi.batch.report import Summary as Summary
    from hoinghi.batch.running import run as run

__all__ = ["Columns", "Summary", "run"]

_HOMES = {
    "Columns": "hoinghi.batch.records",
    "Summary": "hoinghi.batch.report",
    "run": "hoinghi.batch.running",
}


def __getattr__(name: str) -> Any:
    # Names load on first use, so that `hoinghi --help` does not wait for numpy.
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'hoinghi.batch' has no attribute {name!r}")
