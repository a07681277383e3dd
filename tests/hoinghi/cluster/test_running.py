"""Runs on a real scheduler with real workers on loopback: killed, stopped, gone on with, and equal to one machine."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hoinghi.batch import run as run_here
from hoinghi.batch.engine import Task
from hoinghi.batch.progress import Advanced, Event, Note
from hoinghi.batch.running import Interrupted, task_of
from hoinghi.batch.sources import plan
from hoinghi.cluster import run, running
from hoinghi.cluster.connection import ClusterError
from hoinghi.cluster.manifest import read_manifest
from hoinghi.errors import OutputError
from hoinghi.summary.overview import sum_up
from hoinghi.summary.reading import output_files
from tests.hoinghi.batch.articles import write_articles

pytest.importorskip("distributed")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")

COUNT, SIZE = 1200, 20_000  # articles, bytes a partition: about fifteen of them
ROOT = Path(__file__).resolve().parents[3]


class Cluster:
    """A scheduler and workers, processes of their own."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._file = folder, folder / "scheduler.json"
        self._processes = [self._start("dask_scheduler", "--port", "0", "--no-dashboard")]
        self.workers: list[subprocess.Popen[bytes]] = []
        while not self._file.exists():
            time.sleep(0.05)

    @property
    def address(self) -> str:
        import json

        return str(json.loads(self._file.read_text())["address"])

    def add_worker(self) -> None:
        worker = self._start("dask_worker", "--nthreads", "1", "--no-nanny", "--no-dashboard")
        self.workers.append(worker)
        self._processes.append(worker)

    def _start(self, module: str, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.{module}", "--host", "127.0.0.1", *options]
        return subprocess.Popen(
            [*command, "--scheduler-file", str(self._file)],
            cwd=self._folder,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def close(self) -> None:
        for process in reversed(self._processes):
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with closing(Cluster(tmp_path_factory.mktemp("cluster"))) as made:
        made.add_worker()
        made.add_worker()
        yield made


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("articles")
    write_articles(folder / "a.jsonl", COUNT)
    (folder / "b.txt").write_text("Hội nghị giao ban quý I năm 2019", encoding="utf-8")
    (folder / "c.txt").write_text(" ", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def here(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """Records and rejects of one machine."""
    out = tmp_path_factory.mktemp("here") / "out.jsonl"
    run_here([str(articles)], out)
    return out.read_bytes(), out.with_name("out.jsonl.rejects.jsonl").read_bytes()


def parts(folder: Path) -> tuple[bytes, bytes]:
    """All parts one behind the other, and their rejects."""
    paths = sorted(folder.glob("part-*.jsonl"))
    rejects = [path for path in paths if ".rejects" in path.name]
    return (
        b"".join(path.read_bytes() for path in paths if path not in rejects),
        b"".join(path.read_bytes() for path in rejects),
    )


def after(count: int, act: Callable[[], object]) -> Callable[[Event], None]:
    """Progress that acts once, when ``count`` parts are done."""
    left = count

    def progress(event: Event) -> None:
        nonlocal left
        if isinstance(event, Advanced):
            left -= 1
            if left == 0:
                act()

    return progress


def test_a_worker_that_is_killed_costs_nothing(
    cluster: Cluster, articles: Path, here: tuple[bytes, bytes], tmp_path: Path
) -> None:
    def kill() -> None:
        cluster.workers[-1].kill()
        cluster.add_worker()

    out = tmp_path / "out"
    found = run([str(articles)], out, cluster.address, partition_bytes=SIZE, progress=after(3, kill))
    assert parts(out) == here
    assert found.records == COUNT + 2
    manifest = read_manifest(out)
    assert manifest is not None
    assert len(manifest.parts) > 10
    assert manifest.is_whole
    assert (manifest.written, manifest.rejected) == (found.written, found.rejected)
    assert not [path.name for path in out.iterdir() if path.name.startswith(".")]
    summed = sum_up(output_files([str(path) for path in sorted(out.glob("*.jsonl"))]))
    assert (summed.counts.articles, summed.rejected) == (found.written, 0)


def test_a_run_that_is_stopped_goes_on(
    cluster: Cluster, articles: Path, here: tuple[bytes, bytes], tmp_path: Path
) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    out = tmp_path / "out"
    with pytest.raises(Interrupted, match="run again with --resume"):
        run([str(articles)], out, cluster.address, partition_bytes=SIZE, progress=after(4, stop))
    assert parts(out) != here
    with pytest.raises(OutputError, match="give --resume"):
        run([str(articles)], out, cluster.address)
    with pytest.raises(OutputError, match="other options"):
        run([str(articles)], out, cluster.address, resume=True, min_score=0.5)
    found = run([str(articles)], out, cluster.address, resume=True)
    assert 0 < found.resumed < found.records == COUNT + 2
    assert parts(out) == here
    again = run([str(articles)], out, cluster.address, resume=True)
    assert again.resumed == again.records


def test_a_driver_that_is_killed_is_gone_on_with(
    cluster: Cluster, articles: Path, here: tuple[bytes, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    program = (
        "import sys; from hoinghi.cluster import folder, run; folder.SAVE_EVERY = folder.SHARE = 0\n"
        f"run([sys.argv[1]], sys.argv[2], sys.argv[3], partition_bytes={SIZE})"
    )
    command = [sys.executable, "-c", program, str(articles), str(out), cluster.address]
    with subprocess.Popen(command, cwd=ROOT) as driver:
        deadline = time.monotonic() + 60
        while _done(out) < 3 and time.monotonic() < deadline:
            time.sleep(0.02)
        driver.send_signal(signal.SIGKILL)
    found = run([str(articles)], out, cluster.address, resume=True)
    assert 0 < found.resumed < found.records
    assert parts(out) == here


def _done(out: Path) -> int:
    manifest = read_manifest(out)
    return 0 if manifest is None else sum(part.status == "done" for part in manifest.parts)


def test_only_what_has_changed_is_made_again(cluster: Cluster, tmp_path: Path) -> None:
    source, out, notes = write_articles(tmp_path / "in.jsonl", 200), tmp_path / "out", list[str]()
    run([str(source)], out, cluster.address, partition_bytes=10_000)
    with source.open("a", encoding="utf-8") as stream:
        stream.write('{"id": "new", "text": "Hội nghị giao ban quý IV năm 2019"}\n')
    run_here([str(source)], tmp_path / "here.jsonl")

    def progress(event: Event) -> None:
        notes.extend([event.message] if isinstance(event, Note) and "anew" in event.message else [])

    found = run([str(source)], out, cluster.address, resume=True, progress=progress)
    assert parts(out)[0] == (tmp_path / "here.jsonl").read_bytes()
    assert 0 < found.resumed < 200 < found.records
    assert len(notes) == 1


def test_workers_with_another_bundle_do_nothing(
    cluster: Cluster, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other(*given: Any) -> Task:
        return replace(task_of(*given), digest="feed" * 16)

    monkeypatch.setattr(running, "task_of", other)
    with pytest.raises(ClusterError, match=r"none of 2 workers can work for this run.*has the bundle"):
        run([str(articles)], tmp_path / "out", cluster.address)
    assert parts(tmp_path / "out") == (b"", b"")


def test_a_local_cluster_and_an_input_that_vanishes(articles: Path, tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(f"Hội nghị giao ban quý {number}", encoding="utf-8")

    def vanish(event: Event) -> None:
        with suppress(FileNotFoundError):
            (tmp_path / "1.txt").unlink()

    out = tmp_path / "out.gz"
    inputs = [source.address for source in plan([str(tmp_path / "*.txt")])]
    found = run(inputs, out, "local", progress=vanish)
    assert (found.written, found.rejected) == (2, 1)
    assert {path.name for path in out.iterdir()} == {
        "manifest.json",
        "part-00000.jsonl.gz",
        "part-00000.rejects.jsonl.gz",
    }
