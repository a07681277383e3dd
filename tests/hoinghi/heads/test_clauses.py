"""Clauses: where a sentence is divided."""

from __future__ import annotations

import pytest

from hoinghi.document import read_document
from hoinghi.heads.clauses import split_clauses


def clauses(text: str) -> list[str]:
    document = read_document(text)
    return [text[slice(*document.raw_span(first, last))] for first, last in split_clauses(document)]


@pytest.mark.parametrize(
    ("text", "divided"),
    [
        ("Xã làm 3 km đường; trao 12 suất quà.", ["Xã làm 3 km đường;", "trao 12 suất quà."]),
        ("Xây dựng nông thôn mới, đô thị văn minh.", ["Xây dựng nông thôn mới, đô thị văn minh."]),
        (
            "Các chi hội bảo vệ môi trường góp phần xây dựng nông thôn mới.",
            ["Các chi hội bảo vệ môi trường", "góp phần xây dựng nông thôn mới."],
        ),
        (
            "CÁC CHI HỘI TRỒNG CÂY NHẰM GIỮ MÔI TRƯỜNG XANH.",
            ["CÁC CHI HỘI TRỒNG CÂY", "NHẰM GIỮ MÔI TRƯỜNG XANH."],
        ),
        ("Góp phần giữ vững an ninh trật tự.", ["Góp phần giữ vững an ninh trật tự."]),
        ("Mỗi hộ góp một phần kinh phí làm đường.", ["Mỗi hộ góp một phần kinh phí làm đường."]),
    ],
)
def test_sentences_are_divided(text: str, divided: list[str]) -> None:
    assert clauses(text) == divided


def test_clauses_lie_end_to_end_in_their_sentence() -> None:
    document = read_document(
        "Hội phát động thi đua, giữ gìn an ninh trật tự ở các thôn bản, qua đó tạo tiền đề cho năm sau phát triển hơn. "
        "Cả xã trồng 300 cây; nhằm giữ nguồn nước cho bà con."
    )
    found = split_clauses(document)
    assert [one for one, _ in found[1:]] == [other for _, other in found[:-1]]
    borders = {begin for begin, _ in document.sentences}
    assert borders <= {begin for begin, _ in found}
