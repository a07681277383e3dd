"""Tagged sentences from CoNLL-style files, whatever their columns, separators and tag scheme.

One token a line, its form in the first column and its tag in the last, a blank line between sentences.
BIO1, BIO2, BIOES and BILOU all become BIO2.  White space inside of a tab-separated token joins syllables
of one word, as an underscore does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from hoinghi.text.tokens import TOKEN

_TAG = re.compile(r"(?:O|([BIESLUM])-(\S+))$")
_JOINT = re.compile(r"(?<=[^\W_])[_ ](?=[^\W_])")
_OPENS, _CLOSES = "BSU", "ESLU"


class CorpusError(ValueError):
    """A line that is no token with a tag; the message names file and line."""


@dataclass(frozen=True, slots=True)
class TaggedTokens:
    """One sentence: forms and BIO2 tags, position by position."""

    forms: tuple[str, ...]
    tags: tuple[str, ...]


def to_bio(tags: Sequence[str]) -> list[str]:
    """BIO2 of tags in any of the schemes.  Raises ``ValueError`` for what is no tag."""
    result, open_label = [], ""
    for tag in tags:
        match = _TAG.match(tag)
        if match is None:
            raise ValueError(f"{tag!r} is no BIO tag")
        kind, label = match.groups()
        if label is None:
            result.append("O")
            open_label = ""
            continue
        result.append(("B-" if kind in _OPENS or label != open_label else "I-") + label)
        open_label = "" if kind in _CLOSES else label
    return result


def _columns(line: str) -> list[str]:
    if "\t" in line:
        return [part.strip() for part in line.split("\t") if part.strip()]
    return line.split()


def parse_tagged(lines: Iterable[str], name: str = "<lines>", tag_column: int = -1) -> list[TaggedTokens]:
    """The sentences of a file's lines; ``tag_column`` counts from 0, or from the end where negative.

    Lines that only mark a document (``-DOCSTART-``) or comment (``# …`` without a tag) end a sentence.
    Raises :class:`CorpusError`.
    """
    sentences: list[TaggedTokens] = []
    forms: list[str] = []
    tags: list[str] = []

    def close() -> None:
        if forms:
            sentences.append(TaggedTokens(tuple(forms), tuple(to_bio(tags))))
            forms.clear()
            tags.clear()

    for number, line in enumerate(lines, 1):
        row = _columns(line.strip("\ufeff\r\n"))
        is_comment = line.startswith("#") and not (len(row) > 1 and _TAG.match(row[-1]))
        if not row or row[0] == "-DOCSTART-" or is_comment:
            close()
            continue
        try:
            tag = row[tag_column]
        except IndexError:
            tag = ""
        if len(row) < 2 or not _TAG.match(tag):
            raise CorpusError(f"{name}:{number}: {line.strip()!r} is no token with a BIO tag in its column")
        forms.append(row[0].replace(" ", "_"))
        tags.append(tag)
    close()
    return sentences


def read_tagged(path: Path, tag_column: int = -1) -> list[TaggedTokens]:
    """The sentences of a UTF-8 file.  Raises :class:`CorpusError`."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise CorpusError(f"{path}: no UTF-8 at byte {error.start}") from None
    sentences = parse_tagged(text.split("\n"), str(path), tag_column)
    if not sentences:
        raise CorpusError(f"{path}: no sentence in this file")
    return sentences


def spaced(form: str) -> str:
    """A token as raw text has it: spaces between the syllables of a word."""
    return _JOINT.sub(" ", form)


def syllable_view(sentence: TaggedTokens) -> tuple[TaggedTokens, list[int]]:
    """The sentence in the tokens that hoinghi cuts raw text into, and the first of each file token."""
    forms: list[str] = []
    tags: list[str] = []
    firsts = []
    for form, tag in zip(sentence.forms, sentence.tags, strict=True):
        firsts.append(len(forms))
        parts = TOKEN.findall(spaced(form)) or [form]
        forms += parts
        tags += [tag] + ["O" if tag == "O" else "I-" + tag[2:]] * (len(parts) - 1)
    return TaggedTokens(tuple(forms), tuple(tags)), firsts


def lower_cased(sentence: TaggedTokens) -> TaggedTokens:
    """The sentence without its capitals."""
    return TaggedTokens(tuple(form.lower() for form in sentence.forms), sentence.tags)


def raw_text(sentences: Sequence[TaggedTokens]) -> tuple[str, list[tuple[int, int, str]]]:
    """The sentences as raw text, one a line, with the entities as ``(start, end, label)``."""
    text = ""
    spans: list[tuple[int, int, str]] = []
    for sentence in sentences:
        label = ""
        for form, tag in zip(sentence.forms, sentence.tags, strict=True):
            start = len(text)
            text += spaced(form)
            if tag[:2] == "I-" and tag[2:] == label:
                spans[-1] = (spans[-1][0], len(text), label)
            elif tag != "O":
                spans.append((start, len(text), tag[2:]))
            label = tag[2:]
            text += " "
        text = text[:-1] + "\n"
    return text, spans
