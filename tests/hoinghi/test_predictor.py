"""The predictor's promises, on the shipped bundle."""

from __future__ import annotations

import json
import pickle
import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hoinghi import Predictor
from hoinghi.errors import BundleError
from tests.conftest import QUARTERLY
from training.article import Article


def test_a_quarterly_review(predictor: Predictor) -> None:
    record = predictor.predict(QUARTERLY)
    assert record.meeting_type.label == "quarterly_review"
    assert record.period is not None
    assert (record.period.unit, record.period.index, record.period.year) == ("quarter", 3, 2019)
    assert record.period.start is not None
    assert "quý III" in QUARTERLY[record.period.start : record.period.end]
    assert {"poverty_relief", "emulation"} <= {topic.label for topic in record.topics}
    assert [official.name for official in record.officials] == ["Lê Văn Đò"]


def test_the_contract_of_the_record(predictor: Predictor) -> None:
    record = json.loads(predictor.predict(QUARTERLY).to_json())
    assert list(record) == ["meeting_type", "period", "topics", "spans", "officials", "warnings", "date"]
    title = next(span for span in record["spans"] if span["label"] == "TITLE")
    assert list(title) == ["start", "end", "label", "score", "holders"]
    assert set(record["officials"][0]["titles"][0]) == {
        "text", "full", "role", "body", "level", "place", "former", "acting",
    }  # fmt: skip
    for topic in record["topics"]:
        assert 0 <= topic["score"] <= 1
        assert topic["evidence"]


def test_a_batch_equals_one_by_one(predictor: Predictor, corpus: list[Article]) -> None:
    texts = [a.text for a in corpus[::9]] + ["", "a", "\n\n"]
    assert list(predictor.predict_many(texts)) == [predictor.predict(text) for text in texts]


def test_threads_agree(predictor: Predictor, corpus: list[Article]) -> None:
    texts = [a.text for a in corpus[:40]]
    expected = [predictor.predict(text) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(predictor.predict, texts)) == expected


def test_pickles_as_its_path(predictor: Predictor) -> None:
    copy = pickle.loads(pickle.dumps(predictor))
    assert len(pickle.dumps(predictor)) < 1000
    assert copy.predict(QUARTERLY) == predictor.predict(QUARTERLY)


def test_streams(predictor: Predictor) -> None:
    def endless():  # type: ignore[no-untyped-def]
        while True:
            yield QUARTERLY

    stream = predictor.predict_many(endless())
    assert next(stream).meeting_type.label == "quarterly_review"


def test_decomposed_text_gets_the_same_answer(predictor: Predictor, corpus: list[Article]) -> None:
    for article in corpus[::25]:
        composed = unicodedata.normalize("NFC", article.text)
        decomposed = unicodedata.normalize("NFD", composed)
        one, other = predictor.predict(composed), predictor.predict(decomposed)
        assert one.meeting_type == other.meeting_type
        assert [(t.label, t.score) for t in one.topics] == [(t.label, t.score) for t in other.topics]
        assert [composed[s.start : s.end] for s in one.spans] == [
            unicodedata.normalize("NFC", decomposed[s.start : s.end]) for s in other.spans
        ]
        assert one.officials == other.officials


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=300))
def test_any_string_has_a_record_with_offsets_inside(text: str) -> None:
    record = Predictor().predict(text) if _shared is None else _shared.predict(text)
    for span in record.spans:
        assert 0 <= span.start < span.end <= len(text)
        for start, end in span.holders or ():
            assert 0 <= start < end <= len(text)
    for topic in record.topics:
        for piece in topic.evidence:
            assert 0 <= piece.start < piece.end <= len(text)


_shared: Predictor | None = None


@pytest.fixture(autouse=True, scope="module")
def _share(predictor: Predictor) -> None:
    global _shared
    _shared = predictor


def test_only_strings_are_articles(predictor: Predictor) -> None:
    with pytest.raises(TypeError, match="bytes"):
        predictor.predict(b"x")  # type: ignore[arg-type]


def test_it_abstains_below_the_score_asked_for(predictor: Predictor) -> None:
    careful = Predictor(min_score=1.0)
    doubtful = "Mặt trận xã họp bàn việc xây nhà văn hóa trong quý tới"
    score = predictor.predict(doubtful).meeting_type.score
    record = careful.predict(doubtful)
    assert score < 1.0
    assert (record.meeting_type.label, record.meeting_type.score, record.period) == (None, score, None)
    assert [warning.split(":")[0] for warning in record.warnings] == ["abstained"]
    assert pickle.loads(pickle.dumps(careful)).predict(doubtful) == record
    with pytest.raises(ValueError, match="probability"):
        Predictor(min_score=2)


def test_a_pickled_predictor_refuses_another_bundle(predictor: Predictor) -> None:
    make, (path, min_score, _) = predictor.__reduce__()
    with pytest.raises(BundleError, match="pickled"):
        make(path, min_score, "0" * 64)
