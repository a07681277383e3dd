"""Explanations: contributions sum to the decision values that gave the answers."""

from __future__ import annotations

import math

import pytest

from hoinghi import Predictor
from hoinghi.document import read_document
from hoinghi.explanation import explanation_record
from hoinghi.heads.encoding import encode
from hoinghi.heads.type_head import softmax
from tests.conftest import QUARTERLY


def test_contributions_sum_to_the_decision(predictor: Predictor) -> None:
    why = predictor.explain(QUARTERLY)
    answers = [why.meeting_type, why.period, *why.topics, *why.spans, *why.holders]
    assert why.topics
    assert why.spans
    assert why.holders
    for answer in answers:
        assert answer is not None
        assert answer.decision == pytest.approx(sum(c.value for c in answer.contributions), abs=1e-9)


def test_the_decisions_are_those_of_the_heads(predictor: Predictor) -> None:
    why, model = predictor.explain(QUARTERLY), predictor.model
    batch = encode([read_document(QUARTERLY)], model.table)
    periods = [[model.ranker.decide(p.features)[0] for p in placed] for placed in batch.periods]
    logits = model.types.calibration.apply(model.types.score(batch, periods).logits)[0]
    column = model.types.labels.index(why.meeting_type.label)
    assert why.meeting_type.decision == pytest.approx(logits[column], abs=1e-9)
    assert math.exp(logits[column]) / sum(map(math.exp, logits)) == pytest.approx(
        why.prediction.meeting_type.score, abs=1e-4
    )
    others = softmax(logits[None])[:, model.types.labels.index("other")]
    scores = model.topics.score(batch)
    _, (pooled,) = model.topics.pool(scores, batch, others)
    for answer, topic in zip(why.topics, why.prediction.topics, strict=True):
        column = model.topics.labels.index(answer.label)
        assert answer.decision == pytest.approx(pooled[column], abs=1e-9)
        assert 1 / (1 + math.exp(-answer.decision)) == pytest.approx(topic.score, abs=1e-4)
        names = {part.name for part in answer.contributions}
        assert {"(offset)", "(best clause)", "(second clause)", "(meeting type other)"} <= names
        best, second = answer.clauses
        assert (best.start, best.end) == (answer.start, answer.end)
        own = sorted(scores.clauses[:, column], reverse=True)
        assert [best.decision, second.decision] == pytest.approx(own[:2], abs=1e-9)
        for clause in answer.clauses:
            assert clause.decision == pytest.approx(sum(c.value for c in clause.contributions), abs=1e-9)
            assert any(part.name.startswith("clause:") for part in clause.contributions)
        assert answer.words is not None
        assert answer.words.decision == pytest.approx(scores.words[0, column], abs=1e-9)
        terms = [part for part in answer.words.contributions if part.name.startswith("article:")]
        assert len(terms) == len(answer.words.contributions) - 1


def test_a_single_clause_is_explained(predictor: Predictor) -> None:
    why = predictor.explain("Xây 14 căn nhà Đại đoàn kết cho hộ nghèo")
    assert [answer.label for answer in why.topics] == ["poverty_relief"]
    assert len(why.topics[0].clauses) == 1
    assert 1 / (1 + math.exp(-why.topics[0].decision)) == pytest.approx(
        why.prediction.topics[0].score, abs=1e-4
    )


def test_terms_are_readable(predictor: Predictor) -> None:
    names = {c.name for c in predictor.explain(QUARTERLY).meeting_type.contributions}
    assert any(name.startswith("headline:") for name in names)
    assert any("giao ban" in name for name in names)


def test_an_empty_text_is_explained(predictor: Predictor) -> None:
    why = predictor.explain("")
    assert why.prediction == predictor.predict("")
    assert explanation_record(why)["spans"] == []


def test_a_record_holds_the_clauses_of_each_topic(predictor: Predictor) -> None:
    record = explanation_record(predictor.explain(QUARTERLY), limit=3)
    assert isinstance(record["topics"], list)
    for topic in record["topics"]:
        shown = sum(value for _, value in topic["contributions"]) + topic["rest"]
        assert shown == pytest.approx(topic["decision"], abs=1e-3)
        assert [len(clause["contributions"]) for clause in topic["clauses"]] == [3, 3]
        assert len(topic["words"]["contributions"]) == 3


def test_the_spans_explained_are_those_predicted(predictor: Predictor) -> None:
    text = "Mặt trận huyện họp giao ban.\n\nDự có BD_PA_Quang Minh, ông Nguyễn Văn Bình, Chủ tịch UBND huyện."
    explained = [(answer.start, answer.end) for answer in predictor.explain(text).spans]
    assert explained == [(span.start, span.end) for span in predictor.predict(text).spans]
    assert explained


def test_an_explanation_abstains_where_the_prediction_does() -> None:
    careful = Predictor(min_score=1.0)
    assert careful.explain(QUARTERLY).prediction == careful.predict(QUARTERLY)
    assert careful.predict(QUARTERLY).meeting_type.label is None
