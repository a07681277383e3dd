"""Passages: short labelled texts that teach topics, beside the articles.

A file of ``labels/passages`` holds one passage a line, in the articles' markup of evidence
(``<e:topic>…</e>``); a passage without a mark earns no topic, and a line that begins with ``#`` is a comment.
"""

from __future__ import annotations

from pathlib import Path

from training.article import Article
from training.markup import MarkupError, parse_body
from training.taxonomy import LABELS

PASSAGES = LABELS / "passages"


def compile_passage(line: str, identity: str) -> Article:
    """One line as an article that has topics and nothing else.  Raises :class:`MarkupError`."""
    text, marks, evidence = parse_body(line, str)
    if marks:
        raise MarkupError("a passage marks topics only")
    topics = tuple(sorted(evidence))
    pieces = {topic: tuple(places) for topic, places in sorted(evidence.items())}
    return Article(identity, text, "other", None, topics, (), pieces, meta={"batch": identity})


def read_passages(folder: Path = PASSAGES) -> list[Article]:
    """All passages of a folder's ``.txt`` files.  Raises ``ValueError`` naming file and line."""
    found = []
    for path in sorted(folder.glob("*.txt")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            try:
                found.append(compile_passage(line.strip(), f"{path.stem}:{number}"))
            except MarkupError as error:
                raise ValueError(f"{path}:{number}: {error}") from None
    return found
