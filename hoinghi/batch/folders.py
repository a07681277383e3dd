"""The files of a folder, in name order, none of them outside of it.

A link is followed only where it stays inside: a folder of crawled pages from somebody else must not make
the reader open that reader's own files.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

OUTSIDE = "a link that leads outside of the folder"


@dataclass(frozen=True, slots=True)
class FolderFile:
    """A file found in a folder; ``fault`` says why it must not or cannot be read, ``None`` where it can."""

    path: Path
    fault: str | None = None


def files_of(folder: Path, suffixes: Collection[str]) -> Iterator[FolderFile]:
    """The files below ``folder`` whose lower-case suffix is one of ``suffixes``, and what is at fault there.

    The order is that of the path's parts, folder by folder.  A linked folder that stays inside is passed
    over: its files are found at their own place, and a ring of links ends.  Files of other suffixes are
    not mentioned; a folder that leads outside, or that cannot be listed, always is.
    """
    root = folder.resolve()
    # A stack in place of recursion: the depth of a hostile tree is no limit of the interpreter.
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        try:
            mode = os.lstat(path).st_mode
            is_link = stat.S_ISLNK(mode) or (hasattr(os.path, "isjunction") and os.path.isjunction(path))
            if path == folder or (stat.S_ISDIR(mode) and not is_link):
                waiting += [path / name for name in sorted(os.listdir(path), reverse=True)]
                continue
        except OSError as error:  # gone, forbidden, or a path longer than the system takes
            yield FolderFile(path, error.strerror or "cannot be listed")
            continue
        wanted = path.suffix.lower() in suffixes
        if is_link:
            found = _linked(path, root, wanted)
        else:
            # Opening a pipe would wait for ever, and a device may never end.
            found = FolderFile(path, None if stat.S_ISREG(mode) else "no regular file")
        if found is not None and (wanted or found.fault == OUTSIDE):
            yield found


def _linked(path: Path, root: Path, wanted: bool) -> FolderFile | None:
    """What to say of a link; ``None``: nothing."""
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):  # a ring of links is a RuntimeError up to Python 3.12
        return FolderFile(path, "a link that leads nowhere")
    is_folder = os.path.isdir(target)
    if not target.is_relative_to(root):
        return FolderFile(path, OUTSIDE) if wanted or is_folder else None
    if is_folder:
        return None
    return FolderFile(path, None if os.path.isfile(target) else "no regular file")
