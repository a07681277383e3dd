"""``hoinghi officials`` as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from hoinghi import Predictor
from hoinghi.batch.writing import json_line
from hoinghi.cli.officials import officials
from hoinghi.errors import OutputError
from tests.conftest import QUARTERLY

app = typer.Typer()
app.command()(officials)


def run(*arguments: str | Path) -> Any:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    path = tmp_path / "in.jsonl"
    path.write_text("".join(json_line({"id": n, "text": QUARTERLY}) for n in "ab"), encoding="utf-8")
    return path


def test_a_register_is_made_of_a_batch(articles: Path, tmp_path: Path) -> None:
    result = run(articles, "-o", tmp_path / "register.jsonl")
    assert result.exit_code == 0
    entries = [json.loads(line) for line in (tmp_path / "register.jsonl").read_text("utf-8").splitlines()]
    assert {entry["person"] for entry in entries} == {"Lê Văn Đò"}
    assert {entry["articles"] for entry in entries} == {2}


def test_the_input_is_never_overwritten(articles: Path) -> None:
    before = articles.read_bytes()
    result = run(articles, "-o", articles)
    assert isinstance(result.exception, OutputError)
    assert articles.read_bytes() == before


def test_one_article_at_which_it_fails_costs_no_other(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with articles.open("a", encoding="utf-8") as stream:
        stream.write(json_line({"id": "c", "text": "hỏng"}))
    original = Predictor._predict_chunk

    def predict(self: Predictor, texts: list[str]) -> list[Any]:
        if "hỏng" in texts:
            raise KeyError("here")
        return original(self, texts)

    monkeypatch.setattr(Predictor, "_predict_chunk", predict)
    result = run(articles, "-o", tmp_path / "register.jsonl")
    assert result.exit_code == 1
    assert "2 articles, 1 rejected" in result.output
    (reject,) = (tmp_path / "register.jsonl.rejects.jsonl").read_text("utf-8").splitlines()
    assert json.loads(reject)["id"] == "c"
