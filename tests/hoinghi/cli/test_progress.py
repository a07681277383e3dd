"""What a run says: a line now and then, a bar on a terminal, JSON for programs."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from hoinghi.batch.progress import Advanced, Event, Finished, Note, Rejected, Started
from hoinghi.batch.records import Reject
from hoinghi.batch.report import Summary
from hoinghi.cli import progress
from hoinghi.cli.progress import Bar, JsonLog, Lines, reporter, summary_text

OUT = Path("o.jsonl")
EVENTS: list[Event] = [
    Started(2, 1000),
    Advanced(100, 0, 200, 100, b""),
    Note("the input changed\x1b at x"),
    Rejected(Reject("a\n.txt", "the text is empty", "a")),
    Advanced(199, 1, 400, 100, b""),
    Finished(Summary(399, 1, 100, 2, (OUT,))),
]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds that pass with every look at the clock."""
    now = [0.0, 0.0]

    def monotonic() -> float:
        now[0] += now[1]
        return now[0]

    monkeypatch.setattr(progress.time, "monotonic", monotonic)
    return now


def said(reporter: Lines, capsys: pytest.CaptureFixture[str]) -> list[str]:
    with reporter:
        for event in EVENTS:
            reporter(event)
    captured = capsys.readouterr()
    assert captured.out == ""
    return captured.err.splitlines()


END = "o.jsonl: 399 records, 1 rejected, 2 with the id of an earlier one, 100 were done before"


def test_a_short_run_says_rejects_notes_and_its_end(
    clock: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    assert said(Lines(OUT), capsys) == ["the input changed\\x1b at x", "a\\n.txt: the text is empty", END]


def test_a_long_run_says_how_fast_it_is_and_how_long_it_takes(
    clock: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    reporter = Lines(OUT)
    clock[1] = 12.0
    lines = said(reporter, capsys)
    assert lines[0] == "100 records, 0 rejected, 0 articles/s"  # done before: it says nothing of the speed
    # 100 articles and 200 of the last 800 bytes took some looks at the clock.
    assert lines[3] == "199 records, 1 rejected, 4 articles/s, about 72 s left"


def test_a_quiet_run_says_nothing(clock: list[float], capsys: pytest.CaptureFixture[str]) -> None:
    clock[1] = 12.0
    assert said(reporter(OUT, is_quiet=True, is_json=False), capsys) == []
    # Without an output file nothing else would tell of a reject.
    assert said(reporter(None, is_quiet=True, is_json=False), capsys) == ["a\\n.txt: the text is empty"]


def test_programs_get_one_object_a_line(clock: list[float], capsys: pytest.CaptureFixture[str]) -> None:
    log = JsonLog(OUT)
    clock[1] = 12.0
    events = [json.loads(line) for line in said(log, capsys)]
    assert [event.pop("event") for event in events] == [
        "started",
        "progress",
        "note",
        "reject",
        "progress",
        "finished",
    ]
    assert events[3] == {"source": "a\n.txt", "reason": "the text is empty", "id": "a"}
    assert (events[4]["bytes"], events[4]["seconds_left"]) == (400, 72)
    assert (events[5]["records"], events[5]["duplicates"]) == (400, 2)


def test_a_bar_stands_below_what_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = io.StringIO()
    terminal.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    with reporter(OUT, is_quiet=False, is_json=False) as bar:
        assert isinstance(bar, Bar)
        for event in EVENTS:
            bar(event)
    shown = terminal.getvalue()
    assert "199 records, 1 rejected" in shown
    assert "the text is empty" in shown
    assert END in shown


def test_records_on_a_terminal_have_no_bar_between_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    assert type(reporter(None, is_quiet=False, is_json=False)) is Lines


def test_the_end_says_only_what_is_so() -> None:
    assert summary_text(OUT, Summary(3, 0, 0, 0)) == "o.jsonl: 3 records, 0 rejected"


@pytest.mark.parametrize(
    ("seconds", "text"), [(7.4, "7 s"), (119, "119 s"), (120, "2 min"), (3700, "1 h 1 min")]
)
def test_durations_are_short(seconds: float, text: str) -> None:
    assert progress._duration(seconds) == text
