"""Paragraphs out of wrapped lines: joined where the break is one of width, and nowhere else."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoinghi.furniture.marking import article_lines
from hoinghi.furniture.paragraphs import join_wrapped

HEADLINE = "Mặt trận huyện Bình Thới giao ban quý III"
PARAGRAPHS = [
    "Sáng 28/9/2019, Ban Thường trực Ủy ban MTTQ Việt Nam huyện Bình Thới tổ chức hội nghị giao ban công tác Mặt trận "
    "quý III năm 2019, do đồng chí Lê Văn Đò, Huyện ủy viên, Chủ tịch Ủy ban MTTQ Việt Nam huyện, chủ trì.",
    'Trong quý, Mặt trận các cấp vận động Quỹ "Vì người nghèo" được 412 triệu đồng, xây mới 14 căn nhà Đại đoàn kết '
    "cho hộ nghèo, tặng 230 suất quà cho học sinh khó khăn trước năm học mới ở các xã vùng sâu.",
    "Các xã Tân Lộc, Phú Hòa đề nghị huyện sớm cấp kinh phí cho Ban Thanh tra nhân dân, vì nhiều ấp đã ba tháng nay "
    "phải ứng trước tiền đi lại, in ấn; riêng ấp Rạch Gỗ còn thiếu cả chỗ họp dân.",
]


def joined(text: str) -> list[str]:
    return [text[begin:end] for begin, end in join_wrapped(text, list(article_lines(text)))]


def wrapped(width: int, gap: str = "\n") -> str:
    return gap.join(
        [HEADLINE, *("\n".join(textwrap.wrap(p, width, break_on_hyphens=False)) for p in PARAGRAPHS)]
    )


@pytest.mark.parametrize("width", [60, 70, 80, 100])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_paragraphs_come_back(width: int, gap: str) -> None:
    assert [" ".join(p.split()) for p in joined(wrapped(width, gap))] == [HEADLINE, *PARAGRAPHS]


def wrapped_by_letters(paragraph: str, width: float) -> str:
    """As a printed page is: narrow and wide letters fill its lines, so that their lengths differ."""
    lines, line, filled = [], "", 0.0
    for word in paragraph.split():
        wide = sum(
            0.5 if letter in "ilíìịỉĩtfrj.,1" else 1.4 if letter in "mwMWH" else 1.0 for letter in word
        )
        if line and filled + 1 + wide > width:
            lines.append(line)
            line, filled = "", 0.0
        line, filled = f"{line} {word}".strip(), filled + 1 + wide
    return "\n".join([*lines, line])


@pytest.mark.parametrize("width", [60.0, 64.0, 67.0, 76.0])
def test_lines_of_a_printed_page_differ_in_length(width: float) -> None:
    text = "\n".join([HEADLINE, *(wrapped_by_letters(p, width) for p in PARAGRAPHS)])
    assert [" ".join(p.split()) for p in joined(text)] == [HEADLINE, *PARAGRAPHS]


def test_rows_of_a_table_stay() -> None:
    places = [
        "Chợ Trung tâm",
        "UBND xã, Trạm Y tế",
        "Lộ 373 E17.2",
        "Bản Pốn 1, Pốn 2",
        "Nghĩa trang",
        "Bãi rác",
    ]
    rows = [
        f"Thứ ba {n + 14}/3 | 08:00 - 09:30 | {place} | Vệ sinh công nghiệp" for n, place in enumerate(places)
    ]
    assert joined("\n".join([HEADLINE, *rows])) == [HEADLINE, *rows]


def test_two_line_ends_where_one_is_meant() -> None:
    # The clean view of a text with carriage returns.
    text = wrapped(70).replace("\n", "\n\n")
    assert [" ".join(p.split()) for p in joined(text)] == [HEADLINE, *PARAGRAPHS]


def test_lines_that_are_paragraphs_stay() -> None:
    text = "\n".join([HEADLINE, *PARAGRAPHS])
    assert joined(text) == [HEADLINE, *PARAGRAPHS]


def test_a_sentence_broken_off_goes_on() -> None:
    first, second = PARAGRAPHS[0].split(" giao ban công tác ")
    text = f"{HEADLINE}\n{first}\ngiao ban công tác {second}\n{PARAGRAPHS[1]}"
    assert joined(text) == [HEADLINE, f"{first}\ngiao ban công tác {second}", PARAGRAPHS[1]]


@pytest.mark.parametrize(
    "lines",
    [
        ["- sửa 12 căn nhà cho hộ nghèo ở ấp Rạch Gỗ và ấp Tân Lập", "- tặng 40 suất quà"],
        ["a) vận động quỹ vì người nghèo trong toàn huyện được 412 triệu", "b) xây nhà Đại đoàn kết"],
        ["Hội nghị thống nhất các việc sau đây cho ba tháng cuối năm 2019:", "xây nhà; tặng quà"],
        ["Ảnh: Đồng chí Lê Văn Đò trao quà cho hộ nghèo ở ấp Rạch Gỗ, chiều qua", "Ảnh: Kim Lữ"],
        ["Đêm nghe nước chảy về đồng", "gió đưa mùi lúa theo dòng về quê"],
        ["Kết quả công tác Mặt trận trong quý III năm 2019 ở các xã", "Các xã đều hoàn thành."],
    ],
)
def test_lists_headings_verse_and_captions_stay(lines: list[str]) -> None:
    assert joined("\n".join([HEADLINE, *lines])) == [HEADLINE, *lines]


def test_the_headline_is_joined_on_strong_evidence_only() -> None:
    two = ["Mặt trận huyện Bình Thới giao ban công tác quý III năm", "2019 và triển khai nhiệm vụ"]
    assert joined("\n".join([*two, *PARAGRAPHS]))[:2] == two
    lower = ["Mặt trận huyện Bình Thới giao ban công tác quý ba và bàn", "việc cuối năm"]
    assert joined("\n".join([*lower, *PARAGRAPHS]))[:2] == lower
    body = "\n".join("\n".join(textwrap.wrap(p, 58, break_on_hyphens=False)) for p in PARAGRAPHS)
    assert joined("\n".join([*lower, body]))[0] == "\n".join(lower)


def test_nothing_is_joined_across_furniture() -> None:
    lines = wrapped(70).split("\n")
    lines.insert(3, "Lượt xem: 345")
    assert all("Lượt xem" not in paragraph for paragraph in joined("\n".join(lines)))


@given(st.text(alphabet="aA \n.-,đ", max_size=400))
def test_ranges_keep_their_order_and_their_words(text: str) -> None:
    ranges = list(article_lines(text))
    answer = join_wrapped(text, ranges)
    assert {begin for begin, _ in answer} <= {begin for begin, _ in ranges}
    assert {end for _, end in answer} <= {end for _, end in ranges}
    assert all(one[1] < two[0] for one, two in zip(answer, answer[1:], strict=False))
    assert "".join("".join(text[b:e].split()) for b, e in answer) == "".join(
        "".join(text[b:e].split()) for b, e in ranges
    )


@pytest.mark.parametrize(
    "piece", ["a\n", "một hai ba bốn năm sáu bảy tám chín mười một hai\n", "A\n\n", "- a\n", "a" * 60 + "\n"]
)
def test_long_pages_are_joined_in_linear_time(piece: str) -> None:
    text = piece * (300_000 // len(piece))
    ranges = [(begin, begin + len(piece.strip())) for begin in range(0, len(text), len(piece))]
    assert len(join_wrapped(text, ranges)) <= len(ranges)
