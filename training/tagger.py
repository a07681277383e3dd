"""Train a tagger on any CoNLL-style file: ``python -m training.tagger --train A --dev B --test C --out DIR``.

Where the file joins the syllables of a word, two taggers are trained: one reads the words of the file and
is scored on them, as published results are; the other reads hoinghi's own tokens, and it is the one that
is saved, because raw text has no such words.  Both are scored; each table says which one it is.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Annotated, Optional

import typer
from rich.console import Console

from hoinghi.batch.workers import leave_with
from hoinghi.tagging.form_tagger import FormTagger
from training.entity_metrics import EntityCounts, count_entities, entities, entity_table
from training.fit_chain import ChainConfig
from training.fit_ner import NerConfig, fit_tagger, tag_sentences
from training.ner_bundle import save_tagger, score_raw_text
from training.ner_corpus import CorpusError, TaggedTokens, read_tagged, syllable_view
from training.ner_features import read_clusters

Sentences = Sequence[TaggedTokens]


@dataclass(frozen=True, slots=True)
class Trained:
    """``of_words`` reads the file's tokens; ``of_text`` the tokens of raw text.  They may be the same."""

    of_words: FormTagger
    of_text: FormTagger


def _in_syllables(sentences: Sentences) -> list[TaggedTokens]:
    return [syllable_view(sentence)[0] for sentence in sentences]


def train_taggers(
    sentences: Sentences, held_out: Sentences, clusters: Path | None, config: NerConfig, jobs: int = 2
) -> Trained:
    """Fit the tagger of raw text, and another of the file's words where these are other tokens."""
    found = read_clusters(clusters) if clusters is not None else None
    cut, cut_held_out = _in_syllables(sentences), _in_syllables(held_out)
    if cut == list(sentences) and cut_held_out == list(held_out):
        tagger = fit_tagger(cut, cut_held_out, found, config)
        return Trained(tagger, tagger)
    tasks = ((list(sentences), list(held_out), found, config), (cut, cut_held_out, found, config))
    if jobs < 2:
        return Trained(*(fit_tagger(*task) for task in tasks))
    context = get_context("spawn")
    with ProcessPoolExecutor(2, context, initializer=leave_with, initargs=(os.getpid(),)) as pool:
        of_words, of_text = [pool.submit(fit_tagger, *task) for task in tasks]
        return Trained(of_words.result(), of_text.result())


def score_words(tagger: FormTagger, sentences: Sentences) -> dict[str, EntityCounts]:
    """Counts a label on the file's own tokens."""
    found = tag_sentences(tagger, sentences)
    return count_entities(
        (entities(sentence.tags), entities(tags)) for sentence, tags in zip(sentences, found, strict=True)
    )


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def tagger_command(
    train: Annotated[Path, typer.Option(help="Tagged sentences to learn from.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder of the bundle.")],
    dev: Annotated[Optional[Path], typer.Option(help="Tagged sentences to tune and score on.")] = None,
    test: Annotated[Optional[Path], typer.Option(help="Tagged sentences to score on.")] = None,
    clusters: Annotated[
        Optional[Path], typer.Option(help="Lines word<TAB>cluster (training.clusters).")
    ] = None,
    lowercase_robust: Annotated[bool, typer.Option(help="Learn from lower-cased copies too.")] = False,
    epochs: Annotated[int, typer.Option(min=0, help="Passes over the sentences; 0 chooses.")] = 0,
    tag_column: Annotated[int, typer.Option(help="Column of the tag, from 0; -1 is the last.")] = -1,
    jobs: Annotated[int, typer.Option(min=1, help="Processes.")] = 2,
) -> None:
    """Train, score on --dev and --test by entities, and save a bundle that hoinghi loads."""
    messages, tables = Console(stderr=True), Console()
    began = time.monotonic()
    try:
        sentences = read_tagged(train, tag_column)
        held_out = read_tagged(dev, tag_column) if dev is not None else []
        tested = read_tagged(test, tag_column) if test is not None else []
        config = NerConfig(replace(ChainConfig(), epochs=epochs), lowercase_robust)
        trained = train_taggers(sentences, held_out, clusters, config, jobs)
    except CorpusError as error:
        messages.print(str(error), highlight=False, markup=False)
        raise typer.Exit(2) from None
    said = {
        "sentences": len(sentences),
        "train": _digest(train),
        "clusters": _digest(clusters) if clusters is not None else None,
        "config": asdict(config),
    }
    digest = save_tagger(trained.of_text, out, said)
    messages.print(
        f"{out}: bundle {digest[:16]} from {len(sentences)} sentences in {time.monotonic() - began:.0f} s",
        highlight=False,
    )
    for name, scored in (("dev", held_out), ("test", tested)):
        if scored:
            tables.print(entity_table(f"{name}: the file's tokens", score_words(trained.of_words, scored)))
            tables.print(entity_table(f"{name}: the saved bundle on raw text", score_raw_text(out, scored)))


if __name__ == "__main__":
    typer.run(tagger_command)
