"""Exchange labelled articles with annotation tools: Label Studio, doccano, Prodigy and CoNLL files.

``python -m training.interchange export --format labelstudio -o tasks.json`` writes the corpus for a tool,
``python -m training.interchange import --format labelstudio tasks.json -o corpus.jsonl`` reads it back.
Spans, holders (relations from TITLE to PERSON) and the other labels (a field ``article``) survive; CoNLL
holds spans only and takes the rest from the articles of ``--texts``.  Messages go to standard error; if
one record is refused nothing is written and the exit code is 1.

Label Studio needs the interface ``<View><Labels name="label" toName="text"><Label value="PERSON"/>
<Label value="TITLE"/></Labels><Relations><Relation value="held_by"/></Relations>
<Text name="text" value="$text"/></View>``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import Annotated, NamedTuple, Optional

import msgspec
import typer

from training.article import Article, read_corpus, write_articles
from training.conll import HEADER, conll_document, conll_draft
from training.draft import Draft, InterchangeError, Restored, restore, to_draft
from training.reanchor import ReanchorError
from training.taxonomy import LABELS
from training.tool_records import (
    doccano_draft,
    doccano_record,
    labelstudio_draft,
    labelstudio_record,
    prodigy_draft,
    prodigy_record,
)


class Format(str, Enum):
    """The formats of the command line."""

    labelstudio = "labelstudio"
    doccano = "doccano"
    prodigy = "prodigy"
    conll = "conll"


def export_articles(articles: Sequence[Article], form: Format) -> str:
    """The content of a file of ``form``; ``InterchangeError`` names article and fault."""
    drafts = [to_draft(article) for article in articles]
    if form is Format.conll:
        return "".join(map(conll_document, drafts))
    if form is Format.labelstudio:
        return json.dumps([labelstudio_record(d) for d in drafts], ensure_ascii=False, indent=1) + "\n"
    write = doccano_record if form is Format.doccano else prodigy_record
    return "".join(json.dumps(write(d), ensure_ascii=False) + "\n" for d in drafts)


class Imported(NamedTuple):
    """Where a record stood, and its article, its fault, or ``None`` if its annotator did not accept it."""

    place: str
    result: Restored | InterchangeError | None


def split_records(data: bytes, form: Format) -> Iterator[tuple[str, bytes]]:
    """Place and bytes of each record.  Raises ``msgspec.DecodeError`` where a JSON file is no list."""
    data = data.removeprefix(b"\xef\xbb\xbf")  # editors of Windows put a byte order mark there
    if form is Format.labelstudio:
        yield from (
            (f"task {i}", bytes(raw))
            for i, raw in enumerate(msgspec.json.decode(data, type=list[msgspec.Raw]), 1)
        )
    elif form is Format.conll:
        block: list[bytes] = []
        begun = 1
        for number, line in enumerate(data.splitlines(), 1):
            if line.startswith(HEADER.encode()) and any(block):
                yield f"line {begun}", b"\n".join(block)
                block = []
            if line.strip() or block:
                begun = begun if block else number
                block.append(line)
        if block:
            yield f"line {begun}", b"\n".join(block)
    else:
        yield from ((f"line {i}", line) for i, line in enumerate(data.splitlines(), 1) if line.strip())


def parse_record(raw: bytes, form: Format, originals: Mapping[str, Article]) -> Draft | None:
    """The draft of one record; ``None`` if its annotator did not accept it."""
    if form is Format.conll:
        return conll_draft(raw, originals)
    if form is Format.labelstudio:
        return labelstudio_draft(raw)
    return doccano_draft(raw) if form is Format.doccano else prodigy_draft(raw)


def _import_record(raw: bytes, form: Format, originals: Mapping[str, Article]) -> Restored | None:
    draft = parse_record(raw, form, originals)
    if draft is None:
        return None
    identity = draft.labels.id
    if originals and identity not in originals:
        raise InterchangeError(f"{identity}: --texts has no article of this id")
    try:
        return restore(draft, originals.get(identity))
    except (ReanchorError, InterchangeError) as error:
        raise InterchangeError(f"{identity}: {error}") from None


def import_records(data: bytes, form: Format, originals: Mapping[str, Article]) -> Iterator[Imported]:
    """Every record of a file; with ``originals``, by id, texts are taken from them.

    Raises ``msgspec.DecodeError`` where a Label Studio file is no JSON list.
    """
    seen: dict[str, str] = {}
    for place, raw in split_records(data, form):
        result: Restored | InterchangeError | None
        try:
            result = _import_record(raw, form, originals)
        except (ValueError, msgspec.DecodeError) as error:
            result = InterchangeError(str(error))
        if isinstance(result, Restored):
            identity = result.article.id
            if identity in seen:
                result = InterchangeError(f"{identity}: the id stands already at {seen[identity]}")
            seen.setdefault(identity, place)
        yield Imported(place, result)


# --- commands -------------------------------------------------------------------------------------

FormatOption = Annotated[Format, typer.Option("--format", help="Format of the tool's file.")]
app = typer.Typer(help=(__doc__ or "").partition("\n")[0], no_args_is_help=True, add_completion=False)


def _refuse(message: str) -> typer.Exit:
    print(message, file=sys.stderr)
    return typer.Exit(1)


def _read_folder(folder: Path, option: str) -> list[Article]:
    try:
        articles = read_corpus(folder)
    except (ValueError, OSError) as error:
        raise _refuse(str(error)) from None
    if not articles:
        raise typer.BadParameter(f"no .jsonl with articles in {folder}", param_hint=option)
    return articles


@app.command("export")
def export_command(
    form: FormatOption,
    out: Annotated[Path, typer.Option("--out", "-o", dir_okay=False, help="File for the tool.")],
    corpus: Annotated[Path, typer.Option(help="Folder of labelled .jsonl files.")] = LABELS / "corpus",
) -> None:
    """Write labelled articles for an annotation tool."""
    articles = _read_folder(corpus, "--corpus")
    try:
        out.write_bytes(export_articles(articles, form).encode())
    except (InterchangeError, OSError) as error:
        raise _refuse(f"{corpus}: {error}" if isinstance(error, InterchangeError) else str(error)) from None
    print(f"{out}: {len(articles)} articles as {form.value}", file=sys.stderr)


@app.command("import")
def import_command(
    form: FormatOption,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="File that the tool wrote.")],
    out: Annotated[Path, typer.Option("--out", "-o", dir_okay=False, help="Labelled .jsonl to write.")],
    texts: Annotated[
        Optional[Path], typer.Option(help="Folder of .jsonl with the original texts; CoNLL needs it.")
    ] = None,
) -> None:
    """Read a tool's file back; exit code 1, and nothing written, if one record is refused."""
    originals = {a.id: a for a in _read_folder(texts, "--texts")} if texts else {}
    try:
        records = list(import_records(file.read_bytes(), form, originals))
    except (ValueError, msgspec.DecodeError, OSError) as error:
        raise _refuse(f"{file}: {error}") from None
    articles = []
    for place, result in records:
        if isinstance(result, Restored):
            articles.append(result.article)
            for remark in result.remarks:
                print(f"{file}: {place}: {result.article.id}: {remark}", file=sys.stderr)
        else:
            print(
                f"{file}: {place}: {result or 'left out: its annotator did not accept it'}", file=sys.stderr
            )
    refused = sum(isinstance(result, InterchangeError) for _, result in records)
    if refused or not articles:
        raise _refuse(f"{file}: {refused} of {len(records)} records refused, nothing written")
    try:
        write_articles(articles, out)
    except OSError as error:
        raise _refuse(str(error)) from None
    print(f"{out}: {len(articles)} articles", file=sys.stderr)


if __name__ == "__main__":
    app()
