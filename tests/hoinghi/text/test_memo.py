"""A memo answers as its function does and stops growing at its limit."""

from __future__ import annotations

from hoinghi.text.memo import Memo


def test_a_form_is_asked_once_until_the_memo_is_full() -> None:
    asked: list[str] = []

    def length(form: str) -> int:
        asked.append(form)
        return len(form)

    memo = Memo(length, limit=2)
    forms = ["xã", "huyện", "tỉnh", "xã", "tỉnh"]
    assert list(map(memo.__getitem__, forms)) == [2, 5, 4, 2, 4]
    assert asked == ["xã", "huyện", "tỉnh", "tỉnh"]
    assert len(memo) == 2
