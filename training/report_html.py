"""HTML as text: everything that is not markup already is escaped on its way in."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence

from training.metrics import Estimate

# Escaping does not help against these: a browser drops or rewrites them, and a lone surrogate has no UTF-8.
_UNSHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class Html(str):
    """Markup that is safe to put into a page; any other string is text."""

    __slots__ = ()


def escaped(value: object) -> Html:
    """``value`` as markup: text is escaped, in attributes too; controls become U+FFFD."""
    if isinstance(value, Html):
        return value
    return Html(html.escape(_UNSHOWN.sub("�", str(value)), quote=True))


def element(name: str, *content: object, **attributes: object) -> Html:
    """An element; ``class_`` and the like lose their underscore, others turn theirs into hyphens."""
    marks = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escaped(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Html(f"<{name}{marks}>{joined(content)}</{name}>")


def joined(parts: Iterable[object], between: str = "") -> Html:
    """Parts one after another."""
    return Html(escaped(between).join(escaped(part) for part in parts))


def table(head: Sequence[object], rows: Iterable[Sequence[object]], caption: str, words: int = 1) -> Html:
    """A table that scrolls by itself on a narrow screen; its first ``words`` columns are text, not numbers.

    A cell is text, markup, or a whole ``<td>`` element.
    """

    def cell(value: object, column: int) -> Html:
        if isinstance(value, Html) and value.startswith("<td"):
            return value
        if column == 0:
            return element("th", value, scope="row")
        return element("td", value, class_="number" if column >= words else None)

    titles = joined(
        element("th", name, scope="col", class_="number" if n >= words else None)
        for n, name in enumerate(head)
    )
    lines = joined(element("tr", joined(cell(v, n) for n, v in enumerate(row))) for row in rows)
    inner = joined(
        [element("caption", caption), element("thead", element("tr", titles)), element("tbody", lines)]
    )
    return element(
        "div", element("table", inner), class_="wide", tabindex="0", role="group", aria_label=caption
    )


def figure(value: Estimate | None) -> Html:
    """A figure with its interval in small print; a dash where nothing bears on it."""
    if value is None:
        return Html("–")
    interval = element("small", f"{value.low:.3f}–{value.high:.3f}")
    return joined([f"{value.value:.3f}", " ", interval])
