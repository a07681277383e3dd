# ruff: noqa: E501 - alternatives read worse when they are cut
"""Meeting type and period by regular expressions: what a careful person writes in an afternoon.

The headline is asked first, then the first sentences: is a review told of, and which stretch of time
stands nearest behind its verb?  The year comes from that expression, else from the first full date.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from training.article import Article, LabelledPeriod
from training.peers.composed import compose
from training.peers.peer import PERIOD, TYPE, Answer

LEAD = 900  # characters behind the headline
_NUMBERS = {
    **{str(number): number for number in range(1, 13)},
    **{f"0{number}": number for number in range(1, 10)},
    **dict(zip("i ii iii iv".split(), range(1, 5), strict=True)),
    **dict(zip("một hai ba tư năm sáu bảy tám chín mười giêng chạp".split(), [*range(1, 11), 1, 12], strict=True)),
    "bốn": 4, "mười một": 11, "mười hai": 12, "nhất": 1,
}  # fmt: skip
_NUMBER = r"(?:0?[1-9]|1[0-2]|mười một|mười hai|mười|một|hai|ba|bốn|tư|năm|sáu|bảy|tám|chín|giêng|chạp)"
_YEAR = r"(?:\s{0,2}(?:/|-|,)?\s{0,2}(?:của\s)?(?:năm\s{1,2})?(?P<YEAR>20[0-3]\d|199\d))?"


def _year(name: str) -> str:
    return _YEAR.replace("YEAR", name)


_PERIOD = re.compile(
    r"(?<!\w)(?:"
    r"(?P<thematic>\w{1,4}\snăm\s(?:\w{1,9}\s)?(?:thực hiện|triển khai|xây dựng|thi hành|hoạt động|phối hợp|học tập|tổ chức|thành lập)"
    r"|năm học|niên khóa|học kỳ|nhiệm kỳ|nhiệm kì|giai đoạn|\d{1,2} năm|cuộc thi|hội thi|liên hoan|hội diễn|giải (?:bóng|thể thao|báo)|chiến dịch"
    r"|đợt|cao điểm|tháng hành động|tuần lễ|dự án|đề án|chương trình phối hợp|công tác bầu cử|cuộc bầu cử|diễn tập|lễ hội|mô hình)"
    rf"|(?P<quarter>(?:qu[ýí]|q\.)\s{{0,2}}(?P<quarter_index>iii|ii|iv|i|[1-4]|một|hai|ba|bốn|tư|nhất)(?!\w){_year('quarter_year')})"
    rf"|(?P<months>(?P<months_count>{_NUMBER})\s?(?:tháng|t(?!\w))(?:\s(?P<side>đầu|cuối))?(?:\snăm(?!\s\d))?{_year('months_year')})"
    rf"|(?P<half>nửa\s(?:(?P<half_side>đầu|cuối)\s)?năm{_year('half_year')})"
    rf"|(?P<month>(?:tháng\s{{0,2}}|t(?=\d))(?P<month_index>{_NUMBER})(?!\w){_year('month_year')})"
    rf"|(?P<year>năm\s{{1,2}}(?P<year_year>20[0-3]\d|199\d)|cả năm|cuối năm|năm qua|năm cũ|năm {_NUMBER})"
    r"|(?P<bare>(?:20[0-3]\d|199\d)(?![-/–]\d))"
    r")(?!\w)"
)
_VERB = re.compile(
    r"(?<!\w)(?:tổng kết|sơ kết|giao ban|đánh giá|kiểm điểm|nhìn lại|rút kinh nghiệm|họp thường kỳ|phiên họp thường kỳ"
    r"|hội nghị thường kỳ|họp phiên thường kỳ|phiên họp tháng|sinh hoạt tháng|kiểm lại|sơ, tổng kết|kết quả (?:công tác|hoạt động|thực hiện|nhiệm vụ)|họp (?:quý|tháng)"
    r"|hội nghị (?:quý|tháng|báo cáo viên tháng))(?!\w)"
)
_COMING = re.compile(
    r"(?:^|\n)(?:thông báo|kế hoạch|giấy mời|thư mời|v/v|báo cáo|chuẩn bị|lịch)(?!\w)|(?<!\w)(?:sắp|sẽ|chuẩn bị) (?:diễn ra|tổ chức|họp|tổng kết|sơ kết)"
)
_OTHER_HEADLINE = re.compile(
    r"(?<!\w)(?:đại hội|kỳ họp|chất vấn|tập huấn|bồi dưỡng|khai mạc|khai giảng|ra mắt|trao quyết định|thăm|viếng|chúc mừng|tiếp xúc cử tri|đối thoại"
    r"|hiệp thương|bổ nhiệm|khởi công|khánh thành|họp mặt|gặp mặt|ký kết|phát động|hưởng ứng|học tập nghị quyết|quán triệt|giám sát|phản biện)(?!\w)"
)
_MEETING = re.compile(
    r"(?<!\w)(?:hội nghị|cuộc họp|phiên họp|buổi họp|giao ban|họp|buổi làm việc|sinh hoạt|lễ tổng kết|tổng kết|sơ kết)(?!\w)"
)
_PLAN = re.compile(
    r"(?:triển khai|phương hướng|nhiệm vụ|kế hoạch|bàn|trọng tâm|chương trình|đề ra|thống nhất)[^.;,\n]{0,40}$"
)
_DATE = re.compile(
    r"(?<!\d)(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(20[0-3]\d|199\d)(?!\d)|ngày\s\d{1,2}\stháng\s(\d{1,2})(?:,)?\snăm\s(\d{4})"
)
_ANY_YEAR = re.compile(r"(?<![\d.-])(?:20[0-3]\d|199\d)(?![\d%.,]\d)(?!\d)")
_CLOCK = re.compile(r"[^\n]{0,120}(?:\d{1,2}:\d\d:\d\d|lượt truy cập|đang online)[^\n]{0,120}")
_SENTENCE = re.compile(r"[.;!?]\s|\n")
_DAY_BEFORE = re.compile(r"\d{1,2}\s$")
_VAGUE = frozenset(("năm qua", "cuối năm", "năm cũ", "cả năm"))
_REACH = 130  # characters between the verb and its stretch of time

_UNITS = {"month": "monthly_review", "quarter": "quarterly_review", "nine_months": "quarterly_review",
          "half": "six_month_review", "year": "year_end_summary", "multi_year": "thematic_review"}  # fmt: skip


def _months(count: int, side: str | None, year: int | None) -> LabelledPeriod:
    """N months: six are a half, nine and three months have names of their own, twelve are a year."""
    if count == 6:
        return LabelledPeriod("half", 2 if side == "cuối" else 1, year)
    if count == 9:
        return LabelledPeriod("nine_months", None, year)
    if count == 12:
        return LabelledPeriod("year", None, year)
    return LabelledPeriod("month", count, year)


def _period(match: re.Match[str]) -> LabelledPeriod:
    def year(name: str) -> int | None:
        return int(match[name]) if match[name] else None

    if match["thematic"]:
        return LabelledPeriod("multi_year")
    if match["quarter"]:
        return LabelledPeriod("quarter", _NUMBERS[match["quarter_index"]], year("quarter_year"))
    if match["months"]:
        return _months(_NUMBERS[match["months_count"]], match["side"], year("months_year"))
    if match["half"]:
        return LabelledPeriod("half", 2 if match["half_side"] == "cuối" else 1, year("half_year"))
    if match["month"]:
        return LabelledPeriod("month", _NUMBERS[match["month_index"]], year("month_year"))
    return LabelledPeriod("year", None, int(match["bare"]) if match["bare"] else year("year_year"))


def _is_set_aside(match: re.Match[str], clause: str) -> bool:
    """Whether an expression belongs to a date ("ngày 5 tháng 7") or to the plan."""
    before = clause[max(0, match.start() - 60) : match.start()]
    return bool(_PLAN.search(before) or (match["month"] and _DAY_BEFORE.search(before)))


def _reviewed(passage: str) -> LabelledPeriod | None:
    """The stretch of time nearest behind a verb of review in one passage, the plan's left out."""
    for verb in _VERB.finditer(passage):
        reach = passage[verb.start() : verb.end() + _REACH]
        end = _SENTENCE.search(reach)
        clause = reach[: end.start()] if end else reach
        usable = [match for match in _PERIOD.finditer(clause) if not _is_set_aside(match, clause)]
        # "tổng kết năm, đánh giá quý IV": what names its length exactly comes before a bare year.
        exact = [match for match in usable if not match["bare"] and match[0] not in _VAGUE]
        if usable:
            return _period((exact or usable)[0])
    return None


def _with_year(period: LabelledPeriod, text: str) -> LabelledPeriod:
    """The year of the article's first full date where the expression has none.

    A meeting in January or February reviews what lies in the year before.
    """
    if period.year is not None or period.unit == "multi_year":
        return period
    text = _CLOCK.sub(" ", text)
    date = _DATE.search(text)
    if date is None:
        found = _ANY_YEAR.search(text[:LEAD]) or _ANY_YEAR.search(text)
        return LabelledPeriod(period.unit, period.index, int(found[0]) if found else None)
    month, year = int(date[2] or date[4]), int(date[3] or date[5])
    is_late = (
        period.unit in ("year", "nine_months")
        or (period.unit == "quarter" and period.index == 4)
        or (period.unit == "half" and period.index == 2)
        or (period.unit == "month" and (period.index or 0) > 10)
    )
    return LabelledPeriod(period.unit, period.index, year - (is_late and month < 4))


class ReviewExpressions:
    """Type and period of an article by expressions."""

    name: ClassVar[str] = "expressions"
    figures: ClassVar[tuple[str, ...]] = (*TYPE, *PERIOD)
    package: ClassVar[str | None] = None

    def fit(self, articles: Sequence[Article]) -> None:
        """Nothing to learn."""

    def predict(self, texts: Sequence[str]) -> list[Answer]:
        return [self._answer(text) for text in texts]

    def size(self) -> int:
        return Path(__file__).stat().st_size

    def _answer(self, raw: str) -> Answer:
        text = "\n".join(line.strip() for line in compose(raw).text.lower().split("\n") if line.strip())
        lines = [line for line in text.split("\n") if line.count("|") < 2 and len(line) > 15]
        headline, lead = (lines[0][:300], "\n".join(lines[1:])[:LEAD]) if lines else ("", "")
        period = self._choose(headline, lead, text)
        if period is None:
            return Answer("other")
        return Answer(_UNITS[period.unit], _with_year(period, text))

    @staticmethod
    def _choose(headline: str, lead: str, text: str) -> LabelledPeriod | None:
        if _COMING.search(headline):
            return None
        period, other, verb = _reviewed(headline), _OTHER_HEADLINE.search(headline), _VERB.search(headline)
        # "tổng kết 5 năm, phát động ..." is a review; "đại hội ..., tổng kết nhiệm kỳ" is none.
        if period is not None and verb is not None and (other is None or verb.start() < other.start()):
            return period
        if other is not None or not _MEETING.search(headline + "\n" + lead):
            return None
        return _reviewed(lead)
