"""HTML pages to articles: headline, main text and day of publication, without any other library.

Every block of text gets a weight: sentences count for, links and labels against.  The container whose
blocks weigh most in sum is the article; the deepest one wins, because a wrapper only adds what weighs
nothing.  The headline is the block above it on which page title, heading level and class names agree.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from hoinghi.errors import RecordError
from hoinghi.furniture.judging import ends_sentence
from hoinghi.furniture.marking import article_lines
from hoinghi.page.blocks import HEADINGS, Block, Markup, read_markup, squeeze
from hoinghi.page.metadata import Metadata, find_date, read_metadata
from hoinghi.page.weights import (
    FURNITURE,
    article_blocks,
    is_dateline,
    is_imprint,
    main_range,
    weigh_blocks,
)

MAX_LENGTH = 32_000_000  # characters; memory grows to some twenty times the page at worst
_MIN_TEXT = 40
_CHARSET = re.compile(
    rb"""<meta\b[^<>]{0,300}?charset\s*=\s*["']?\s*([\w:.-]{1,40})|<\?xml[^<>]{0,100}?encoding\s*=\s*["']([\w:.-]{1,40})""",
    re.I,
)
# Python knows more codecs than pages have, and some of those take minutes for a page.
_CHARACTER_SETS = re.compile(
    r"ascii|cp\d+|iso8859-\d+|koi8-[rtu]|tis-620|gb\w*|big5\w*|euc_\w+|shift_jis\w*|mac-roman"
)
_TITLE_PARTS = re.compile(r"\s+[–—»·>-]\s+|\s*\|\s*")
# Many portals declare one title for all their pages: the name of the site, or its front page and that name.
_WORD = re.compile(r"\w")
_SITE_NAME = re.compile(
    r"\W*(?:(?:trang chủ|home|default|index)(?:\W+|$)"
    r"|(?:website|(?:trang|cổng) (?:thông )?tin(?: điện tử)?|cổng ttđt)\b)",
    re.I,
)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True, slots=True)
class Page:
    """An article read from a page.

    ``text`` begins with the headline, where one is found, as its first paragraph; then the main text, one
    line a paragraph, a blank line between paragraphs.  ``date`` is the day of publication as YYYY-MM-DD.
    """

    text: str
    headline: str | None
    date: str | None


def decode_page(page: bytes) -> str:
    """Bytes as text: by byte-order mark, as UTF-8 where that is valid, by the declared charset.

    A page that declares nothing useful and is no UTF-8 is read as UTF-8 with replacement characters:
    one letter cut in the middle by a shortened teaser must not cost the page its accents.
    """
    for mark, encoding in _BOMS:
        if page.startswith(mark):
            return page[len(mark) :].decode(encoding, "replace")
    try:
        return page.decode()
    except UnicodeDecodeError:
        pass
    if match := _CHARSET.search(page[:4096]):
        name = (match.group(1) or match.group(2)).decode("ascii", "replace")
        try:
            # A page that claims a Unicode form and is not valid in UTF-8 is UTF-8 with a fault.
            if _CHARACTER_SETS.fullmatch(codecs.lookup(name).name):
                return page.decode(name, "replace")
        except (LookupError, UnicodeError):
            pass
    return page.decode("utf-8", "replace")


def _anchor(blocks: list[Block], titles: list[str]) -> int:
    """A heading that says most of a declared title, or -1: no box around it is a side matter.

    A page that declares no title of its own has it at a block of a title's class right above prose.
    """
    for index, block in enumerate(blocks):
        is_heading = (block.tag in HEADINGS or block.is_title_like) and 12 <= len(block.text) <= 300
        if is_heading and _agreement(_plain(block.text), titles) >= 3.5:
            return index
    if titles:
        return -1
    for index, block in enumerate(blocks):
        if not (block.is_title_like and 25 <= len(block.text) <= 300) or block.is_link:
            continue
        below = blocks[index + 1 : index + 4]
        if any(b.own_length >= 80 and not b.is_link for b in below) and not _SITE_NAME.match(block.text):
            return index
    return -1


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _agreement(text: str, titles: list[str]) -> float:
    """How much of a declared title a block says: 0 (none) to 6 (all of it)."""
    shares = [len(text) / len(title) for title in titles if title and text and text in title]
    return 6 * max(shares, default=0.0)


def _names_section(blocks: list[Block], index: int, has_titles: bool) -> bool:
    """A short heading right above a longer one: the section, and the article in it.

    Where the page declares no title of its own, a plain line between a short one and prose is one too.
    """
    block = blocks[index]
    below, after = [*(b for b in blocks[index + 1 : index + 5] if _WORD.search(b.text)), None, None][:2]
    if below is None or below.is_link or len(block.text) >= 40 or len(below.text) > 300:
        return False
    if below.tag in HEADINGS or below.is_title_like:
        return len(below.text) > 1.5 * len(block.text)
    is_line = not (has_titles or ends_sentence(below.text) or is_dateline(below.text))
    return is_line and len(below.text) > len(block.text) and after is not None and after.own_length >= 80


def _headline(markup: Markup, titles: list[str], first: int) -> int | None:
    """The block that is the headline of the prose that begins at block ``first``."""
    best, found = 2.9, None
    for index in range(max(0, first - 60), min(len(markup.blocks), first + 3)):
        block = markup.blocks[index]
        if not 8 <= len(block.text) <= 300 or (block.is_link and block.tag not in HEADINGS):
            continue
        score = agreement = _agreement(_plain(block.text), titles)
        score += {"h1": 3.0, "h2": 1.5, "h3": 1.5}.get(block.tag, 0.0)
        score += 2.0 * block.is_title_like + 1.5 * block.is_bold - 2.0 * block.is_link
        score += max(0.0, 2.0 - 0.2 * abs(first - 1 - index))
        if is_dateline(block.text) or FURNITURE.match(block.text) or _SITE_NAME.match(block.text):
            score -= 3.0
        # What a declared title says is the headline, though a summary may stand below it as a heading.
        if is_imprint(block.text) or (agreement < 3 and _names_section(markup.blocks, index, bool(titles))):
            score -= 4.0
        score += min(len(block.text), 60) / 60  # names of sections are short
        if not titles and index == first - 1 and _is_line(block.text):
            score += 1.5
        if len(block.text) < 20:
            # A heading may be short.
            score -= 1.5 if block.tag in HEADINGS else 3.0
        if score > best:
            best, found = score, index
    return found


def _declared_headline(metadata: Metadata) -> str | None:
    """The best title that the page declares, without the name of the site."""
    if not metadata.titles:
        return None
    title = metadata.titles[0]
    if _SITE_NAME.match(title):
        return None
    parts = _TITLE_PARTS.split(title)
    longest = max(parts, key=len)
    # Linked data names the article alone, and headlines hold dashes too; the title element names the site.
    is_bare = len(metadata.titles) > 1 and parts[-1] != metadata.site
    return title if is_bare or len(longest) < 20 else longest


def _is_line(text: str) -> bool:
    """Short and no sentence, as a headline is that nothing marks as one."""
    return 20 <= len(text) <= 200 and not ends_sentence(text)


def _page_date(markup: Markup, first: int, last: int) -> str | None:
    """A day written in a short line near the article: just above its prose, else just below."""
    for indices in (
        range(first - 1, max(-1, first - 12), -1),
        range(last, min(len(markup.blocks), last + 8)),
    ):
        for index in indices:
            block = markup.blocks[index]
            if len(block.text) > 160 or re.search(r"hôm nay|©|copyright|giấy phép", block.text, re.I):
                continue
            if day := find_date(block.text):
                return day
    return None


def read_page(page: bytes | str) -> Page:
    """The article of a page; bytes are decoded by :func:`decode_page`.

    Raises :class:`RecordError` where the page has no article or is longer than ``MAX_LENGTH``.
    """
    if len(page) > MAX_LENGTH:
        raise RecordError(f"the page is too long ({len(page):,} of {MAX_LENGTH:,} at most)")
    source = decode_page(page) if isinstance(page, bytes) else page
    markup = read_markup(source)
    metadata = read_metadata(markup)
    titles = [_plain(title) for title in metadata.titles if not _SITE_NAME.match(title)]
    anchor = _anchor(markup.blocks, titles)
    weights = weigh_blocks(markup, anchor)
    begin, end = main_range(markup, weights, anchor)
    first = next((i for i in range(begin, end) if weights[i] > 0), begin)
    title = _headline(markup, titles, first)
    headline = markup.blocks[title].text if title is not None else _declared_headline(metadata)
    if title is not None:
        begin = title + 1
        # A long headline looks like prose itself.
        first = next((i for i in range(begin, end) if weights[i] > 0), begin)
    kept = [i for i in article_blocks(markup, weights, begin, end) if i != title]
    lines = [markup.blocks[i].text for i in kept]
    if sum(map(len, lines)) < 0.5 * len(metadata.body):
        lines = [squeeze(line) for line in metadata.body.splitlines() if line.strip()]
    body = "\n\n".join(lines)
    parts = [body[a:b] for a, b in article_lines(body)]
    if headline is None and len(parts) > 1 and _is_line(parts[0]):
        headline, *parts = parts
    body = "\n\n".join(parts)
    if len(body) < _MIN_TEXT:
        raise RecordError("no article text found in the page")
    last = kept[-1] + 1 if kept else end
    day = metadata.date or _page_date(markup, first, last)
    text = f"{headline}\n\n{body}" if headline else body
    return Page(_encodable(text), _encodable(headline) if headline else None, day)


def _encodable(text: str) -> str:
    """Without halves of surrogate pairs, which linked data can spell."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
