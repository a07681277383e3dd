"""Cues of a meeting: what hides what."""

import pytest

from hoinghi.heads.cues import CUES, MASKED, find_cues


def groups(text: str) -> set[str]:
    return {group for _, _, group in find_cues(text.split())}


@pytest.mark.parametrize(
    ("text", "told", "hidden"),
    [
        ("hội nghị đánh giá công tác tháng <number>", {"meeting", "assess"}, set()),
        ("được đánh giá cao tại hội nghị", {"meeting", "appraisal"}, {"assess"}),
        ("bộ tổ chức họp báo thường kỳ quý <number>", {"press", "regular"}, {"meeting"}),
        ("tại buổi họp báo chiều nay", {"press"}, {"meeting"}),
        ("huyện họp báo cáo kết quả <number> tháng", {"meeting", "assess"}, {"press"}),
        ("cuộc họp báo cáo tiến độ", {"meeting"}, {"press"}),
        ("hội nghị kết thúc bằng cuộc họp báo", {"meeting", "press"}, set()),
    ],
)
def test_a_phrase_that_means_something_else_hides_the_cue_inside_it(
    text: str, told: set[str], hidden: set[str]
) -> None:
    found = groups(text)
    assert told <= found
    assert not hidden & found


def test_every_masked_group_is_a_group_of_cues() -> None:
    assert {*MASKED, *MASKED.values()} <= set(CUES)
