"""A page of HTML as a flat list of text blocks and the ranges of blocks that its containers span.

This is no full HTML parser on purpose.  The fast ones were measured on hostile pages: lxml drops what lies
deeper than its limit, and lxml, resiliparse and selectolax did not finish within a minute with one tag of a
million attributes.  Everything here is one pass with bounded look-back, so that time and
memory grow with the page.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from itertools import islice

from hoinghi.errors import RecordError

# A tag; quoted attribute values may hold angle brackets.  The third group backtracks into the simpler form
# where a quote is never closed, and every repeat in it is bounded.
_TAG = re.compile(
    r"<(/?)([a-zA-Z][a-zA-Z0-9:_-]{0,40})"
    r"""((?:[^<>"']{0,400}(?:"[^"]{0,4000}"|'[^']{0,4000}')){0,60}[^<>"']{0,400}(?=>)|[^<>]*)>"""
)
# What holds no text for readers up to its end tag; nothing in it is a tag.
_RAW = re.compile(r"<!--|<(script|style|title|textarea|xmp)\b([^<>]*)>|<[!?][^<>]*>", re.I)
_RAW_END = {
    name: re.compile(f"</{name}\\b[^<>]*>", re.I) for name in "script style title textarea xmp".split()
}
_ATTRIBUTE_HINT = re.compile(
    r"""\b(?:class|id|role)\s*=\s*("[^"]{0,300}|'[^']{0,300}|[^\s"'>]{1,100})""", re.I
)
_TITLE_HINT = re.compile(r"title|tieu-?_?de|headline|heading|\btd-|\bpost-name", re.I)
_BOLD = frozenset({"b", "strong"})
_BIG_FONT = re.compile(r"\bsize\s*=\s*[\"']?\+?[4-7]|font-size:\s*(?:1[6-9]|[2-4]\d)", re.I)

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# Containers: they are nodes, and what they span is a range of blocks.
CONTAINERS = frozenset(
    "article aside blockquote body button center div dl fieldset figure footer form header iframe main math "
    "nav noscript object ol section select svg table td template th ul amp-sidebar".split()
)
# Containers whose text nobody reads.
_UNREAD = frozenset("button iframe math noscript object select svg template".split())
# Tags that begin a new block without being a container.
_BREAKS = (
    frozenset(
        "address br caption dd details dt figcaption hr label legend li option p pre summary tr".split()
    )
    | HEADINGS
)
_CELLS = frozenset({"td", "th"})
_TABLE = frozenset({"table", "tbody", "thead", "tfoot", "tr", "td", "th"})
_LOOK_BACK = 60
MAX_TAGS = 500_000


@dataclass(slots=True)
class Block:
    """A run of text between breaks.  ``link_length`` counts its characters inside links."""

    text: str
    link_length: int
    tag: str
    is_title_like: bool
    is_bold: bool

    @property
    def own_length(self) -> int:
        """Characters outside links."""
        return len(self.text) - self.link_length

    @property
    def is_link(self) -> bool:
        """More than half of the text is link."""
        return 2 * self.link_length > len(self.text)


@dataclass(slots=True)
class Node:
    """A container and the half-open range of blocks inside it."""

    tag: str
    attributes: str
    begin: int
    end: int


def hint(attributes: str) -> str:
    """The class, id and role among the attributes of a tag."""
    return " ".join(match.group(1).strip("\"'") for match in _ATTRIBUTE_HINT.finditer(attributes, 0, 500))


# The pages of one site repeat their class names, so that a crawl asks for the same few thousand.
@lru_cache(maxsize=4096)
def _speaks_of_title(attributes: str) -> bool:
    """Whether class or id speaks of a title; the title attribute of a tooltip does not count."""
    return _TITLE_HINT.search(attributes) is not None and _TITLE_HINT.search(hint(attributes)) is not None


@dataclass(slots=True)
class Markup:
    """A page: blocks in reading order, nodes in the order in which they begin, and what was cut out."""

    blocks: list[Block] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    head: str = ""
    body: str = ""
    title: str = ""
    linked_data: list[str] = field(default_factory=list)


def _without_raw(page: str, markup: Markup) -> str:
    """The page without comments, scripts and styles; its title and linked data go to ``markup``."""
    kept: list[str] = []
    position = 0
    while match := _RAW.search(page, position):
        kept.append(page[position : match.start()])
        name = (match.group(1) or "").lower()
        if not name:
            if match.group() == "<!--":
                # An empty comment may be written <!-->.  It parts no words: "31<!-- -->/12".
                close = page.find("-->", match.start() + 2)
                position = len(page) if close < 0 else close + 3
            else:
                position = match.end()
                kept.append(" ")
            continue
        kept.append(" ")
        close_tag = _RAW_END[name].search(page, match.end())
        inner = page[match.end() : close_tag.start() if close_tag else len(page)]
        position = close_tag.end() if close_tag else len(page)
        if name == "title" and not markup.title:
            markup.title = squeeze(inner)
        elif name == "script" and "ld+json" in match.group(2).lower():
            markup.linked_data.append(inner)
    kept.append(page[position:])
    return "".join(kept)


def squeeze(text: str) -> str:
    """Entities resolved, white space made single."""
    return " ".join((unescape(text) if "&" in text else text).split())


class _Builder:
    """The state of the one pass."""

    def __init__(self, markup: Markup) -> None:
        self.blocks, self.nodes = markup.blocks, markup.nodes
        self.stack: list[int] = []
        self.open_tags: Counter[str] = Counter()
        self.unread = 0
        self.texts: list[str] = []
        self.link_length = 0
        self.in_link = False
        self.tag = ""
        self.is_title_like = self.is_bold = False
        self.bold = 0

    def flush(self) -> None:
        """End the block at hand."""
        if self.texts:
            text = squeeze("".join(self.texts))
            if text:
                links = min(self.link_length, len(text))
                self.blocks.append(Block(text, links, self.tag, self.is_title_like, self.is_bold))
            self.texts.clear()
        self.link_length = 0
        self.is_title_like = False
        self.is_bold = self.bold > 0

    def add(self, text: str) -> None:
        """Text between two tags."""
        if self.unread or not text or text.isspace():
            if self.texts and not self.unread:
                self.texts.append(" ")
            return
        if not self.texts:
            self.is_bold = self.bold > 0
        elif not self.bold and self.is_bold and len(text.split()) > 3:
            self.is_bold = False
        self.texts.append(text)
        if self.in_link:
            self.link_length += len(text.strip())

    def open(self, name: str, attributes: str) -> None:
        """Begin a container."""
        self.flush()
        if name in _CELLS or name == "body":
            self.close_open_cell()
        if name in _UNREAD:
            self.unread += 1
        self.stack.append(len(self.nodes))
        self.open_tags[name] += 1
        self.nodes.append(Node(name, attributes, len(self.blocks), -1))
        self.tag = name
        self.in_link = False
        self.bold = 0
        if attributes and name not in _UNREAD:
            self.note_title(attributes)

    def note_title(self, attributes: str) -> None:
        """Remember that the block begins in something whose class or id speaks of a title."""
        if not self.texts and _speaks_of_title(attributes[:400]):
            self.is_title_like = True

    def close_open_cell(self) -> None:
        """A cell or a row that begins ends the cell before it in the same table."""
        for depth in range(len(self.stack) - 1, max(-1, len(self.stack) - _LOOK_BACK), -1):
            tag = self.nodes[self.stack[depth]].tag
            if tag == "table":
                return
            if tag in _CELLS:
                self.pop_to(depth)
                return

    def close(self, name: str) -> None:
        """End the nearest container of that name; cells shield what is outside their table."""
        self.flush()
        if not self.open_tags[name]:
            return
        for depth in range(len(self.stack) - 1, max(-1, len(self.stack) - _LOOK_BACK), -1):
            tag = self.nodes[self.stack[depth]].tag
            if tag == name:
                self.pop_to(depth)
                return
            if tag in _CELLS and name not in _TABLE:
                return

    def pop_to(self, depth: int) -> None:
        """End all containers from ``depth`` of the stack on."""
        for index in self.stack[depth:]:
            node = self.nodes[index]
            node.end = len(self.blocks)
            self.open_tags[node.tag] -= 1
            self.unread -= node.tag in _UNREAD
        del self.stack[depth:]
        self.tag = self.nodes[self.stack[-1]].tag if self.stack else ""


def read_markup(page: str) -> Markup:
    """The blocks and containers of a page; any string is accepted.

    Raises :class:`RecordError` where the page has more than ``MAX_TAGS`` tags.
    """
    markup = Markup()
    body = _without_raw(page.replace("\0", ""), markup)
    head_end = re.search(r"</head\s*>|<body\b", body, re.I)
    if head_end:
        markup.head, body = body[: head_end.start()], body[head_end.start() :]
    else:
        markup.head = body[:20_000]
    markup.body = body
    build = _Builder(markup)
    position = 0
    tags = _TAG.finditer(body)
    for match in islice(tags, MAX_TAGS):
        build.add(body[position : match.start()])
        position = match.end()
        closing, name, attributes = match.groups()
        name = name.lower()
        if name == "a":
            build.in_link = not closing
        elif name in _BOLD or (name == "font" and (closing or _BIG_FONT.search(attributes))):
            build.bold = max(0, build.bold + (-1 if closing else 1))
        elif name in CONTAINERS:
            if closing:
                build.close(name)
            else:
                build.open(name, attributes)
        elif name in _BREAKS:
            build.flush()
            if name == "tr":
                build.close_open_cell()
            elif name != "br":
                build.tag = "" if closing else name
                if attributes and not closing:
                    build.note_title(attributes)
        elif attributes and not build.texts and not closing and (name == "span" or name == "b"):
            build.note_title(attributes)
    if next(tags, None):
        raise RecordError(f"the page has more than {MAX_TAGS:,} tags")
    build.add(body[position:])
    build.flush()
    build.pop_to(0)
    return markup
