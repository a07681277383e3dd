"""Page furniture: what is marked, as what, and what is left to the article."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoinghi.furniture.marking import FurnitureKind, article_lines, mark_furniture
from hoinghi.text.cleaning import clean

BODY = (
    "Sáng 28/9/2019, Ban Thường trực Ủy ban MTTQ Việt Nam huyện Bình Thới tổ chức hội nghị giao ban công tác "
    "Mặt trận quý III, do đồng chí Lê Văn Đò, Chủ tịch Ủy ban MTTQ Việt Nam huyện, chủ trì."
)
STORY = (
    f"{BODY} Trong quý, Mặt trận các cấp xây mới 14 căn nhà Đại đoàn kết. Các đại biểu chia sẻ kinh nghiệm, "
    "xin gửi email góp ý và in bài tham luận phát cho từng xã. Hội nghị thống nhất nhiệm vụ quý IV."
)


def kinds(text: str) -> list[str]:
    return [mark.kind.value for mark in mark_furniture(clean(text).view.text)]


def kept(text: str) -> list[str]:
    view = clean(text).view.text
    return [view[begin:end].strip() for begin, end in article_lines(view)]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Trang chủ | Giới thiệu | Tin tức - Sự kiện | Văn bản | Liên hệ", "menu"),
        ("TRANG CHỦ  GIỚI THIỆU  TIN TỨC  THỦ TỤC HÀNH CHÍNH", "menu"),
        ("Trang chủ » Tin tức » Mặt trận - Đoàn thể", "menu"),
        ("TIN HOẠT ĐỘNG > Xây dựng Đảng > Xã Tân Lộc", "menu"),
        ("Trang chủ Giới thiệu Tin tức Văn bản Liên hệ", "menu"),
        ("Trang 1 2 3 4 ... 17 Sau »", "menu"),
        ("Truy cập nội dung luôn", "menu"),
        ("Lượt xem: 1.204", "counter"),
        ("(Số lượt đọc: 655)", "counter"),
        ("👁 2.417 lượt đọc", "counter"),
        ("Thứ Sáu, 02/10/2020 | 18:07 GMT+7 | 877 lượt xem", "counter"),
        ("Số lượt người xem : Bản in", "counter"),
        ("Theo Báo Quảng Hà điện tử", "source"),
        ("Nguồn: Quảng Hà Điện tử", "source"),
        ("(Theo TTXVN)", "source"),
        ("Nguồn tin: Cổng thông tin điện tử tỉnh", "source"),
        ("Nguồn: mattran.org.vn", "source"),
        ("Thứ Sáu, 28/06/2019", "date"),
        ("Cập nhật lúc 11 giờ 15, ngày 20/5/2026", "date"),
        ("26-9-2025", "date"),
        ("Chia sẻ: Facebook | Zalo | Sao chép liên kết", "share"),
        ("Facebook Zalo Chia sẻ In", "share"),
        ("[Thích 42] [Chia sẻ] [Bình luận 3]", "share"),
        ("Bản in | Gửi email | Quay lại", "print"),
        ("Xem với cỡ chữ : A- A A+", "font_size"),
        ("Tin liên quan: Xã Phú Hòa sơ kết | Lịch tiếp công dân", "related"),
        (">> Bắt nhóm trộm cà phê trong đêm", "related"),
        ("Bạn đánh giá bài viết này thế nào? ★★★★☆ (37 phiếu)", "vote"),
        ("Tổng số điểm của bài viết là: 5 trong 1 đánh giá", "vote"),
        ("( ) Rất hữu ích ( ) Hữu ích ( ) Bình thường", "vote"),
        ("Hôm nay: 318 | Hôm qua: 407 | Tổng: 96.552", "visitors"),
        ("Đang online: 14", "visitors"),
        ("Cơ quan chủ quản: Ủy ban nhân dân huyện Bình Thới", "footer"),
        ("Giấy phép số 12/GP-TTĐT do Sở Thông tin và Truyền thông cấp ngày 01/02/2019.", "footer"),
        ("© Bản quyền thuộc về Ủy ban nhân dân huyện", "footer"),
        ("Ghi rõ nguồn “Cổng thông tin huyện” khi phát hành lại thông tin từ trang này.", "footer"),
        ("Mã xác nhận (*)", "form"),
        ("Email của bạn sẽ không được hiển thị công khai. Các trường bắt buộc được đánh dấu *", "form"),
        ("Your browser does not support the audio element.", "player"),
        ("00:00 / 03:12", "player"),
        ("Trang web này sử dụng cookie để nâng cao trải nghiệm của bạn.", "cookies"),
        ("Từ khóa: mặt trận, giao ban, quý III", "tags"),
        ("#binhthoi #mattran #giaoban", "tags"),
        ("Quảng cáo", "advert"),
    ],
)
def test_formulas_are_told_by_kind(line: str, kind: str) -> None:
    page = f"Mặt trận giao ban quý III\n{line}\n{BODY}\n"
    assert kinds(page) == [kind]
    assert kept(page) == ["Mặt trận giao ban quý III", BODY]


@pytest.mark.parametrize(
    "line",
    [
        "03 | Hoàng Trọng Khanh | PBT, Chủ tịch UBND xã | 103",
        "1 | Kế toán viên | 01",
        "Tổng số: 27",
        "(Cập nhật: Kim Lữ - Đ.Thiệp)",
        "(22/8/2019)",
        "Ngày 28/9/2015",
        "Bình Thới, ngày 22 tháng 5 năm 2024",
        "Ảnh: Đại biểu xem triển lãm trước giờ khai mạc",
        "Theo Báo cáo của Ủy ban nhân dân huyện",
        "Theo Báo Quảng Hà - Kim Lữ",
        "Nguồn: Ng.Thạch",
        "Theo Cổng thông tin điện tử huyện, sáng nay",
        "HẢI ĐƯỜNG - Kim Lữ",
        "TM. BAN THƯỜNG TRỰC",
        "THÔNG BÁO",
        "Nội dung",
        "Kinh tế - xã hội",
        "Danh mục công trình dân sinh",
        "1. Các tin báo của nhân dân",
        "Tổng biên tập báo tỉnh dự và chúc mừng hội nghị.",
        "Trong năm, có 1.204 lượt xem phim lưu động ở các bản.",
        "Bà con gọi điện thoại cho nhau từ sớm",
        '" Sao ba tuần rồi chưa ai trả lời tôi?',
        "chia sẻ.",
        "Zalo.",
        "26/01/2011)",
    ],
)
def test_lines_of_the_article_are_left(line: str) -> None:
    page = f"Mặt trận giao ban quý III\n{BODY}\n{line}\n{BODY[:-1]} vào buổi chiều.\n"
    assert line in kept(page)


def test_a_byline_stays_where_counters_stand_around_it() -> None:
    page = f"Giao ban quý III\nNgày đăng: 07/07/2017 | Tác giả: Kim Lữ | Đã xem: 3.019\n{BODY}\nTin, ảnh: Lê Hiệp | Xem: 731\n"
    told = " ".join(kept(page))
    assert "Kim Lữ" in told
    assert "Lê Hiệp" in told
    assert "3.019" not in told
    assert "731" not in told
    assert "07/07/2017" not in told


def test_a_list_of_links_ends_at_a_credit_or_a_sentence() -> None:
    page = f"Giao ban quý III\n{BODY}\nTin liên quan\nXã Phú Hòa sơ kết\nRa quân đầu xuân\nKim Lữ\n{BODY[:-1]} hôm qua.\n"
    assert kept(page) == ["Giao ban quý III", BODY, "Kim Lữ", f"{BODY[:-1]} hôm qua."]
    bulleted = f"Giao ban quý III\n{BODY}\nCác tin khác\n- Xã Phú Hòa sơ kết\nẤp Rạch Gỗ bàn việc nước sạch\n"
    assert kept(bulleted) == ["Giao ban quý III", BODY, "Ấp Rạch Gỗ bàn việc nước sạch"]


def test_a_list_above_the_article_leaves_its_headline() -> None:
    page = f"Tin mới nhất\nXã Phú Hòa sơ kết\nRa quân đầu xuân\nMặt trận huyện giao ban quý III\n{BODY}\n"
    assert kept(page) == ["Mặt trận huyện giao ban quý III", BODY]


def test_doubtful_lines_need_company() -> None:
    statistics = f"Giao ban\n{BODY}\nThống kê truy cập\nĐang truy cập\n6\nHôm nay\n715\nTổng\n96.552\n"
    assert kept(statistics) == ["Giao ban", BODY]
    contact = f"Giao ban\n{BODY}\nĐịa chỉ: số 4 đường Hùng Vương\n"
    assert "Địa chỉ: số 4 đường Hùng Vương" in kept(contact)
    imprint = f"{contact}Chịu trách nhiệm nội dung: Văn phòng huyện\nEmail: vp@binhthoi.example\n"
    assert kept(imprint) == ["Giao ban", BODY]
    form = f"Giao ban\n{BODY}\nHọ và tên\nEmail\nNội dung\nGửi bình luận\n"
    assert kept(form) == ["Giao ban", BODY]
    menu = f"Trang chủ\nGiới thiệu\nThời sự\nKinh tế\nGiao ban\n{BODY}\n"
    assert kept(menu) == ["Giao ban", BODY]


def test_a_line_told_twice_is_marked_but_carries_its_spans() -> None:
    caption = "Đồng chí Lê Văn Đò trao quà cho hộ nghèo"
    page = f"Giao ban\n{caption}\n{BODY}\n{caption}\n"
    assert kinds(page) == [FurnitureKind.REPEATED.value]
    assert kept(page).count(caption) == 2


def test_quoted_mail_is_not_a_list_of_links() -> None:
    mail = (
        "Giao ban\n> Kính gửi các xã, đề nghị báo cáo số liệu quý III trước\n> ngày 25 hằng tháng về huyện.\n"
    )
    assert kinds(mail) == []


def test_a_page_in_one_line_is_cleared_at_its_ends() -> None:
    page = (
        "Trang chủ Đăng nhập Tìm kiếm Mặt trận huyện giao ban Ngày đăng: 28/09/2019 Lượt xem: 345 Cỡ chữ: A- A A+ "
        f"In bài viết Gửi email {STORY} Tác giả: Kim Lữ Lượt xem: 345 Chia sẻ Facebook Zalo "
        "Tin liên quan Xã Phú Hòa sơ kết Ra quân đầu xuân"
    )
    assert kept(page) == ["Mặt trận huyện giao ban", f"{STORY} Tác giả: Kim Lữ"]
    footer = f"Mặt trận huyện giao ban {STORY} Cơ quan chủ quản: UBND huyện. Điện thoại: 0299 000 000"
    assert kept(footer) == [f"Mặt trận huyện giao ban {STORY}"]
    assert kept(STORY) == [STORY]


@given(st.text(alphabet='\n |»>-#AaTtinmới liên quanLượtxem:12./"(', max_size=300))
def test_marks_are_ordered_and_article_lines_avoid_them(text: str) -> None:
    marks = mark_furniture(text)
    last = 0
    for mark in marks:
        assert last <= mark.start < mark.end <= len(text)
        last = mark.end
    dropped = [mark for mark in marks if mark.kind is not FurnitureKind.REPEATED]
    last = 0
    for begin, end in article_lines(text):
        assert last <= begin < end <= len(text)
        assert "\n" not in text[begin:end]
        assert all(end <= mark.start or mark.end <= begin for mark in dropped)
        last = end


@pytest.mark.parametrize(
    "piece",
    [
        "Tin liên quan\n",
        "Lượt xem: 1 ",
        "Lượt xem: 1\n",
        "Trang chủ ",
        "| a ",
        "a - ",
        "> a\n",
        "Giới thiệu\n",
        "Ngày đăng: ",
        "Giấy phép gp gp ",
        "Bạn có? ( ) ",
        "[a] ",
        "#a ",
        "H.",
        "In bài ",
        "Các tin khác A ",
        "12/5/2020 ",
        "A- A ",
        " \t",
        "★",
    ],
)
def test_repetitive_pages_are_read_in_linear_time(piece: str) -> None:
    # A quadratic scan of a quarter of a million characters would not come back; once in one line, once in lines of 390.
    text = piece * (250_000 // len(piece))
    lines = "\n".join(text[begin : begin + 390].replace("\n", " ") for begin in range(0, len(text), 390))
    for page in (text, lines):
        assert all(begin < end for begin, end in article_lines(page))
