"""One chunk: every record is written or rejected, and none suffers for another."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from hoinghi import Predictor
from hoinghi.batch import engine
from hoinghi.batch.engine import Task, loaded, perform
from hoinghi.batch.raw import RawRecord
from hoinghi.batch.records import Columns, InputRecord, Reject
from hoinghi.bundle.folder import default_bundle
from hoinghi.errors import BundleError
from tests.hoinghi.batch.articles import article


@pytest.fixture(scope="module")
def task(predictor: Predictor) -> Task:
    return Task(default_bundle(), predictor.digest, Columns())


def text(number: int) -> RawRecord:
    return RawRecord("text", article(number).encode(), f"n{number}", f"{number}.txt", number)


def ids(lines: bytes) -> list[str]:
    return [json.loads(line)["id"] for line in lines.splitlines()]


def test_records_and_rejects_keep_their_order(task: Task, predictor: Predictor) -> None:
    broken = RawRecord("json", b"{", "f:2", "f:2", 0)
    early = Reject("f:3", "too long", "f:3")
    outcome = perform(task, [text(0), broken, early, text(1)])
    assert ids(outcome.lines) == ["n0", "n1"]
    assert outcome.written == 2
    assert [reject.source for reject in outcome.rejects] == ["f:2", "f:3"]
    first = json.loads(outcome.lines.splitlines()[0])
    assert first == {"id": "n0"} | json.loads(predictor.predict(article(0)).to_json())


def failing(at: str, error: type[Exception]) -> Callable[[list[str]], list[object]]:
    original = Predictor._predict_chunk

    def predict(self: Predictor, texts: list[str]) -> list[object]:
        if any(at in text for text in texts):
            raise error("here")
        return original(self, texts)  # type: ignore[return-value]

    return predict  # type: ignore[return-value]


def test_a_failure_at_one_article_rejects_that_one(task: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Predictor, "_predict_chunk", failing("lần 1\n", KeyError))
    outcome = perform(task, [text(0), text(1), text(2)])
    assert ids(outcome.lines) == ["n0", "n2"]
    (reject,) = outcome.rejects
    assert (reject.source, reject.id) == ("1.txt", "n1")
    assert "KeyError" in reject.reason


def test_a_failure_of_parsing_rejects_that_one(task: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    def parse(raw: RawRecord, columns: Columns) -> InputRecord:
        if raw.name == "n1":
            raise IndexError
        return InputRecord(raw.name, raw.data.decode(), raw.source)  # type: ignore[union-attr]

    monkeypatch.setattr(engine, "parse", parse)
    outcome = perform(task, [text(0), text(1)])
    assert (ids(outcome.lines), [reject.id for reject in outcome.rejects]) == (["n0"], ["n1"])


def test_a_lack_of_memory_is_no_fault_of_the_record(task: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Predictor, "_predict_chunk", failing("lần", MemoryError))
    with pytest.raises(MemoryError):
        perform(task, [text(0)])


def test_explanations_and_extracted_texts_are_added(task: Task) -> None:
    page = RawRecord("html", f"<html><body><p>{article(0)}</p></body></html>".encode(), "p", "p.html", 0)
    explaining = Task(task.bundle, task.digest, task.columns, with_explanation=True)
    (line,) = perform(explaining, [page]).lines.splitlines()
    record = json.loads(line)
    assert "giao ban" in record["text"]
    assert record["explanation"]["meeting_type"]["label"] == record["meeting_type"]["label"]


def test_a_bundle_that_was_replaced_is_refused(task: Task) -> None:
    with pytest.raises(BundleError, match="replaced"):
        perform(Task(task.bundle, "0" * 64, task.columns), [text(0)])
    loaded.cache_clear()
