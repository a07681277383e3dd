from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator

import pytest

from hoinghi.batch.interrupts import interrupts_held

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
STOPS = [signal.SIGINT, signal.SIGTERM]


class StopError(Exception):
    pass


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    """Both signals raise :class:`StopError`."""

    def stop(number: int, frame: object) -> None:
        raise StopError(number)

    before = [signal.signal(number, stop) for number in STOPS]
    yield
    for number, handler in zip(STOPS, before, strict=True):
        signal.signal(number, handler)


@pytest.mark.parametrize("number", STOPS)
def test_what_comes_within_is_answered_behind(number: signal.Signals) -> None:
    steps = []

    def work() -> None:
        with interrupts_held():
            signal.raise_signal(number)
            steps.append("ended")

    with pytest.raises(StopError, match=str(int(number))):
        work()
    assert steps == ["ended"]


@pytest.mark.parametrize("number", STOPS)
def test_behind_it_the_handlers_are_there_again(number: signal.Signals) -> None:
    with interrupts_held():
        pass
    with pytest.raises(StopError):
        signal.raise_signal(number)


def test_many_are_answered_once() -> None:
    def work() -> None:
        with interrupts_held():
            for number in (signal.SIGTERM, signal.SIGTERM, signal.SIGINT):
                signal.raise_signal(number)

    with pytest.raises(StopError, match=str(int(signal.SIGTERM))):
        work()


def test_what_came_goes_before_an_error_within() -> None:
    def work() -> None:
        with interrupts_held():
            signal.raise_signal(signal.SIGTERM)
            raise ValueError("within")

    with pytest.raises(StopError) as raised:
        work()
    assert isinstance(raised.value.__context__, ValueError)
    assert signal.getsignal(signal.SIGTERM) not in (signal.SIG_DFL, signal.SIG_IGN)


def test_what_is_ignored_stays_so() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with interrupts_held():
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN


def test_another_thread_sets_no_handler() -> None:
    ended = []

    def work() -> None:
        with interrupts_held():
            ended.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert ended
