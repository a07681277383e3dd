"""Features of the meeting type: what a reader looks for in headline and lead, and anywhere, by name.

They stand beside TF-IDF in one linear model and are never the answer by themselves.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from math import floor

from hoinghi.document import Document
from hoinghi.heads.cues import find_cues
from hoinghi.heads.period_ranker import PlacedCandidate
from hoinghi.text.tokens import CANONICAL

# An article says somewhere, or nowhere, that these happened; that a meeting reviewed or assessed something
# where one sentence has both cues.
_DEEDS = ("review", "assess", "meeting", "press", "congress")
_REVIEWED, _ASSESSED = "review+meeting", "assess+meeting"


def _canonical_words(forms: Sequence[str]) -> list[str]:
    return list(map(CANONICAL.__getitem__, forms))


def _sentence_groups(document: Document) -> list[set[str]]:
    """The groups of the cues in each sentence."""
    return [
        {group for _, _, group in find_cues(_canonical_words(document.forms[begin:end]))}
        for begin, end in document.sentences
    ]


def _told_anywhere(sentences: Sequence[set[str]]) -> set[str]:
    """The deeds that some sentence tells."""
    told = {group for groups in sentences for group in groups if group in _DEEDS}
    for deed, pair in ((_REVIEWED, {"review", "meeting"}), (_ASSESSED, {"assess", "meeting"})):
        if any(pair <= groups for groups in sentences):
            told.add(deed)
    return told


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

    sentences = _sentence_groups(document)
    told = _told_anywhere(sentences)
    features.update(f"anywhere <{deed}>" for deed in told)
    features.update(
        f"nowhere <{deed}>" for deed in (_REVIEWED, _ASSESSED, "review", "meeting") if deed not in told
    )

    starts = [begin for begin, _ in document.sentences]
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
        around = sentences[bisect_right(starts, place[unit]) - 1]
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
    how = "reviewed" if _REVIEWED in told else "assessed" if _ASSESSED in told else "untold"
    features.update(
        {
            f"top {top}",
            f"top {top} {bucket}",
            f"top {top} {field}",
            f"top {top} {review}",
            f"top {top} {review} {meeting}",
            f"top score {bucket}",
            f"top score {bucket} {review}",
            f"top {top} {how}",
            f"top {top} anywhere {' '.join(sorted(told))}",
        }
    )
    features.update(f"top {top} headline <{group}>" for group in groups["headline"])
    return sorted(features)
