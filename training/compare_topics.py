"""Compare ways to learn topics: ``python -m training.compare_topics`` prints micro-F1 on the dev split.

Each row fits the clause model, and that of whole articles, on the train split with one regularisation and
one weight of unmarked clauses, with or without the passages; each column pools clauses into an article in
another way, with the thresholds that are best on the train split.  Articles without clauses are left out,
and the test split is not read.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
import numpy as np
import typer
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from hoinghi.heads.article_clauses import FORMER_INPUTS, INPUTS, article_clauses, article_inputs
from hoinghi.heads.encoding import EncodedBatch
from hoinghi.heads.tfidf import FloatArray
from hoinghi.heads.topic_head import sigmoid
from hoinghi.heads.type_head import softmax
from hoinghi.text.syllables import IntArray
from training.article import read_corpus
from training.config import DEFAULT, Config, TopicConfig, read_config
from training.fit_linear import fit_linear, period_examples
from training.fit_pooling import fit_pooling
from training.fit_topics import NO_FOLD, fit_units, fit_words, out_of_fold_inputs, with_any
from training.fit_type import export_type_head, fit_type_pipeline, out_of_fold_logits, type_inputs
from training.folds import assign_folds
from training.material import Material, build_table, read_documents, read_material
from training.metrics import f1
from training.passages import PASSAGES, read_passages
from training.splits import in_splits
from training.taxonomy import LABELS, taxonomy
from training.topic_units import (
    TopicUnits,
    clause_inputs,
    document_units,
    topic_answers,
    topic_units,
)

# What each pooling reads.
POOLINGS = {
    "best clause": ("best",),
    "two best": ("best", "second"),
    "and type": ("best", "second", "other"),
    "length, mean": ("best", "second", "other", "length", "mean"),
    "and any": ("best", "second", "other", "length", "mean", "any"),
    "no words": tuple(INPUTS)[:FORMER_INPUTS],
    "all": tuple(INPUTS),
}
# Regularisation C, weight of unmarked clauses, whether passages are learned from.
VARIANTS = ((0.5, 0.2, False), (0.25, 0.2, True), (0.5, 0.2, True), (0.5, 1.0, True), (1.5, 0.2, True))


def probabilities_of_other(
    train: Material, dev: Material, folds: NDArray[np.int64], config: Config
) -> tuple[FloatArray, FloatArray]:
    """The probability of ``other``: out of fold on the train articles, predicted on the dev articles."""
    examples = period_examples(train)
    ranker = fit_linear(examples, config.ranker.regularisation)
    scores = [
        [[ranker.decide(p.features)[0] for p in placed] for placed in material.batch.periods]
        for material in (train, dev)
    ]
    inputs, answers = type_inputs(train.batch, scores[0]), [a.meeting_type for a in train.articles]
    head = export_type_head(fit_type_pipeline(inputs, answers, config.type), taxonomy().type_ids, config.type)
    predicted = softmax(head.score(dev.batch, scores[1]).logits)[:, head.labels.index("other")]
    held_out = softmax(out_of_fold_logits(inputs, answers, folds, config.type, taxonomy().type_ids))
    return held_out[:, head.labels.index("other")], predicted


def _dev_inputs(
    units: TopicUnits,
    of_documents: TopicUnits,
    dev: EncodedBatch,
    others: FloatArray,
    config: TopicConfig,
    jobs: int,
) -> tuple[IntArray, FloatArray]:
    """The dev documents that have clauses, and the inputs of their pooling."""
    every = np.ones(len(units.inputs), dtype=bool)
    features, coefficients, intercepts = fit_units(units, every, config, jobs)
    decisions = features.transform(clause_inputs(dev)) @ coefficients.T + intercepts
    words = fit_words(of_documents, config, jobs)
    values = words.decide(words.weigh(dev), len(dev.documents))
    documents, clauses = article_clauses(dev, decisions[:, :-1], decisions[:, -1], values)
    return documents, article_inputs(clauses, others[documents])


def micro_f1(
    learned: FloatArray,
    answers: NDArray[np.bool_],
    folds: IntArray,
    measured: FloatArray,
    gold: NDArray[np.bool_],
    used: tuple[str, ...],
    config: TopicConfig,
) -> float:
    """Micro-F1 of a pooling fitted on ``learned`` and ``answers``, measured on ``measured`` and ``gold``.

    Inputs ``(articles, topics, len(INPUTS))``; those that are not in ``used`` are left out.
    """
    kept = np.isin(list(INPUTS), used)
    # An input that is always zero gets no weight.
    pooling, thresholds = fit_pooling(learned * kept, answers, folds, config)
    found = sigmoid(pooling.decide_inputs(measured * kept)) >= thresholds
    return f1(int((found & gold).sum()), int((found & ~gold).sum()), int((gold & ~found).sum()))


def compare_topics_command(
    corpus: Annotated[Path, typer.Option(help="Folder of labelled .jsonl files.")] = LABELS / "corpus",
    passages: Annotated[Path, typer.Option(help="Folder of passages that teach topics.")] = PASSAGES,
    config: Annotated[Path, typer.Option(help="Training configuration (TOML).")] = DEFAULT,
) -> None:
    """Print micro-F1 of topics on the dev split for each variant and pooling."""
    settings = read_config(config)
    articles = read_corpus(corpus)
    learned, measured = in_splits(articles, "train"), in_splits(articles, "dev")
    short = read_passages(passages)
    documents, short_documents = read_documents(learned), read_documents(short)
    table = build_table([*documents, *short_documents], settings.vocabulary)
    train = read_material(learned, documents, table)
    taught = read_material([*learned, *short], [*documents, *short_documents], table)
    dev = read_material(measured, read_documents(measured), table)
    folds = assign_folds(learned, settings.inner_folds, settings.seed)
    all_folds = np.pad(folds, (0, len(short)), constant_values=NO_FOLD)
    topics = taxonomy().topic_ids
    answers, gold = topic_answers(train.articles, topics), topic_answers(dev.articles, topics)
    others = probabilities_of_other(train, dev, folds, settings)
    report = Table(title=f"topics: micro-F1 on {len(measured)} dev articles, fitted on {len(learned)}")
    for name in ("regularisation", "unmarked weight", "passages", *POOLINGS):
        report.add_column(name, justify="right")
    for regularisation, unmarked, has_passages in VARIANTS:
        topic = msgspec.structs.replace(
            settings.topic, regularisation=regularisation, unmarked_weight=unmarked
        )
        material, folds_of = (taught, all_folds) if has_passages else (train, folds)
        units = topic_units(material, topics, unmarked)
        both, of_documents = with_any(units), document_units(material, topics)
        told, inner = out_of_fold_inputs(
            both, of_documents, material.batch, others[0], folds_of, topic, settings.jobs
        )
        heard, outer = _dev_inputs(both, of_documents, dev.batch, others[1], topic, settings.jobs)
        row = [
            micro_f1(inner, answers[told], folds[told], outer, gold[heard], used, topic)
            for used in POOLINGS.values()
        ]
        shown = (f"{regularisation:g}", f"{unmarked:g}", "yes" if has_passages else "no")
        report.add_row(*shown, *(f"{value:.3f}" for value in row))
        Console(stderr=True).print(f"C {regularisation:g}, unmarked {unmarked:g} done", highlight=False)
    Console().print(report)


if __name__ == "__main__":
    typer.run(compare_topics_command)
