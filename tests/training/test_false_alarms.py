"""False alarms are counted by type and by score."""

from __future__ import annotations

from pathlib import Path

import msgspec

from hoinghi import Predictor
from tests.conftest import QUARTERLY
from training.false_alarms import alarms, read_texts


def test_alarms_count_reviews_of_a_score_and_more(predictor: Predictor) -> None:
    review = predictor.predict(QUARTERLY)
    other = predictor.predict("Con mèo trèo lên cây cau hỏi thăm chú chuột đi đâu vắng nhà")
    weak = msgspec.structs.replace(
        review, meeting_type=msgspec.structs.replace(review.meeting_type, score=0.4)
    )
    assert other.meeting_type.label == "other"
    assert alarms([review, other, weak], 0.0) == {"quarterly_review": 2}
    assert alarms([review, other, weak], 0.5) == {"quarterly_review": 1}


def test_texts_are_read_in_name_order_without_joins(tmp_path: Path) -> None:
    for name, text in (("b.txt", "hai"), ("a.seg", "Hội_nghị một"), ("c.md", "x")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert read_texts(tmp_path, 1) == ["Hội nghị một", "hai"]
