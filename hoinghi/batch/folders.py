"""The files of a folder, in name order, none of them outside of it.

A link is followed only where it stays inside: a folder of crawled pages from somebody else must not make
the reader open that reader's own files.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from hoinghi.batch.patterns import Pattern, States

OUTSIDE = "a link that leads outside of the folder"
# Of linked folders: one outside is told whatever its name, one inside is read at its own place.
_FOLDER_OUTSIDE, _INSIDE = "a folder outside", "a folder inside"
COMPRESSIONS = {".gz": "gz", ".zst": "zst"}
_EVERYTHING = Pattern(())


@dataclass(frozen=True, slots=True)
class FolderFile:
    """A file found in a folder; ``fault`` says why it must not or cannot be read, ``None`` where it can.

    ``below`` is its path from the folder on, with slashes; ``size`` counts the bytes of what it leads to,
    where the system told.
    """

    path: Path
    fault: str | None = None
    size: int | None = field(default=None, compare=False)
    below: str = field(default="", compare=False)


class _Entry(NamedTuple):
    """What a listing names: its path, the same from the folder on, how much of the pattern it matches."""

    path: Path
    below: str
    states: States


def suffix_of(name: str) -> str:
    """The suffix that tells a format, in lower case: ``.txt``, or ``.jsonl.gz`` where it is compressed."""
    root, suffix = os.path.splitext(name.lower())
    return os.path.splitext(root)[1] + suffix if suffix in COMPRESSIONS else suffix


def files_of(folder: Path, suffixes: Collection[str], pattern: Pattern = _EVERYTHING) -> Iterator[FolderFile]:
    """The files below ``folder`` whose suffix is one of ``suffixes``, and what is at fault there.

    The order is that of the path's parts, folder by folder.  A linked folder that stays inside is passed
    over: its files are found at their own place, and a ring of links ends.  Files of other suffixes are
    not mentioned; a folder that leads outside, or that cannot be listed, always is.  What no match of
    ``pattern`` lies in is not looked at.
    """
    root = folder.resolve()
    # A stack in place of recursion: the depth of a hostile tree is no limit of the interpreter.
    waiting: list[Iterator[_Entry]] = [iter((_Entry(folder, "", pattern.start),))]
    while waiting:
        entry = next(waiting[-1], None)
        if entry is None:
            waiting.pop()
            continue
        path, below, states = entry
        try:
            found = os.lstat(path)
            mode = found.st_mode
            is_link = stat.S_ISLNK(mode) or (hasattr(os.path, "isjunction") and os.path.isjunction(path))
            if not below or (stat.S_ISDIR(mode) and not is_link):
                waiting.append(_children(entry, pattern))
                continue
        except OSError as error:  # gone, forbidden, or a path longer than the system takes
            yield FolderFile(path, error.strerror or "cannot be listed", below=below)
            continue
        wanted = suffix_of(path.name) in suffixes and pattern.is_matched(states)
        if is_link:
            fault, size = _linked(path, root)
        else:
            # Opening a pipe would wait for ever, and a device may never end.
            fault, size = None if stat.S_ISREG(mode) else "no regular file", found.st_size
        if (wanted and fault != _INSIDE) or fault == _FOLDER_OUTSIDE:
            yield FolderFile(path, OUTSIDE if fault == _FOLDER_OUTSIDE else fault, size, below)


def _children(folder: _Entry, pattern: Pattern) -> Iterator[_Entry]:
    """Listed at once, made into paths one by one: a million paths take more memory than their names."""
    names = sorted(os.listdir(folder.path))
    above = folder.below + "/" if folder.below else ""
    return (
        _Entry(folder.path / name, above + name, states)
        for name in names
        if (states := pattern.after(folder.states, name))
    )


def _linked(path: Path, root: Path) -> tuple[str | None, int | None]:
    """What is at fault with a link, and the size of what it leads to."""
    try:
        target = path.resolve(strict=True)
        found = target.stat()
    except (OSError, RuntimeError):  # a ring of links is a RuntimeError up to Python 3.12
        return "a link that leads nowhere", None
    is_folder = stat.S_ISDIR(found.st_mode)
    if not target.is_relative_to(root):
        return _FOLDER_OUTSIDE if is_folder else OUTSIDE, None
    if is_folder:
        return _INSIDE, None
    return None if stat.S_ISREG(found.st_mode) else "no regular file", found.st_size
