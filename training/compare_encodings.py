"""How well old encodings are told: ``python -m training.compare_encodings [--texts FOLDER]``.

Corpus articles and single sentences of them are written in each encoding and read back; every sentence
is also read as it is, and so is each line of the ``.txt`` and ``.seg`` files of a folder: any encoding that
is seen there is a false alarm.
"""

from __future__ import annotations

import random
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Optional

import typer
from rich.console import Console
from rich.table import Table

from hoinghi.document import read_document
from hoinghi.text.cleaning import clean
from hoinghi.text.legacy import repair
from training.article import read_corpus
from training.perturbations import KEEPING, LOSSY
from training.taxonomy import LABELS

ENCODINGS = {
    "TCVN3 (no capitals with tones)": "TCVN3",
    "VNI": "VNI",
    "VISCII": "VISCII",
    "Windows-1258": "Windows-1258",
    "UTF-8 read as Latin-1": "UTF-8 read as Latin-1",
    "UTF-8 read as Windows-1252": "UTF-8 read as Latin-1",
    "VIQR (full stop or tone)": "VIQR",
}
SHORTEST = 6  # words of a sentence that is to be told by itself


def sentences(texts: Iterable[str]) -> Iterator[str]:
    """The sentences of texts that are long enough, in NFC."""
    for text in texts:
        document = read_document(text)
        for begin, end in document.sentences:
            if end - begin >= SHORTEST:
                yield document.clean_text(begin, end)


def recovered(units: Sequence[str], change: str, encoding: str) -> tuple[float, float]:
    """Shares of ``units`` whose encoding is told, and whose letters all come back but for capitals."""
    perturb = (KEEPING | LOSSY)[change]
    told = whole = 0
    for number, unit in enumerate(units):
        view = clean(perturb(unit, random.Random(number)))
        told += encoding in view.repairs
        whole += view.text.casefold() == unit.casefold()
    return told / max(1, len(units)), whole / max(1, len(units))


def false_alarms(lines: Iterable[str]) -> tuple[int, list[tuple[str, str]]]:
    """How many lines were looked at, and those in which an encoding was seen."""
    count, found = 0, []
    for line in lines:
        count += 1
        seen = repair(line)
        if seen is not None:
            found.append((seen.encoding, line))
    return count, found


def read_lines(folder: Path) -> Iterator[str]:
    """The lines of the texts of a folder; underscores that join syllables are read as spaces."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".txt", ".seg"):
            for line in path.read_text(encoding="utf-8").splitlines():
                if len(line.split()) >= SHORTEST:
                    yield unicodedata.normalize("NFC", line.replace("_", " "))


def compare_encodings(
    texts: Annotated[Optional[Path], typer.Option(help="Folder of clean UTF-8 texts.")] = None,
    step: Annotated[int, typer.Option(help="Take every so many-th article.")] = 5,
    shown: Annotated[int, typer.Option(help="False alarms to print.")] = 10,
) -> None:
    """Print how often encodings are told, and how often one is seen where there is none."""
    console = Console(width=120)
    articles = [article.text for article in read_corpus(LABELS / "corpus")]
    plain = [clean(text).text for text in articles[::step]]
    single = list(sentences(plain))[::step]
    table = Table(title=f"{len(plain)} articles, {len(single)} sentences")
    for column in ("written in", "articles told", "read back", "sentences told", "read back"):
        table.add_column(column)
    for change, encoding in ENCODINGS.items():
        shares = (*recovered(plain, change, encoding), *recovered(single, change, encoding))
        table.add_row(change, *(f"{share:.4f}" for share in shares))
    console.print(table)
    clean_lines = {"corpus": sentences(articles), "folder": read_lines(texts) if texts else iter(())}
    for name, lines in clean_lines.items():
        count, found = false_alarms(lines)
        if count:
            kinds = dict(Counter(encoding for encoding, _ in found)) or ""
            console.print(f"{name}: {count} sentences, {len(found)} false alarms {kinds}", highlight=False)
            for encoding, line in found[:shown]:
                console.print(f"  {encoding}: {line[:100]}", markup=False, highlight=False)


if __name__ == "__main__":
    typer.run(compare_encodings)
