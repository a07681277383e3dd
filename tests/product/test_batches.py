"""Batches as the system treats them: killed, interrupted, without room, without rights, without a reader."""

from __future__ import annotations

import gzip
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from hoinghi.batch.chunks import RECORDS
from hoinghi.batch.progress import Event, Started
from hoinghi.batch.running import run
from hoinghi.bundle.folder import default_bundle
from tests.conftest import ROOT
from tests.hoinghi.batch.articles import write_articles
from training.kill_and_resume import command, files, kill_and_resume

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")
COUNT = 2 * RECORDS + 60
LIMIT = 60.0  # seconds before a test gives up waiting; none of them measures time


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_articles(tmp_path_factory.mktemp("in") / "in.jsonl", COUNT)


@pytest.fixture(scope="module")
def whole(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of an uninterrupted run."""
    folder = tmp_path_factory.mktemp("whole")
    run([str(articles)], folder / "out.jsonl")
    return files(folder)


def call(
    *arguments: str | Path, limit: Callable[[], None] | None = None
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "hoinghi", "predict", *map(str, arguments)],
        capture_output=True,
        cwd=ROOT,
        timeout=LIMIT,
        preexec_fn=limit,
    )


def said(result: subprocess.CompletedProcess[bytes]) -> str:
    """The one line on standard error."""
    (line,) = result.stderr.decode().strip().splitlines()
    return line


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + LIMIT
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)


class Waiting:
    """A run over standard input that has done two chunks and waits for more."""

    def __init__(self, articles: Path, output: Path, jobs: int) -> None:
        lines = articles.read_bytes().splitlines(keepends=True)
        self._error = output.parent / "stderr"  # a file: whoever still writes to it is not waited for
        with self._error.open("wb") as error:
            self.process = subprocess.Popen(
                command(Path("-"), output, "-j", str(jobs)),
                stdin=subprocess.PIPE,
                stderr=error,
                start_new_session=True,
                cwd=ROOT,
                preexec_fn=_heed_ctrl_c,
            )
        assert self.process.stdin is not None
        self.process.stdin.write(b"".join(lines[:-20]))
        self.process.stdin.flush()
        journal = output.with_name(f".{output.name}.journal")
        until(lambda: journal.exists() and journal.read_bytes().count(b"\n") >= (3 if jobs == 1 else 1))
        self.workers = [pid for pid in children(self.process.pid) if b"loky_posix" in command_line(pid)]

    def end(self) -> tuple[int, str]:
        try:
            code = self.process.wait(LIMIT)
        finally:
            if self.process.poll() is None:
                os.killpg(self.process.pid, signal.SIGKILL)
            assert self.process.stdin is not None
            self.process.stdin.close()
        return code, self._error.read_text(encoding="utf-8")


def _heed_ctrl_c() -> None:
    # A shell starts what runs in the background with Ctrl-C ignored, and its children inherit that.
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def command_line(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def children(pid: int) -> list[int]:
    try:
        return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


@pytest.mark.parametrize(("jobs", "seed"), [(1, 1), (2, 2)])
def test_runs_killed_at_random_moments_end_with_the_same_bytes(
    articles: Path, tmp_path: Path, jobs: int, seed: int
) -> None:
    tally = kill_and_resume(articles, tmp_path, kills=2, jobs=[jobs], pause=0.3, rng=random.Random(seed))
    assert tally.whole
    assert tally.differing == []
    assert tally.left == 0


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize(
    "stop",
    [
        lambda process: os.killpg(process.pid, signal.SIGINT),  # Ctrl-C goes to the whole group
        lambda process: process.terminate(),
    ],
    ids=["ctrl-c", "sigterm"],
)
def test_a_stopped_run_says_how_to_go_on(
    articles: Path,
    tmp_path: Path,
    whole: dict[str, bytes],
    jobs: int,
    stop: Callable[[subprocess.Popen[bytes]], None],
) -> None:
    out = tmp_path / "out.jsonl"
    waiting = Waiting(articles, out, jobs)
    stop(waiting.process)
    code, error = waiting.end()
    assert code == 130, error
    (line,) = error.strip().splitlines()
    assert line.startswith(f"hoinghi: {out}: stopped; ")
    assert "--resume" in line
    assert not out.exists()
    assert not any(command_line(pid) for pid in waiting.workers)
    with articles.open("rb") as stream:
        subprocess.run(
            command(Path("-"), out, "--resume", "-j", str(jobs)),
            stdin=stream,
            cwd=ROOT,
            check=False,
            timeout=LIMIT,
        )
    assert out.read_bytes() == whole["out.jsonl"]


@pytest.mark.skipif(sys.platform != "linux", reason="finds the workers in /proc")
def test_a_worker_that_the_system_kills_costs_nothing(
    articles: Path, tmp_path: Path, whole: dict[str, bytes]
) -> None:
    out = tmp_path / "out.jsonl"
    waiting = Waiting(articles, out, 2)
    until(lambda: len(children(waiting.process.pid)) >= 4)  # two workers and what watches over them
    (worker, *_) = [p for p in children(waiting.process.pid) if b"loky_posix" in command_line(p)]
    os.kill(worker, signal.SIGKILL)
    assert waiting.process.stdin is not None
    waiting.process.stdin.write(b"".join(articles.read_bytes().splitlines(keepends=True)[-20:]))
    waiting.process.stdin.flush()
    waiting.process.stdin.close()
    code = waiting.process.wait(LIMIT)
    assert code == 1  # some records are rejects
    assert out.read_bytes() == whole["out.jsonl"]


def largest_file(size: int) -> Callable[[], None]:
    def limit() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


def test_without_room_the_run_stops_with_a_sentence_and_goes_on_later(
    articles: Path, tmp_path: Path, whole: dict[str, bytes]
) -> None:
    out = tmp_path / "out.jsonl"
    room = largest_file(len(whole["out.jsonl"]) * 2 // 3)
    result = call(articles, "-o", out, "--quiet", limit=room)
    assert result.returncode == 2
    assert said(result) == (
        f"hoinghi: {out}: File too large; what was done stays: make room and run again with --resume"
    )
    assert not out.exists()
    result = call(articles, "-o", out, "--resume")
    assert f", {RECORDS} were done before" in result.stderr.decode()
    assert files(tmp_path) == whole


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("format", ["jsonl", "csv"])
def test_a_full_standard_output_is_one_line(articles: Path, format: str) -> None:
    with open("/dev/full", "wb") as full:
        result = subprocess.run(
            [sys.executable, "-m", "hoinghi", "predict", str(articles), "--json-log", "--format", format],
            stdout=full,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            timeout=LIMIT,
        )
    assert result.returncode == 2
    (error,) = [line for line in result.stderr.decode().splitlines() if "No space left" in line]
    assert "Traceback" not in result.stderr.decode()
    assert error


def test_a_reader_that_leaves_ends_the_run_with_one_line(articles: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "hoinghi", "predict", str(articles), "-j", "2", "--quiet"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    error = process.stderr.read().decode().splitlines()
    process.stderr.close()
    assert process.wait(LIMIT) == 2
    assert error[-1] == "hoinghi: standard output was closed before the end"
    assert all(".jsonl:" in line for line in error[:-1])  # rejects


_AS_NOBODY = """
import os, sys
from pathlib import Path
from hoinghi.batch.running import run
from hoinghi.bundle.folder import default_bundle
from hoinghi.errors import OutputError
import hoinghi.page.reader
out, articles, bundle = sys.argv[1:]
run([articles], out, bundle=bundle)  # everything is loaded while it can be read
Path(out).parent.chmod(0o555)
if os.geteuid() == 0:
    os.seteuid(65534)
try:
    run([articles], out, bundle=bundle)
except OutputError as error:
    print(error)
"""


def test_a_folder_without_rights_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir()
    articles = write_articles(tmp_path / "in.jsonl", 3)
    # The checkout may lie in a folder that is its owner's alone; nobody reads this copy.
    bundle = shutil.copytree(default_bundle(), tmp_path / "bundle")
    for path in (articles, bundle, *bundle.iterdir()):
        path.chmod(0o755)
    for path in (*tmp_path.parents, tmp_path):
        if path.is_relative_to(Path("/tmp")) and path != Path("/tmp"):
            path.chmod(path.stat().st_mode | 0o055)
    (tmp_path / "locked").chmod(0o777)
    out = tmp_path / "locked" / "out.jsonl"
    result = subprocess.run(
        [sys.executable, "-c", _AS_NOBODY, str(out), str(articles), str(bundle)],
        capture_output=True,
        cwd=ROOT,
        timeout=LIMIT,
    )
    (tmp_path / "locked").chmod(0o755)
    assert result.stdout.decode().strip() == f"{out}: Permission denied"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of two texts."""
    (tmp_path / "texts").mkdir()
    for name in ("a", "b"):
        (tmp_path / "texts" / f"{name}.txt").write_text(f"Hội nghị giao ban {name}", encoding="utf-8")
    return tmp_path / "texts"


def test_an_input_that_vanishes_is_a_reject(folder: Path, tmp_path: Path) -> None:
    def vanish(event: Event) -> None:
        if isinstance(event, Started):
            (folder / "b.txt").unlink()

    summary = run([str(folder)], tmp_path / "o.jsonl", progress=vanish)
    assert (summary.written, summary.rejected) == (1, 1)
    reject = json.loads((tmp_path / "o.jsonl.rejects.jsonl").read_text(encoding="utf-8"))
    assert reject["reason"] == "No such file or directory"


def test_a_truncated_archive_gives_what_came_before_and_one_reject(articles: Path, tmp_path: Path) -> None:
    packed = gzip.compress(articles.read_bytes())
    (tmp_path / "in.jsonl.gz").write_bytes(packed[: len(packed) * 2 // 3])
    result = call(tmp_path / "in.jsonl.gz", "-o", tmp_path / "o.jsonl", "--json-log")
    assert result.returncode == 1
    events = [json.loads(line) for line in result.stderr.splitlines()]
    torn = [e for e in events if e["event"] == "reject" and "gzip" in e["reason"]]
    assert len(torn) == 1
    assert events[-1]["event"] == "finished"
    assert 0 < events[-1]["written"] < COUNT
    assert events[-1]["records"] == events[-1]["written"] + events[-1]["rejected"]


def test_ids_that_come_twice_are_counted_and_said(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text('{"id": "a", "text": "một"}\n' * 3, encoding="utf-8")
    result = call(path, "-o", tmp_path / "o.jsonl")
    assert result.returncode == 0
    assert said(result) == f"{tmp_path / 'o.jsonl'}: 3 records, 0 rejected, 2 with the id of an earlier one"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["-o", "x.jsonl", "-o", "y.jsonl"], "--output is given 2 times (x.jsonl, y.jsonl): give one"),
        (["--resume"], "--resume needs --output"),
        (["--format", "parquet"], "--format parquet needs --output"),
        (["--jobs", "0", "-o", "x.jsonl"], "--jobs is a number from 1"),
    ],
)
def test_options_that_do_not_go_together_are_one_line(options: list[str], message: str) -> None:
    result = call("examples", *options)
    assert result.returncode == 2
    assert message in said(result)


def test_a_log_for_programs_is_json_line_by_line(folder: Path, tmp_path: Path) -> None:
    (folder / "c\x1b.txt").write_bytes(b" ")
    result = call(folder, "-o", tmp_path / "o.jsonl", "--json-log")
    events = [json.loads(line) for line in result.stderr.decode("ascii").splitlines()]
    assert [event["event"] for event in events] == ["started", "reject", "finished"]
    assert (events[0]["sources"], events[2]["written"], events[2]["rejected"]) == (3, 2, 1)
    refused = call(tmp_path / "nowhere.txt", "--json-log")
    assert refused.returncode == 2
    assert json.loads(refused.stderr)["event"] == "error"


def test_quiet_says_nothing_where_a_file_holds_the_rejects(folder: Path, tmp_path: Path) -> None:
    (folder / "c.txt").write_bytes(b" ")
    result = call(folder, "-o", tmp_path / "o.jsonl", "--quiet")
    assert (result.returncode, result.stderr) == (1, b"")
    assert "c.txt" in said(call(folder, "--quiet"))


def test_debug_shows_where_an_error_came_from(tmp_path: Path) -> None:
    result = call(tmp_path / "nowhere.txt", "--debug")
    assert result.returncode == 2
    assert result.stderr.startswith(b"Traceback")
    assert b"no such file" in result.stderr.splitlines()[-1]
