"""``hoinghi officials``: the register of officials over a batch."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from hoinghi.cli.options import Bundle, DateField, IdField, Paths, TextField
from hoinghi.cli.rejects import say_reject, write_rejects
from hoinghi.cli.stopping import stoppable
from hoinghi.cli.terminal import visible
from hoinghi.errors import HoinghiError

SOME_REJECTED = 1


def officials(
    paths: Paths,
    output: Annotated[Path, typer.Option("--output", "-o", help="The register: .csv or .jsonl.")],
    text_field: TextField = "text",
    id_field: IdField = "id",
    date_field: DateField = "date",
    bundle: Bundle = None,
) -> None:
    """Build the register of officials over a batch: person, title, body, level, first and last date."""
    from hoinghi.batch.engine import results_of
    from hoinghi.batch.places import Places
    from hoinghi.batch.records import Columns, Reject
    from hoinghi.batch.running import chunks_of, refuse_own
    from hoinghi.batch.sources import plan
    from hoinghi.batch.writing import whole_file
    from hoinghi.officials import register
    from hoinghi.predictor import Predictor

    write = register.FORMATS.get(output.suffix.lower())
    if write is None:
        raise HoinghiError(f"{output}: a register is .csv or .jsonl")
    places, columns = Places(output), Columns(text_field, id_field, date_field)
    sources = plan(paths, skip=places.own)
    refuse_own(sources, places)
    predictor = Predictor(bundle)
    people, rejects, articles = register.Register(), [], 0
    with stoppable():
        chunks = chunks_of(sources, columns)
        for result in chain.from_iterable(results_of(predictor, chunk.items, columns) for chunk in chunks):
            if isinstance(result, Reject):
                say_reject(result)
                rejects.append(result)
            else:
                people.add(result)
                articles += 1
        entries = people.entries()
        with whole_file(output) as stream:
            write(entries, stream)
        write_rejects(output, rejects)
    done = f"{output}: {len(entries)} entries from {articles} articles, {len(rejects)} rejected"
    typer.echo(visible(done), err=True)
    if rejects:
        raise typer.Exit(SOME_REJECTED)
