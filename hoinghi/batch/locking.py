"""One run at a time: a lock on a file that the system lets go of when its process ends."""

from __future__ import annotations

from typing import IO, Any


def is_locked_for_us(file: IO[Any]) -> bool:
    """Whether this process now holds the lock of an open file; ``False`` where another one does."""
    try:
        import fcntl
    except ImportError:  # Windows: what is open there cannot be removed by another run either
        return True
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True  # a file system without locks
    return True
