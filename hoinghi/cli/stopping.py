"""Ctrl-C and SIGTERM end a command with one line and an exit code of their own."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer

from hoinghi.cli.terminal import visible

INTERRUPTED = 130  # what a shell gives for Ctrl-C


def _say(message: str) -> None:
    print(f"hoinghi: {visible(message)}", file=sys.stderr)


@contextmanager
def stoppable(say: Callable[[str], None] = _say) -> Iterator[None]:
    """Within it SIGTERM is as Ctrl-C is, and either becomes ``typer.Exit`` with ``INTERRUPTED``."""

    def stop(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    is_main = threading.current_thread() is threading.main_thread()  # no other may set a handler
    before = signal.signal(signal.SIGTERM, stop) if is_main else None
    try:
        yield
    except KeyboardInterrupt as error:
        say(str(error) or "stopped")
        raise typer.Exit(INTERRUPTED) from None
    finally:
        if before is not None:
            signal.signal(signal.SIGTERM, before)
