"""Features of the meeting type: what a reader looks for in headline and lead, and anywhere, by name.

They stand beside TF-IDF in one linear model and are never the answer by themselves.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor

from hoinghi.document import Document
from hoinghi.heads.cues import Cue, find_cues
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
    cues = {
        field: find_cues(
            [
                word
                for begin, end in document.article_ranges(*bounds)
                for word in _canonical_words(document.forms[begin:end])
            ]
        )
        for field, bounds in (("headline", document.headline), ("lead", document.lead))
    }
    sentences = _sentence_groups(document)
    told = _told_anywhere(sentences)
    best = _best_of_units(document, periods, scores)
    features = _field_features(cues) | _anywhere_features(told)
    if not best:
        return sorted(features | {"no period"})
    starts = [begin for begin, _ in document.sentences]
    for unit, period in best.items():
        # A review told deep in a story is told in one sentence: who met, to look back on what.
        around = sentences[bisect_right(starts, period.first) - 1]
        features |= _unit_features(unit, score_bucket(period.score), around)
    top = max(best, key=lambda unit: best[unit].score)
    return sorted(features | _top_features(top, best[top], cues, told))


@dataclass(frozen=True, slots=True)
class _Best:
    """The likeliest period of a unit: its logit, its field, its first token."""

    score: float
    field: str
    first: int


def _groups(cues: Sequence[Cue]) -> set[str]:
    return {group for _, _, group in cues}


def _field_features(cues: Mapping[str, Sequence[Cue]]) -> set[str]:
    """The cues of headline and lead, one by one and together."""
    features: set[str] = set()
    for field, found in cues.items():
        groups = _groups(found)
        features.update(f"{field}:{phrase}" for _, phrase, _ in found)
        features.update(f"{field}:<{group}>" for group in groups)
        features.update(f"{field}:no <{group}>" for group in ("review", "meeting") if group not in groups)
        if found:
            features.add(f"{field}:first <{found[0][2]}>")
    headline = cues["headline"]
    features.update(f"headline:{a[1]} … {b[1]}" for a, b in zip(headline, headline[1:], strict=False))
    either = _groups(headline) | _groups(cues["lead"])
    features.update(f"either:<{a}>+<{b}>" for a in either for b in either if a < b)
    features.update(f"neither:<{group}>" for group in ("review", "meeting", "regular") if group not in either)
    return features


def _anywhere_features(told: set[str]) -> set[str]:
    """What some sentence tells, or none."""
    nowhere = {deed for deed in (_REVIEWED, _ASSESSED, "review", "meeting") if deed not in told}
    return {f"anywhere <{deed}>" for deed in told} | {f"nowhere <{deed}>" for deed in nowhere}


def _best_of_units(
    document: Document, periods: Sequence[PlacedCandidate], scores: Sequence[float]
) -> dict[str, _Best]:
    """The likeliest period of each unit, in the order of the text."""
    best: dict[str, _Best] = {}
    for placed, score in zip(periods, scores, strict=True):
        unit, first = placed.candidate.unit, placed.first
        if unit not in best or score > best[unit].score:
            in_headline, in_lead = first < document.headline[1], first < document.lead[1]
            best[unit] = _Best(score, "headline" if in_headline else "lead" if in_lead else "body", first)
    return best


def _unit_features(unit: str, bucket: int, around: set[str]) -> set[str]:
    """How likely the best period of a unit is, and the groups of the cues in its sentence."""
    steps = range(-4, bucket + 1)
    features = {f"period {unit} ≥ {step}" for step in steps}
    features.update(f"{unit} sentence <{group}>" for group in around)
    features.update(f"{unit} sentence <{a}>+<{b}>" for a in around for b in around if a < b)
    if {"review", "meeting"} <= around:
        features.update(f"{unit} sentence told ≥ {step}" for step in steps)
    return features


def _top_features(top: str, best: _Best, cues: Mapping[str, Sequence[Cue]], told: set[str]) -> set[str]:
    """The likeliest period of all, beside what headline and lead say, and what the text tells anywhere."""
    headline = _groups(cues["headline"])
    either = headline | _groups(cues["lead"])
    bucket = score_bucket(best.score)
    review = "review" if "review" in either else "no review"
    meeting = "meeting" if "meeting" in either else "no meeting"
    how = "reviewed" if _REVIEWED in told else "assessed" if _ASSESSED in told else "untold"
    return {
        f"top {top}",
        f"top {top} {bucket}",
        f"top {top} {best.field}",
        f"top {top} {review}",
        f"top {top} {review} {meeting}",
        f"top score {bucket}",
        f"top score {bucket} {review}",
        f"top {top} {how}",
        f"top {top} anywhere {' '.join(sorted(told))}",
        *(f"top {top} headline <{group}>" for group in headline),
    }
