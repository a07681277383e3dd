"""Near-duplicates and shared phrases."""

from __future__ import annotations

from training.similarity import near_duplicates, shared_phrase_rate, shingles

STORY = "một hai ba bốn năm sáu bảy tám chín mười mười một mười hai"


def test_near_duplicates_are_found_whatever_their_spelling() -> None:
    other = "Quả cam xanh nằm trên bàn gỗ cũ trong căn nhà nhỏ ven sông"
    assert [(a, b) for a, b, _ in near_duplicates([STORY, other, STORY.upper() + " hết"])] == [(0, 2)]


def test_short_texts_have_no_shingles() -> None:
    assert shingles("một hai") == set()
    assert near_duplicates(["", ""]) == []


def test_shared_phrases_are_counted_by_occurrence() -> None:
    assert shared_phrase_rate([STORY, STORY]) == 1.0
    assert shared_phrase_rate([STORY, "khác hẳn từ đầu đến cuối không có gì chung cả"]) == 0.0
