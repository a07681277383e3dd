"""Whole runs: the same bytes however they are cut, stopped and gone on with; nothing lost, every fault said."""

from __future__ import annotations

import errno
import gzip
import hashlib
import json
import os
import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

import hoinghi.batch
from hoinghi.batch import chunks, running, spool
from hoinghi.batch.places import Places
from hoinghi.batch.progress import Advanced, Event, Finished, Note, Rejected, Started
from hoinghi.batch.records import Columns
from hoinghi.batch.running import Interrupted, run, tagged
from hoinghi.bundle.folder import default_bundle, load_bundle, save_bundle
from hoinghi.errors import HoinghiError, InputError, OutputError
from tests.hoinghi.batch.articles import article, write_articles

COUNT = 75


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "RECORDS", 10)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    return write_articles(tmp_path / "in.jsonl", COUNT)


@pytest.fixture
def whole(articles: Path, tmp_path: Path) -> dict[str, bytes]:
    """The files of an uninterrupted run."""
    (tmp_path / "whole").mkdir()
    run([str(articles)], tmp_path / "whole" / "out.jsonl")
    return contents(tmp_path / "whole")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


class Stop:
    """Progress that is interrupted at the chunk ``at``, and remembers what it was told."""

    def __init__(self, at: int | None = None) -> None:
        self.at, self.events = at, list[Event]()

    def __call__(self, event: Event) -> None:
        self.events.append(event)
        if isinstance(event, Advanced):
            if self.at == 0:
                raise KeyboardInterrupt
            self.at = None if self.at is None else self.at - 1

    @property
    def notes(self) -> str:
        return " | ".join(event.message for event in self.events if isinstance(event, Note))

    @property
    def predicted(self) -> int:
        last = next((event for event in reversed(self.events) if isinstance(event, Advanced)), None)
        return 0 if last is None else last.written + last.rejected - last.resumed


def stopped(inputs: Path, out: Path, at: int, **options: object) -> None:
    with pytest.raises(Interrupted):
        run([str(inputs)], out, progress=Stop(at), **options)  # type: ignore[arg-type]


def folder(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir(exist_ok=True)
    return tmp_path / "out" / "out.jsonl"


def test_the_function_is_where_the_readme_says() -> None:
    assert hoinghi.batch.run is run
    with pytest.raises(AttributeError):
        hoinghi.batch.nothing  # noqa: B018


def test_records_and_rejects_are_all_there(articles: Path, tmp_path: Path) -> None:
    out, seen = folder(tmp_path), Stop()
    summary = run([str(articles)], out, progress=seen)
    assert summary.records == COUNT
    lines = out.read_text(encoding="utf-8").splitlines()
    rejects = (out.parent / "out.jsonl.rejects.jsonl").read_text(encoding="utf-8").splitlines()
    assert (len(lines), len(rejects)) == (summary.written, summary.rejected)
    places = {json.loads(line)["source"] for line in rejects}
    numbers = [n for n in range(COUNT) if n % 17 == 5 or n % 19 == 7]
    assert places == {f"{articles}:{number + 1}" for number in numbers}
    assert [json.loads(line)["id"] for line in lines] == [f"a{n}" for n in range(COUNT) if n not in numbers]
    assert isinstance(seen.events[0], Started)
    assert seen.events[-1] == Finished(summary)
    assert sum(isinstance(event, Rejected) for event in seen.events) == summary.rejected
    assert seen.predicted == COUNT
    assert max(e.read for e in seen.events if isinstance(e, Advanced)) <= articles.stat().st_size


def test_the_report_counts_and_names_the_files(articles: Path, tmp_path: Path) -> None:
    with articles.open("a", encoding="utf-8") as stream:
        for _ in range(3):
            stream.write(json.dumps({"id": "a0", "text": article(0)}) + "\n")
    out = folder(tmp_path)
    summary = run([str(articles)], out)
    report = json.loads((out.parent / "out.jsonl.run.json").read_text(encoding="utf-8"))
    assert report["records"] == report["written"] + report["rejected"] == COUNT + 3
    assert report["duplicates"] == summary.duplicates == 3
    assert report["run"]["bundle"] == load_bundle(default_bundle()).digest
    for file in report["files"]:
        data = (out.parent / file["name"]).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (file["bytes"], file["sha256"])
    assert {path.name for path in summary.files} == {"out.jsonl", "out.jsonl.rejects.jsonl"}


def test_two_jobs_give_the_same_bytes(articles: Path, tmp_path: Path, whole: dict[str, bytes]) -> None:
    run([str(articles)], folder(tmp_path), jobs=2)
    assert contents(tmp_path / "out") == whole


@pytest.mark.parametrize("at", [0, 3, 7])
def test_an_interrupted_run_goes_on(articles: Path, tmp_path: Path, whole: dict[str, bytes], at: int) -> None:
    out, seen = folder(tmp_path), Stop()
    stopped(articles, out, at)
    assert not out.exists()
    summary = run([str(articles)], out, resume=True, progress=seen)
    assert contents(out.parent) == whole
    assert summary.resumed == min(10 * (at + 1), COUNT)
    assert seen.predicted == COUNT - summary.resumed


def test_it_goes_on_from_whatever_a_kill_or_a_loss_of_power_leaves(
    articles: Path, tmp_path: Path, whole: dict[str, bytes]
) -> None:
    out, rng = folder(tmp_path), random.Random(7)
    stopped(articles, out, 5)
    left = contents(out.parent)
    for _ in range(12):
        for name, data in left.items():
            kept = data[: rng.randint(0, len(data))] if rng.random() < 0.6 else data
            torn = kept + rng.choice([b"", b"\0" * 50, b'{"chunk":', b"\n", rng.randbytes(30)])
            if rng.random() < 0.2 and torn:  # a block that never reached the disk
                begin = rng.randrange(len(torn))
                torn = torn[:begin] + b"\0" * min(64, len(torn) - begin) + torn[begin + 64 :]
            (out.parent / name).write_bytes(torn)
        if rng.random() < 0.2:
            (out.parent / rng.choice(sorted(left))).unlink()
        run([str(articles)], out, resume=True)
        assert contents(out.parent) == whole
        for path in out.parent.iterdir():
            path.unlink()


@pytest.mark.parametrize(
    ("name", "done"),
    # Two files are put aside at the start, two links and three names made, three files removed at the end.
    [
        ("link", 0),
        ("link", 1),
        ("replace", 0),
        ("replace", 1),
        ("replace", 2),
        *(("unlink", n) for n in range(2, 7)),
    ],
)
def test_a_kill_while_the_output_is_put_in_place_costs_nothing(
    articles: Path, tmp_path: Path, whole: dict[str, bytes], name: str, done: int
) -> None:
    out, calls = folder(tmp_path), list[object]()
    original = getattr(os, name)

    def kill(*paths: object, **options: object) -> None:
        if len(calls) == done:
            raise KeyboardInterrupt
        calls.append(paths)
        original(*paths, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, name, kill)
        with suppress(KeyboardInterrupt):
            run([str(articles)], out)
    assert len(calls) == done
    seen = Stop()
    run([str(articles)], out, resume=True, progress=seen)
    assert seen.predicted == 0
    assert contents(out.parent) == whole


def test_without_room_for_the_output_what_was_predicted_stays(
    articles: Path, tmp_path: Path, whole: dict[str, bytes]
) -> None:
    out, seen = folder(tmp_path), Stop()

    def full(source: Path, target: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "replace", full)
        with pytest.raises(OutputError, match=r"No space left.*--resume"):
            run([str(articles)], out)
    run([str(articles)], out, resume=True, progress=seen)
    assert seen.predicted == 0
    assert contents(out.parent) == whole


def test_nothing_to_go_on_with_simply_starts(articles: Path, tmp_path: Path, whole: dict[str, bytes]) -> None:
    run([str(articles)], folder(tmp_path), resume=True)
    assert contents(tmp_path / "out") == whole


def test_a_whole_run_has_nothing_to_do(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, seen = folder(tmp_path), Stop()
    first = run([str(articles)], out)
    monkeypatch.setattr(running, "outcomes", None)  # no prediction is made
    again = run([str(articles)], out, resume=True, progress=seen)
    assert "nothing to do" in seen.notes
    assert (again.written, again.rejected, again.resumed) == (first.written, first.rejected, COUNT)


def test_a_whole_run_of_another_input_begins_again(articles: Path, tmp_path: Path) -> None:
    out, seen = folder(tmp_path), Stop()
    run([str(articles)], out)
    write_articles(articles, COUNT + 4)
    summary = run([str(articles)], out, resume=True, progress=seen)
    assert "begins again" in seen.notes
    assert (summary.records, summary.resumed) == (COUNT + 4, 0)


def test_an_output_that_was_changed_is_not_overwritten_on_resume(articles: Path, tmp_path: Path) -> None:
    out = folder(tmp_path)
    run([str(articles)], out)
    out.write_text("corrected by hand\n", encoding="utf-8")
    with pytest.raises(OutputError, match="was changed since"):
        run([str(articles)], out, resume=True)
    assert out.read_text(encoding="utf-8") == "corrected by hand\n"


def test_a_left_over_run_without_resume_begins_again_and_says_so(
    articles: Path, tmp_path: Path, whole: dict[str, bytes]
) -> None:
    out, seen = folder(tmp_path), Stop()
    stopped(articles, out, 3)
    run([str(articles)], out, progress=seen)
    assert "begins again" in seen.notes
    assert seen.predicted == COUNT
    assert contents(out.parent) == whole


@pytest.mark.parametrize(("line", "kept"), [(0, 0), (33, 30), (COUNT - 1, 50)])
def test_a_changed_input_is_said_and_gone_on_from(
    articles: Path, tmp_path: Path, line: int, kept: int
) -> None:
    out, seen = folder(tmp_path), Stop()
    stopped(articles, out, 4)
    lines = articles.read_text(encoding="utf-8").splitlines()
    lines[line] = json.dumps({"id": "new", "text": article(1000)})
    articles.write_text("\n".join(lines) + "\n", encoding="utf-8")
    summary = run([str(articles)], out, resume=True, progress=seen)
    assert summary.resumed == min(kept, 50)
    assert ("the input changed at " in seen.notes) == (line < 50)
    if line < 50:
        assert f"{articles}:{kept + 1} " in seen.notes
    (tmp_path / "fresh").mkdir()
    run([str(articles)], tmp_path / "fresh" / "out.jsonl")
    assert contents(out.parent) == contents(tmp_path / "fresh")


def test_a_shorter_input_is_said_and_what_was_beyond_is_dropped(articles: Path, tmp_path: Path) -> None:
    out, seen = folder(tmp_path), Stop()
    stopped(articles, out, 4)
    write_articles(articles, 20)
    summary = run([str(articles)], out, resume=True, progress=seen)
    assert "shorter" in seen.notes
    assert summary.records == 20


@pytest.fixture
def other_bundle(tmp_path: Path) -> Path:
    bundle = load_bundle(default_bundle())
    manifest = {
        key: value for key, value in bundle.manifest.items() if key not in ("digest", "files", "format")
    }
    save_bundle(tmp_path / "bundle", {**manifest, "note": "another"}, bundle.arrays, bundle.tables)
    return tmp_path / "bundle"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"min_score": 0.5}, "min-score 0.0, now 0.5"),
        ({"columns": Columns(text="noi_dung")}, "text-field text, now noi_dung"),
        ({"with_explanation": True}, "explain False, now True"),
    ],
)
@pytest.mark.parametrize("is_whole", [False, True])
def test_other_options_are_refused_and_named(
    articles: Path, tmp_path: Path, options: dict[str, object], said: str, is_whole: bool
) -> None:
    out = folder(tmp_path)
    run([str(articles)], out) if is_whole else stopped(articles, out, 3)
    before = contents(out.parent)
    with pytest.raises(OutputError, match=said):
        run([str(articles)], out, resume=True, **options)  # type: ignore[arg-type]
    assert contents(out.parent) == before


def test_another_bundle_and_another_version_are_refused(
    articles: Path, tmp_path: Path, other_bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = folder(tmp_path)
    stopped(articles, out, 3)
    with pytest.raises(OutputError, match="another bundle"):
        run([str(articles)], out, resume=True, bundle=other_bundle)
    monkeypatch.setattr(hoinghi, "__version__", "99.0")
    with pytest.raises(OutputError, match=r"this is 99\.0"):
        run([str(articles)], out, resume=True)


def test_another_format_may_be_asked_for_when_a_run_goes_on(articles: Path, tmp_path: Path) -> None:
    out = folder(tmp_path)
    stopped(articles, out, 3)
    run([str(articles)], out, resume=True, format="csv")
    assert out.read_text(encoding="utf-8").startswith("id,meeting_type")


def test_a_whole_run_of_another_format_is_not_done(articles: Path, tmp_path: Path) -> None:
    out = folder(tmp_path)
    run([str(articles)], out)
    with pytest.raises(OutputError, match="holds jsonl, not csv"):
        run([str(articles)], out, resume=True, format="csv")


def test_two_runs_of_one_output_do_not_meet(articles: Path, tmp_path: Path) -> None:
    out = folder(tmp_path)
    with spool.Spool(Places(out)), pytest.raises(OutputError, match="another run is writing"):
        run([str(articles)], out)
    run([str(articles)], out)


def test_what_is_published_is_not_written_to_by_the_next_run(articles: Path, tmp_path: Path) -> None:
    out = folder(tmp_path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spool.Spool, "remove", lambda self: None)  # as if it were killed just before
        run([str(articles)], out)
    published = out.read_bytes()
    stopped(articles, out, 2)
    assert out.read_bytes() == published
    out.unlink()
    write_articles(articles, COUNT - 30)
    run([str(articles)], out, resume=True)
    assert out.read_bytes() == published[: len(out.read_bytes())] != published


def test_an_input_is_not_overwritten(articles: Path) -> None:
    before = articles.read_bytes()
    with pytest.raises(OutputError, match="name another output"):
        run([str(articles)], articles)
    assert articles.read_bytes() == before


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo])
def test_what_is_no_file_is_not_replaced(
    articles: Path, tmp_path: Path, make: Callable[[Path], None]
) -> None:
    make(tmp_path / "o.jsonl")
    with pytest.raises(OutputError, match="no regular file"):
        run([str(articles)], tmp_path / "o.jsonl")
    with pytest.raises(OutputError, match="o/nowhere"):
        run([str(articles)], tmp_path / "o" / "nowhere" / "o.jsonl")


def test_a_run_that_did_nothing_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", open(os.devnull))  # noqa: SIM115
    with pytest.raises(InputError, match="nothing to read"):
        run(["-"], folder(tmp_path))
    assert contents(tmp_path / "out") == {}


def test_rejects_of_an_earlier_run_do_not_outlive_it(articles: Path, tmp_path: Path) -> None:
    out = folder(tmp_path)
    run([str(articles)], out)
    articles.write_text(json.dumps({"id": "a", "text": article(1)}) + "\n", encoding="utf-8")
    run([str(articles)], out)
    assert set(contents(out.parent)) == {"out.jsonl", "out.jsonl.run.json"}


def test_compressed_output_holds_the_same_lines(
    articles: Path, tmp_path: Path, whole: dict[str, bytes]
) -> None:
    for name in ("a.jsonl.gz", "b.jsonl.gz"):
        run([str(articles)], tmp_path / name)
    assert gzip.decompress((tmp_path / "a.jsonl.gz").read_bytes()) == whole["out.jsonl"]
    assert (tmp_path / "a.jsonl.gz").read_bytes() == (tmp_path / "b.jsonl.gz").read_bytes()


def test_zstd_output_holds_the_same_lines(articles: Path, tmp_path: Path, whole: dict[str, bytes]) -> None:
    zstandard = pytest.importorskip("zstandard")
    run([str(articles)], tmp_path / "a.jsonl.zst")
    with (tmp_path / "a.jsonl.zst").open("rb") as stream:
        assert zstandard.ZstdDecompressor().stream_reader(stream).read() == whole["out.jsonl"]


def test_flat_output_has_two_tables(articles: Path, tmp_path: Path) -> None:
    summary = run([str(articles)], tmp_path / "o.csv")
    rows = (tmp_path / "o.csv").read_text(encoding="utf-8").splitlines()
    titles = (tmp_path / "o.officials.csv").read_text(encoding="utf-8").splitlines()
    assert len(rows) == summary.written + 1
    assert len(titles) == summary.written + 1  # each article names one official with one title


def test_parquet_output_holds_the_records(articles: Path, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    summary = run([str(articles)], tmp_path / "o.parquet")
    assert parquet.read_table(tmp_path / "o.parquet").num_rows == summary.written


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("o.csv", {"with_explanation": True}, "needs --format jsonl"),
        ("o.csv.gz", {"format": "csv"}, "only .jsonl is written compressed"),
        ("o.jsonl", {"format": "xlsx"}, "no format"),
        ("o.jsonl", {"jobs": 0}, "--jobs is a number from 1"),
    ],
)
def test_what_cannot_be_is_said_before_anything_is_predicted(
    articles: Path, tmp_path: Path, name: str, options: dict[str, object], said: str
) -> None:
    with pytest.raises(HoinghiError, match=said):
        run([str(articles)], tmp_path / name, **options)  # type: ignore[arg-type]
    assert {path.name for path in tmp_path.iterdir()} == {"in.jsonl"}


def test_a_count_that_does_not_add_up_is_an_error(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = folder(tmp_path)
    stopped(articles, out, 3)
    monkeypatch.setattr(spool, "_digest", lambda lines, rejects: "")  # so that the loss goes unnoticed
    entries = Places(out).journal.read_text(encoding="utf-8").splitlines()
    emptied = [
        json.loads(entry) | {"output": ""} if n else json.loads(entry) for n, entry in enumerate(entries)
    ]
    emptied[1]["total"][0] += 1
    emptied[-1]["total"][0] += 1
    Places(out).journal.write_text("".join(json.dumps(e) + "\n" for e in emptied), encoding="utf-8")
    with pytest.raises(OutputError, match=r"holds \d+ records where \d+ were written"):
        run([str(articles)], out, resume=True)


def test_a_stream_gives_the_same_lines(articles: Path, whole: dict[str, bytes]) -> None:
    seen = Stop()
    found = b"".join(outcome.lines for outcome in tagged([str(articles)], progress=seen))
    assert found == whole["out.jsonl"]
    assert isinstance(seen.events[-1], Finished)


@pytest.mark.parametrize("fault", ["input", "progress"])
def test_what_an_earlier_run_did_stays_when_the_next_one_fails_at_once(
    articles: Path, whole: dict[str, bytes], tmp_path: Path, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = folder(tmp_path)
    stopped(articles, out, at=3)

    def fail(event: Event) -> None:
        raise RuntimeError("here")

    def unreadable(*_: object) -> object:
        raise InputError("gone")

    progress = fail if fault == "progress" else None
    with monkeypatch.context() as patch:
        if fault == "input":
            patch.setattr(running, "read_raw", unreadable)
        with pytest.raises((RuntimeError, InputError)):
            run([str(articles)], out, resume=True, progress=progress)
    summary = run([str(articles)], out, resume=True)
    assert summary.resumed > 0
    assert contents(out.parent)["out.jsonl"] == whole["out.jsonl"]
