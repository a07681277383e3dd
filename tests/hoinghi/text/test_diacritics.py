"""Text without diacritics: read with the likeliest, and only where it is bare."""

from __future__ import annotations

import pytest

from hoinghi import Predictor
from hoinghi.model import Model
from hoinghi.text.diacritics import DiacriticRestorer
from hoinghi.text.orthography import without_marks
from tests.conftest import QUARTERLY


@pytest.fixture(scope="module")
def restorer(small_model: Model) -> DiacriticRestorer:
    assert small_model.restorer is not None
    return small_model.restorer


def test_frequent_phrases_come_back(restorer: DiacriticRestorer) -> None:
    text, share = restorer.restore("hoi nghi so ket cong tac mat tran 6 thang dau nam")
    assert text == "hội nghị sơ kết công tác mặt trận 6 tháng đầu năm"
    assert share == 1.0


def test_case_and_length_stay(restorer: DiacriticRestorer) -> None:
    bare = "HOI NGHI So Ket cong tac Dang, ngay 12/6: Uy ban"
    text, _ = restorer.restore(bare)
    assert len(text) == len(bare)
    assert without_marks(text) == bare


@pytest.mark.parametrize(
    "text",
    [
        QUARTERLY,
        "The committee met in the hall to review its work of the first six months of the year",
        "Nguyen Van A",
        "https://example.org/tin-tuc/hoi-nghi?id=1",
        "",
    ],
)
def test_what_is_not_bare_stays(restorer: DiacriticRestorer, text: str) -> None:
    assert restorer.restore(text) == (text, 0.0)


def test_one_bare_line_is_read_without_a_warning(predictor: Predictor) -> None:
    record = predictor.predict(QUARTERLY + "Thong tin tu huyen cho biet them ve ket qua\n")
    assert record.warnings == ()


def test_a_bare_article_is_typed_and_dated_with_a_warning(predictor: Predictor) -> None:
    bare = without_marks(QUARTERLY)
    record = predictor.predict(bare)
    assert record.meeting_type.label == "quarterly_review"
    assert record.period is not None
    assert (record.period.unit, record.period.index, record.period.year) == ("quarter", 3, 2019)
    assert [warning.split(":")[0] for warning in record.warnings] == ["no-diacritics"]
    assert "poverty_relief" in {topic.label for topic in record.topics}
    # Nothing that was not written is put into a name.
    assert [official.name for official in record.officials] == ["Le Van Do"]
    assert record.officials[0].titles[0].body == "party_committee"
