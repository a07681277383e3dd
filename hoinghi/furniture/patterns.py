"""Formulas of page furniture: what menus, counters, share bars, footers and lists of links look like.

A *cell* is one formula ("Lượt xem: 345", "In trang", "12/5/2020").  A line of nothing but cells and
marks between them is furniture.  Cells are tried one after the other, each at one position, and every
repeat is bounded, so that a line costs its length and no more.  The clean view knows one kind of
quotation mark, so the arrow "»" of a breadcrumb arrives here as '"'.
"""

from __future__ import annotations

import re
from enum import Enum


class FurnitureKind(str, Enum):
    """Why a line, or a part of one, belongs to the page."""

    MENU = "menu"  # menu, breadcrumb, pager, log-in
    COUNTER = "counter"  # views, readings, comments
    DATE = "date"  # date of publication
    SHARE = "share"  # share and reaction buttons
    PRINT = "print"  # print, save, send
    FONT_SIZE = "font_size"
    RELATED = "related"  # links to other articles
    VOTE = "vote"
    VISITORS = "visitors"  # visitor statistics
    FOOTER = "footer"  # imprint, licence, contact
    FORM = "form"  # comments and their form
    PLAYER = "player"  # audio and video controls
    COOKIES = "cookies"
    TAGS = "tags"
    ADVERT = "advert"
    SOURCE = "source"  # the paper or site that a page has its text from
    REPEATED = "repeated"  # a line that stood on the page before


# Vietnamese capitals and small letters alternate in their block: a range such as [ạ-ỹ] holds both.
_LETTERS = [chr(code) for code in (*range(0x41, 0x250), *range(0x1EA0, 0x1EFA))]
UPPER = "".join(letter for letter in _LETTERS if letter.isupper())
LOWER = "".join(letter for letter in _LETTERS if letter.islower())

_NUMBER = r"\d[\d.,]{0,14}k?"
_DAY = r"\d{1,2} ?[/.\-] ?\d{1,2} ?[/.\-] ?\d{4}|\d{4}-\d{1,2}-\d{1,2}|ngày \d{1,2} tháng \d{1,2} năm \d{4}"
_TIMES = r"(?:lượt|lần|người)"
_READ = r"(?:xem|đọc|truy cập|nghe|tải(?: về)?|chia sẻ|thích|view|viếng thăm)"
_PAGE = r"(?:trang(?: này)?|bài(?: viết)?(?: này)?|tin(?: bài)?(?: này)?|nội dung(?: này)?)"
_END = r"(?=\W|$)"
_BUTTON = r"(?=\W{0,9}$| ?\])"

# The vocabulary of menus: strong items stand on pages only, site items name the parts of a site.
_STRONG = (
    r"trang (?:chủ|nhất|đầu|trước|sau|cuối)|home(?:page)?|sitemap|sơ đồ (?:trang|site|cổng|web)(?: ?web|site)?"
    r"|đăng (?:nhập|ký|xuất)(?: thành viên)?|tìm kiếm(?: nâng cao)?|english|tiếng (?:việt|anh)|menu|close|rss"
    r"|toggle navigation|truy cập nội dung luôn|chuyển đến (?:phần )?nội dung(?: chính)?|skip to (?:main )?content"
    r"|(?:back to |go )?top|(?:về|lên|trở (?:về|lại|lên)|quay (?:về|lại)) (?:đầu trang|trang (?:chủ|trước)|top)"
    r"|(?:quay lại )?đầu trang|quay (?:lại|về)|trở (?:về|lại)|tải ứng dụng|thư điện tử|hộp thư (?:góp ý|điện tử|hiệu trưởng)"
    r"|e-magazine|podcast|multimedia|infographics?|rao vặt|chi tiết (?:tin|bài viết)(?: tức)?|tin tức chi tiết"
)
_SITE = (
    r"giới thiệu(?: chung)?|tin (?:tức|hoạt động|mới|nổi bật|hội|phường|xã|huyện|tỉnh|cơ sở|thế giới|nóng|ảnh)"
    r"|tin trong (?:tỉnh|nước)|sự kiện|thông báo|thời sự|liên (?:hệ|kết)(?: website| web)?|hỏi (?:- )?đáp|bạn đọc"
    r"|thư viện(?: ảnh| video| số)?|video(?: clip)?|văn bản(?: mới| pháp quy| hội| chỉ đạo)?|thủ tục hành chính"
    r"|dịch vụ công(?: trực tuyến)?|lịch (?:công tác|tiếp (?:công )?dân|làm việc)|đường dây nóng|góp ý|hình ảnh|media"
    r"|công khai(?: ngân sách)?|phản ánh(?: -)? kiến nghị|tuyển sinh|tuyển dụng|chuyên (?:mục|trang)|giải trí"
    r"|cổng thông tin điện tử|bộ máy tổ chức|cơ cấu tổ chức|chỉ đạo (?:- )?điều hành|du khách|hướng dẫn"
)
_TOPIC = (
    r"chính (?:trị|quyền)|kinh tế|văn h(?:óa|oá)|xã hội|thể thao|giáo dục|y tế|pháp luật|quốc phòng|an ninh|nội chính"
    r"|xây dựng đảng|mặt trận|đoàn thể|cải cách hành chính|chuyển đổi số|đời sống|khoa học|công nghệ|du lịch|bầu cử"
    r"|nông (?:nghiệp|thôn)|quốc tế|thế giới|hđnd|ubnd|công đoàn|giám sát|phản biện|công dân|doanh nghiệp"
)

# Groups are named by the kind; "stat" and "filler" need the company of another cell.
_CELLS = {
    "counter": (
        rf"(?:tổng (?:số )?|số )?(?:lượt người|lượt|lần|người) {_READ}(?: {_PAGE})? ?[:(]? ?(?:{_NUMBER}(?: {_TIMES})?)?"
        rf"|(?:đã|đang) (?:xem|đọc|truy cập) ?[:(]? ?{_NUMBER}(?: {_TIMES})?|truy cập {_NUMBER}"
        rf"|(?:xem|đọc|truy cập|views?|hits?|(?:số )?lượt) ?[:(] ?{_NUMBER}(?: {_TIMES}(?: {_READ})?)?"
        rf"|{_NUMBER} (?:{_TIMES} {_READ}|views?|hits?|(?:lượt )?(?:bình luận|comments?|chia sẻ|thích|likes?|shares?|phản hồi|ý kiến))"
        rf"|(?:bình luận|ý kiến(?: bạn đọc)?|(?:top )?comments?|phản hồi) ?[:(]? ?{_NUMBER}"
    ),
    "date": (
        rf"(?:ngày )?(?:{_DAY})|\d{{1,2}}[:h]\d{{2}}(?::\d{{2}})?(?! ?/ ?-?\d)|\d{{1,2}} giờ(?: \d{{1,2}})?(?: phút)?|(?:am|pm|sa|ch){_END}"
        r"|gmt ?\+? ?\d{0,2}|(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)"
        r"|(?:cập nhật(?: lần)?(?: cuối)?|(?:ngày|thời gian) (?:đăng(?: tải| tin| bài)?|cập nhật|tạo|xuất bản|gửi|đưa tin)"
        r"|đăng(?: tải)?(?= (?:lúc|ngày|vào))|gửi(?= lúc)|đưa lên|xuất bản|posted|published|last updated?)(?: (?:lúc|ngày|vào|on)){0,2}"
        r"|lúc(?= \d)|ngày(?=:)"
    ),
    "font_size": (
        r"(?:xem )?(?:với )?(?:cỡ|kích thước) chữ(?: mặc định| lớn| nhỏ| vừa| to)?|chữ (?:nhỏ|to|lớn|vừa)|font ?(?:size|chữ)"
        r"|(?:tăng|giảm) (?:cỡ|kích thước) chữ|(?:phóng to|thu nhỏ)(?: chữ)?|a ?[-+]|(?:độ )?tương phản(?: cao)?"
    ),
    "print": (
        rf"(?:mở |xem )?(?:in {_PAGE}|trang in|bản in)|print(?: page| view)?|in{_BUTTON}|(?:lưu|save|tải (?:về|xuống)|download)(?: {_PAGE})?"
        rf"|gửi (?:{_PAGE} ?)?(?:cho )?(?:bạn bè|bạn|(?:qua )?e?-?mail|người khác)|gửi {_PAGE}|send (?:to friend|e?-?mail)|email{_BUTTON}"
    ),
    "player": (
        r"\d{1,2}:\d{2} ?/ ?-?\d{1,2}:\d{2}|(?:your )?browser does not support (?:the )?[\w ]{0,30}|trình duyệt (?:của bạn )?không hỗ trợ [\w ]{0,40}"
        r"|video player is loading|(?:play|pause|mute|unmute|full ?screen|loaded|progress|stream type|playback rate)(?: video)?"
        r"|(?:current|duration|remaining) time|text to speech|giọng (?:nam|nữ|miền (?:bắc|nam|trung)|bắc)"
        rf"|nghe (?:đọc |audio )?(?:bài(?: viết| báo)?|tin|lại){_END}|đọc (?:bài viết|bài|tin){_BUTTON}|tốc độ đọc|(?:nam|nữ) miền (?:bắc|nam|trung)"
    ),
    "share": (
        r"(?:chia sẻ|share|sao chép|copy)(?: (?:bài viết|bài|tin|liên kết|link|qua|trên|lên|on)){0,3}"
        r"|facebook|zalo|twitter|tweet|messenger|pinterest|linkedin|telegram|google ?(?:\+|plus|news)|youtube|tiktok|viber"
        r"|(?:thích|like|quan tâm)(?: bài viết| trang)?|bình luận(?: bài viết)?|comments?"
    ),
    "vote": (
        r"(?:bạn )?(?:đánh giá|bình chọn|xếp hạng|chấm điểm) (?:bài viết|tin|nội dung|bài)(?: này)?(?: (?:như )?thế nào)?"
        r"|bạn (?:thấy|đánh giá) (?:bài viết|trang|bài)(?: này)?(?: hữu ích| (?:như )?thế nào)?(?: không)?"
        r"|bạn đánh giá (?:như )?thế nào về bài viết"
        r"|tổng số điểm của bài viết là|trong(?: tổng số)? \d{1,6} đánh giá|xếp hạng(?= ?:)|click để đánh giá(?: bài viết)?|trung bình(?= ?\( ?\d)"
        rf"|[\d.,]{{1,9}} (?:phiếu(?: bầu)?|bình chọn|đánh giá|sao|votes?)|(?:gửi )?(?:đánh giá|bình chọn|biểu quyết){_BUTTON}|gửi phiếu|xem kết quả"
        r"|đánh giá ?: ?\d[.,\d]{0,4}(?:/\d{1,2})?|(?:rất |chưa |không )?hữu ích|hiện tại không có bình chọn nào[\w ]{0,60}"
    ),
    "visitors": (
        rf"(?:(?:hiện )?đang (?:online|truy cập|trực tuyến)|trực tuyến|online|hôm (?:nay|qua)|khách (?:viếng thăm|trực tuyến)|máy chủ tìm kiếm"
        r"|(?:tổng (?:số |cộng )?)?(?:số )?(?:lượt |người )?(?:đang )?truy cập(?: hôm nay| trong (?:ngày|tuần|tháng))?"
        rf"|thành viên trực tuyến|ip của bạn) ?[:(]? ?{_NUMBER}(?: người)?"
    ),
    "menu": _STRONG,
    "stat": rf"(?:(?:trong )?(?:tuần|tháng|năm) (?:này|trước|qua|hiện tại)|tổng(?: số| cộng)?|tất cả|khách|thành viên) ?[:(]? ?{_NUMBER}",
    "filler": rf"{_NUMBER}(?: lượt)?|[ftzgxa](?=\W|$)|(?:fb|in)(?=\W|$)|hôm nay(?= ?:)",
}
CELL = re.compile("|".join(f"(?P<{name}>{body})" for name, body in _CELLS.items()), re.I)
BETWEEN = re.compile(r"\W{0,60}")
# Words that a line of cells begins with; a line that begins with another is not tried.
CELL_WORDS = frozenset(
    "lượt lần số tổng đã đang đọc xem view views hit hits truy người bình ý comment comments top phản thứ chủ cập ngày thời "
    "đăng gửi đưa xuất posted published last cỡ kích chữ tăng giảm phóng thu font a độ tương mở in bản print lưu save tải "
    "download send email your browser trình video play pause mute unmute full fullscreen loaded progress stream playback current "
    "duration remaining text nghe giọng nam nữ tốc chia share sao copy facebook zalo twitter tweet messenger pinterest linkedin "
    "telegram google youtube tiktok viber thích like quan bạn đánh xếp chấm click trung trong biểu rất chưa không hữu hiện trực "
    "online hôm tuần tháng năm tất khách thành máy ip trang home homepage sitemap sơ tìm english tiếng menu close rss toggle "
    "chuyển skip back go về lên trở quay đầu thư hộp e podcast multimedia infographic infographics rao chi tin f t z g x fb "
    "gmt ch sa am pm lúc".split()
)
FULL_DATE = re.compile(_DAY, re.I)
CLOCK = re.compile(r"\W{0,4}\d{1,2}:\d{2}\W{0,4}")
# Without a label a date is furniture only if nothing is around it: "(22/8/2019)" closes an article,
# "Ngày 28/9/2015" minutes.
BARE_DATE = re.compile(
    r"[\s*\-]{0,4}(?:\d|thứ|chủ)|\W{0,4}(?:cập|(?:ngày|thời gian) (?=\D)|đăng|gửi|đưa|xuất|posted|last|publ)",
    re.I,
)

MENU_BAR = re.compile(r'\s*[|•·›»]\s*|\s[>"/]{1,3}\s+|\s*[\[\]]{1,2}\s*|\s{2,}|^[>"]\s')
MENU_ARROW = re.compile(r'(?:^|\s)[>"›»]{1,3}\s')
MENU_ITEM = re.compile(rf"\W{{0,4}}(?:{_STRONG}|{_SITE})(?!\w)", re.I)
MENU_RUN = re.compile(rf"(?:(?:{_STRONG}|{_SITE}|{_TOPIC})(?=[\W]|$))", re.I)
MENU_WORDS = frozenset(
    "giới tin sự thông thời liên hỏi bạn thư video văn thủ dịch lịch đường góp hình media công phản tuyển chuyên giải cổng bộ cơ "
    "chỉ du hướng chính kinh xã thể giáo y pháp quốc an nội xây mặt đoàn cải chuyển đời khoa nông thế hđnd ubnd giám doanh "
    "trang home sơ đăng tìm english tiếng menu".split()
)
