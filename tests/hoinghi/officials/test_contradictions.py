"""Contradictions: what nobody holds at one time is flagged, what may be held together is not."""

from __future__ import annotations

import pytest

from hoinghi import Predictor
from hoinghi.officials.contradictions import contradictions
from hoinghi.prediction import OfficialTitle


def title(
    role: str, body: str | None, level: str | None, place: str | None = None, **more: bool
) -> OfficialTitle:
    return OfficialTitle(role, role, role, body, level, place, **more)


CHAIR = title("chair", "peoples_committee", "commune")
PAIRS = [
    (CHAIR, title("deputy_chair", "peoples_committee", "commune"), True),
    (
        title("chair", "peoples_committee", "commune", "An Lạc"),
        title("chair", "peoples_committee", "commune", "An Hòa"),
        True,
    ),
    (
        title("secretary", "party_committee", "district"),
        title("standing_deputy_secretary", "party_committee", "district"),
        True,
    ),
    (CHAIR, title("deputy_chair", "peoples_committee", "commune", former=True), False),
    (CHAIR, title("deputy_chair", "peoples_committee", None), False),
    (CHAIR, title("deputy_chair", None, "commune"), False),
    (CHAIR, title("deputy_chair", "peoples_committee", "district"), False),
    (CHAIR, title("chair", "peoples_council", "commune"), False),
    (CHAIR, title("secretary", "party_committee", "commune"), False),
    (CHAIR, CHAIR, False),
    (
        title("deputy_secretary", "party_committee", "district"),
        title("standing_deputy_secretary", "party_committee", "district"),
        False,
    ),
    (
        title("deputy_chair", "peoples_committee", "commune", "An Lạc"),
        title("chair", "peoples_committee", "commune", "An Hòa"),
        False,
    ),
    (title("director", "company", "unit"), title("deputy_director", "company", "unit"), False),
]


@pytest.mark.parametrize(("first", "second", "expected"), PAIRS)
def test_pairs(first: OfficialTitle, second: OfficialTitle, expected: bool) -> None:
    assert contradictions([first, second]) == (((0, 1),) if expected else ())
    assert contradictions([second, first]) == (((0, 1),) if expected else ())


def test_both_titles_stay_in_the_record(predictor: Predictor) -> None:
    text = (
        "Hội nghị sơ kết quý I\n\nÔng Lê Văn Bình, Chủ tịch UBND xã, chủ trì hội nghị. "
        "Phát biểu tại đây, ông Lê Văn Bình, Phó Chủ tịch UBND xã, nhấn mạnh ba việc."
    )
    (official,) = predictor.predict(text).officials
    assert [title.role for title in official.titles] == ["chair", "deputy_chair"]
    assert official.contradictions == ((0, 1),)
