"""Put spans back on their text after a labelling tool has moved, recounted or normalised them.

Tools write Windows line ends as one character, compose Unicode, trim, drop double spaces, and count
UTF-16 units, bytes or grapheme clusters where the corpus counts code points.  Every exported span
therefore carries its quote.  A record is first read as a whole in each of these ways, and the way that
fits most quotes wins: repeated names make the nearest place of one quote alone a poor guide.  What
still does not fit is searched by its quote.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

Place = tuple[int, int]


class ReanchorError(ValueError):
    """A span cannot be put on its text; the message names the span and the reason."""


@dataclass(frozen=True, slots=True)
class DraftSpan:
    """A span as a tool gave it: ``start`` and ``end`` count whatever the tool counts.

    ``key`` is the tool's name for the span, ``quote`` the text that it covered, if the tool kept it.
    """

    key: str
    start: int
    end: int
    label: str
    quote: str | None = None

    def __str__(self) -> str:
        return f"{self.label} [{self.start}, {self.end})" + (f" {self.quote!r}" if self.quote else "")


@dataclass(frozen=True, slots=True)
class Anchored:
    """A half-open place in code points; ``remark`` says what was repaired, empty if nothing was."""

    place: Place
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A text in NFD without white space and invisible characters, with the way back.

    ``starts[k]`` and ``ends[k]`` bound the character of the text that gave ``chars[k]``;
    ``before[i]``, of one more entry than the text, counts the skeleton's characters before ``i``.
    """

    chars: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    before: tuple[int, ...]

    def span(self, first: int, last: int) -> Place:
        """The place in the text of the skeleton's ``[first, last)``, which is not empty."""
        # Canonical order may exchange two marks of one letter, so the outermost places count.
        return min(self.starts[first:last]), max(self.ends[first:last])


def _is_ignorable(char: str) -> bool:
    # Variation selectors are marks by category, yet tools drop them like joiners and zero-width spaces.
    return char.isspace() or unicodedata.category(char) == "Cf" or "\ufe00" <= char <= "\ufe0f"


def fold(text: str) -> str:
    """The characters of the skeleton of ``text``."""
    return unicodedata.normalize("NFD", "".join(c for c in text if not _is_ignorable(c)))


@lru_cache(maxsize=64)
def skeleton(text: str) -> Skeleton:
    """The skeleton of ``text``; ``skeleton(text).chars == fold(text)``."""
    units: list[tuple[str, int]] = []
    before: list[int] = []
    for index, char in enumerate(text):
        before.append(len(units))
        if not _is_ignorable(char):
            units += [(part, index) for part in unicodedata.normalize("NFD", char)]
    before.append(len(units))
    first = 0
    for last in range(len(units) + 1):
        if last == len(units) or not unicodedata.combining(units[last][0]):
            units[first:last] = sorted(units[first:last], key=lambda unit: unicodedata.combining(unit[0]))
            first = last
    starts = tuple(index for _, index in units)
    return Skeleton("".join(c for c, _ in units), starts, tuple(i + 1 for i in starts), tuple(before))


def project(place: Place, source: str, target: str) -> Place | None:
    """``place`` of ``source`` in a ``target`` of the same skeleton; ``None`` if it covers no character."""
    if source == target:
        return place
    before = skeleton(source).before
    first, last = before[place[0]], before[place[1]]
    return skeleton(target).span(first, last) if first < last else None


def check_same_text(text: str, original: str) -> None:
    """Raise ``ReanchorError`` where ``text`` differs in more than encoding and white space."""
    mine, other = fold(text), fold(original)
    if mine != other:
        pairs = enumerate(zip(mine, other, strict=False))
        at = next((i for i, (a, b) in pairs if a != b), min(len(mine), len(other)))
        near = unicodedata.normalize("NFC", mine[max(0, at - 15) : at + 15])
        raise ReanchorError(f"the text is not that of the article of this id, from {near!r} on")


RENDERINGS: dict[str, Callable[[str], str]] = {
    "": lambda text: text,
    "line ends as one character": lambda text: text.replace("\r\n", "\n"),
    "line ends as two characters": lambda text: re.sub("\r?\n", "\r\n", text),
    "composed text": lambda text: unicodedata.normalize("NFC", text),
    "decomposed text": lambda text: unicodedata.normalize("NFD", text),
    "trimmed text": str.strip,
    "single spaces": lambda text: re.sub(r"[^\S\r\n]+", " ", text),
    "single white space": lambda text: " ".join(text.split()),
}


def _grapheme_widths(text: str) -> Iterator[int]:
    """1 where a user-perceived character begins, 0 inside it: enough of UAX #29 for news and emoji."""
    flags, last = 0, ""
    for char in text:
        is_flag = "\U0001f1e6" <= char <= "\U0001f1ff"  # two regional indicators are one flag
        is_joined = (
            unicodedata.category(char) in ("Mn", "Me", "Mc")
            or "\u200d" in (char, last)
            or "\U0001f3fb" <= char <= "\U0001f3ff"
            or last + char == "\r\n"
            or (is_flag and flags % 2 == 1)
        )
        flags = flags + 1 if is_flag else 0
        last = char
        yield 0 if is_joined else 1


UNITS: dict[str, Callable[[str], Iterator[int]]] = {
    "": lambda text: iter([1] * len(text)),
    "UTF-16 units": lambda text: (2 if c > "\uffff" else 1 for c in text),
    "grapheme clusters": _grapheme_widths,
    "UTF-8 bytes": lambda text: (len(c.encode()) for c in text),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to count: ``positions[i]`` units stand before code point ``i`` of ``rendered``."""

    name: str
    rendered: str
    positions: tuple[int, ...]

    def place(self, span: DraftSpan, text: str) -> Place | None:
        """The place in ``text`` that the span's units mean; ``None`` outside it."""
        if not 0 <= span.start < span.end <= self.positions[-1]:
            return None
        # The last code point at a position: combining marks have no width and belong to what precedes.
        start, end = (bisect_right(self.positions, unit) - 1 for unit in (span.start, span.end))
        return project((start, end), self.rendered, text) if start < end else None


def readings(text: str) -> Iterator[Reading]:
    """Every way to count ``text``, code points first."""
    for rendering, render in RENDERINGS.items():
        rendered = render(text)
        for unit, widths in UNITS.items():
            name = " of ".join(filter(None, (unit, rendering)))
            yield Reading(name, rendered, tuple(accumulate(widths(rendered), initial=0)))


def _fits(span: DraftSpan, place: Place | None, text: str, known: frozenset[tuple[str, str]]) -> bool:
    if place is None:
        return False
    folded = fold(text[slice(*place)])
    if span.quote is None:
        return (span.label, folded) in known
    return folded == fold(span.quote) and not _splits_letter(text, place[1])


def best_reading(spans: Sequence[DraftSpan], text: str, known: frozenset[tuple[str, str]]) -> Reading:
    """The reading under which most spans cover their quotes; code points unless another is better.

    ``known`` holds label and folded quote of the exported spans, for tools that drop the quote.
    """
    best, most = next(readings(text)), -1
    for reading in readings(text):
        score = sum(_fits(span, reading.place(span, text), text, known) for span in spans)
        if score > most:
            best, most = reading, score
        if most == len(spans):
            break
    return best


def _splits_letter(text: str, index: int) -> bool:
    """Whether ``index`` stands before a combining mark: ``Le`` is not found in a decomposed ``Lê``."""
    return index < len(text) and unicodedata.combining(text[index]) > 0


def _is_whole(text: str, place: Place) -> bool:
    """Whether no word is cut: ``An`` is not taken from ``Anh`` while it stands by itself elsewhere."""
    start, end = place
    return not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())


def _occurrences(needle: str, text: str) -> Iterator[int]:
    at = text.find(needle) if needle else -1
    while at >= 0:
        yield at
        at = text.find(needle, at + 1)


def find_quote(quote: str, text: str, near: int) -> Place:
    """The place of ``quote`` nearest to ``near``: exact, else but for NFC and white space; whole words first.

    Raises ``ReanchorError`` if it is missing, or stands at two equally near places.
    """
    exact = [(at, at + len(quote)) for at in _occurrences(quote, text)]
    bare, folded = skeleton(text), fold(quote)
    loose = [bare.span(at, at + len(folded)) for at in _occurrences(folded, bare.chars)]
    letters = [[p for p in found if not _splits_letter(text, p[1])] for found in (exact, loose)]
    words = [[p for p in found if _is_whole(text, p)] for found in letters]
    found = sorted(next(filter(None, (*words, *letters)), []), key=lambda p: abs(p[0] - near))
    if not found:
        raise ReanchorError("the quote is missing in the text")
    if len(found) > 1 and abs(found[0][0] - near) == abs(found[1][0] - near):
        raise ReanchorError(f"the quote stands equally near at {found[0][0]} and {found[1][0]}")
    return found[0]


def _anchor(span: DraftSpan, place: Place | None, text: str) -> tuple[Place, str]:
    """Place and remark of one span whose reading put it at ``place`` of ``text``."""
    if span.quote is None:
        if place is None:
            raise ReanchorError(f"lies outside the text ({len(text)}) and carries no quote")
        return place, ""
    if place is not None and text[slice(*place)] == span.quote:
        return place, ""
    if place is not None and _fits(span, place, text, frozenset()) and fold(span.quote):
        covered = text[slice(*place)]
        start = place[0] + len(covered) - len(covered.lstrip())
        return (start, start + len(covered.strip())), "the text differs from the quote in encoding only"
    return find_quote(span.quote, text, span.start if place is None else place[0]), "found by its quote"


def anchor_spans(
    spans: Sequence[DraftSpan], text: str, target: str, known: frozenset[tuple[str, str]] = frozenset()
) -> list[Anchored]:
    """Places in ``target`` of spans given on the tool's ``text``, in the given order.

    Raises ``ReanchorError``, naming the span, where a quote is missing or ambiguous, where a repaired
    span overlaps another, or where ``text`` and ``target`` differ in more than encoding.
    """
    if text != target:
        check_same_text(text, target)
    reading = best_reading(spans, text, known)
    bare = [span for span in spans if span.quote is None]
    fitting = sum(_fits(span, reading.place(span, text), text, known) for span in bare)
    # An annotator redraws some spans; where most exported quotes are gone, the tool moved them.
    if 2 * fitting < min(len(known), len(bare)) and len(bare) > 2:
        raise ReanchorError("most exported quotes are not covered: the offsets count something unknown")
    anchored = []
    for span in spans:
        try:
            given = reading.place(span, text)
            place, remark = _anchor(span, given and project(given, text, target), target)
        except ReanchorError as error:
            raise ReanchorError(f"{span}: {error}") from None
        if span.quote is None and (span.label, fold(target[slice(*place)])) not in known:
            remark = f"no quote: taken as it stands, {target[slice(*place)]!r}"
        if place != (span.start, span.end):
            why = remark or (f"offsets count {reading.name}" if reading.name else "the text was normalised")
            remark = f"moved to [{place[0]}, {place[1]}): {why}"
        anchored.append(Anchored(place, remark and f"{span}: {remark}"))
    return anchored


def check_apart(spans: Sequence[DraftSpan], anchored: Sequence[Anchored]) -> None:
    """Raise ``ReanchorError`` where a repaired span overlaps another: one of them is misplaced."""
    order = sorted(range(len(spans)), key=lambda i: anchored[i].place)
    for i, j in zip(order, order[1:], strict=False):
        one, other = anchored[i], anchored[j]
        if other.place[0] < one.place[1] and (one.remark or other.remark):
            raise ReanchorError(f"{spans[j]}: would overlap {spans[i]} after repair")
