"""The plan of a run: every argument becomes files, in order, or one sentence."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from hoinghi.batch import sources
from hoinghi.batch.sources import Source, plan
from hoinghi.errors import InputError

posix = pytest.mark.skipif(sys.platform == "win32", reason="links need rights that Windows users may lack")
NAMES = (
    "b.txt",
    "a.jsonl.gz",
    "sub/c.html",
    "sub/d.tsv",
    "sub/deeper/e.csv.zst",
    "sub/.f.txt",
    "notes.pdf",
    "x.gz",
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sources, "find_spec", lambda name: object())  # every extra is there
    (tmp_path / "sub" / "deeper").mkdir(parents=True)
    for name in NAMES:
        (tmp_path / name).write_text(name, encoding="utf-8")
    return tmp_path


def names(*arguments: str | Path) -> list[str]:
    return [source.name for source in plan(map(str, arguments))]


def test_a_folder_gives_its_files_by_name_with_form_and_size(folder: Path) -> None:
    assert plan([str(folder)]) == [
        Source(str(folder / "a.jsonl.gz"), "a", ".jsonl", "gz", 10),
        Source(str(folder / "b.txt"), "b", ".txt", "", 5),
        Source(str(folder / "sub" / ".f.txt"), "sub/.f", ".txt", "", 10),
        Source(str(folder / "sub" / "c.html"), "sub/c", ".html", "", 10),
        Source(str(folder / "sub" / "d.tsv"), "sub/d", ".tsv", "", 9),
        Source(str(folder / "sub" / "deeper" / "e.csv.zst"), "sub/deeper/e", ".csv", "zst", 20),
    ]


def test_arguments_keep_their_order(folder: Path) -> None:
    assert names(folder / "b.txt", "-", folder / "sub" / "deeper", folder / "a.jsonl.gz") == [
        "b",
        "stdin",
        "e",
        "a",
    ]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.txt", ["b"]),
        ("**/*.txt", ["b"]),
        ("sub/*", ["c", "d", "deeper/e"]),
        ("**/*.[ct]sv*", ["sub/d", "sub/deeper/e"]),
        ("**/deeper", ["sub/deeper/e"]),
    ],
)
def test_patterns_are_names_below_their_plain_folder(folder: Path, pattern: str, expected: list[str]) -> None:
    assert names(folder / pattern) == expected


def test_a_file_that_is_named_like_a_pattern_is_a_file(folder: Path) -> None:
    (folder / "a[1].txt").write_text("một", encoding="utf-8")
    assert names(folder / "a[1].txt") == ["a[1]"]


@posix
def test_a_pattern_leads_out_of_its_folder_no_more_than_a_folder_does(folder: Path) -> None:
    (folder / "sub" / "out.txt").symlink_to("../b.txt")
    (found,) = plan([str(folder / "sub" / "o*.txt")])
    assert found.fault == "a link that leads outside of the folder"


def test_what_a_run_writes_is_not_read(folder: Path) -> None:
    own = {(folder / "b.txt").resolve()}
    assert "b" not in [source.name for source in plan([str(folder)], skip=own)]
    assert [source.name for source in plan([str(folder / "b.txt")], skip=own)] == [
        "b"
    ]  # who names it means it


@posix
def test_a_link_to_what_a_run_writes_is_not_read(folder: Path) -> None:
    (folder / "again.txt").symlink_to("b.txt")
    assert "again" not in [source.name for source in plan([str(folder)], skip={(folder / "b.txt").resolve()})]


@pytest.mark.parametrize(
    ("argument", "reason"),
    [
        ("missing.txt", "missing.txt: no such file or folder"),
        ("notes.pdf", r"unknown format; hoinghi reads \.txt"),
        ("x.gz", "unknown format"),
        ("empty.txt", "the file is empty"),
        ("nothing", r"no \.txt, .* in this folder"),
        ("**/*.docx", "matches no"),
        ("nowhere/*.txt", "matches no"),
    ],
)
def test_faults_of_an_argument_are_one_sentence(folder: Path, argument: str, reason: str) -> None:
    (folder / "empty.txt").touch()
    (folder / "nothing").mkdir()
    with pytest.raises(InputError, match=reason):
        plan([str(folder / argument)])


@posix
def test_a_pipe_is_not_opened(folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")
    with pytest.raises(InputError, match="no regular file"):
        plan([str(folder / "pipe.txt")])


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read_is_said_before_the_run(folder: Path) -> None:
    (folder / "b.txt").chmod(0)
    with pytest.raises(InputError, match="Permission denied"):
        plan([str(folder / "b.txt")])


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take no such names")
def test_a_name_that_is_no_utf8_is_kept(folder: Path) -> None:
    raw = os.fsencode(folder) + b"/b\xe0i.txt"
    with open(raw, "wb") as stream:
        stream.write(b"x")
    assert "b\udce0i" in names(folder)
    (found,) = plan([os.fsdecode(raw)])
    assert os.fsencode(found.address) == raw


@pytest.mark.parametrize(("suffix", "extra"), [("jsonl.zst", "zst"), ("parquet", "parquet")])
def test_a_missing_extra_is_named_before_the_run(
    folder: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, extra: str
) -> None:
    monkeypatch.setattr(sources, "find_spec", lambda name: None)
    monkeypatch.setattr(sources, "version_info", (3, 13))
    (folder / "sub" / f"z.{suffix}").write_bytes(b"x")
    with pytest.raises(InputError, match=rf'pip install "hoinghi\[{extra}\]"'):
        plan([str(folder / "sub" / f"*.{suffix}")])


@pytest.mark.parametrize(
    ("address", "label"),
    [
        ("-", "<stdin>"),
        ("a/b.txt", "a/b.txt"),
        ("ftp://user:secret@host/a.txt", "ftp://host/a.txt"),
        ("https://host/a.jsonl?signature=secret#x", "https://host/a.jsonl"),
        ("s3://bucket/a?b.txt", "s3://bucket/a?b.txt"),
    ],
)
def test_messages_show_no_secret_of_an_address(address: str, label: str) -> None:
    assert Source(address, "a", ".txt").label == label


Store = Callable[[str, bytes], str]


@pytest.fixture
def store() -> Store:
    fsspec = pytest.importorskip("fsspec")
    memory = fsspec.filesystem("memory")
    memory.store.clear()

    def put(path: str, content: bytes) -> str:
        memory.pipe(path, content)
        return f"memory://{path}"

    return put


def test_addresses_are_files_folders_and_patterns(store: Store) -> None:
    one = store("/news/2019/a.jsonl.gz", b"xyz")
    store("/news/2019/b.txt", b"x")
    store("/news/2020/c/d.txt", b"xy")
    store("/news/2020/c.pdf", b"x")
    assert plan([one]) == [Source("memory:///news/2019/a.jsonl.gz", "a", ".jsonl", "gz", 3)]
    assert names("memory://news") == ["2019/a", "2019/b", "2020/c/d"]
    found = plan(["memory://news/**/*.txt"])
    assert [(s.address, s.name, s.size) for s in found] == [
        ("memory:///news/2019/b.txt", "2019/b", 1),
        ("memory:///news/2020/c/d.txt", "2020/c/d", 2),
    ]


def test_a_chain_of_stores_is_kept(tmp_path: Path, store: Store) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("in/b.txt", "bê")
        archive.writestr("in/a.txt", "a")
    chain = f"zip://in/*.txt::{tmp_path / 'a.zip'}"
    assert [(s.address, s.name) for s in plan([chain])] == [
        (f"zip://in/a.txt::{tmp_path / 'a.zip'}", "a"),
        (f"zip://in/b.txt::{tmp_path / 'a.zip'}", "b"),
    ]


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("memory://news/none.txt", "memory://news/none.txt: no such file or folder"),
        ("memory://news/*.html", "no .txt"),
        ("memory://news/a.pdf", "no .txt"),
        ("nothing://news/a.txt", "Protocol not known: nothing"),
    ],
)
def test_faults_of_an_address_are_one_sentence(store: Store, address: str, reason: str) -> None:
    store("/news/a.pdf", b"x")
    with pytest.raises(InputError, match=reason):
        plan([address])


def test_addresses_without_their_extra_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(InputError, match=r'pip install "hoinghi\[cloud\]"') as caught:
        plan(["ftp://user:secret@host/a.txt"])
    assert "secret" not in str(caught.value)
