"""Compile inline-marked articles (``labels/articles``) into records with offsets (``labels/corpus``).

The markup is described in ``labels/README.md``.  Writers mark people, titles and topic clauses in
place; nobody counts characters.  ``python -m training.markup`` compiles every batch; with file
names it only checks them and prints what it read.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Optional

import typer

from training.article import Article, LabelledPeriod, LabelledSpan, write_articles
from training.taxonomy import LABELS, taxonomy

SEPARATOR = re.compile(r"^={5,}[ \t]*$", re.M)
TAG = re.compile(r"<(/?)([pte])(\d[\d,]*|:[a-z_, ]+)?>")
STRAY = re.compile(r"</?[pte][\d,:>]")
REQUIRED = ("id", "type", "period", "level", "region", "year", "org", "style")
OPTIONAL = ("kind", "noise", "render", "traps", "source")


class MarkupError(ValueError):
    """A mistake in a marked article; the message says where and what."""


# --- renderings: noise that is a matter of encoding, applied to the text after marking ------------

_OLD_TO_NEW = {"òa": "oà", "óa": "oá", "ỏa": "oả", "õa": "oã", "ọa": "oạ",
               "òe": "oè", "óe": "oé", "ỏe": "oẻ", "õe": "oẽ", "ọe": "oẹ",
               "ùy": "uỳ", "úy": "uý", "ủy": "uỷ", "ũy": "uỹ", "ụy": "uỵ"}  # fmt: skip


def _modern_tones(text: str) -> str:
    """``hòa`` → ``hoà``, ``ủy`` → ``uỷ``: only where the pair ends the syllable."""
    for old, new in _OLD_TO_NEW.items():
        for a, b in ((old, new), (old.capitalize(), new.capitalize()), (old.upper(), new.upper())):
            text = re.sub(a + r"(?!\w)", b, text)
    return text


def _swap(table: dict[str, str]) -> Callable[[str], str]:
    return lambda text: "".join(table.get(c, c) for c in text)


RENDERINGS: dict[str, Callable[[str], str]] = {
    "nfd": lambda text: unicodedata.normalize("NFD", text),
    "modern_tones": _modern_tones,
    "nbsp": _swap({" ": "\u00a0"}),
    "crlf": _swap({"\n": "\r\n"}),
    "en_dash": _swap({"-": "\u2013"}),
    "straight_quotes": _swap({"“": '"', "”": '"', "‘": "'", "’": "'"}),
    "eth": _swap({"Đ": "Ð"}),
    "zero_width": lambda text: text.replace(", ", ",\u200b "),
    "double_space": lambda text: text.replace(". ", ".  ").replace(" và ", "  và "),
    "one_line": _swap({"\n": " "}),
}


# --- the header -----------------------------------------------------------------------------------


def parse_header(lines: list[str], required: tuple[str, ...]) -> dict[str, str]:
    """The header of one article; ``required`` keys must be there."""
    header: dict[str, str] = {}
    for line in lines:
        key, colon, value = line.partition(":")
        key = key.strip()
        if not colon or key not in REQUIRED + OPTIONAL:
            raise MarkupError(f"header line {line!r}: expected one of {', '.join(REQUIRED + OPTIONAL)}")
        if key in header:
            raise MarkupError(f"header key {key!r} stands twice")
        header[key] = value.strip()
    missing = [key for key in required if not header.get(key)]
    if missing:
        raise MarkupError(f"header lacks {', '.join(missing)}")
    return header


def parse_period(value: str) -> LabelledPeriod | None:
    """``quarter 4 2020``, ``month 5 ?``, ``half 1 2021``, ``nine_months 2021``, ``year 2020``,
    ``multi_year 2015 2020``, ``multi_year ? ?`` or ``none``; ``?`` where the text does not say."""
    words = value.split()
    if words == ["none"]:
        return None
    numbers = [None if w == "?" else int(w) for w in words[1:] if w == "?" or w.isdecimal()]
    wanted = {"month": 2, "quarter": 2, "half": 2, "nine_months": 1, "year": 1, "multi_year": 2}
    unit = words[0] if words else ""
    if unit not in wanted or len(words) != wanted[unit] + 1 or len(numbers) != wanted[unit]:
        raise MarkupError(f"period {value!r}: see labels/README.md for its forms")
    if unit == "multi_year":
        return LabelledPeriod(unit, start_year=numbers[0], end_year=numbers[1])
    if wanted[unit] == 1:
        return LabelledPeriod(unit, year=numbers[0])
    index, limit = numbers[0], {"month": 12, "quarter": 4, "half": 2}[unit]
    if index is None or not 1 <= index <= limit:
        raise MarkupError(f"period {value!r}: the {unit} must be 1 to {limit}")
    return LabelledPeriod(unit, index=index, year=numbers[1])


# --- the body -------------------------------------------------------------------------------------


def _topics_of(argument: str | None, tag: str) -> list[str]:
    topics = [t.strip() for t in (argument or "").removeprefix(":").split(",") if t.strip()]
    for topic in topics:
        if topic not in taxonomy().topic_ids:
            raise MarkupError(f"{tag}: unknown topic {topic!r}")
    if not topics:
        raise MarkupError(f"{tag}: an evidence tag names its topics, as <e:emulation>")
    return topics


def parse_body(
    body: str, render: Callable[[str], str]
) -> tuple[str, list[tuple[int, int, str, str]], dict[str, list[tuple[int, int]]]]:
    """Text, marks ``(start, end, 'p'|'t', numbers)`` and evidence by topic, in the rendered text."""
    parts: list[str] = []
    length = last = 0
    marks: list[tuple[int, int, str, str]] = []
    evidence: dict[str, list[tuple[int, int]]] = {}
    stack: list[tuple[str, str, int]] = []  # kind, argument, start
    for match in TAG.finditer(body):
        chunk = render(body[last : match.start()])
        parts.append(chunk)
        length += len(chunk)
        last = match.end()
        closing, kind, argument = match.group(1), match.group(2), match.group(3) or ""
        near = f"{match.group(0)} near {body[max(0, match.start() - 25) : match.end() + 25]!r}"
        if not closing:
            if any(open_kind in "pt" for open_kind, _, _ in stack) or (kind == "e" and stack):
                raise MarkupError(f"{near}: tags may stand inside <e:…> only, and <e:…> in none")
            stack.append((kind, argument, length))
            continue
        if not stack or stack[-1][0] != kind:
            raise MarkupError(f"{near}: closes nothing")
        _, opened_with, start = stack.pop()
        inner = "".join(parts)[start:length]
        if kind != "e" and (not inner or inner != inner.strip() or inner[-1] in ".,;:" or inner[0] in '(“"'):
            raise MarkupError(f"{near}: a span has no outer space or punctuation: {inner!r}")
        if kind == "e":
            while start < length and inner[0].isspace():
                inner, start = inner[1:], start + 1
            for topic in _topics_of(opened_with, near):
                evidence.setdefault(topic, []).append((start, start + len(inner.rstrip())))
        else:
            marks.append((start, length, kind, opened_with))
    if stack:
        raise MarkupError(f"<{stack[-1][0]}{stack[-1][1]}> is never closed")
    parts.append(render(body[last:]))
    text = "".join(parts)
    stray = STRAY.search(text)
    if stray:
        raise MarkupError(f"malformed tag near {text[max(0, stray.start() - 20) : stray.end() + 20]!r}")
    return text, marks, evidence


def link_holders(marks: list[tuple[int, int, str, str]], text: str) -> list[LabelledSpan]:
    """A numbered title is held by the nearest mention of each person of that number."""
    people: dict[str, list[tuple[int, int]]] = {}
    for start, end, kind, numbers in marks:
        if kind == "p":
            people.setdefault(numbers, []).append((start, end))
    spans = []
    for start, end, kind, numbers in marks:
        if kind == "p":
            spans.append(LabelledSpan(start, end, "PERSON"))
            continue
        holders = []
        for number in filter(None, numbers.split(",")):
            if number not in people:
                raise MarkupError(
                    f"title {text[start:end]!r} names person {number}, whom no <p{number}> marks"
                )
            holders.append(min(people[number], key=lambda p: min(abs(p[0] - end), abs(start - p[1]))))
        spans.append(LabelledSpan(start, end, "TITLE", tuple(holders)))
    return spans


def compile_article(
    block: str,
    batch: str,
    required: tuple[str, ...] = REQUIRED,
    *,
    is_rendered: bool = True,
) -> Article:
    """One marked article → record.  Raises :class:`MarkupError`.

    ``required`` names the header keys that must be there; without ``is_rendered`` the renderings of
    the header are left out and the text stays as it was typed.
    """
    head, found, body = block.strip("\n").partition("\n---\n")
    if not found:
        raise MarkupError("no '---' line between header and text")
    header = parse_header([line for line in head.splitlines() if line.strip()], required)
    if header["type"] not in taxonomy().type_ids:
        raise MarkupError(f"unknown type {header['type']!r}")
    period = parse_period(header["period"])
    fitting = taxonomy().units(header["type"])
    if period.unit not in fitting if period else fitting:
        raise MarkupError(f"period {header['period']!r} does not fit type {header['type']}")
    renderings = [r.strip() for r in header.get("render", "").split(",") if r.strip()]
    for name in renderings:
        if name not in RENDERINGS:
            raise MarkupError(f"unknown rendering {name!r}: one of {', '.join(RENDERINGS)}")

    def render(text: str) -> str:
        for name in renderings if is_rendered else ():
            text = RENDERINGS[name](text)
        return text

    text, marks, evidence = parse_body(body.strip("\n"), render)
    meta = {"batch": batch} | {
        key: header[key]
        for key in ("level", "region", "year", "org", "style", "kind", "noise", "render", "traps")
        if header.get(key)
    }
    topic_ids = taxonomy().topic_ids
    return Article(
        id=header["id"],
        text=text,
        meeting_type=header["type"],
        period=period,
        topics=tuple(t for t in topic_ids if t in evidence),
        spans=tuple(link_holders(marks, text)),
        evidence={t: tuple(evidence[t]) for t in topic_ids if t in evidence},
        source=header.get("source") or "written for this project",
        meta=meta,
    )


def compile_file(
    path: Path, required: tuple[str, ...] = REQUIRED, *, is_rendered: bool = True
) -> Iterator[Article | MarkupError]:
    """The articles of one marked file; a faulty one comes as its error, naming file and article."""
    line = 1
    for block in SEPARATOR.split(path.read_text(encoding="utf-8")):
        lead = len(block) - len(block.lstrip("\n"))
        if block.strip():
            try:
                yield compile_article(block, path.parent.name, required, is_rendered=is_rendered)
            except MarkupError as error:
                name = re.search(r"^id:\s*(\S+)", block, re.M)
                yield MarkupError(f"{path}:{line + lead}: {name.group(1) if name else 'article'}: {error}")
        line += block.count("\n")


def markup_command(
    files: Annotated[
        Optional[list[Path]],
        typer.Argument(exists=True, help="Files to check; default: compile all batches."),
    ] = None,
) -> None:
    """Compile the marked articles to labels/corpus, or only check some files; code 1 where one is faulty."""
    batches: dict[str, list[Article]] = {}
    faults = 0
    for path in files or sorted((LABELS / "articles").glob("*/*.txt")):
        for result in compile_file(path):
            if isinstance(result, MarkupError):
                faults += 1
                print(result, file=sys.stderr)
            else:
                batches.setdefault(path.parent.name, []).append(result)
    for batch, articles in sorted(batches.items()):
        if not files:
            write_articles(articles, LABELS / "corpus" / f"{batch}.jsonl")
        words = sum(len(a.text.split()) for a in articles)
        spans = [s.label for a in articles for s in a.spans]
        print(
            f"{batch}: {len(articles)} articles, {words // max(1, len(articles))} words on average, "
            f"{spans.count('TITLE')} titles, {spans.count('PERSON')} people, "
            f"{sum(len(a.topics) for a in articles)} topics"
        )
    if faults:
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(markup_command)
