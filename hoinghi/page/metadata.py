"""What a page says of its article in its head: titles, the day of publication, the text in linked data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from hoinghi.page.blocks import Markup, squeeze

_META = re.compile(r"<meta\b([^<>]{0,4000})>", re.I)
_MARKED = re.compile(r"itemprop\s*=\s*[\"']?datePublished\b", re.I)
_ATTRIBUTE = re.compile(
    r"""([a-zA-Z:-]{1,20})\s*=\s*(?:"([^"]{0,2000})"|'([^']{0,2000})'|([^\s"'<>]{1,500}))"""
)
# In order of trust; "date" alone may be the day of fetching.
_PUBLISHED = (
    "article:published_time datepublished og:published_time article:published pubdate publishdate "
    "publish-date published_time date_published parsely-pub-date sailthru.date dc.date.issued "
    "dcterms.created dc.date.created datecreated dc.date date"
).split()
_TITLES = ("og:title", "twitter:title", "title", "dc.title")
_ARTICLE = re.compile(r"article|posting|report", re.I)
_MAX_LINKED_DATA = 2_000_000

_YEAR = re.compile(r"(?:19|20)\d\d")
_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/](\d{1,2})[-/](\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(r"(?<![\d/.-])(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?((?:19|20)\d\d)(?!\d)")
_IN_WORDS = re.compile(r"(?<!\d)(\d{1,2})\s+tháng\s+(\d{1,2}),?\s+(?:năm\s+)?((?:19|20)\d\d)(?!\d)", re.I)


@dataclass(frozen=True, slots=True)
class Metadata:
    """Titles as the page declares them, best first; the day as ISO; the text of linked data or nothing."""

    titles: tuple[str, ...]
    date: str | None
    body: str
    site: str


def find_date(text: str) -> str | None:
    """The first calendar day written in a text, as ISO: 2020-05-31, 31/5/2020, 31 tháng 5 năm 2020."""
    if not _YEAR.search(text):
        return None
    found = []
    for pattern, order in ((_ISO, (1, 2, 3)), (_DAY_FIRST, (3, 2, 1)), (_IN_WORDS, (3, 2, 1))):
        for match in pattern.finditer(text):
            try:
                day = date(*(int(match.group(n)) for n in order))
            except ValueError:  # 99/99/2020 is no day
                continue
            found.append((match.start(), day.isoformat()))
            break
    return min(found)[1] if found else None


def _objects(markup: Markup) -> Iterator[dict[str, object]]:
    """All objects of the linked data, outer ones first."""
    for source in markup.linked_data:
        if len(source) > _MAX_LINKED_DATA:
            continue
        try:
            queue: list[object] = [json.loads(source.strip().rstrip(";"), strict=False)]
        except (ValueError, RecursionError):
            continue
        for value in queue:
            if isinstance(value, dict):
                yield value
                queue.extend(v for v in value.values() if isinstance(v, (dict, list)))
            elif isinstance(value, list):
                queue.extend(v for v in value if isinstance(v, (dict, list)))


def _marked_date(body: str) -> str | None:
    """The day of an element that is marked as the day of publication, or of the first time element."""
    marked = _MARKED.search(body)
    place = marked.start() if marked else body.find("<time")
    if place < 0:
        return None
    # Its attributes and the text right after it; the attributes may stand before the mark.
    begin = max(body.rfind("<", max(0, place - 300), place + 1), 0)
    return find_date(body[begin : begin + 400])


def _attributes(tag: str) -> dict[str, str]:
    return {
        m.group(1).lower(): m.group(2) or m.group(3) or m.group(4) or "" for m in _ATTRIBUTE.finditer(tag)
    }


def read_metadata(markup: Markup) -> Metadata:
    """The metadata of a page; linked data wins over tags, because it names the article itself."""
    titles: list[str] = []
    body, day, site = "", None, ""
    for item in _objects(markup):
        if not _ARTICLE.search(str(item.get("@type", ""))):
            continue
        if isinstance(headline := item.get("headline"), str) and not titles:
            titles.append(squeeze(headline))
        if isinstance(published := item.get("datePublished"), str) and not day:
            day = find_date(published)
        if isinstance(text := item.get("articleBody"), str) and len(text) > len(body):
            body = text
    declared: dict[str, str] = {}
    for match in _META.finditer(markup.head):
        tag = _attributes(match.group(1))
        name = (tag.get("property") or tag.get("name") or tag.get("itemprop") or "").lower()
        if name and "content" in tag:
            declared.setdefault(name, squeeze(tag["content"]))
    for name in _PUBLISHED:
        day = day or find_date(declared.get(name, ""))
    day = day or _marked_date(markup.body)
    titles += [declared[name] for name in _TITLES if declared.get(name)]
    if markup.title:
        titles.append(markup.title)
    site = declared.get("og:site_name", "")
    return Metadata(tuple(titles), day, body, site)
