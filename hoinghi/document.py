"""One document, one pass: cleaning, tokens, lines, sentences and fields, shared by every head."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from hoinghi.cleaning import CleanText, clean
from hoinghi.furniture import article_lines
from hoinghi.tokens import TOKEN

_CAPITAL = "A-ZĐÀ-ÖØ-ÞĂĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
# A full stop ends a sentence where white space and a capital, digit, quote or bullet follow it, and
# what stands before it is no abbreviation (TP., Th.S., Đ/c., one capital letter).
# Every repeat is bounded, so that a page of full stops is read in linear time.
_SENTENCE_END = re.compile(rf"(?<![.!?…])[.!?…]{{1,9}}[\"')\]]{{0,4}}\s{{1,9}}(?=[{_CAPITAL}\d\"'(\-•+*])")
_ABBREVIATION = re.compile(rf"(?:(?:^|[\s.(])[{_CAPITAL}]|[Tt][Pp]|Th|TS|/[cC]|CT|tr)$")
HEADLINE_LIMIT = 45  # tokens: a page in one line has no line end after its headline
LEAD_LIMIT = 110  # tokens
SENTENCE_LIMIT = 250  # tokens: bounds the work on a text without any full stop


@dataclass(frozen=True, slots=True)
class Document:
    """A text with everything that the heads share.

    Token ``i`` is ``forms[i]`` at clean positions ``[starts[i], ends[i])``; ``lower`` is the clean text
    in lower case, position by position; ``sentences`` are
    half-open token ranges, in order, free of page furniture; ``headline`` and ``lead`` likewise.
    """

    raw: str
    view: CleanText
    lower: str
    forms: list[str]
    starts: list[int]
    ends: list[int]
    sentences: list[tuple[int, int]]
    headline: tuple[int, int]
    lead: tuple[int, int]

    def raw_span(self, first: int, last: int) -> tuple[int, int]:
        """Raw offsets of the tokens ``first`` … ``last - 1`` (at least one)."""
        return self.view.raw_span(self.starts[first], self.ends[last - 1])

    def clean_text(self, first: int, last: int) -> str:
        """The clean text of a non-empty token range."""
        return self.view.text[self.starts[first] : self.ends[last - 1]]


def read_document(raw: str) -> Document:
    """Clean, tokenise and split ``raw``.  Any string is accepted, the empty one too."""
    view = clean(raw)
    text = view.text
    places = [match.span() for match in TOKEN.finditer(text)]
    forms = [text[begin:end] for begin, end in places]
    starts = [begin for begin, _ in places]
    ends = [end for _, end in places]
    sentences: list[tuple[int, int]] = []
    lines: list[tuple[int, int]] = []
    for begin, end in article_lines(text):
        first, last = bisect_left(starts, begin), bisect_left(starts, end)
        if first == last:
            continue
        lines.append((first, last))
        cut = first
        for match in _SENTENCE_END.finditer(text, begin, end):
            after = bisect_left(starts, match.end(), cut, last)
            stop = match.start()
            if cut < after < last and not _ABBREVIATION.search(text, max(0, stop - 3), stop):
                sentences.append((cut, after))
                cut = after
        sentences.append((cut, last))
    sentences = [
        (cut, min(cut + SENTENCE_LIMIT, last))
        for first, last in sentences
        for cut in range(first, last, SENTENCE_LIMIT)
    ]
    headline, lead = _fields(lines, sentences)
    return Document(raw, view, _lower(text), forms, starts, ends, sentences, headline, lead)


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
