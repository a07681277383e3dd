"""The output folder: one run at a time, nothing of anybody else's, a manifest that is always whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from hoinghi.batch.journal import FORMAT, Header, Options
from hoinghi.batch.report import WrittenFile
from hoinghi.cluster.folder import OutputFolder
from hoinghi.cluster.manifest import MANIFEST, Inputs, Part, read_manifest
from hoinghi.errors import OutputError

HEADER = Header(FORMAT, "1", "feed", Options("text", "id", "date", 0.0, False))
INPUTS = Inputs(1, "a.jsonl", "a.jsonl")


def parts(count: int) -> list[Part]:
    return [Part(number, "waiting", INPUTS) for number in range(count)]


def test_the_manifest_says_what_is_done(tmp_path: Path) -> None:
    with OutputFolder(tmp_path / "out", ".jsonl") as out:
        out.begin(HEADER, 100, parts(2))
        out.note(Part(1, "done", INPUTS, 3, 2, 1))
        out.save()
        found = read_manifest(out.path)
        assert found is not None
        assert (found.is_whole, found.records, found.written, found.rejected) == (False, 3, 2, 1)
        out.note(Part(0, "done", INPUTS, 4, 4))
        assert out.manifest.is_whole
        with pytest.raises(OutputError, match="another run is writing"):
            OutputFolder(tmp_path / "out", ".jsonl")


def test_an_earlier_run_is_not_written_over(tmp_path: Path) -> None:
    with OutputFolder(tmp_path, ".jsonl") as out:
        assert out.earlier(resume=False) is None
        out.begin(HEADER, 100, parts(1))
    with OutputFolder(tmp_path, ".jsonl") as out:
        with pytest.raises(OutputError, match="give --resume"):
            out.earlier(resume=False)
        found = out.earlier(resume=True)
        assert found is not None
        assert found.partition_bytes == 100


@pytest.mark.parametrize(("name", "content"), [("notes.txt", "mine"), (MANIFEST, "{}"), (MANIFEST, "torn{")])
def test_a_foreign_folder_is_left_alone(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content)
    with (
        OutputFolder(tmp_path, ".jsonl") as out,
        pytest.raises(OutputError, match=r"another folder|new folder"),
    ):
        out.earlier(resume=True)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_what_killed_workers_left_is_removed(tmp_path: Path) -> None:
    for name in (
        ".part-00000.jsonl.abc.new",
        "part-00000.jsonl",
        "part-00007.jsonl",
        "part-00007.rejects.jsonl",
    ):
        (tmp_path / name).touch()
    with OutputFolder(tmp_path, ".jsonl") as out:
        out.begin(HEADER, 100, parts(2))
        assert {path.name for path in tmp_path.iterdir()} == {".run", MANIFEST, "part-00000.jsonl"}
    assert {path.name for path in tmp_path.iterdir()} == {MANIFEST, "part-00000.jsonl"}


def test_a_part_that_only_its_worker_sees_is_told(tmp_path: Path) -> None:
    with OutputFolder(tmp_path, ".jsonl") as out:
        out.begin(HEADER, 100, [Part(0, "done", INPUTS, files=(WrittenFile("part-00000.jsonl", 5, ""),))])
        with pytest.raises(OutputError, match="do all machines share it"):
            out.check_whole()
        (tmp_path / "part-00000.jsonl").write_text("12345")
        out.check_whole()


def test_no_folder_can_be_made_there(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="the output of a cluster is a folder"):
        OutputFolder(tmp_path / "file", ".jsonl")
