"""Cleaning: one form for everything that looks alike, every position traceable.

Cleaning is for features only: answers always slice the user's own string.  It takes out the remnants
of a page, reads old Vietnamese encodings, composes Unicode (NFC), drops characters that nobody sees,
and gives look-alike spaces, quotes, dashes, digits and letters one form.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from hoinghi.text.legacy import repair
from hoinghi.text.lookalikes import replace_lookalikes
from hoinghi.text.markdown import markdown_edits
from hoinghi.text.remnants import remnant_edits
from hoinghi.text.view import Edit, View

# Characters without width: soft hyphen, joiners, bidi marks, BOM, variation selectors, tags, controls
# but tab and line ends, private use, halves of surrogate pairs; and emoji, which say nothing to the heads.
_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffc"
    "\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\ud800-\uf8ff\u20e3\u231a\u231b\u23e9-\u23fa\u2600-\u2604\u2607-\u26ff\u2702-\u270d\u2721-\u2728\u2744-\u2767\u2795-\u2797\u27b0\u27bf\u2b50\u2b55"
    "\U0001f000-\U0001faff\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
)
_MARK = (
    "\u0300-\u036f\u1161-\u11ff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20e2\u20e4-\u20ff\u3099\u309a\ufe20-\ufe2f"
)
# One sign that stands for several letters: Ⅳ in "quý Ⅳ", ligatures of a typesetter.
_WIDE = "\u2160-\u217f\ufb00-\ufb06"
# Vietnamese letters decompose to a base and up to two marks; a longer pile is an attack or a toy,
# so a cluster is bounded and normalising stays linear.
_MOVING = re.compile(f"[^{_MARK}{_INVISIBLE}]?[{_MARK}{_INVISIBLE}]{{1,32}}|[{_WIDE}]")
_IS_INVISIBLE = re.compile(f"[{_INVISIBLE}]")
_NEEDS_MOVING = re.compile(f"[{_INVISIBLE}{_MARK}{_WIDE}]")
_SPACES = re.compile(" {2,}")
# Some keyboards type the tone before the circumflex, breve or horn; composition needs it behind.
_SHAPING = "\u0302\u0306\u031b"
_PASSES = 4  # a repair may uncover another (an entity that hides a tag); a toy may go on for ever


@dataclass(frozen=True, slots=True)
class CleanText:
    """The clean view of a text and the ``repairs`` that it took, as the names of what was repaired."""

    view: View
    repairs: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The clean text."""
        return self.view.text

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The raw half-open span of the non-empty clean span ``[start, end)``."""
        return self.view.raw_span(start, end)


def clean(raw: str) -> CleanText:
    """The clean view of ``raw``; linear in its length."""
    view = View(raw)
    repairs: list[str] = []
    for _ in range(_PASSES):
        before = view.text
        edits = remnant_edits(view.text)
        if edits:
            view = view.edited(edits)
            repairs.append("markup")
        marks = markdown_edits(view.text)
        if marks:
            view = view.edited(marks)  # as common as quotes: nothing to be warned of
        repaired = repair(view.text)
        if repaired is not None:
            view = view.edited(repaired.edits)
            repairs.append(repaired.encoding)
        view = view.replaced(replace_lookalikes(view.text))
        is_moving = _NEEDS_MOVING.search(view.text) is not None
        if is_moving:
            view = view.edited(_moving_edits(view.text))
        if "  " in view.text:
            view = view.edited((*match.span(), " ") for match in _SPACES.finditer(view.text))
        if view.text == before or not (edits or marks or repaired or is_moving):
            break
    return CleanText(view, tuple(dict.fromkeys(repairs)))


def _moving_edits(text: str) -> Iterator[Edit]:
    for match in _MOVING.finditer(text):
        begin, end = match.span()
        # Invisible characters leave no trace, and a span never ends behind one.
        seen = [place for place in range(begin, end) if _IS_INVISIBLE.match(text[place]) is None]
        if not seen:
            yield begin, end, ""
            continue
        first, last = seen[0], seen[-1] + 1
        if begin < first:
            yield begin, first, ""
        yield first, last, _compose("".join(text[place] for place in seen))
        if last < end:
            yield last, end, ""


def _compose(cluster: str) -> str:
    if len(cluster) == 1:
        return unicodedata.normalize("NFKC", cluster)
    letters = unicodedata.normalize("NFD", cluster)
    shaping = [mark for mark in letters[1:] if mark in _SHAPING]
    if not shaping:
        return unicodedata.normalize("NFC", cluster)
    others = [mark for mark in letters[1:] if mark not in _SHAPING]
    return unicodedata.normalize("NFC", letters[0] + "".join(shaping + others))
