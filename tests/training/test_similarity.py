"""Near-duplicates and shared phrases."""

from __future__ import annotations

from training.similarity import PhraseSharing, near_duplicates, phrase_sharing, shingles

STORY = "một hai ba bốn năm sáu bảy tám chín mười mười một mười hai"


def test_near_duplicates_are_found_whatever_their_spelling() -> None:
    other = "Quả cam xanh nằm trên bàn gỗ cũ trong căn nhà nhỏ ven sông"
    assert [(a, b) for a, b, _ in near_duplicates([STORY, other, STORY.upper() + " hết"])] == [(0, 2)]


def test_short_texts_have_no_shingles() -> None:
    assert shingles("một hai") == set()
    assert near_duplicates(["", ""]) == []


def test_shared_phrases_are_counted_once_a_text() -> None:
    other = "khác hẳn từ đầu đến cuối không có gì chung cả"
    assert phrase_sharing([STORY, STORY]) == PhraseSharing(1.0, 1.0)
    assert phrase_sharing([STORY, other]) == phrase_sharing([]) == PhraseSharing(0.0, 0.0)
    # Seven distinct runs in the story, four in the other text: 7 of 11, and 14 of 18 as they occur.
    assert phrase_sharing([STORY, STORY, other]) == PhraseSharing(7 / 11, 14 / 18)
