"""A function of token forms, remembered: most tokens of a text were met before."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")
LIMIT = 1 << 16  # forms; a hostile text of distinct words cannot fill the memory


class Memo(dict[str, Value]):
    """``memo[form]`` is ``function(form)``; to a sequence it is mapped without a call of Python a token.

    ``functools.lru_cache`` costs three times as much a hit.
    """

    def __init__(self, function: Callable[[str], Value], limit: int = LIMIT) -> None:
        super().__init__()
        self._function = function
        self._limit = limit

    def __missing__(self, form: str) -> Value:
        value = self._function(form)
        if len(self) < self._limit:
            self[form] = value
        return value
