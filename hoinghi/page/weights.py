"""Which blocks of a page are the article: weights of blocks and of the containers around them."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate

from hoinghi.furniture.headings import RULES
from hoinghi.furniture.judging import by_rule
from hoinghi.furniture.patterns import FurnitureKind
from hoinghi.page.blocks import HEADINGS, Block, Markup, Node, hint
from hoinghi.page.metadata import find_date

# The weight of a short line and of a short heading; no other block has one of these, so they are known by it.
_LABELS = (-3.0, -1.0)
_DATELINE = -4.0
_IMPRINT = 400  # characters: no line of an imprint is longer
_MIN_PROSE = 200  # characters: less is no article
_MARKED_SHARE = 0.15
_DISCOUNT = -0.31
_SENTENCE = re.compile(r"[.!?…:;][\"”'’)\]]*$|[,;] |\. ")
_JUNK = re.compile(
    r"comment|\bcmt\b|binh-?luan|y-?kien|\breply|\brespond\b|related|\brelate\b|lien-?quan|\bother|tin-?khac|tin-?cu\b|side-?bar|"
    r"widget-area|footer|\bfoot\b|menu|navigation|navbar|\bnav\b|bread-?crumb|share|sharing|social|rating|cookie|gdpr|consent|popup|"
    r"\bmodal|banner|advert|\bads?\b|\bqc\b|quang-?cao|newsletter|subscribe|\bhidden\b|\bd-none\b|contentinfo|\btags?\b|"
    r"statistic|thong-?ke|promo\b|copyright|skip-link|toolbar|author-?(?:box|bio|card)",
    re.I,
)
_JUNK_TAGS = frozenset({"nav", "footer", "aside"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|(?:^|\s)hidden(?:=|\s|$)", re.I)
# Where the article is over, whatever follows.
_END = re.compile(
    r"^\W*(?:(?:các |những )?(?:tin|bài|bài viết|tin bài|tin tức)\s*"
    r"(?:cùng chuyên mục|cùng chủ đề|liên quan|khác|cũ hơn|"
    r"mới hơn|đã đưa|đã đăng|mới nhất|nổi bật|đọc nhiều)|ý kiến bạn đọc|bình luận|có thể bạn quan tâm|"
    r"tổng số điểm của bài viết|đăng ký nhận (?:bản )?tin)\b.{0,40}$",
    re.I,
)
FURNITURE = re.compile(
    r"^\W*(?:tổng số điểm của bài viết|click để đánh giá|xếp hạng:|chia sẻ|in (?:trang|bài)|bản in|gửi email|"
    r"quay lại|trở về|về đầu trang|xem cỡ chữ|đọc bài viết|lượt xem|quảng cáo|từ khóa|tags?:)",
    re.I,
)
# A line that says who posted when; dates inside sentences are none of its business.
_POSTED = re.compile(
    r"^\W*(?:viết bởi|gửi bởi|(?:được )?đăng (?:bởi|ngày|lúc)|ngày (?:đăng|cập nhật|tạo|gửi)|"
    r"(?:lần )?cập nhật|xuất bản|thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])\b|chủ nhật,)|"
    r"\d{1,2}[:h]\d{2}\b.{0,40}\d{4}|\d{4}.{0,40}\b\d{1,2}[:h]\d{2}\b",
    re.I,
)


def is_dateline(text: str) -> bool:
    """A short line with the day of posting."""
    return (
        len(text) <= 110
        and find_date(text) is not None
        and (len(text) < 40 or _POSTED.search(text) is not None)
    )


def is_imprint(text: str) -> bool:
    """Who runs the site, under which licence, at which address: all that a page without prose has."""
    if len(text) > _IMPRINT:
        return False
    verdict = by_rule(text.strip(), RULES)
    return verdict is not None and verdict[0] is FurnitureKind.FOOTER


def _weight(block: Block) -> float:
    """Characters of prose; links and labels weigh against the container they stand in."""
    if is_dateline(block.text):
        return _DATELINE
    if is_imprint(block.text):
        return _DISCOUNT * len(block.text)
    if block.is_link:
        return -10.0 - 0.7 * min(len(block.text), 100)
    if block.own_length >= 80 or (block.own_length >= 35 and _SENTENCE.search(block.text)):
        return float(block.own_length)
    return _LABELS[block.tag in HEADINGS]


def _is_teaser(blocks: list[Block], node: Node) -> bool:
    """A small box of a linked headline with a sentence or two: other news, not this article."""
    # Checked before the slice is made: nested boxes would copy the page once a level.
    if not 2 <= node.end - node.begin <= 6:
        return False
    inside = blocks[node.begin : node.end]
    if sum(len(b.text) for b in inside) > 700:
        return False
    return any(b.is_link for b in inside[:2]) and sum(b.link_length for b in inside) > 20


@lru_cache(maxsize=4096)
def _is_side_matter(tag: str, attributes: str) -> bool:
    """Whether a container says of itself that it is hidden or beside the article."""
    return tag in _JUNK_TAGS or bool(_JUNK.search(hint(attributes)) or _HIDDEN.search(attributes))


def _discount(weights: list[float], node: Node) -> None:
    """Count what stands in a box against whatever contains the box."""
    weights[node.begin : node.end] = [_DISCOUNT * abs(weight) for weight in weights[node.begin : node.end]]


def weigh_blocks(markup: Markup, anchor: int) -> list[float]:
    """The weight of each block, prose in boxes that are no article counted against."""
    blocks = markup.blocks
    weights = [_weight(block) for block in blocks]
    judged_to = 0
    for node in markup.nodes:
        if node.begin >= judged_to and _is_teaser(blocks, node):
            _discount(weights, node)
            judged_to = node.end
    prose = list(accumulate((max(weight, 0.0) for weight in weights), initial=0.0))
    judged, judged_to = list(weights), 0
    for node in markup.nodes:
        here = prose[node.end] - prose[node.begin]
        # What holds half the prose of the page is no side matter, whatever its class says.
        if node.begin < judged_to or here > 0.5 * prose[-1] or node.begin <= anchor < node.end:
            continue
        if node.begin < node.end and _is_side_matter(node.tag, node.attributes[:500]):
            _discount(judged, node)
            judged_to = node.end
    # What stands above the headline is the page, unless hardly anything stands below it.
    if anchor > 0 and sum(max(weight, 0.0) for weight in judged[anchor:]) > _MIN_PROSE:
        _discount(judged, Node("", "", 0, anchor))
    left = sum(max(weight, 0.0) for weight in judged)
    # Class names that condemn everything speak of something else on this site.
    return judged if left > _MIN_PROSE else weights


def main_range(markup: Markup, weights: list[float], anchor: int) -> tuple[int, int]:
    """The range of blocks of the heaviest container, the deepest among equals.

    An article element around the headline is believed, where it holds more than a summary.
    """
    total = list(accumulate(weights, initial=0.0))
    best, found = 0.0, (0, len(weights))
    marked, marked_range = 0.0, found
    for node in markup.nodes:
        weight = total[node.end] - total[node.begin]
        if weight >= best and weight > 0:
            best, found = weight, (node.begin, node.end)
        if node.tag == "article" and node.begin <= anchor < node.end and weight > marked:
            marked, marked_range = weight, (node.begin, node.end)
    return marked_range if marked > max(_MIN_PROSE, _MARKED_SHARE * best) else found


def article_blocks(markup: Markup, weights: list[float], begin: int, end: int) -> list[int]:
    """The blocks of the article within its range: prose, and short lines between or just after prose."""
    kept: list[int] = []
    waiting: list[int] = []
    prose = sum(max(w, 0.0) for w in weights[begin:end])
    seen = 0.0
    for index in range(begin, end):
        block = markup.blocks[index]
        if seen > 0.4 * prose and _END.match(block.text):
            break
        if weights[index] > 0:
            kept += [*waiting, index]
            waiting.clear()
            seen += weights[index]
        elif weights[index] not in _LABELS or FURNITURE.match(block.text):
            continue
        elif kept or block.tag in HEADINGS:
            waiting.append(index)
    # A signature or a caption may end the article; more than that is the page again.
    return kept + waiting[:3]
