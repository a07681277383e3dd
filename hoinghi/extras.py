"""Libraries that only some users need: loaded where they are used, a missing one named with its pip line."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from hoinghi.errors import HoinghiError


def optional_module(name: str, extra: str, purpose: str) -> Any:
    """The module ``name`` of the extra ``hoinghi[extra]``.

    Raises :class:`HoinghiError` with the pip line where it is not installed; ``purpose`` begins its sentence.
    """
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        # A module that is there but misses one of its own is broken, not absent.
        if error.name is None or error.name.split(".")[0] != name.split(".")[0]:
            raise
        package = name.split(".")[0]
        raise HoinghiError(f'{purpose} needs {package}: pip install "hoinghi[{extra}]"') from None
