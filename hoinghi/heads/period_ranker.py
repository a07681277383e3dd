"""Which period expression is the period under review: features of a candidate.

A linear model scores each candidate by where it stands (headline, lead, body), by the words before
and behind it, and by the nearest word of reviewing or of planning.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import compress

from hoinghi.document import Document
from hoinghi.heads.periods import OPENING_WORDS, PeriodCandidate, find_periods
from hoinghi.text.memo import Memo
from hoinghi.text.tokens import CANONICAL

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
CANDIDATE_LIMIT = 60  # the review's own period is told early; a table of years is not searched to its end
REVIEW_UNITS = {
    "monthly_review": ("month",),
    "quarterly_review": ("quarter", "nine_months"),
    "six_month_review": ("half",),
    "year_end_summary": ("year",),
    "thematic_review": ("multi_year",),
    "other": (),
}


@dataclass(frozen=True, slots=True)
class PlacedCandidate:
    """A candidate with the token range it covers and its feature names."""

    candidate: PeriodCandidate
    first: int
    last: int
    features: tuple[str, ...]


def _opens_period(form: str) -> bool:
    return form[0].isdecimal() or form.lower() in OPENING_WORDS


_OPENS = Memo(_opens_period)


def _window(forms: Sequence[str], begin: int, end: int) -> list[str]:
    return list(map(CANONICAL.__getitem__, forms[max(0, begin) : max(0, end)]))


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


def place_candidates(document: Document) -> list[PlacedCandidate]:
    """The period candidates of a document outside its furniture, with features, in text order."""
    opens = map(_OPENS.__getitem__, document.forms)
    found = find_periods(document.lower, compress(document.starts, opens))
    sentence_starts = [begin for begin, _ in document.sentences]
    inside = []
    for candidate in found:
        first = bisect_right(document.starts, candidate.start) - 1
        last = bisect_right(document.starts, candidate.end - 1)
        number = bisect_right(sentence_starts, first) - 1
        if number >= 0 and first < document.sentences[number][1]:
            inside.append((candidate, first, last, number))
        if len(inside) == CANDIDATE_LIMIT:
            break
    in_headline = {(c.unit, c.index) for c, first, _, _ in inside if first < document.headline[1]}
    in_lead = {(c.unit, c.index) for c, first, _, _ in inside if document.lead[0] <= first < document.lead[1]}
    count: dict[tuple[str, int | None], int] = {}
    for candidate, *_ in inside:
        key = (candidate.unit, candidate.index)
        count[key] = count.get(key, 0) + 1
    placed = []
    ordinal_of_unit: dict[str, int] = {}
    for ordinal, (candidate, first, last, number) in enumerate(inside):
        unit, key = candidate.unit, (candidate.unit, candidate.index)
        nth = ordinal_of_unit.get(unit, 0)
        ordinal_of_unit[unit] = nth + 1
        field = "headline" if first < document.headline[1] else "lead" if first < document.lead[1] else "body"
        begin, end = document.sentences[number]
        before = _window(document.forms, max(begin, first - 18), first)
        behind = _window(document.forms, last, min(end, last + 4))
        bigrams = list(map("_".join, zip(before, before[1:], strict=False)))
        cues = _cue_places(bigrams)
        pairs = frozenset(bigrams)
        kind = f"{unit}/{candidate.kind}"
        if candidate.kind == "months" and last - first == len(("6", "tháng")):
            kind += "/bare"  # "6 tháng" alone is as often how long something lasts
        side = f"{unit}{candidate.index if unit == 'half' else ''}"
        features = [
            f"unit={side}",
            f"kind={kind}",
            f"field={field}",
            f"{side}@{field}",
            f"{kind}@{field}",
            f"sentence={min(number, 6)}",
            f"order={min(ordinal, 5)}@{field}",
            f"nth={min(nth, 3)}",
            f"nth={min(nth, 3)}@{field}",
            f"count={min(count[key], 4)}",
            f"dated={candidate.year is not None}",
        ]
        if key in in_headline:
            features += ["repeats_headline", f"repeats_headline@{field}"]
        elif any(unit == other for other, _ in in_headline):
            features.append("headline_has_other_of_unit")
        elif in_headline:
            features.append("headline_has_other_unit")
        if key in in_lead and field != "lead":
            features.append(f"repeats_lead@{field}")
        if not cues:
            features.append(f"cue=none@{field}")
        else:
            cue, distance = bigrams[cues[-1]], len(bigrams) - 1 - cues[-1]
            sort = _sort_of(cue)
            near = "near" if distance <= 2 else "mid" if distance <= 8 else "far"
            features += [
                f"cue={cue}",
                f"cue={sort}/{near}",
                f"cue={sort}@{field}",
                f"cue={sort}/{side}",
            ]
            sort = _sort_of(bigrams[_governor(before, cues)])
            # "Tháng 5, quý II": the second of two periods under one cue.
            cue_end = first - len(before) + cues[-1] + 2
            place = "second" if ordinal and inside[ordinal - 1][1] >= cue_end else "first"
            features += [
                f"governed={sort}",
                f"governed={sort}@{field}",
                f"governed={sort}/{side}",
                f"governed={sort}/{place}",
                f"governed={sort}/{place}@{field}",
            ]
        if pairs & MEETING_WORDS:
            features += ["meeting_before", f"meeting_before@{field}"]
        if pairs & REVIEW_WORDS:
            features += ["review_before", f"review_before@{field}"]
        if pairs & PLAN_WORDS:
            features.append("plan_before")
        if "cùng_kỳ" in pairs or "so_với" in pairs:
            features.append("comparison")
        for back, word in enumerate(reversed(before[-3:]), 1):
            features.append(f"word-{back}={word}")
        if len(before) >= 2:
            features.append(f"words-2={before[-2]}_{before[-1]}")
        for ahead, word in enumerate(behind[:2], 1):
            features.append(f"word+{ahead}={word}")
        if not before:
            features.append("opens_sentence")
        placed.append(PlacedCandidate(candidate, first, last, tuple(features)))
    return _with_neighbours(placed)


def _with_neighbours(placed: Sequence[PlacedCandidate]) -> list[PlacedCandidate]:
    """The candidates; a month knows whether the text reviews or plans the month before or behind it.

    The briefing "of November", held on its third day, looks back at October.
    """
    reviewed, planned = (
        {
            p.candidate.index
            for p in placed
            if p.candidate.unit == "month" and f"governed={sort}" in p.features
        }
        for sort in ("review", "plan")
    )

    def seen(one: PlacedCandidate) -> PlacedCandidate:
        index = one.candidate.index
        if one.candidate.unit != "month" or index is None:
            return one
        found = [
            f"{name}_{sort}"
            for name, month in (("previous", (index - 2) % 12 + 1), ("next", index % 12 + 1))
            for sort, told in (("reviewed", reviewed), ("planned", planned))
            if month in told
        ]
        return replace(one, features=(*one.features, *found)) if found else one

    return list(map(seen, placed))
