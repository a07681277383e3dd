"""``hoinghi summary`` as a user meets it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import msgspec
import pytest
import typer
from typer.testing import CliRunner

from hoinghi import Predictor
from hoinghi.batch.writing import json_line
from hoinghi.bundle.folder import _sealed, default_bundle, read_manifest
from hoinghi.cli.summary import summary
from hoinghi.errors import InputError
from hoinghi.summary.profile import KEY, profile_of
from tests.conftest import QUARTERLY

app = typer.Typer()
app.command()(summary)


def run(*arguments: str | Path) -> Any:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def lines(predictor: Predictor, tmp_path: Path) -> Path:
    path = tmp_path / "out.jsonl"
    texts = [QUARTERLY] * 30 + ["Thời tiết hôm nay"] * 10
    records = [{"id": str(n), **p.to_dict()} for n, p in enumerate(predictor.predict_many(texts))]
    path.write_text("".join(map(json_line, records)), encoding="utf-8")
    return path


def bundle_with(profile: object, folder: Path) -> Path:
    shutil.copytree(default_bundle(), folder)
    manifest = {key: value for key, value in read_manifest(folder).items() if key != KEY}
    sealed = _sealed(manifest | ({KEY: profile} if profile is not None else {}))
    text = json.dumps(sealed, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    return folder


def test_it_prints_counts_and_says_that_there_is_no_profile(lines: Path, tmp_path: Path) -> None:
    result = run(lines, "--bundle", bundle_with(None, tmp_path / "bundle"))
    assert result.exit_code == 0, result.exception
    assert "articles  40" in result.stdout
    assert "quarterly_review        30   75.0%" in result.stdout
    assert "2019-Q3" in result.stdout
    assert "this bundle holds no profile" in result.stdout


def test_json_holds_all_of_it(lines: Path, tmp_path: Path) -> None:
    result = run(lines, "--json", "--bundle", bundle_with(None, tmp_path / "bundle"))
    found = json.loads(result.stdout)
    assert found["meeting_types"] == {"quarterly_review": 30, "other": 10}
    assert found["drift"] is None
    assert found["profile"]["articles"] == 40
    assert found["rejects"] == 0


def test_drift_is_told_against_the_bundles_profile(lines: Path, tmp_path: Path, predictor: Predictor) -> None:
    training = profile_of(predictor.predict_many(["Thời tiết hôm nay"] * 200))
    bundle = bundle_with(msgspec.to_builtins(training), tmp_path / "bundle")
    result = run(lines, "--bundle", bundle)
    assert result.exit_code == 0, result.exception
    assert "drift from the 200 articles of the training" in result.stdout
    [line] = [line for line in result.stdout.splitlines() if line.startswith("  meeting_type ")]
    assert line.endswith("shifted")
    [rate] = [
        line
        for line in result.stdout.splitlines()
        if line.startswith("  quarterly_review  ") and "█" not in line
    ]
    assert rate.split()[1:] == ["75.0%", "0.0%"]
    drift = json.loads(run(lines, "--json", "--bundle", bundle).stdout)["drift"]
    assert {shift["feature"] for shift in drift["shifts"] if shift["reading"] == "stable"} >= {"warned"}
    assert drift["means"]["people"] == [0.75, 0.0]


def test_what_cannot_be_read_is_named_and_gives_exit_code_1(lines: Path) -> None:
    with lines.open("a", encoding="utf-8") as stream:
        stream.write("{torn\n")
    result = run(lines)
    assert result.exit_code == 1
    assert f"{lines}:41: no record of hoinghi predict" in result.stderr
    assert "articles  40" in result.stdout


def test_nothing_to_sum_up_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text('{"id": "a", "text": "b"}\n', encoding="utf-8")
    error = run(path).exception
    assert isinstance(error, InputError)
    assert "there is no record to sum up" in str(error)


def test_labels_of_a_file_never_steer_the_terminal(lines: Path, tmp_path: Path) -> None:
    text = lines.read_text(encoding="utf-8").replace("poverty_relief", "\\u001b]0;x\\u0007")
    forged = tmp_path / "forged.jsonl"
    forged.write_text(text, encoding="utf-8")
    result = run(forged)
    assert "\x1b" not in result.output
    assert "\\x1b]0;x" in result.output
