"""Whole lines of page furniture: headings of link lists, imprints, forms, notices.

Every rule is filed under the first words of its lines, so that a line of an article costs one look-up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from hoinghi.furniture.patterns import UPPER
from hoinghi.furniture.patterns import FurnitureKind as Kind


class Reach(Enum):
    """How far a formula reaches."""

    LINE = "line"
    SECTION = "section"  # the short lines below it as well
    WEAK = "weak"  # furniture only beside furniture of its kind


@dataclass(frozen=True, slots=True)
class Rule:
    """One formula: lines that match ``pattern`` from their beginning to their end."""

    kind: Kind
    reach: Reach
    pattern: re.Pattern[str]


_OTHER = (
    r"(?:các |những )?(?:tin bài|tin tức|tin|bài viết|bài|thông báo|video|clip|ảnh|văn bản|sự kiện)"
    r" (?:liên quan|cùng (?:chuyên mục|chủ đề|loại|thể loại)|khác|(?:cũ|mới) hơn|đã (?:đưa|đăng)|mới(?: nhất| cập nhật| đăng)?|nổi bật|nóng"
    r"|(?:được )?(?:đọc|xem|quan tâm)(?: nhiều)?(?: nhất)?|tiếp theo)"
)
_MORE = (
    rf"{_OTHER}|(?:xem|đọc) (?:thêm|tiếp|nhiều(?: nhất)?)|có thể bạn quan tâm|bạn có thể (?:quan tâm|thích)|(?:cùng )?chuyên mục(?: khác)?"
    r"|mời (?:bạn|quý vị|độc giả) (?:xem|đọc) thêm|mới cập nhật"
)
_GAP = r"\W{0,6}"
# A paper or a site, told by its first word or its last: "Báo Đắk Nông", "Cổng TTĐT Chính phủ", "Đắk Nông điện tử".
# "Báo cáo" begins a sentence, and what stands behind a dash may be the writer.
_MEDIUM = (
    r"(?:(?:báo(?! cáo)|tạp chí|cổng|đài|trang|website|web|bản tin|kênh|thông tấn xã|ttxvn|vov|vtv|vgp|vietnamplus|vnexpress|chinhphu\.vn)(?!\w)"
    r"[^.:;,!?()–-]{0,50}|[^.:;,!?()–-]{2,40} (?:điện tử|online)|(?-i:[a-z0-9-]{2,40}(?:\.[a-z0-9-]{2,20}){1,3}))"
)
_NAMED = r"[^.]{0,200}"

_TABLE: tuple[tuple[Kind, Reach, str, str], ...] = (
    (
        Kind.RELATED,
        Reach.SECTION,
        "các những tin bài thông video clip ảnh văn sự xem đọc có bạn cùng chuyên mời mới",
        rf"(?:{_MORE})(?: (?:của|trong|về) [\w ]{{1,25}})?(?: \(\d+\))?",
    ),
    # "Xem thêm: A | B"; what ends in a full stop may be a sentence.
    (
        Kind.RELATED,
        Reach.LINE,
        "các những tin bài thông video clip ảnh văn sự xem đọc có bạn cùng chuyên mời mới",
        rf"(?:{_MORE}) ?(?:[:|]|(?:[>\"] ?){{2,4}}).{{1,380}}(?<!\.)|xem: ?(?=[^|\d\s])[^|]{{1,150}}\|.{{1,200}}|xem thêm (?:tại )?(?:đây|video|ảnh)",
    ),
    (
        Kind.VISITORS,
        Reach.SECTION,
        "thống lượt bộ số đang tổng khách",
        r"thống kê(?: (?:truy cập|lượt truy cập|website|online))|(?:tổng )?(?:số )?lượt truy cập|bộ đếm(?: truy cập)?|số người (?:đang )?truy cập",
    ),
    (
        Kind.VISITORS,
        Reach.LINE,
        "thống",
        r"thống kê(?: truy cập)? ?: ?(?:đang )?(?:online|truy cập|hôm nay|trực tuyến).{0,120}",
    ),
    (
        Kind.VISITORS,
        Reach.WEAK,
        "đang hôm tuần tháng năm tổng tất khách thành máy trực online",
        r"(?:đang (?:online|truy cập)|hôm (?:nay|qua)|(?:tuần|tháng|năm) (?:này|trước|qua)|tháng hiện tại|tổng(?: số| cộng| lượt truy cập)?|tất cả"
        r"|khách(?: viếng thăm)?|thành viên|máy chủ tìm kiếm|trực tuyến|online)",
    ),
    (Kind.VOTE, Reach.SECTION, "thăm bình", r"thăm dò(?: ý kiến| dư luận)?|bình chọn"),
    (
        Kind.VOTE,
        Reach.LINE,
        "ý bạn theo",
        r"(?:ý kiến bạn đọc|bạn (?:thấy|đánh giá|có)) .{0,80}(?:\[[^\[\]]{1,20}\]\W{0,4}){2,6}(?:gửi phiếu)?"
        r"|(?:theo |ý kiến )?bạn [^?]{2,90}\?\s{0,4}(?:[•○☐□(\[][^•○☐□(\[]{1,40}){2,8}",
    ),
    (
        Kind.MENU,
        Reach.SECTION,
        "liên thư video multimedia",
        r"liên kết (?:web|website|trang|nhanh)(?: web| khác)?|thư viện (?:ảnh|video|hình ảnh)|video clip|multimedia",
    ),
    # A page number and what is around it: "Trang 1 2 3 … 17 Sau".
    (Kind.MENU, Reach.LINE, "trang", r"trang (?:\d{1,4}\W{1,5}){2,20}(?:sau|cuối|tiếp)?"),
    (
        Kind.MENU,
        Reach.LINE,
        "trang home",
        rf"(?:trang (?:chủ|nhất)|home)(?: ?[|>/›»\"•·\-]{{1,2}} ?.{{1,250}}| (?-i:[{UPPER}]).{{1,200}})(?<![.!?…])",
    ),
    (Kind.MENU, Reach.LINE, "cổng trang", r"(?:cổng|trang) (?:thông )?tin[^.]{3,80} [/|>\"•] [^.]{2,60}"),
    (Kind.FOOTER, Reach.LINE, "cơ đơn", r"(?:cơ quan|đơn vị) chủ quản ?:.{1,300}"),
    (
        Kind.FOOTER,
        Reach.LINE,
        "chịu người",
        r"(?:người )?chịu trách nhiệm(?: chính| về| nội dung| xuất bản| quản lý| thông tin){0,3}(?: đ/c| ông| bà)? ?[:\-].{1,300}",
    ),
    (
        Kind.FOOTER,
        Reach.LINE,
        "giấy gp gpxb số",
        r"(?:giấy phép(?: hoạt động| thiết lập| xuất bản| báo chí)?|gp|gpxb|số giấy phép).{0,80}(?:gp|bttt|ttđt|icp|stttt|báo chí|thông tin và truyền thông).{0,200}",
    ),
    (
        Kind.FOOTER,
        Reach.LINE,
        "bản copyright all ghi đề ® thiết phát powered designed developed vận",
        r"bản quyền(?: \d{4})?(?: thuộc(?: về)?| của|:| ©).{1,250}|copyright\b.{0,200}|all rights reserved.{0,60}"
        r"|(?:đề nghị |vui lòng )?ghi rõ nguồn.{1,200}|(?:thiết kế|phát triển|vận hành)(?: và (?:phát triển|vận hành))?(?: bởi| website)? ?:?.{0,60}(?:\.vn|\.com|vnpt|viettel|fpt)[^.]{0,40}"
        r"|(?:powered|designed|developed) by.{1,100}",
    ),
    (
        Kind.FOOTER,
        Reach.WEAK,
        "địa trụ điện đt tel fax email e hotline website đường số tổng phó ban cổng trang",
        rf"(?:địa chỉ|trụ sở(?: chính)?|tòa soạn|điện thoại|đt|tel|fax|e-?mail|hotline|website|đường dây nóng|số điện thoại|tổng biên tập|phó tổng biên tập"
        rf"|ban biên tập|trưởng ban biên tập) ?[:.].{{1,200}}|(?:cổng|trang) (?:thông tin điện tử|tttt?đt){_NAMED}",
    ),
    (
        Kind.FORM,
        Reach.SECTION,
        "ý",
        r"ý kiến (?:bạn đọc|của bạn|độc giả)(?: \(\d+\))?",
    ),
    (
        Kind.FORM,
        Reach.LINE,
        "gửi mã nhập viết để email các leave trả bình bạn vui đăng thông đóng chưa hãy post submit ý",
        r"gửi (?:bình luận|ý kiến|phản hồi|câu hỏi)(?: của bạn)?|(?:nhập )?mã (?:xác nhận|kiểm tra|bảo mật|an toàn|captcha)(?: \*)?|viết (?:bình luận|phản hồi|ý kiến)(?: của bạn)?"
        r"|để lại (?:một )?(?:bình luận|phản hồi|ý kiến)|email của bạn sẽ không được hiển thị.{0,120}|các trường bắt buộc.{0,60}|leave a (?:reply|comment).{0,60}"
        r"|bình luận của bạn .{0,30}(?:gửi|duyệt).{0,100}|(?:bạn (?:cần|phải)|vui lòng|hãy) đăng nhập.{0,80}|đăng nhập để .{1,60}|vui lòng nhập.{1,80}"
        r"|thông tin bạn đọc|đóng lưu thông tin|chưa có (?:bình luận|ý kiến|lời bình|phản hồi)(?: nào)?|hãy là người đầu tiên (?:bình luận|cho ý kiến).{0,60}"
        r"|post comment|submit|ý kiến của bạn sẽ .{0,100}|bạn còn \d+.{0,20} ký tự",
    ),
    (
        Kind.FORM,
        Reach.WEAK,
        "họ tên email điện địa nội tiêu gửi hủy nhập lời làm",
        r"(?:họ (?:và )?tên|tên(?: của bạn)?|email|điện thoại|địa chỉ|nội dung|tiêu đề|gửi|hủy(?: bỏ)?|nhập lại|lời nhắn|làm lại)(?: ?\(?\*\)?)? ?:?",
    ),
    (
        Kind.COOKIES,
        Reach.LINE,
        "trang website chúng bằng khi by we this chấp đồng accept",
        r"(?:trang|website|chúng tôi|bằng cách|bằng việc|khi|by|we|this).{0,120}\bcookies?\b.{0,250}|(?:chấp nhận|đồng ý|accept)(?: tất cả| all)?(?: cookies?)?",
    ),
    (
        Kind.TAGS,
        Reach.LINE,
        "tag tags từ nhãn",
        r"(?:tags?|từ kh(?:óa|oá)(?: liên quan| tìm kiếm)?|nhãn) ?:.{1,350}|(?:tags?|từ kh(?:óa|oá))",
    ),
    (Kind.ADVERT, Reach.LINE, "quảng advertisement ads", r"quảng cáo|advertisement|ads"),
    (Kind.SOURCE, Reach.LINE, "theo nguồn", rf"(?:theo|nguồn(?: tin)?) ?[:.]? ?{_MEDIUM}"),
    (Kind.SHARE, Reach.LINE, "theo", r"theo dõi .{1,60} trên(?: google news| facebook| zalo)?"),
    (Kind.DATE, Reach.LINE, "hôm", r"hôm nay ?: ?(?:thứ|chủ).{1,60}"),
    (Kind.PRINT, Reach.LINE, "file tệp tài", r"(?:file|tệp(?: tin)?|tài liệu)(?: đính kèm)(?: ?:.{1,150})?"),
)


def _filed(kinds: frozenset[Kind]) -> dict[str, tuple[Rule, ...]]:
    found: dict[str, list[Rule]] = {}
    for kind, reach, words, pattern in _TABLE:
        rule = Rule(kind, reach, re.compile(rf"\W{{0,6}}(?:{pattern}){_GAP}$", re.I))
        for word in words.split() if kind in kinds else ():
            found.setdefault(word, []).append(rule)
    return {word: tuple(rules) for word, rules in found.items()}


RULES: dict[str, tuple[Rule, ...]] = _filed(frozenset(Kind))
# Only these are as long as a sentence and end as one.
SENTENCE_RULES: dict[str, tuple[Rule, ...]] = _filed(frozenset({Kind.FOOTER, Kind.FORM, Kind.COOKIES}))
