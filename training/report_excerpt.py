"""Excerpts: pieces of an article's text with gold and predicted spans marked, escaped piece by piece."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from training.report_html import Html, element, escaped, joined

AROUND = 160  # characters shown before and after what a window is about


@dataclass(frozen=True, slots=True)
class Mark:
    """A half-open span of the text; ``kind``: the classes of the side that says so and of what it says."""

    start: int
    end: int
    kind: str


def marked(text: str, start: int, end: int, marks: Iterable[Mark]) -> Html:
    """``text[start:end]`` with its marks, which may overlap: every piece carries the kinds that cover it."""
    inside = [m for m in marks if m.start < end and m.end > start]
    edges = {start, end} | {min(max(e, start), end) for m in inside for e in (m.start, m.end)}
    cuts = sorted(edges)
    parts = []
    for begin, stop in zip(cuts, cuts[1:], strict=False):
        kinds = sorted({m.kind for m in inside if m.start <= begin and m.end >= stop})
        piece = escaped(text[begin:stop])
        parts.append(element("mark", piece, class_=" ".join(kinds)) if kinds else piece)
    return joined(parts)


def windows(text: str, spans: Sequence[tuple[int, int]], around: int = AROUND) -> list[tuple[int, int]]:
    """Windows about the spans, cut at line ends and between words, overlapping ones joined."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        # A line's end bounds the window, but a span itself is always whole.
        line_start = text.rfind("\n", 0, start) + 1
        line_end = text.find("\n", end)
        low = max(line_start, start - around)
        high = min(len(text) if line_end < 0 else line_end, end + around)
        if low > line_start and text[low - 1] != " ":
            low = text.find(" ", low, start) + 1 or low
        if high < len(text) and text[high] not in " \n" and " " in text[end:high]:
            high = text.rfind(" ", end, high)
        if found and low <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(high, found[-1][1])
        else:
            found.append((low, high))
    return found


def excerpt(text: str, spans: Sequence[tuple[int, int]], marks: Sequence[Mark]) -> Html:
    """The windows about ``spans`` with every mark in them, a line each."""
    lines = []
    for low, high in windows(text, spans):
        before = "… " if low and text[low - 1] != "\n" else ""
        after = " …" if high < len(text) and text[high] != "\n" else ""
        lines.append(element("p", before, marked(text, low, high, marks), after, lang="vi"))
    return element("blockquote", *lines)
