"""Compare trainers of the chain model on the same features: ``python -m training.compare_crf``.

All learn from the same origins and tag the same held-out ones; the figures are what docs/decisions.md
quotes.  Both libraries come with the ``compare`` extra.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from hoinghi.heads.tfidf import STORED
from hoinghi.tagging.tagger import runs
from training.article import read_corpus
from training.config import Config, read_config
from training.fit_tagger import TaggedSentences, bio_labels, tagged_sentences, train_chain
from training.folds import assign_folds
from training.material import Material, build_table, read_documents, read_material
from training.metrics import f1
from training.taxonomy import LABELS

Sentences = list[list[list[str]]]
Tags = list[list[str]]
Outcome = tuple[Tags, float, float, int]  # tags, seconds to train, seconds to tag, bytes


def _as_strings(data: TaggedSentences, known: set[int]) -> tuple[Sentences, Tags]:
    sentences, tags, begin = [], [], 0
    for length in data.lengths:
        rows = data.keys[begin : begin + length].tolist()
        sentences.append([[str(key) for key in row if key in known] for row in rows])
        tags.append(data.labels[begin : begin + length])
        begin += length
    return sentences, tags


def crfsuite(train: Sentences, tags: Tags, held: Sentences, l2: float, iterations: int) -> Outcome:
    """python-crfsuite, L-BFGS."""
    import pycrfsuite

    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({"c1": 0.0, "c2": l2, "max_iterations": iterations})
    began = time.perf_counter()
    for sentence, labels in zip(train, tags, strict=True):
        trainer.append(sentence, labels)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model"
        trainer.train(str(path))
        trained = time.perf_counter()
        tagger = pycrfsuite.Tagger()
        tagger.open(str(path))
        found = [tagger.tag(sentence) for sentence in held]
        return found, trained - began, time.perf_counter() - trained, path.stat().st_size


def underthesea_core(train: Sentences, tags: Tags, held: Sentences, l2: float, iterations: int) -> Outcome:
    """underthesea_core, L-BFGS."""
    from underthesea_core import CRFTagger, CRFTrainer

    trainer = CRFTrainer("lbfgs", l1_penalty=0.0, l2_penalty=l2, max_iterations=iterations, verbose=0)
    began = time.perf_counter()
    model = trainer.train(train, tags)
    trained = time.perf_counter()
    tagger = CRFTagger.from_model(model)
    found = [tagger.tag(sentence) for sentence in held]
    tagged = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model"
        model.save(str(path))
        return found, trained - began, tagged - trained, path.stat().st_size


def hoinghi(train: TaggedSentences, held: TaggedSentences, config: Config) -> Outcome:
    """The trainer of the shipped tagger: AdaGrad with dropped features."""
    began = time.perf_counter()
    chain = train_chain(train, config.tagger, config.seed)
    trained = time.perf_counter()
    decoded = chain.decode(chain.emissions(held.keys), np.array(held.lengths, dtype=np.int64))
    found = [[chain.labels[label] for label in sentence] for sentence in decoded]
    size = chain.keys.nbytes + chain.weights.astype(STORED).nbytes
    return found, trained - began, time.perf_counter() - trained, size


def span_f1(gold: Tags, found: Tags, label: str) -> float:
    """Strict span F1 of one label over sentences."""
    hits = wrong = missed = 0
    for right, seen in zip(gold, found, strict=True):
        a = {run for run in runs(right) if run[2] == label}
        b = {run for run in runs(seen) if run[2] == label}
        hits, wrong, missed = hits + len(a & b), wrong + len(b - a), missed + len(a - b)
    return f1(hits, wrong, missed)


def _data(material: Material) -> TaggedSentences:
    labels = [bio_labels(d, a.spans) for a, d in zip(material.articles, material.documents, strict=True)]
    batch = material.batch
    return tagged_sentences(material.documents, labels, batch.packed, batch.offsets)


def compare_command(
    corpus: Annotated[Path, typer.Option(help="Folder of labelled .jsonl files.")] = LABELS / "corpus",
    origins: Annotated[int, typer.Option(help="Origins to use.")] = 8,
    iterations: Annotated[int, typer.Option(help="Iterations of L-BFGS.")] = 60,
    l2: Annotated[float, typer.Option(help="Penalty of the squares of the weights, of L-BFGS.")] = 1.0,
) -> None:
    """Train all on the same features and print quality, time and size."""
    config = read_config()
    articles = read_corpus(corpus)
    chosen = sorted({a.origin for a in articles})[:origins]
    articles = [a for a in articles if a.origin in chosen]
    documents = read_documents(articles)
    held = assign_folds(articles, 4, config.seed) == 0

    def part(mask: Sequence[bool]) -> Material:
        pairs = [(a, d) for a, d, m in zip(articles, documents, mask, strict=True) if m]
        return read_material([a for a, _ in pairs], [d for _, d in pairs], table)

    table = build_table([d for d, h in zip(documents, held, strict=True) if not h], config.vocabulary)
    train, test = _data(part((~held).tolist())), _data(part(held.tolist()))
    keys, counts = np.unique(train.keys, return_counts=True)
    known = set(keys[counts >= config.tagger.minimum_frequency].tolist())
    sentences, tags = _as_strings(train, known)
    unseen, gold = _as_strings(test, known)
    outcomes = {
        "python-crfsuite": crfsuite(sentences, tags, unseen, l2, iterations),
        "underthesea_core": underthesea_core(sentences, tags, unseen, l2, iterations),
        "hoinghi": hoinghi(train, test, config),
    }
    shown = Table(
        title=f"{len(articles)} articles of {len(chosen)} origins, {iterations} iterations of L-BFGS"
    )
    for name in ("trainer", "PERSON F1", "TITLE F1", "train s", "tag sentences/s", "model MB"):
        shown.add_column(name, justify="left" if name == "trainer" else "right")
    for name, (found, train_seconds, tag_seconds, size) in outcomes.items():
        shown.add_row(
            name,
            f"{span_f1(gold, found, 'PERSON'):.3f}",
            f"{span_f1(gold, found, 'TITLE'):.3f}",
            f"{train_seconds:.0f}",
            f"{len(unseen) / tag_seconds:.0f}",
            f"{size / 1e6:.1f}",
        )
    Console().print(shown)


if __name__ == "__main__":
    typer.run(compare_command)
