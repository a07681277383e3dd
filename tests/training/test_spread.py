"""Rules, kinds and hard negatives of the corpus."""

from __future__ import annotations

import msgspec
import pytest

from training.article import Article, LabelledPeriod, LabelledSpan
from training.spread import (
    exercised,
    group_counts,
    hard_negatives,
    name_counts,
    rule_counts,
    spread,
    spread_faults,
)
from training.taxonomy import taxonomy

TEXT = "Đại tá Y Blă, nguyên Trưởng phòng Văn hóa - Thông tin huyện, dự tổng kết 9 tháng cùng hộ nghèo."
REVIEW = Article(
    "a", TEXT, "quarterly_review", LabelledPeriod("nine_months"), (),
    (
        LabelledSpan(0, 6, "TITLE", ((7, 12),)),
        LabelledSpan(7, 12, "PERSON"),
        LabelledSpan(14, 59, "TITLE", ((7, 12),)),
    ),
    meta={"traps": "planned_vs_reviewed, minority_name", "kind": "review"},
)  # fmt: skip


def test_rules_are_named_by_the_writer_or_shown_by_the_labels() -> None:
    assert exercised(REVIEW) == {
        "planned_vs_reviewed", "minority_name", "nine_months", "no_year", "no_topic", "rank",
        "former_acting", "comma_in_body",
    }  # fmt: skip
    counts = rule_counts([REVIEW, REVIEW])
    assert list(counts) == [rule.id for rule in spread().rules]
    assert counts["rank"] == 2
    assert counts["last_half"] == 0


@pytest.mark.parametrize(
    ("meta", "said"),
    [
        ({"traps": "planned_vs_reviewed, festival"}, "unknown rule 'festival'"),
        ({"kind": "party"}, "unknown kind 'party'"),
        ({"kind": "crime"}, "kind crime does not fit quarterly_review"),
    ],
)
def test_unknown_names_are_faults(meta: dict[str, str], said: str) -> None:
    assert spread_faults(REVIEW) == []
    assert any(said in fault for fault in spread_faults(msgspec.structs.replace(REVIEW, meta=meta)))


def test_articles_count_by_group() -> None:
    crime = msgspec.structs.replace(REVIEW, meeting_type="other", period=None, meta={"kind": "crime"})
    plain = msgspec.structs.replace(crime, meta={})
    assert group_counts([REVIEW, crime, plain, crime]) == {"ordinary": 2, "review": 1, "other": 1}


def test_a_cue_without_its_topic_is_a_hard_negative() -> None:
    assert hard_negatives([REVIEW])["poverty_relief"] == 1
    labelled = msgspec.structs.replace(REVIEW, topics=("poverty_relief",))
    assert hard_negatives([labelled])["poverty_relief"] == 0
    assert hard_negatives([REVIEW])["elections"] == 0
    assert set(hard_negatives([])) == set(taxonomy().topic_ids)


def test_plain_names_are_counted_with_and_without_their_topic() -> None:
    told = msgspec.structs.replace(
        REVIEW, text="Công tác phòng, chống dịch; ĐẤT ĐAI.", topics=("environment",)
    )
    counts = name_counts([told, msgspec.structs.replace(told, topics=())])
    assert counts["environment"] == (2, 1)
    assert counts["pandemic_control"] == (2, 0)
    assert counts["emulation"] == (0, 0)
    assert set(counts) == set(taxonomy().topic_ids)
