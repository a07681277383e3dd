"""One document, one pass: cleaning, tokens, lines, sentences and fields, shared by every head."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from hoinghi.furniture.marking import FurnitureLine, read_page_lines
from hoinghi.furniture.paragraphs import join_wrapped
from hoinghi.furniture.patterns import FurnitureKind
from hoinghi.text.cleaning import clean
from hoinghi.text.diacritics import DiacriticRestorer
from hoinghi.text.language import Judgement, judge
from hoinghi.text.tokens import tokenise
from hoinghi.text.view import View
from hoinghi.warning import NO_DIACRITICS, repaired, shortened

_CAPITAL = "A-ZĐÀ-ÖØ-ÞĂĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
# A full stop ends a sentence where white space and a capital, digit, quote or bullet follow it, and
# what stands before it is no abbreviation (TP., Th.S., Đ/c., one capital letter).
# Every repeat is bounded, so that a page of full stops is read in linear time.
# The look behind stands second: an expression that begins with a class is searched several times as fast.
_SENTENCE_END = re.compile(
    rf"[.!?…](?<![.!?…].)[.!?…]{{0,8}}[\"')\]]{{0,4}}\s{{1,9}}(?=[{_CAPITAL}\d\"'(\-•+*])"
)
_ABBREVIATION = re.compile(rf"(?:(?:^|[\s.(])[{_CAPITAL}]|[Tt][Pp]|Th|TS|/[cC]|CT|tr)$")
HEADLINE_LIMIT = 45  # tokens: a page in one line has no line end after its headline
LEAD_LIMIT = 110  # tokens
SENTENCE_LIMIT = 250  # tokens: bounds the work on a text without any full stop
READ_LIMIT = 400_000  # characters: a hundred long articles; what stands behind is not read
BARE = 0.3  # share of words restored from which an article counts as written without diacritics


@dataclass(frozen=True, slots=True)
class Document:
    """A text with everything that the heads share.

    Token ``i`` is ``forms[i]`` at positions ``[starts[i], ends[i])`` of the ``view`` and of ``text``, which
    is the view as the heads read it (diacritics restored where they were missing); ``lower`` is ``text``
    in lower case, position by position; ``sentences`` are half-open token ranges, in order, free of page
    furniture, none where the text is not Vietnamese; ``repeated`` are the numbers of those told before;
    ``headline`` and ``lead`` are token ranges too, which furniture may interrupt; ``furniture`` are
    ranges of ``text``; ``warnings`` say what had to be done to read it.
    """

    raw: str
    view: View
    text: str
    lower: str
    forms: list[str]
    starts: list[int]
    ends: list[int]
    sentences: list[tuple[int, int]]
    headline: tuple[int, int]
    lead: tuple[int, int]
    repeated: frozenset[int] = frozenset()
    furniture: tuple[FurnitureLine, ...] = ()
    warnings: tuple[str, ...] = ()

    def raw_span(self, first: int, last: int) -> tuple[int, int]:
        """Raw offsets of the tokens ``first`` … ``last - 1`` (at least one)."""
        return self.view.raw_span(self.starts[first], self.ends[last - 1])

    def clean_text(self, first: int, last: int) -> str:
        """The clean text of a non-empty token range, as it was written."""
        return self.view.text[self.starts[first] : self.ends[last - 1]]

    def read_text(self, first: int, last: int) -> str:
        """The same as the heads read it, with diacritics restored where they were missing."""
        return self.text[self.starts[first] : self.ends[last - 1]]

    def article_ranges(self, first: int, last: int) -> list[tuple[int, int]]:
        """Token ranges of the article between two tokens, furniture left out, neighbours joined."""
        ranges: list[tuple[int, int]] = []
        for begin, end in self.sentences:
            if end <= first or begin >= last:
                continue
            begin, end = max(begin, first), min(end, last)
            if ranges and ranges[-1][1] == begin:
                begin = ranges.pop()[0]
            ranges.append((begin, end))
        return ranges


def read_document(raw: str, restorer: DiacriticRestorer | None = None) -> Document:
    """Clean, tokenise and split ``raw``.  Any string is accepted, the empty one too.

    ``restorer`` reads lines without diacritics; without it they are taken as they stand.
    """
    cleaned = clean(raw[:READ_LIMIT])
    view = cleaned.view
    text, bare = restorer.restore(view.text) if restorer is not None else (view.text, 0.0)
    forms, starts, ends = tokenise(text)
    page = read_page_lines(text)
    told_before = {mark.start for mark in page.furniture if mark.kind is FurnitureKind.REPEATED}
    lines: list[tuple[int, int]] = []
    sentences: list[tuple[int, int]] = []
    repeated: set[int] = set()
    judgement = judge(text, forms)
    paragraphs = join_wrapped(text, page.article) if judgement is Judgement.VIETNAMESE else []
    for begin, end in paragraphs:
        first, last = bisect_left(starts, begin), bisect_left(starts, end)
        if first == last:
            continue
        lines.append((first, last))
        count = len(sentences)
        sentences += _sentences(text, (begin, end), starts, (first, last))
        if begin in told_before:
            repeated.update(range(count, len(sentences)))
    headline, lead = _fields(lines, sentences)
    warnings = (
        *shortened(len(raw), READ_LIMIT),
        *map(repaired, cleaned.repairs),
        *([NO_DIACRITICS] if bare >= BARE else []),
        *judgement.warnings,
    )
    return Document(
        raw,
        view,
        text,
        _lower(text),
        forms,
        starts,
        ends,
        sentences,
        headline,
        lead,
        frozenset(repeated),
        tuple(page.furniture),
        warnings,
    )


def _sentences(
    text: str, paragraph: tuple[int, int], starts: list[int], tokens: tuple[int, int]
) -> list[tuple[int, int]]:
    """The token ranges of a paragraph's sentences; ``starts`` are the character places of all tokens."""
    (begin, end), (first, last) = paragraph, tokens
    found: list[tuple[int, int]] = []
    cut = first
    for match in _SENTENCE_END.finditer(text, begin, end):
        after = bisect_left(starts, match.end(), cut, last)
        stop = match.start()
        if cut < after < last and not _ABBREVIATION.search(text, max(0, stop - 3), stop):
            found.append((cut, after))
            cut = after
    found.append((cut, last))
    return [
        (place, min(place + SENTENCE_LIMIT, stop))
        for start, stop in found
        for place in range(start, stop, SENTENCE_LIMIT)
    ]


def _lower(text: str) -> str:
    """Lower case of the same length: a few capitals (İ) would grow and shift every offset."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
    return lower


def _fields(
    lines: list[tuple[int, int]], sentences: list[tuple[int, int]]
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Headline and lead.  Where one line holds everything, its first sentence is the headline."""
    if not lines:
        return (0, 0), (0, 0)
    first, last = lines[0]
    if last - first > HEADLINE_LIMIT * 2:
        last = sentences[0][1]
    last = min(last, first + HEADLINE_LIMIT)
    end = last
    for _, sentence_end in sentences:
        if sentence_end - last > LEAD_LIMIT:
            break
        end = max(end, sentence_end)
    final = sentences[-1][1]
    end = max(end, min(last + 40, final))  # a first sentence of many lines still gives a lead
    return (first, last), (last, end)
