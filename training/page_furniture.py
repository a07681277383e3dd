# ruff: noqa: E501
"""What stands around an article on a page: menus, counters, lists of other news, comments, footers.

The words are formulas that such pages share; names of sites, editors and readers are invented.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from html import escape

SITES = (
    "Cổng thông tin điện tử huyện Bình Thới",
    "Trang thông tin điện tử Mặt trận tỉnh An Khê",
    "Báo An Khê điện tử",
    "Cổng TTĐT thị xã Sông Vàng",
    "Đảng bộ tỉnh Hòa Lộc",
    "Hội Nông dân huyện Cẩm Thủy Đông",
)
SECTIONS = (
    "Giới thiệu|Tin tức - Sự kiện|Văn bản chỉ đạo|Cải cách hành chính|Thư viện ảnh|Công báo|Hỏi đáp|Liên hệ"
).split("|")
WEEKDAYS = "Thứ hai|Thứ ba|Thứ tư|Thứ năm|Thứ sáu|Thứ bảy|Chủ nhật".split("|")
_COMMENTS = (
    "Tôi thấy bài viết rất đúng với thực tế ở quê tôi, mong các cấp quan tâm hơn nữa đến đường liên thôn đang xuống cấp.",
    "Cảm ơn ban biên tập. Đề nghị cho biết thêm mức hỗ trợ cụ thể cho mỗi hộ, vì bà con xóm tôi hỏi nhiều mà chưa ai trả lời được.",
    "Đọc xong thấy vui, nhưng nói phải đi đôi với làm, năm ngoái cũng hứa như vậy rồi để đó.",
)
_READERS = ("Nguyễn Văn Tỏ", "Lan Phương 82", "Bạn đọc giấu tên", "Trần Thị Ngợi")


def weekday(day: date) -> str:
    """The Vietnamese name of the day of the week."""
    return WEEKDAYS[day.weekday()]


def dmy(day: date, mark: str = "/") -> str:
    """``05/08/2013`` with another mark between where one is given."""
    return day.strftime(f"%d{mark}%m{mark}%Y")


def links(titles: Sequence[str], item: str = "li", extra: str = "") -> str:
    """One link an item; ``extra`` follows each link."""
    return "".join(
        f'<{item}><a href="/tin/{n}.html" title="{escape(t)}">{escape(t)}</a>{extra}</{item}>'
        for n, t in enumerate(titles, 1)
    )


def menu(rng: random.Random, tag: str = "div", attribute: str = 'class="menu"') -> str:
    """The site's main menu, some sections with sub-menus."""
    inner = "<ul>" + links(rng.sample(SECTIONS, 2)) + "</ul>"
    return f'<{tag} {attribute}><ul><li><a href="/">Trang chủ</a>{inner}</li>{links(SECTIONS)}</ul></{tag}>'


def breadcrumb(rng: random.Random) -> str:
    """The path from the front page to the article."""
    return f'<div class="breadcrumb"><a href="/">Trang chủ</a> &raquo; <a href="/tin">{rng.choice(SECTIONS)}</a> &raquo; Chi tiết tin</div>'


def teasers(others: Sequence[tuple[str, str]], attribute: str = 'class="box-tin"', head: str = "h3") -> str:
    """Other articles with a headline and a sentence each: text that is no part of this article."""
    return "".join(
        f'<div {attribute}><{head}><a href="/t/{n}">{escape(title)}</a></{head}><p>{escape(lead)}</p></div>'
        for n, (title, lead) in enumerate(others, 1)
    )


def statistics(rng: random.Random) -> str:
    """Visitor statistics."""
    a, b, c = rng.randint(3, 60), rng.randint(100, 9000), rng.randint(10**5, 10**8)
    return (
        '<div class="box"><div class="box-title">Thống kê truy cập</div><table><tr><td>Đang truy cập</td>'
        f"<td>{a}</td></tr><tr><td>Hôm nay</td><td>{b}</td></tr><tr><td>Tổng lượt truy cập</td><td>{c:,}</td></tr></table></div>"
    )


def voting() -> str:
    """The star widget below an article."""
    star = '<input class="hover-star" type="radio" value="{0}" title="{0} sao">'
    return (
        '<div class="panel-body"><form id="form3B" action=""><div class="clearfix"><div id="stringrating">'
        "Tổng số điểm của bài viết là: 0 trong 0 đánh giá</div><div>"
        + "".join(star.format(n) for n in range(1, 6))
        + "</div><span>Click để đánh giá bài viết</span></div></form></div>"
    )


def share() -> str:
    """Buttons of social networks and of the printer."""
    return (
        '<div class="social-share"><ul><li><a href="#">Chia sẻ</a></li><li><a href="#">Facebook</a></li><li><a href="#">Zalo</a></li>'
        '<li><a href="/print">In trang</a></li><li><a href="/mail">Gửi email</a></li></ul></div>'
    )


def comments(rng: random.Random, wrapper: str = 'id="comments" class="comment-list"', count: int = 3) -> str:
    """Readers' comments: full sentences that are no part of the article."""
    rows = "".join(
        f'<div class="item"><b>{rng.choice(_READERS)}</b> <span>{rng.randint(1, 28)}/6/2020</span><p>{text}</p><a href="#">Trả lời</a></div>'
        for text in rng.sample(_COMMENTS, min(count, 3))
    )
    return f"<div {wrapper}><h3>Ý kiến bạn đọc</h3>{rows}<form><textarea>Nhập nội dung bình luận</textarea><button>Gửi</button></form></div>"


def cookie_notice() -> str:
    """A cookie notice."""
    return (
        '<div class="cookie-consent" role="dialog"><p>Trang web này sử dụng cookie để nâng cao trải nghiệm của bạn. Khi tiếp tục sử dụng, '
        'bạn đồng ý với chính sách bảo mật của chúng tôi.</p><button>Đồng ý</button> <a href="/chinh-sach">Tìm hiểu thêm</a></div>'
    )


def footer(site: str, tag: str = "div", attribute: str = 'class="footer"') -> str:
    """The imprint."""
    return (
        f"<{tag} {attribute}><p>© Bản quyền thuộc về {site}</p><p>Chịu trách nhiệm chính: Ông Lò Văn Tỉnh - Trưởng Ban biên tập</p>"
        "<p>Địa chỉ: số 1, đường Chợ Cũ, thị trấn Thới. Điện thoại: (0200) 3.555.000. Giấy phép số 12/GP-TTĐT ngày 03/02/2010.</p>"
        f"<p>Ghi rõ nguồn khi phát hành lại thông tin từ trang này.</p></{tag}>"
    )


def web_links() -> str:
    """The drop-down of linked sites."""
    options = "".join(f"<option>{site}</option>" for site in SITES)
    return f'<div class="weblink"><b>Liên kết website</b><select><option>-- Chọn --</option>{options}</select></div>'
