"""Features of a period candidate: what it is, where it stands, and the words before and behind it."""

from __future__ import annotations

from collections.abc import Sequence

from hoinghi.heads.periods import PeriodCandidate

REVIEW_WORDS = frozenset(
    "sơ_kết tổng_kết đánh_giá kết_quả kiểm_điểm giao_ban nhìn_lại rút_kinh quyết_toán báo_cáo "
    "tình_hình thường_kỳ định_kỳ tổng_hợp bình_xét".split()
)
PLAN_WORDS = frozenset(
    "triển_khai phương_hướng nhiệm_vụ kế_hoạch mục_tiêu giải_pháp chương_trình phấn_đấu dự_kiến "
    "thời_gian tiếp_tục định_hướng ký_kết phát_động trọng_tâm đến_hết".split()
)
MEETING_WORDS = frozenset("hội_nghị cuộc_họp buổi_họp giao_ban phiên_họp buổi_làm họp_giao họp_ban".split())
# Between two cues of one phrase stand at most so many tokens: "đánh giá kết quả thực hiện nhiệm vụ".
PHRASE_GAP = 5
_ENDS_PHRASE = frozenset(", ; : . – - và".split())


def _cue_places(pairs: Sequence[str]) -> list[int]:
    """Where the review and plan bigrams of ``pairs`` stand."""
    return [place for place, pair in enumerate(pairs) if pair in REVIEW_WORDS or pair in PLAN_WORDS]


def _sort_of(cue: str) -> str:
    return "review" if cue in REVIEW_WORDS else "plan"


def _governor(before: Sequence[str], places: Sequence[int]) -> int:
    """Where the phrase of the last cue begins.

    "Đánh giá kết quả thực hiện nhiệm vụ tháng 4" reviews, although "nhiệm vụ" stands nearest to the month.
    """
    head = places[-1]
    for place in reversed(places[:-1]):
        if head - place > PHRASE_GAP + 2 or _ENDS_PHRASE & set(before[place:head]):
            break
        head = place
    return head


def own_features(
    candidate: PeriodCandidate,
    tokens: int,
    side: str,
    field: str,
    sentence: int,
    places: tuple[int, int, int],
) -> list[str]:
    """What a candidate of so many tokens is and where it stands.

    ``side``: its unit, of a half-year with its number; ``sentence``: its number; ``places``: how many
    candidates stand before it, how many of its unit, and how often the text names the same.
    """
    ordinal, nth, count = places
    kind = f"{candidate.unit}/{candidate.kind}"
    if candidate.kind == "months" and tokens == len(("6", "tháng")):
        kind += "/bare"  # "6 tháng" alone is as often how long something lasts
    return [
        f"unit={side}",
        f"kind={kind}",
        f"field={field}",
        f"{side}@{field}",
        f"{kind}@{field}",
        f"sentence={min(sentence, 6)}",
        f"order={min(ordinal, 5)}@{field}",
        f"nth={min(nth, 3)}",
        f"nth={min(nth, 3)}@{field}",
        f"count={min(count, 4)}",
        f"dated={candidate.year is not None}",
    ]


def cue_features(before: Sequence[str], side: str, field: str, first: int, previous: int) -> list[str]:
    """The cues among the words before a candidate.

    ``first``: its first token; ``previous``: that of the candidate before it, -1 where it has none.
    """
    pairs = list(map("_".join, zip(before, before[1:], strict=False)))
    cues = _cue_places(pairs)
    if cues:
        cue, distance = pairs[cues[-1]], len(pairs) - 1 - cues[-1]
        sort = _sort_of(cue)
        near = "near" if distance <= 2 else "mid" if distance <= 8 else "far"
        features = [f"cue={cue}", f"cue={sort}/{near}", f"cue={sort}@{field}", f"cue={sort}/{side}"]
        sort = _sort_of(pairs[_governor(before, cues)])
        # "Tháng 5, quý II": the second of two periods under one cue.
        place = "second" if previous >= first - len(before) + cues[-1] + 2 else "first"
        features += [
            f"governed={sort}",
            f"governed={sort}@{field}",
            f"governed={sort}/{side}",
            f"governed={sort}/{place}",
            f"governed={sort}/{place}@{field}",
        ]
    else:
        features = [f"cue=none@{field}"]
    here = frozenset(pairs)
    if here & MEETING_WORDS:
        features += ["meeting_before", f"meeting_before@{field}"]
    if here & REVIEW_WORDS:
        features += ["review_before", f"review_before@{field}"]
    if here & PLAN_WORDS:
        features.append("plan_before")
    if "cùng_kỳ" in here or "so_với" in here:
        features.append("comparison")
    return features


def word_features(before: Sequence[str], behind: Sequence[str]) -> list[str]:
    """The words right beside a candidate."""
    features = [f"word-{back}={word}" for back, word in enumerate(reversed(before[-3:]), 1)]
    if len(before) >= 2:
        features.append(f"words-2={before[-2]}_{before[-1]}")
    features += [f"word+{ahead}={word}" for ahead, word in enumerate(behind[:2], 1)]
    if not before:
        features.append("opens_sentence")
    return features
