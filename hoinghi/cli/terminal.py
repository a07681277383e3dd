"""Text from an input as a terminal may show it: on one line, with nothing that steers the terminal."""

from __future__ import annotations

LIMIT = 1000  # characters of one message: an id may be as long as an article


def visible(text: str) -> str:
    """``text`` with every character that prints nothing by itself written as an escape.

    Names of files, ids and reasons quote the input.  A line end in one would forge a message, an escape
    sequence would recolour, retitle or clear the terminal, a bidi mark would turn a name round, and the half
    of a surrogate pair that stands for an undecodable byte of a file name cannot be printed at all.
    """
    if len(text) > LIMIT:
        text = text[: LIMIT - 1] + "…"
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)
