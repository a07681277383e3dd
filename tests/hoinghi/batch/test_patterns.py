"""Patterns of paths: as a shell reads them."""

from __future__ import annotations

from pathlib import Path

import pytest

from hoinghi.batch.patterns import Pattern, States, is_pattern, split_pattern


def reached(pattern: Pattern, path: str) -> States:
    states = pattern.start
    for name in path.split("/"):
        states = pattern.after(states, name)
    return states


@pytest.mark.parametrize(
    ("pattern", "path", "is_taken"),
    [
        ("*.txt", "a.txt", True),
        ("*.txt", "sub/a.txt", False),
        ("*.txt", ".hidden.txt", False),
        (".*.txt", ".hidden.txt", True),
        ("**/*.txt", "a.txt", True),
        ("**/*.txt", "sub/deeper/a.txt", True),
        ("**/*.txt", ".git/a.txt", False),
        ("**/2019/**/*.txt", "x/2019/a.txt", True),
        ("**/2019/**/*.txt", "x/2019/y/z/a.txt", True),
        ("**/2019/**/*.txt", "x/2018/a.txt", False),
        ("**/**/a.txt", "a.txt", True),
        ("20[12]?/a.txt", "2019/a.txt", True),
        ("20[12]?/a.txt", "2039/a.txt", False),
        ("*", "sub/deeper/a.txt", True),  # a folder that matches is read
        ("**", "sub/a.txt", True),
        ("bài*.txt", "bài viết.txt", True),
    ],
)
def test_paths_are_taken(pattern: str, path: str, is_taken: bool) -> None:
    compiled = Pattern(pattern.split("/"))
    assert compiled.is_matched(reached(compiled, path)) is is_taken


def test_folders_that_hold_no_match_are_not_entered() -> None:
    pattern = Pattern(["2019", "*", "*.txt"])
    assert reached(pattern, "2019/05")
    assert not reached(pattern, "2018")
    assert not reached(pattern, "2019/05/deeper")


def test_many_stars_take_no_longer_than_few() -> None:
    # A backtracking matcher would try some 10^18 ways here.
    pattern = Pattern(["**", "a"] * 30 + ["b"])
    assert not pattern.is_matched(reached(pattern, "/".join("a" * 90)))


def test_a_pattern_begins_below_its_plain_folders() -> None:
    folder, pattern = split_pattern("news/2019/*/x.txt")
    assert folder == Path("news/2019")
    assert pattern.is_matched(reached(pattern, "05/x.txt"))
    assert split_pattern("*.txt")[0] == Path()
    assert is_pattern("a[12]")
    assert not is_pattern("a.txt")
