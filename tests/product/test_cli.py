"""The command line as a user meets it: output, messages, exit codes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from hoinghi.bundle.folder import default_bundle
from tests.conftest import QUARTERLY, ROOT


def run(*arguments: str | Path, stdin: bytes = b"", cwd: Path = ROOT) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": ""}
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env=environment,
        timeout=120,
    )


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "one.txt").write_text(QUARTERLY, encoding="utf-8")
    rows = [{"id": "a", "text": QUARTERLY}, {"id": "b", "text": "Thời tiết hôm nay"}]
    (folder / "two.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    return folder


def test_the_front_door_writes_the_contract(articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "tagged.jsonl"
    result = run("predict.py", articles, "-o", out)
    assert result.returncode == 0, result.stderr
    assert result.stdout == b""
    records = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [r["id"] for r in records] == ["one", "a", "b"]
    assert records[0]["meeting_type"]["label"] == "quarterly_review"
    assert list(records[0]) == [
        "id",
        "meeting_type",
        "period",
        "topics",
        "spans",
        "officials",
        "warnings",
        "date",
    ]
    assert b"3 records, 0 rejected" in result.stderr


def test_the_output_of_an_earlier_run_is_no_input(articles: Path) -> None:
    for _ in range(2):
        result = run("predict.py", articles, "-o", articles / "out.jsonl")
        assert result.returncode == 0, result.stderr
        assert b"3 records, 0 rejected" in result.stderr


def test_standard_input_as_text_and_as_lines() -> None:
    text = run("predict.py", "-", stdin=QUARTERLY.encode())
    assert json.loads(text.stdout)["id"] == "stdin"
    lines = run("predict.py", "-", stdin=(json.dumps({"id": 5, "text": QUARTERLY}) + "\n").encode())
    assert json.loads(lines.stdout)["id"] == "5"
    assert json.loads(lines.stdout)["meeting_type"] == json.loads(text.stdout)["meeting_type"]


def test_a_bad_line_is_named_and_the_rest_goes_on(articles: Path, tmp_path: Path) -> None:
    with (articles / "two.jsonl").open("a", encoding="utf-8") as stream:
        stream.write("{oops\n" + json.dumps({"id": "c", "text": "Tin sau"}) + "\n")
    out = tmp_path / "o.jsonl"
    result = run("predict.py", articles, "-o", out)
    assert result.returncode == 1
    assert b"two.jsonl:3: not JSON" in result.stderr
    assert [json.loads(line)["id"] for line in out.read_text(encoding="utf-8").splitlines()] == [
        "one",
        "a",
        "b",
        "c",
    ]
    (reject,) = (tmp_path / "o.jsonl.rejects.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(reject)["source"].endswith("two.jsonl:3")


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda p: p / "missing.txt", b"no such file or folder"),
        (lambda p: (p / "a.docx").write_bytes(b"x") and p / "a.docx", b"unknown format"),
        (lambda p: ((p / "e.txt").write_bytes(b""), p / "e.txt")[1], b"the file is empty"),
    ],
)
def test_unusable_inputs_end_in_one_line_and_code_2(tmp_path: Path, make, said: bytes) -> None:  # type: ignore[no-untyped-def]
    result = run("predict.py", make(tmp_path))
    assert result.returncode == 2
    assert said in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (shutil.rmtree, b"no bundle at"),
        (lambda folder: (folder / "arrays.npz").write_bytes(b"PK"), b"arrays.npz was altered or truncated"),
        (
            lambda folder: (folder / "manifest.json").write_text('{"format": 99}'),
            b"newer than this hoinghi reads",
        ),
        (lambda folder: (folder / "manifest.json").write_text("[]"), b"no manifest of hoinghi"),
    ],
)
def test_an_unusable_bundle_ends_in_one_line_and_code_2(
    articles: Path, tmp_path: Path, harm: Callable[[Path], object], said: bytes
) -> None:
    folder = Path(shutil.copytree(default_bundle(), tmp_path / "bundle"))
    harm(folder)
    result = run("predict.py", articles, "--bundle", folder)
    assert result.returncode == 2
    assert len(result.stderr.strip().splitlines()) == 1
    assert said in result.stderr


def test_explain_adds_reasons_to_json_only(articles: Path) -> None:
    result = run("predict.py", articles / "one.txt", "--explain")
    reasons = json.loads(result.stdout)["explanation"]
    assert reasons["meeting_type"]["label"] == "quarterly_review"
    assert reasons["topics"][0]["contributions"]
    assert run("predict.py", articles, "--explain", "--format", "csv").returncode == 2


def test_csv_by_format_and_by_suffix(articles: Path, tmp_path: Path) -> None:
    printed = run("predict.py", articles, "--format", "csv").stdout.decode()
    run("predict.py", articles, "-o", tmp_path / "o.csv")
    assert printed == (tmp_path / "o.csv").read_text(encoding="utf-8")
    assert printed.splitlines()[0].startswith("id,meeting_type,score")


def test_table_version_and_info(articles: Path) -> None:
    assert "quarterly_review" in run("predict.py", articles, "--table").stdout.decode()
    assert run("-m", "hoinghi", "--version").stdout.startswith(b"hoinghi ")
    shown = run("-m", "hoinghi", "info").stdout.decode()
    for word in ("bundle", "digest", "quarterly_review", "poverty_relief", "TITLE"):
        assert word in shown


def test_help_answers_without_loading_numpy() -> None:
    code = "import sys, hoinghi.cli.main\ntry: hoinghi.cli.main.main(['--help'])\nexcept SystemExit: pass\nassert not {'numpy', 'joblib', 'rich.progress', 'msgspec'} & set(sys.modules)"
    assert run("-c", code).returncode == 0


def hostile_folder(folder: Path) -> Path:
    """Names and ids with line ends, escape sequences and, where the system takes them, bytes of no UTF-8."""
    folder.mkdir()
    (folder / "a\x1b[31m\nhoinghi: all well.txt").write_text(QUARTERLY, encoding="utf-8")
    (folder / "b\x1b]0;x\x07.txt").write_bytes(b"")
    line = {"id": "c\x1b[2J\u2028\n\x9b31m\u202e", "text": QUARTERLY}
    rejected = {"id": "d\x1b[2J\n", "text": 5}
    (folder / "e\n.jsonl").write_text(json.dumps(line) + "\n" + json.dumps(rejected) + "\n", encoding="utf-8")
    if sys.platform == "linux":
        Path(os.fsdecode(os.fsencode(folder) + b"/f\xff.txt")).write_text(QUARTERLY, encoding="utf-8")
        Path(os.fsdecode(os.fsencode(folder) + b"/g\xff.txt")).write_bytes(b" ")
    return folder


def is_tame(data: bytes) -> bool:
    return all(line.isprintable() for line in data.decode().split("\n"))


@pytest.mark.skipif(sys.platform == "win32", reason="file names hold no control characters there")
def test_names_ids_and_reasons_cannot_steer_the_terminal(tmp_path: Path) -> None:
    folder = hostile_folder(tmp_path / "x\x1b[31m\n")
    out = tmp_path / "o\x1b[0m\n.jsonl"
    result = run("predict.py", folder, "-o", out)
    assert result.returncode == 1, result.stderr
    assert is_tame(result.stderr)
    assert rb"e\n.jsonl:2: no text" in result.stderr
    records = out.read_text(encoding="utf-8").splitlines()
    ids = [json.loads(line)["id"] for line in records]
    assert ids[0] == "a\x1b[31m\nhoinghi: all well"
    assert "c\x1b[2J\u2028\n\x9b31m\u202e" in ids
    if sys.platform == "linux":
        assert ids[-1] == "f\\udcff"
    rejects = out.with_name(out.name + ".rejects.jsonl").read_text(encoding="utf-8").splitlines()
    assert "d\x1b[2J\n" in [json.loads(line)["id"] for line in rejects]
    for arguments in (["--table"], ["--format", "csv"]):
        shown = run("predict.py", folder, *arguments)
        assert is_tame(shown.stderr)
        assert b"\x1b" not in shown.stdout
        assert shown.returncode == 1


@pytest.mark.skipif(sys.platform == "win32", reason="file names hold no control characters there")
@pytest.mark.parametrize(
    "arguments",
    [
        ["\x1b[31m\nmissing.txt"],
        ["\x1b[31m\n.docx"],
        ["README.md", "--bundle", "\x1b[31m\nnowhere"],
        ["examples", "-o", "\x1b[31m\nnowhere/o.jsonl"],
    ],
)
def test_an_error_that_quotes_an_argument_is_one_tame_line(arguments: list[str]) -> None:
    result = run("predict.py", *arguments)
    assert result.returncode == 2
    assert is_tame(result.stderr)
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights that Windows users may lack")
def test_a_link_out_of_the_folder_is_rejected_and_not_read(articles: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("bí mật", encoding="utf-8")
    (articles / "out.txt").symlink_to(tmp_path / "secret.txt")
    (articles / "up").symlink_to(tmp_path)
    os.mkfifo(articles / "pipe.txt")
    result = run("predict.py", articles)
    assert result.returncode == 1
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["one", "a", "b"]
    assert result.stderr.decode().splitlines() == [
        f"{articles / 'out.txt'}: a link that leads outside of the folder",
        f"{articles / 'pipe.txt'}: no regular file",
        f"{articles / 'up'}: a link that leads outside of the folder",
    ]
