"""What is counted of a record, from a prediction and from its line."""

from __future__ import annotations

import msgspec
import pytest

from hoinghi import Predictor
from hoinghi.prediction import Period
from hoinghi.summary.facts import facts_of, period_key, warning_codes
from tests.conftest import QUARTERLY


def test_a_prediction_and_its_record_have_the_same_facts(predictor: Predictor) -> None:
    prediction = predictor.predict(QUARTERLY)
    facts = facts_of(prediction)
    assert facts == facts_of(prediction.to_dict())
    assert (facts.meeting_type, facts.unit, facts.period, facts.month) == (
        "quarterly_review",
        "quarter",
        "2019-Q3",
        "2019-09",
    )
    assert (facts.people, facts.levels, facts.warnings) == (1, ("district", "district"), ())


def test_what_is_not_told_has_a_name(predictor: Predictor) -> None:
    facts = facts_of(Predictor(min_score=1.0).predict("Thời tiết hôm nay"))
    assert (facts.meeting_type, facts.unit, facts.period, facts.month) == (
        "abstained",
        "none",
        "none",
        "undated",
    )
    assert facts.warnings == ("abstained",)


@pytest.mark.parametrize(
    ("period", "key"),
    [
        (Period("month", 7, 2019), "2019-M07"),
        (Period("month", None, 2019), "2019-M?"),
        (Period("quarter", 3, 2019), "2019-Q3"),
        (Period("half", 1, None), "?-H1"),
        (Period("nine_months", None, 2019), "2019-9M"),
        (Period("year", None, 2019), "2019"),
        (Period("year", None, None), "?"),
        (Period("multi_year", None, None, 2015, 2020), "2015-2020"),
        (Period("multi_year", None, None), "?-?"),
    ],
)
def test_periods_have_keys_that_sort_by_time(period: Period, key: str) -> None:
    assert period_key(period) == key


def test_a_warning_is_counted_by_its_code() -> None:
    assert warning_codes(["not-vietnamese: the text is not", "nothing was looked for in it"]) == (
        "not-vietnamese",
    )


def test_what_is_no_record_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="meeting_type"):
        facts_of({"id": "a", "text": "x"})
