"""The stability index: its formula, what chance gives, and that a change is seen."""

from __future__ import annotations

import math
import random
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoinghi.errors import BundleError
from hoinghi.summary.drift import chance_limit, drift_of, stability_index, training_profile
from hoinghi.summary.profile import KEY, Profile, profile_of

COUNTS = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 1000), min_size=1)


def record(
    generator: random.Random, other: float = 0.5, topics: tuple[str, ...] = ("elections",)
) -> dict[str, Any]:
    label = "other" if generator.random() < other else "quarterly_review"
    return {
        "meeting_type": {"label": label, "score": round(generator.uniform(0.3, 1), 4)},
        "period": None if label == "other" else {"unit": "quarter", "index": 3, "year": 2019},
        "topics": [{"label": topic} for topic in topics if generator.random() < 0.5],
        "officials": [{"titles": [{"level": "commune"}]}] * generator.randrange(4),
        "warnings": [],
        "date": "2019-09-28",
    }


def profile(seed: int, count: int, **options: Any) -> Profile:
    generator = random.Random(seed)
    return profile_of(record(generator, **options) for _ in range(count))


def test_the_index_is_its_formula() -> None:
    # With many articles the half that is added to each bin is not felt.
    index = stability_index({"a": 500_000, "b": 500_000}, {"a": 750_000, "b": 250_000})
    assert index == pytest.approx(0.25 * math.log(1.5) - 0.25 * math.log(0.5), abs=1e-5)


@given(COUNTS, COUNTS)
def test_the_index_is_symmetric_and_positive(one: dict[str, int], other: dict[str, int]) -> None:
    index = stability_index(one, other)
    assert index >= 0
    assert math.isfinite(index)
    assert index == pytest.approx(stability_index(other, one))
    assert stability_index(one, one) == 0


@pytest.mark.parametrize(
    ("bins", "quantile"), [(2, 3.841), (6, 11.070), (10, 16.919)]
)  # chi-squared at 0.95, from a table
def test_the_limit_of_chance_is_chi_squared(bins: int, quantile: float) -> None:
    assert chance_limit(bins, 2, 2, 0.05) == pytest.approx(quantile, rel=0.03)
    assert chance_limit(bins, 200, 200, 0.05) == pytest.approx(quantile / 100, rel=0.03)


def test_chance_exceeds_its_limit_as_often_as_said() -> None:
    generator = random.Random(20)
    weights = [5, 3, 1, 1]
    limit = chance_limit(4, 1000, 400, 0.05)

    def draw(count: int) -> dict[str, int]:
        drawn = generator.choices("abcd", weights, k=count)
        return {name: drawn.count(name) for name in "abcd"}

    above = sum(stability_index(draw(1000), draw(400)) > limit for _ in range(1000))
    assert 20 <= above <= 90


def test_the_same_articles_are_stable() -> None:
    for count in (40, 2000):
        drift = drift_of(profile(1, count), profile(2, 2000))
        assert {shift.reading for shift in drift.shifts} == {"stable"}
        assert drift.articles == count
        assert drift.training_articles == 2000


def test_a_change_of_types_is_seen_where_it_is() -> None:
    drift = drift_of(profile(1, 1000, other=0.9), profile(2, 2000))
    readings = {shift.feature: shift.reading for shift in drift.shifts}
    assert readings.pop("meeting_type") == readings.pop("period_unit") == "shifted"
    assert set(readings.values()) == {"stable"}
    assert drift.meeting_types[0].batch == pytest.approx(0.9, abs=0.03)
    assert drift.meeting_types[0].training == pytest.approx(0.5, abs=0.03)


def test_a_topic_that_training_never_had_is_seen() -> None:
    drift = drift_of(profile(1, 1000, topics=("elections", "environment")), profile(2, 2000))
    assert drift.shifts[0].feature == "topic environment"
    assert drift.shifts[0].reading == "shifted"
    assert drift.means["topics"][0] == pytest.approx(2 * drift.means["topics"][1], rel=0.1)


def test_a_handful_of_articles_proves_nothing() -> None:
    drift = drift_of(profile(1, 4, other=0.9), profile(2, 2000))
    assert {shift.reading for shift in drift.shifts} == {"stable"}
    assert max(shift.index for shift in drift.shifts) > 0.25


def test_a_profile_survives_a_manifest() -> None:
    kept = profile(1, 50)
    manifest = msgspec.json.decode(msgspec.json.encode({KEY: msgspec.to_builtins(kept)}))
    assert training_profile(manifest) == kept
    assert training_profile({}) is training_profile({KEY: {}}) is None


def test_every_feature_counts_every_article() -> None:
    kept = profile(1, 50)
    assert {name: sum(bins.values()) for name, bins in kept.features.items()} == dict.fromkeys(
        kept.features, 50
    )


@pytest.mark.parametrize("wrong", [3, {"articles": "x"}, {"articles": 3}])
def test_a_broken_profile_is_the_bundles_fault(wrong: object) -> None:
    with pytest.raises(BundleError, match="profile cannot be used"):
        training_profile({KEY: wrong})
