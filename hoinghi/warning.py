"""What a record warns of: a code that stays, a colon, and a sentence for people."""

from __future__ import annotations

NO_DIACRITICS = "no-diacritics: the text has no diacritics; it was read with the likeliest ones"
NOT_VIETNAMESE = "not-vietnamese: the text is not Vietnamese; nothing was looked for in it"
NOT_TEXT = "not-text: the input is no running text; nothing was looked for in it"
EMPTY = "empty: the input holds no words"
MARKUP = "markup: HTML tags or character references in the text were read over"


def abstained(score: float, minimum: float) -> str:
    """The warning of a meeting type that is not told."""
    return f"abstained: the likeliest meeting type scores {score:.2f}, below {minimum:.2f}"


def repaired(name: str) -> str:
    """The warning of one repair that cleaning names."""
    if name == "markup":
        return MARKUP
    return f"encoding: the text is in {name}; it was read as such, offsets count in the text as given"


def decoded(encoding: str) -> str:
    """The warning of bytes in another encoding than Unicode."""
    return f"encoding: the bytes are in {encoding}; offsets count in the decoded text"


def shortened(length: int, limit: int) -> tuple[str, ...]:
    """The warning of a text of which only ``limit`` of ``length`` characters are read, if so."""
    if length <= limit:
        return ()
    return (f"shortened: only the first {limit} of {length} characters were read",)
