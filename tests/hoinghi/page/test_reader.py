"""From a page of HTML to headline, main text and date."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoinghi.errors import RecordError
from hoinghi.page.metadata import find_date
from hoinghi.page.reader import MAX_LENGTH, Page, decode_page, read_page

HEADLINE = "Xã Đông Lĩnh sơ kết 6 tháng đầu năm"
FIRST = "Chiều 12/7, Ủy ban MTTQ xã Đông Lĩnh tổ chức hội nghị sơ kết công tác Mặt trận; bà Tạ Thị Mây, Chủ tịch, chủ trì."
SECOND = "Sáu tháng qua, xã đã vận động 42 triệu đồng cho Quỹ Vì người nghèo, sửa 3 căn nhà và tặng 60 suất quà cho hộ khó khăn."
BODY = f"<p>{FIRST}</p><p>{SECOND}</p>"
ARTICLE = f"{HEADLINE}\n\n{FIRST}\n\n{SECOND}"


def page(body: str, head: str = "") -> str:
    return f"<html><head>{head}</head><body>{body}</body></html>"


def test_the_article_without_what_stands_around_it() -> None:
    others = "".join(f"<li><a href='/{n}'>Tin khác trong huyện số {n} hôm nay</a></li>" for n in range(9))
    source = page(
        f"<ul class=menu><li><a href=/>Trang chủ</a></li></ul><div class=main><h1>{HEADLINE}</h1><div>12/07/2019 08:30</div>"
        f"{BODY}<div>Tổng số điểm của bài viết là: 0 trong 0 đánh giá</div></div><h3>Các tin khác</h3><ul>{others}</ul>"
        "<div class=footer><p>Chịu trách nhiệm chính: Ông Lò Văn Tỉnh, Trưởng Ban biên tập. Giấy phép số 12/GP ngày 03/02/2010.</p></div>",
        f"<title>{HEADLINE} - Cổng thông tin điện tử</title>",
    )
    assert read_page(source) == Page(ARTICLE, HEADLINE, "2019-07-12")
    assert read_page(source).text == ARTICLE


@pytest.mark.parametrize(
    "body",
    [
        f"<DIV class=x><H1>{HEADLINE}</DIV></TD><P>{FIRST}<P>{SECOND}",
        f"<table><tr><td><font size=4><b>{HEADLINE}</b></font><br>{FIRST}<br><br>{SECOND}",
        f"<div class='title'>{HEADLINE}</div><div>{FIRST}</div><div>&nbsp;</div><div>{SECOND}</div>",
        f"<h2 title='a > b'>{HEADLINE}</h2><!-- <p>{FIRST} --><script>'<p>x</p>'</script>{BODY}",
        f"<h1>{HEADLINE.replace('ơ', '&#417;')}</h1><p>{FIRST.replace(' ', ' <span>')}</p>\0<p>{SECOND}</p>",
    ],
    ids=["unclosed", "line breaks", "divs", "scripts", "entities"],
)
def test_the_same_article_in_other_markup(body: str) -> None:
    assert read_page(page(body)).text == ARTICLE


@pytest.mark.parametrize(
    ("title", "expected"),
    [(f"{HEADLINE} | Báo An Khê", HEADLINE), (f"Báo An Khê - {HEADLINE}", HEADLINE), ("", None)],
)
def test_a_headline_that_only_the_title_has(title: str, expected: str | None) -> None:
    assert read_page(page(BODY, f"<title>{title}</title>")).headline == expected


def test_the_headline_among_several_h1_is_the_one_the_title_names() -> None:
    body = f"<h1>Cổng thông tin điện tử huyện Bình Thới</h1><h1>Hoạt động Mặt trận</h1><h1>{HEADLINE}</h1>{BODY}<h1>Tin mới</h1>"
    assert read_page(page(body, f"<title>{HEADLINE}</title>")).headline == HEADLINE


SITE = "<title>Trang thông tin điện tử Huyện Đông Lĩnh</title>"
IMPRINT = (
    "<div class=x><b>® TRANG THÔNG TIN ĐIỆN TỬ HUYỆN ĐÔNG LĨNH - TỈNH QUẢNG HÀ</b>"
    "<div>Giấy phép số: 16/GPTTĐT-STTTT, do Sở Thông tin - Truyền thông tỉnh Quảng Hà cấp ngày 03/11/2016</div>"
    "<div>Chịu trách nhiệm về nội dung Đ/c: Tạ Văn Mùa - Phó Chủ tịch UBND huyện - Trưởng Ban biên tập.</div>"
    "<div>Địa chỉ: Số 12, đường Hùng Vương, thị trấn Đông Lĩnh, huyện Đông Lĩnh, tỉnh Quảng Hà</div></div>"
)


@pytest.mark.parametrize(
    "above",
    [
        f"<table><tr><td class=cms-title>Tin hoạt động</td></tr><tr><td>12/07/2019</td></tr></table><p class=p-title>{HEADLINE}</p>",
        f"<h1 class=title>Mặt trận</h1><h2>{HEADLINE}</h2>",
        f"<p><b>Chỉ đạo điều hành</b></p><div>\u200b</div><p>{HEADLINE}</p>",
        f"<p>{HEADLINE}</p>",
    ],
    ids=["classes", "headings", "bold line", "nothing marks it"],
)
def test_a_site_that_declares_its_own_name_everywhere(above: str) -> None:
    found = read_page(page(f"<div>{above}<div>{BODY}</div></div>{IMPRINT}", SITE))
    assert found.headline == HEADLINE
    assert found.text == ARTICLE


def test_a_short_headline_above_a_summary_in_a_heading_is_no_section() -> None:
    source = page(
        f"<h1>{HEADLINE}</h1><h2 class=title>{FIRST}</h2><p>{SECOND}</p>",
        f"<title>{HEADLINE} | Báo An Khê</title>",
    )
    assert read_page(source).headline == HEADLINE


def test_what_stands_above_a_title_is_the_page_though_no_title_is_declared() -> None:
    documents = "".join(
        f"<div>Kế hoạch triển khai thực hiện Nghị quyết số {n}/NQ-HĐND về phát triển kinh tế huyện đến năm 2030</div>"
        for n in range(6)
    )
    found = read_page(page(f"<div>{documents}</div><div><p class=title>{HEADLINE}</p>{BODY}</div>", SITE))
    assert found.text == ARTICLE


def test_an_imprint_is_no_article() -> None:
    stub = f"<p class=title>{HEADLINE}</p><p>Xem chi tiết <a href=/1.pdf>Tại đây</a></p>"
    with pytest.raises(RecordError, match="no article text"):
        read_page(page(stub + IMPRINT, SITE))


def test_a_short_heading_is_a_headline_without_a_title_to_name_it() -> None:
    assert read_page(page(f"<h1>Giao ban quý I</h1>{BODY}")).text.startswith("Giao ban quý I\n\n")


@pytest.mark.parametrize(
    ("head", "above"),
    [
        (
            '<meta property="article:published_time" content="2019-07-12T23:00:00+07:00">',
            "<p>Hôm nay: 1/1/2024</p>",
        ),
        (
            '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2019-07-12"}</script>',
            "",
        ),
        ("", '<span class="hidden" itemprop="datePublished">2019-07-12T08:00:00</span>'),
        ("", '<time datetime="2019-07-12">hôm qua</time>'),
        ("", "<p>Thứ sáu, ngày 12/7/2019</p>"),
        ("", "<p>Thứ Sáu, 12 Tháng 7 2019 08:11</p>"),
    ],
)
def test_the_date_wherever_it_stands(head: str, above: str) -> None:
    assert read_page(page(f"<h1>{HEADLINE}</h1>{above}{BODY}", head)).date == "2019-07-12"


def test_the_day_of_the_event_is_not_the_day_of_publication() -> None:
    body = BODY.replace("12/7", "12/7/2019")
    assert read_page(page(f"<h1>{HEADLINE}</h1>{body}")).date is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31/12/2020", "2020-12-31"),
        ("5 - 6 - 2021", "2021-06-05"),
        ("ngày 5 tháng 6 năm 2021", "2021-06-05"),
        ("2021-06-05T10:00", "2021-06-05"),
        ("31/02/2020", None),
        ("99/99/2020; 31/5/2020", "2020-05-31"),
        ("Số 12/2020", None),
    ],
)
def test_dates_in_text(text: str, day: str | None) -> None:
    assert find_date(text) == day


def test_a_single_page_app_gives_its_linked_data() -> None:
    data = json.dumps(
        {"@graph": [{"@type": "NewsArticle", "headline": HEADLINE, "articleBody": f"{FIRST}\n{SECOND}"}]}
    )
    source = page(
        "<div id=root></div>", f'<title>x</title><script type="application/ld+json">{data}</script>'
    )
    assert read_page(source).text == ARTICLE


def test_halves_of_surrogate_pairs_do_not_come_through() -> None:
    data = '{"@type":"Article","headline":"a\\ud800b","articleBody":"' + FIRST + '"}'
    read_page(page("", f'<script type="application/ld+json">{data}</script>')).text.encode()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ("\ufeffĐ".encode(), "mark of UTF-8"),
        ("Đ".encode("utf-16"), "mark of UTF-16"),
        ("<meta charset=iso-8859-1>Đ".encode(), "valid UTF-8 against the declared charset"),
        ("<?xml encoding='windows-1258'?>Đ".encode("cp1258"), "declared charset"),
        ("<meta charset=nothing>Đ".encode() + b"\xe1\xbb", "UTF-8 cut in a letter, unknown charset"),
    ],
)
def test_bytes_are_decoded(data: bytes, why: str) -> None:
    assert "Đ" in decode_page(data), why


@pytest.mark.parametrize(
    "source", ["", "<p>x</p>", "<div>" * 3000, "\0", "<script>" + "x" * 900, b"\xff\xfe"]
)
def test_no_article_is_a_record_error(source: bytes | str) -> None:
    with pytest.raises(RecordError, match="no article text"):
        read_page(source)


@pytest.mark.parametrize(("source", "why"), [("<b>" * 500_002, "tags"), ("x" * (MAX_LENGTH + 1), "too long")])
def test_a_page_beyond_all_measure_is_refused(source: str, why: str) -> None:
    with pytest.raises(RecordError, match=why):
        read_page(source)


@pytest.mark.parametrize(
    "wrap",
    [
        "<div>" * 100_000 + BODY,
        "<p " + " ".join(f"a{n}=1" for n in range(200_000)) + ">" + BODY,
        "<table><tr><td>" * 20_000 + BODY,
        '<script type="application/ld+json">' + "[" * 100_000 + "</script>" + BODY,
        '<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + BODY,
    ],
    ids=["nesting", "attributes", "cells", "linked data", "entities"],
)
def test_hostile_pages_give_their_text(wrap: str) -> None:
    assert FIRST in read_page(wrap).text


@given(st.text(alphabet="<>/\"'=! -abpdivtd&;\0\n", max_size=400))
def test_no_string_breaks_the_reader(noise: str) -> None:
    with contextlib.suppress(RecordError):
        assert read_page(noise).text


def test_a_comment_parts_no_words() -> None:
    source = page(f"<h1>{HEADLINE}</h1><p>Sáng 31<!-- -->/<!-- -->12, {FIRST}</p><p>{SECOND}</p>")
    assert "Sáng 31/12," in read_page(source).text


def test_a_codec_that_no_page_has_is_not_taken() -> None:
    # Read by that codec the low line would be gone, and a longer page would take minutes.
    assert decode_page(b"<meta charset=punycode>\xff-ab") == "<meta charset=punycode>\ufffd-ab"
    assert (
        decode_page("<meta charset=windows-1258>Hà\xa0".encode("cp1258"))
        == "<meta charset=windows-1258>Hà\xa0"
    )
