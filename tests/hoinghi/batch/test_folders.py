"""Folders: name order, nothing outside, no ring without an end."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from hoinghi.batch.folders import FolderFile, files_of

posix = pytest.mark.skipif(sys.platform == "win32", reason="links need rights that Windows users may lack")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "bài viết"
    (inside / "sub" / "deeper").mkdir(parents=True)
    for name in ("b.txt", "a.TXT", "sub.txt", "sub/c.html", "sub/deeper/d.txt", "notes.pdf"):
        (inside / name).write_text(name, encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (tmp_path / "bài viết khác").mkdir()
    (tmp_path / "bài viết khác" / "e.txt").write_text("e", encoding="utf-8")
    return inside


def found(folder: Path) -> list[tuple[str, str | None]]:
    return [(f.path.relative_to(folder).as_posix(), f.fault) for f in files_of(folder, {".txt", ".html"})]


PLAIN = [(name, None) for name in ("a.TXT", "b.txt", "sub/c.html", "sub/deeper/d.txt", "sub.txt")]


def test_files_come_in_the_order_of_their_parts(folder: Path) -> None:
    assert found(folder) == PLAIN
    paths = [f.path for f in files_of(folder, {".txt", ".html"})]
    assert paths == sorted(paths)


@posix
@pytest.mark.parametrize("target", ["../secret.txt", "../bài viết khác/e.txt", "/etc/passwd"])
def test_a_file_outside_is_at_fault(folder: Path, target: str) -> None:
    (folder / "sub" / "z.txt").symlink_to(target if target.startswith("/") else f"../{target}")
    assert [f for f in found(folder) if f[1]] == [("sub/z.txt", "a link that leads outside of the folder")]
    assert [f for f in found(folder) if not f[1]] == PLAIN


@posix
def test_a_folder_outside_is_at_fault_and_not_entered(folder: Path) -> None:
    # Its name begins as the folder's own does: a comparison of strings would take it for a part of it.
    (folder / "more").symlink_to(folder.parent / "bài viết khác")
    (folder / "up").symlink_to("..")
    assert [f for f in found(folder) if f[1]] == [
        ("more", "a link that leads outside of the folder"),
        ("up", "a link that leads outside of the folder"),
    ]
    assert [f for f in found(folder) if not f[1]] == PLAIN


@posix
def test_links_inside_are_read_and_rings_end(folder: Path) -> None:
    (folder / "sub" / "again.txt").symlink_to("../b.txt")
    (folder / "sub" / "ring").symlink_to("..")
    (folder / "self").symlink_to("self")
    (folder / "one.txt").symlink_to("two.txt")
    (folder / "two.txt").symlink_to("one.txt")
    (folder / "gone.txt").symlink_to("nowhere.txt")
    faults = {name: fault for name, fault in found(folder) if fault}
    assert faults == dict.fromkeys(("one.txt", "two.txt", "gone.txt"), "a link that leads nowhere")
    assert ("sub/again.txt", None) in found(folder)
    assert len(found(folder)) == len(PLAIN) + 4


@posix
def test_a_link_of_another_suffix_is_not_mentioned(folder: Path) -> None:
    (folder / "x.pdf").symlink_to("../secret.txt")
    assert found(folder) == PLAIN


@posix
def test_the_folder_itself_may_be_a_link(folder: Path) -> None:
    link = folder.parent / "link"
    link.symlink_to(folder)
    assert found(link) == PLAIN


@posix
def test_a_pipe_is_at_fault_and_not_opened(folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")
    assert ("pipe.txt", "no regular file") in found(folder)


@posix
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may list every folder")
def test_a_folder_that_cannot_be_listed_is_named(folder: Path) -> None:
    (folder / "sub").chmod(0)
    try:
        assert [f for f in found(folder) if f[1]] == [("sub", "Permission denied")]
    finally:
        (folder / "sub").chmod(0o755)


def test_a_folder_that_is_gone_is_named(tmp_path: Path) -> None:
    (gone,) = files_of(tmp_path / "gone", {".txt"})
    assert gone == FolderFile(tmp_path / "gone", "No such file or directory")


@pytest.mark.skipif(sys.platform == "win32", reason="paths are shorter there")
def test_a_deep_tree_ends_without_recursion(tmp_path: Path) -> None:
    deepest = tmp_path
    for _ in range(sys.getrecursionlimit() + 10):
        deepest = deepest / "a"
        deepest.mkdir()
    (deepest / "x.txt").write_text("x", encoding="utf-8")
    try:
        assert [f.fault for f in files_of(tmp_path, {".txt"})] == [None]
    finally:  # what clears the temporary folder away is recursive itself
        (deepest / "x.txt").unlink()
        while deepest != tmp_path:
            deepest.rmdir()
            deepest = deepest.parent


@posix
def test_a_path_that_is_too_long_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "z.txt").write_text("z", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for _ in range(25):  # step by step: the whole path is longer than any system takes
        os.mkdir("a" * 200)
        os.chdir("a" * 200)
    os.chdir(tmp_path)
    too_long, last = files_of(tmp_path, {".txt"})
    assert too_long.fault == "File name too long"
    assert last == FolderFile(tmp_path / "z.txt")
