"""Cues of the meeting type: what a reader looks for in headline and lead, as named features.

They stand beside TF-IDF in one linear model and are never the answer by themselves.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from math import floor

from hoinghi.document import Document
from hoinghi.heads.period_ranker import PlacedCandidate
from hoinghi.text.tokens import CANONICAL, canonical

# Multi-syllable cues by what they announce, in canonical form.
CUES: dict[str, tuple[str, ...]] = {
    "review": (
        "sơ kết", "tổng kết", "giao ban", "đánh giá", "kiểm điểm", "nhìn lại", "rút kinh nghiệm",
        "kết quả thực hiện", "kết quả công tác", "kết quả hoạt động", "báo cáo kết quả", "điểm lại", "bình xét", "quyết toán",
    ),
    "meeting": ("hội nghị", "cuộc họp", "phiên họp", "buổi họp", "họp", "buổi làm việc", "giao ban", "hội nghị trực tuyến", "toạ đàm"),
    "regular": ("thường kỳ", "định kỳ", "ban chấp hành", "hội nghị lần thứ", "thường lệ", "hằng tháng", "hàng tháng"),
    "plan": ("phương hướng", "nhiệm vụ", "triển khai", "kế hoạch", "mục tiêu", "phát động", "ra quân", "hưởng ứng"),
    "congress": ("đại hội", "kỳ họp", "hiệp thương", "bầu cử", "ứng cử"),
    "event": (
        "lễ", "thăm", "tặng quà", "trao", "khai mạc", "bế mạc", "khánh thành", "hội thi", "cuộc thi", "hội thao", "giải", "diễn đàn",
        "tập huấn", "bồi dưỡng", "quán triệt", "học tập", "tiếp xúc cử tri", "đối thoại", "ngày hội", "mít tinh", "kỷ niệm",
    ),
    "document": (
        "báo cáo số", "ban hành báo cáo", "có báo cáo", "công văn", "văn bản số", "kế hoạch số", "quyết định số", "thông báo số",
        "kính gửi", "giấy mời", "thư mời", "kính mời", "v / v",
    ),
    "weekly": (
        "giao ban tuần", "trong tuần", "tuần qua", "hằng tuần", "tuần này", "tuần tới", "đầu tuần", "công việc tuần", "công tác tuần",
    ),
    # Judging somebody or something, not looking back at a period: inside such a phrase no review begins.
    "appraisal": (
        "đánh giá năng lực", "thi đánh giá", "đánh giá cao", "được đánh giá", "bị đánh giá", "đánh giá là", "đánh giá tác động",
        "kiểm điểm trách nhiệm", "kiểm điểm rút kinh nghiệm", "kiểm điểm nghiêm túc", "nghiêm túc kiểm điểm", "phải kiểm điểm",
        "yêu cầu kiểm điểm", "tổ chức kiểm điểm", "viết kiểm điểm", "bản kiểm điểm", "rút kinh nghiệm sâu sắc",
        "nghiêm túc rút kinh nghiệm", "quyết toán thuế",
    ),
    "collection": ("tin vắn", "điểm tin", "bản tin", "tin tóm tắt"),
    "speech": ("trả lời phỏng vấn", "phóng viên", "ghi chép", "ký sự"),
    "future": ("sẽ", "sắp", "dự kiến", "chuẩn bị", "giấy mời", "thông báo", "về việc", "thời gian địa điểm"),
    "thematic": (
        "năm thực hiện", "năm triển khai", "năm thi hành", "năm xây dựng", "năm học", "giai đoạn", "nhiệm kỳ", "chỉ thị", "nghị quyết",
        "cuộc vận động", "đề án", "chiến dịch", "đợt cao điểm", "cao điểm", "mùa hè", "hội thi", "cuộc thi", "mô hình", "dự án", "chương trình phối hợp",
    ),
}  # fmt: skip
_BY_FIRST: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
for _group, _phrases in CUES.items():
    for _phrase in _phrases:
        _words = tuple(canonical(word) for word in _phrase.split())
        _BY_FIRST.setdefault(_words[0], []).append((_words, " ".join(_words), _group))


def find_cues(words: Sequence[str]) -> list[tuple[int, str, str]]:
    """``(position, phrase, group)`` of every cue in canonical words, in order.

    A cue of reviewing that begins inside an appraisal is none.
    """
    found: list[tuple[int, str, str]] = []
    appraised: set[int] = set()
    for position in [position for position, word in enumerate(words) if word in _BY_FIRST]:
        for phrase, name, group in _BY_FIRST[words[position]]:
            if tuple(words[position : position + len(phrase)]) == phrase:
                found.append((position, name, group))
                if group == "appraisal":
                    appraised.update(range(position, position + len(phrase)))
    if not appraised:
        return found
    return [cue for cue in found if cue[2] != "review" or cue[0] not in appraised]


def _canonical_words(forms: Sequence[str]) -> list[str]:
    return list(map(CANONICAL.__getitem__, forms))


def _groups_around(document: Document, token: int) -> set[str]:
    """The groups of the cues in the sentence of a token."""
    number = bisect_right(document.sentences, (token, len(document.forms) + 1)) - 1
    begin, end = document.sentences[number]
    return {group for _, _, group in find_cues(_canonical_words(document.forms[begin:end]))}


def score_bucket(score: float) -> int:
    """A ranker's logit in steps of 1.5, from -4 to 3."""
    return max(-4, min(3, floor(score / 1.5)))


def cue_features(
    document: Document, periods: Sequence[PlacedCandidate], scores: Sequence[float]
) -> list[str]:
    """Cue and period features of one document; ``scores`` are the ranker's logits of ``periods``."""
    features: set[str] = set()
    fields = {
        name: [
            word
            for begin, end in document.article_ranges(*bounds)
            for word in _canonical_words(document.forms[begin:end])
        ]
        for name, bounds in (("headline", document.headline), ("lead", document.lead))
    }
    groups: dict[str, set[str]] = {}
    for field, field_words in fields.items():
        cues = find_cues(field_words)
        groups[field] = {group for _, _, group in cues}
        features.update(f"{field}:{phrase}" for _, phrase, _ in cues)
        features.update(f"{field}:<{group}>" for group in groups[field])
        features.update(
            f"{field}:no <{group}>" for group in ("review", "meeting") if group not in groups[field]
        )
        if cues:
            features.add(f"{field}:first <{cues[0][2]}>")
            features.update(
                f"{field}:{a[1]} … {b[1]}"
                for a, b in zip(cues, cues[1:], strict=False)
                if field == "headline"
            )
    either = groups["headline"] | groups["lead"]
    features.update(f"either:<{a}>+<{b}>" for a in either for b in either if a < b)
    features.update(f"neither:<{group}>" for group in ("review", "meeting", "regular") if group not in either)

    best: dict[str, tuple[float, str]] = {}
    place: dict[str, int] = {}
    for placed, score in zip(periods, scores, strict=True):
        unit = placed.candidate.unit
        field = (
            "headline"
            if placed.first < document.headline[1]
            else "lead"
            if placed.first < document.lead[1]
            else "body"
        )
        if unit not in best or score > best[unit][0]:
            best[unit] = (score, field)
            place[unit] = placed.first
    for unit, (score, _) in best.items():
        bucket = score_bucket(score)
        features.update(f"period {unit} ≥ {step}" for step in range(-4, bucket + 1))
        # A review told deep in a story is told in one sentence: who met, to look back on what.
        around = _groups_around(document, place[unit])
        features.update(f"{unit} sentence <{group}>" for group in around)
        features.update(f"{unit} sentence <{a}>+<{b}>" for a in around for b in around if a < b)
        if {"review", "meeting"} <= around:
            features.update(f"{unit} sentence told ≥ {step}" for step in range(-4, bucket + 1))
    if not best:
        features.add("no period")
        return sorted(features)
    top = max(best, key=lambda unit: best[unit][0])
    score, field = best[top]
    bucket = score_bucket(score)
    review = "review" if "review" in either else "no review"
    meeting = "meeting" if "meeting" in either else "no meeting"
    features.update(
        {
            f"top {top}",
            f"top {top} {bucket}",
            f"top {top} {field}",
            f"top {top} {review}",
            f"top {top} {review} {meeting}",
            f"top score {bucket}",
            f"top score {bucket} {review}",
        }
    )
    features.update(f"top {top} headline <{group}>" for group in groups["headline"])
    return sorted(features)
