"""Page furniture in plain text: lines that belong to the page, not to the article.

Lines are judged one by one and by what surrounds them: menus, counters, share buttons, visitor
statistics and lists of related news.  Furniture stays in the text (offsets do not move) but feeds
no feature and carries no span.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_LINE = re.compile(r"[^\n]+")
# A whole line that is furniture wherever it stands.
_ALONE = re.compile(
    r"^\W*(?:trang chủ\b.{0,200}|home\b.{0,120}"
    r"|(?:số )?(?:lượt (?:xem|đọc|truy cập)|đã xem|view(?:s|ed)?|xem)\s*[:(]?\s*[\d.,]+\W*(?:lượt.{0,20})?"
    r"|[\d.,]+\s*(?:lượt (?:xem|đọc)|views?|bình luận|comments?|go top)\W*"
    r"|(?:in trang|in bài(?: viết)?|gửi (?:email|bài viết|cho bạn bè|phản hồi)|quay lại|về đầu trang|go top|bản in|"
    r"chia sẻ(?: bài viết)?(?: trên facebook)?|share(?: on \w+)?|tweet|facebook|zalo|twitter|like|thích|bình luận|print|email|"
    r"cỡ chữ.{0,20}|đọc bài viết|tải ứng dụng.{0,40}|đăng nhập.{0,20}|tìm kiếm.{0,20}|rss)(?:\s*[|•\-/]\s*[^.]{0,80})?\W*"
    r"|(?:thứ (?:hai|ba|tư|năm|sáu|bảy|2|3|4|5|6|7)|chủ nhật),?\s*(?:ngày\s*)?\d{1,2}[/\-.]\d{1,2}[/\-.]\d{4}.{0,40}"
    r"|(?:cập nhật|ngày đăng|đăng lúc|ngày cập nhật|đăng ngày|ngày tạo)\s*:?.{0,50}"
    r"|hiện tại không có bình chọn nào.{0,60}"
    r"|(?:tags?|từ khóa|từ khoá)\s*:.{0,200}"
    r"|\d{1,2}:\d{2}(?:\s*[|,\-]\s*\d{1,2}[/\-]\d{1,2}[/\-]\d{4})?(?:\s*(?:am|pm|gmt.{0,6}))?"
    r"|\d{1,2}[/\-]\d{1,2}[/\-]\d{4}(?:\s*[|,\-]?\s*\d{1,2}:\d{2}.{0,30})?)$",
    re.I,
)
# A heading after which everything short is furniture too.
_SECTION = re.compile(
    r"^\W*(?:(?:các )?(?:tin|bài|bài viết|tin bài|tin tức)\s*(?:cùng chuyên mục|liên quan|khác|cũ hơn|mới hơn|đã đưa|mới nhất|nổi bật|đọc nhiều)"
    r"|xem thêm|đọc thêm|có thể bạn quan tâm|bài viết khác|tin nổi bật|thống kê truy cập|lượt truy cập|liên kết (?:web(?:site)?|website)|"
    r"thăm dò ý kiến|bình chọn|ý kiến bạn đọc|chuyên mục khác|văn bản mới|video clip|thư viện ảnh|danh mục|quảng cáo)\b.{0,40}$",
    re.I,
)
_MENU_MARK = re.compile(r"\s[|»›>•·]\s")
_SENTENCE = re.compile(r"[.!?…]\W*$")


def _is_menu(line: str) -> bool:
    """Three or more short items between bars or arrows."""
    items = _MENU_MARK.split(line)
    return len(items) >= 3 and all(len(item.split()) <= 6 for item in items)


def article_lines(text: str) -> Iterator[tuple[int, int]]:
    """Character ranges of the lines that are **not** furniture, in order."""
    in_section = False
    for match in _LINE.finditer(text):
        begin, end = match.span()
        if end - begin > 400:
            in_section = False
            yield begin, end
            continue
        line = match.group().strip()
        if not line:
            continue
        if _SECTION.match(line):
            in_section = True
            continue
        if in_section:
            # Related headlines have no full stop; a real sentence ends the section.
            if len(line.split()) < 25 and not _SENTENCE.search(line):
                continue
            in_section = False
        if _ALONE.match(line) or _is_menu(line):
            continue
        yield begin, end
