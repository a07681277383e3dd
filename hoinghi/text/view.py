"""A view of a text: what the heads read, with a map of every position back to the text as given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Edit = tuple[int, int, str]  # the characters [begin, end) are read as this string


@dataclass(frozen=True, slots=True)
class View:
    """``text`` is what is read; ``starts[i]``/``ends[i]`` bound its character ``i`` in the raw text.

    ``starts`` and ``ends`` are ``None`` where no position moved (the usual case).
    """

    text: str
    starts: list[int] | None = None
    ends: list[int] | None = None

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The raw half-open span of the non-empty half-open span ``[start, end)`` of the view."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]

    def edited(self, edits: Iterable[Edit]) -> View:
        """This view with some of its characters read otherwise.

        ``edits`` are in order and do not overlap.  Of a replacement of ``k`` characters the ``j``-th
        stands for the ``j``-th character replaced, the last for all that are left.
        """
        parts: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        last = 0
        for begin, end, text in edits:
            parts += (self.text[last:begin], text)
            starts.extend(range(last, begin))
            ends.extend(range(last + 1, begin + 1))
            for position in range(len(text)):
                place = min(begin + position, end - 1)
                starts.append(place)
                ends.append(end if position == len(text) - 1 else place + 1)
            last = end
        if not parts:
            return self
        parts.append(self.text[last:])
        starts.extend(range(last, len(self.text)))
        ends.extend(range(last + 1, len(self.text) + 1))
        if self.starts is not None and self.ends is not None:
            earlier_starts, earlier_ends = self.starts, self.ends
            starts = [earlier_starts[place] for place in starts]
            ends = [earlier_ends[place - 1] for place in ends]
        return View("".join(parts), starts, ends)

    def replaced(self, text: str) -> View:
        """This view with a text of the same length."""
        if len(text) != len(self.text):
            raise ValueError("a replaced text must keep its length")
        return View(text, self.starts, self.ends)
