"""The date of an article."""

from __future__ import annotations

import pytest

from hoinghi.batch.reading import iso_date
from hoinghi.document import read_document
from hoinghi.heads.dating import article_date
from tests.conftest import QUARTERLY


@pytest.mark.parametrize(
    ("before", "behind", "day"),
    [
        ("", "", "2019-09-28"),
        ("Thứ hai, 30/09/2019 - 08:15\n\n", "", "2019-09-30"),
        ("", "\nTin liên quan\n- Hội nghị giao ban (1/2/2021)\n- Lễ phát động (3/4/2022)\n", "2019-09-28"),
    ],
)
def test_a_date_line_goes_before_the_event(before: str, behind: str, day: str) -> None:
    assert article_date(read_document(before + QUARTERLY + behind)) == day


def test_no_full_date_no_answer() -> None:
    text = "Mặt trận xã họp\n\nSáng 31/2/2020 và ngày 5 tháng 6, Mặt trận xã họp bàn việc xây nhà cho hộ nghèo.\n"
    assert article_date(read_document(text)) is None
    assert article_date(read_document("")) is None


@pytest.mark.parametrize(
    ("declared", "day"),
    [
        ("2020-01-31T08:00:00+07:00", "2020-01-31"),
        ("31/1/2020", "2020-01-31"),
        ("2020-13-01", None),
        ("", None),
        (7, None),
    ],
)
def test_declared_dates(declared: object, day: str | None) -> None:
    assert iso_date(declared) == day
