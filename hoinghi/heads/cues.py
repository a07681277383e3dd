"""The words by which a meeting is told, by what they announce, and where they stand in a text."""

from __future__ import annotations

from hoinghi.text.tokens import canonical

# Multi-syllable cues by what they announce, in canonical form.
CUES: dict[str, tuple[str, ...]] = {
    "review": ("sơ kết", "tổng kết", "giao ban", "kết quả thực hiện", "kết quả công tác"),
    # Said of a period in a review, and of a plan, a price or a pupil anywhere else.
    "assess": (
        "đánh giá", "kiểm điểm", "nhìn lại", "rút kinh nghiệm", "kết quả hoạt động", "báo cáo kết quả", "điểm lại", "bình xét",
        "quyết toán",
    ),
    "meeting": (
        "hội nghị", "cuộc họp", "phiên họp", "buổi họp", "họp", "buổi làm việc", "giao ban", "hội nghị trực tuyến", "toạ đàm",
        "họp báo cáo", "cuộc họp báo cáo", "buổi họp báo cáo",
    ),
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
    # Judging somebody or something, not looking back at a period: inside such a phrase nobody assesses a period.
    "appraisal": (
        "đánh giá năng lực", "thi đánh giá", "đánh giá cao", "được đánh giá", "bị đánh giá", "đánh giá là", "đánh giá tác động",
        "kiểm điểm trách nhiệm", "kiểm điểm rút kinh nghiệm", "kiểm điểm nghiêm túc", "nghiêm túc kiểm điểm", "phải kiểm điểm",
        "yêu cầu kiểm điểm", "tổ chức kiểm điểm", "viết kiểm điểm", "bản kiểm điểm", "rút kinh nghiệm sâu sắc",
        "nghiêm túc rút kinh nghiệm", "quyết toán thuế",
    ),
    # To meet the press is to tell what was reviewed elsewhere, or nothing of the kind: inside it no meeting begins.
    "press": ("họp báo", "buổi họp báo", "cuộc họp báo"),
    "collection": ("tin vắn", "điểm tin", "bản tin", "tin tóm tắt"),
    "speech": ("trả lời phỏng vấn", "phóng viên", "ghi chép", "ký sự"),
    "future": ("sẽ", "sắp", "dự kiến", "chuẩn bị", "giấy mời", "thông báo", "về việc", "thời gian địa điểm"),
    "thematic": (
        "năm thực hiện", "năm triển khai", "năm thi hành", "năm xây dựng", "năm học", "giai đoạn", "nhiệm kỳ", "chỉ thị", "nghị quyết",
        "cuộc vận động", "đề án", "chiến dịch", "đợt cao điểm", "cao điểm", "mùa hè", "hội thi", "cuộc thi", "mô hình", "dự án", "chương trình phối hợp",
    ),
}  # fmt: skip
MASKED = {"appraisal": "assess", "press": "meeting"}  # groups whose phrases hide cues of another
_BY_FIRST: dict[str, list[tuple[int, list[str], str, str]]] = {}
for _group, _phrases in CUES.items():
    for _phrase in _phrases:
        _words = [canonical(word) for word in _phrase.split()]
        _BY_FIRST.setdefault(_words[0], []).append((len(_words), _words, " ".join(_words), _group))


Cue = tuple[int, str, str]  # position, phrase, group


def find_cues(words: list[str]) -> list[Cue]:
    """``(position, phrase, group)`` of every cue in canonical words, in order.

    What begins inside a phrase that means something else (``MASKED``) is no cue.
    """
    found: list[Cue] = []
    masked: set[tuple[str, int]] = set()
    for position, phrases in enumerate(map(_BY_FIRST.get, words)):
        if phrases is None:
            continue
        here = [
            (length, name, group)
            for length, phrase, name, group in phrases
            if words[position : position + length] == phrase
        ]
        if not here:
            continue
        longest = max(length for length, _, _ in here)
        for length, name, group in here:
            if group not in MASKED:
                found.append((position, name, group))
            elif length == longest:  # "họp báo" is not meant in "họp báo cáo"
                found.append((position, name, group))
                masked.update((MASKED[group], place) for place in range(position, position + length))
    return [cue for cue in found if (cue[2], cue[0]) not in masked] if masked else found
