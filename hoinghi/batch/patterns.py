"""Patterns of paths: ``news/**/2019-*.jsonl.gz``, as a shell reads them, by a walk of their own.

The shell leaves a quoted pattern alone, and one that matches more paths than a command line holds cannot
be given otherwise.  The standard library's glob follows links out of the folder and round in rings.
"""

from __future__ import annotations

import fnmatch
import os
import re
from collections.abc import Sequence
from pathlib import Path

_MAGIC = re.compile(r"[*?\[]")
States = frozenset[int]  # how many parts of a pattern may be used up: an automaton, without backtracking
_FLAGS = re.IGNORECASE if os.name == "nt" else 0


def is_pattern(argument: str) -> bool:
    """Whether an argument holds a sign that stands for others."""
    return _MAGIC.search(argument) is not None


class Pattern:
    """The parts of a pattern, one a level of folders; ``**`` stands for any number of levels.

    What a folder that matches the whole pattern holds is matched too, as the shell's expansion would give
    that folder to read.  The empty pattern matches everything.  A name that begins with a dot is matched
    by a part that begins with one.
    """

    def __init__(self, parts: Sequence[str]) -> None:
        self._parts = [
            (part, None if part == "**" else re.compile(fnmatch.translate(part), _FLAGS)) for part in parts
        ]
        self._whole = frozenset((len(parts),))
        self.start = self._closed({0})

    def after(self, states: States, name: str) -> States:
        """What is reached one level further down, at ``name``; empty where nothing below can match."""
        if states == self._whole:
            return states
        return self._closed({after for state in states for after in self._step(state, name)})

    def is_matched(self, states: States) -> bool:
        """Whether the path that led to ``states``, or a folder above it, matches the whole pattern."""
        return len(self._parts) in states

    def _step(self, state: int, name: str) -> tuple[int, ...]:
        if state == len(self._parts):
            return (state,)
        written, compiled = self._parts[state]
        if name.startswith(".") and not written.startswith("."):
            return ()
        if compiled is None:
            return (state,)
        return (state + 1,) if compiled.match(name) else ()

    def _closed(self, states: set[int]) -> States:
        for state in sorted(states):
            while state < len(self._parts) and self._parts[state][1] is None:
                state += 1
                states.add(state)
        return frozenset(states)


def split_pattern(argument: str) -> tuple[Path, Pattern]:
    """The folder that a pattern begins in, and what is to match below it."""
    parts = Path(argument).parts
    first = next(number for number, part in enumerate(parts) if is_pattern(part))
    return Path(*parts[:first]), Pattern(parts[first:])
