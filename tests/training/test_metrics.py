"""Metrics add up over articles."""

from __future__ import annotations

import pytest

from hoinghi import Predictor
from hoinghi.prediction import MeetingType, Period, Prediction, Span, Topic
from training.article import Article, LabelledPeriod, LabelledSpan
from training.metrics import bootstrap, compare, f1, figures

TEXT = "Ông Lê Đò, Chủ tịch xã và Lê Đò"
GOLD = Article(
    "a", TEXT, "quarterly_review", LabelledPeriod("quarter", 1, 2020), ("emulation", "elections"),
    (LabelledSpan(4, 9, "PERSON"), LabelledSpan(11, 22, "TITLE", ((4, 9),)), LabelledSpan(26, 31, "PERSON")),
)  # fmt: skip


def prediction(**changes: object) -> Prediction:
    spans = (
        Span(4, 9, "PERSON", 1.0),
        Span(11, 22, "TITLE", 1.0, ((26, 31),)),  # the other mention of the same person
        Span(26, 31, "PERSON", 1.0),
    )
    fields = {
        "meeting_type": MeetingType("quarterly_review", 1.0),
        "period": Period("quarter", 1, 2020),
        "topics": (Topic("emulation", 1.0, ()),),
        "spans": spans,
        "officials": (),
    }
    return Prediction(**{**fields, **changes})  # type: ignore[arg-type]


def test_holders_count_by_name() -> None:
    outcome = compare(GOLD, prediction())
    assert outcome.holders == (1, 0, 0)
    assert outcome.people == (2, 0, 0)
    assert outcome.is_period_right


def test_a_wrong_year_is_a_wrong_period() -> None:
    assert compare(GOLD, prediction(period=Period("quarter", 1, 2021))).is_period_right is False
    assert compare(GOLD, prediction(period=None)).is_period_right is False


def test_thematic_reviews_count_by_their_first_and_last_year() -> None:
    period = LabelledPeriod("multi_year", None, None, 2015, 2020)
    gold = Article("a", TEXT, "thematic_review", period, (), GOLD.spans)
    for years, is_right in (((2015, 2020), True), ((2015, None), False), ((None, None), False)):
        outcome = compare(gold, prediction(period=Period("multi_year", None, None, *years)))
        assert outcome.are_years_right is is_right
        assert outcome.is_period_right is None
    assert figures([compare(gold, prediction(period=None))])["years_exact"] == 0


def test_figures_of_a_perfect_and_a_half_answer() -> None:
    shown = figures([compare(GOLD, prediction())])
    assert shown["topic_micro_f1"] == pytest.approx(f1(1, 0, 1)) == pytest.approx(2 / 3)
    assert shown["type_accuracy"] == shown["person_f1"] == 1


def test_twice_the_same_articles_give_the_same_figures(predictor: Predictor, corpus: list[Article]) -> None:
    some = corpus[:30]
    outcomes = [
        compare(a, p) for a, p in zip(some, predictor.predict_many(a.text for a in some), strict=True)
    ]
    once, twice = figures(outcomes), figures(outcomes * 2)
    # Macro F1 counts labels with three or more articles, so only it may gain labels.
    for name in set(once) - {"topic_macro_f1"}:
        assert once[name] == pytest.approx(twice[name])


def test_intervals_hold_their_values(corpus: list[Article]) -> None:
    outcomes = [compare(GOLD, prediction()), compare(GOLD, prediction(spans=()))] * 5
    for estimate in bootstrap(outcomes, repeats=50).values():
        assert estimate.low <= estimate.value <= estimate.high
