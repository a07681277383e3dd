"""Features of the meeting type: what an article tells anywhere."""

import pytest

from hoinghi.document import read_document
from hoinghi.heads.meeting import cue_features
from hoinghi.heads.period_ranker import place_candidates

DEEP = "Giá lợn hơi nhích lên từng ngày. Bà con ở ba xã ven sông chưa dám tái đàn. " * 8


def features(text: str) -> set[str]:
    document = read_document(text)
    placed = place_candidates(document)
    return set(cue_features(document, placed, [1.0] * len(placed)))


@pytest.mark.parametrize(
    ("told", "present", "absent"),
    [
        (
            "Ông nói vậy tại hội nghị sơ kết 6 tháng đầu năm của huyện.",
            {"anywhere <review+meeting>", "top half reviewed"},
            {"nowhere <review+meeting>"},
        ),
        (
            "Cuộc họp sáng nay đánh giá 6 tháng đầu năm.",
            {"anywhere <assess+meeting>", "top half assessed", "nowhere <review>"},
            {"anywhere <review+meeting>"},
        ),
        (
            "Hội nghị khép lại. Tổng kết là việc của tháng sau.",
            {"anywhere <review>", "anywhere <meeting>", "nowhere <review+meeting>"},
            set(),
        ),
        (
            "Lợi nhuận 6 tháng đầu năm tăng 8%.",
            {"nowhere <meeting>", "top half untold"},
            {"anywhere <review>"},
        ),
    ],
)
def test_a_meeting_reviews_where_one_sentence_says_so(told: str, present: set[str], absent: set[str]) -> None:
    found = features(f"Chuồng trại bỏ trống\n\n{DEEP}\n\n{told}")
    assert present <= found
    assert not absent & found
