"""The clean view of a text, with a map of every position back to the text as given.

Cleaning is for features only: answers always slice the user's own string.  It composes Unicode
(NFC), drops characters that nobody sees, and gives look-alike spaces, quotes, dashes and letters
one form.  Only composition and dropping move offsets; the rest keeps length.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# Characters without width: soft hyphen, zero-width, bidi marks, BOM, controls but tab and line ends.
_INVISIBLE = (
    "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
    "\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f"
)
_MARK = "\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff"
# Vietnamese letters decompose to a base and up to two marks; a longer pile is an attack or a toy,
# so a cluster is bounded and normalising stays linear.
_MOVING = re.compile(f"[^{_MARK}{_INVISIBLE}]?[{_MARK}{_INVISIBLE}]{{1,32}}")
_IS_INVISIBLE = re.compile(f"[{_INVISIBLE}]")
_NEEDS_MOVING = re.compile(f"[{_INVISIBLE}{_MARK}]")

_SAME_LENGTH = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t", " "),
        **dict.fromkeys("\r\u000b\u000c\u0085\u2028\u2029", "\n"),
        **dict.fromkeys("“”„‟«»″＂", '"'),
        **dict.fromkeys("‘’‚‛′`´ʼ＇", "'"),
        **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
        "Ð": "Đ",
        "Ɖ": "Đ",
        "ð": "đ",
        "ɖ": "đ",
        **{chr(0xFF10 + d): str(d) for d in range(10)},
        "，": ",",
        "．": ".",
        "：": ":",
        "；": ";",
        "（": "(",
        "）": ")",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CleanText:
    """``text`` is the clean view; ``starts[i]``/``ends[i]`` bound its character ``i`` in the raw text.

    ``starts`` and ``ends`` are ``None`` where no position moved (the usual case).
    """

    text: str
    starts: list[int] | None = None
    ends: list[int] | None = None

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The raw half-open span of the non-empty clean span ``[start, end)``."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def clean(raw: str) -> CleanText:
    """The clean view of ``raw``; linear in its length."""
    if _NEEDS_MOVING.search(raw) is None:
        return CleanText(raw.translate(_SAME_LENGTH))
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    last = 0
    for match in _MOVING.finditer(raw):
        begin, end = match.span()
        parts.append(raw[last:begin])
        starts.extend(range(last, begin))
        ends.extend(range(last + 1, begin + 1))
        last = end
        # Invisible characters leave no trace, and a span never ends behind one.
        seen = [i for i in range(begin, end) if _IS_INVISIBLE.match(raw[i]) is None]
        composed = unicodedata.normalize("NFC", "".join(raw[i] for i in seen))
        parts.append(composed)
        for position in range(len(composed)):
            is_last = position == len(composed) - 1
            place = seen[min(position, len(seen) - 1)]
            starts.append(place)
            ends.append(seen[-1] + 1 if is_last else place + 1)
    parts.append(raw[last:])
    starts.extend(range(last, len(raw)))
    ends.extend(range(last + 1, len(raw) + 1))
    return CleanText("".join(parts).translate(_SAME_LENGTH), starts, ends)
