"""From labelled articles to a model: every head fitted once, in one fixed order."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

import numpy as np
from numpy.typing import NDArray

from hoinghi.batch.workers import leave_with
from hoinghi.document import Document
from hoinghi.heads.linear import LinearModel
from hoinghi.heads.topic_head import TopicHead
from hoinghi.heads.type_head import TypeHead, softmax
from hoinghi.model import Model
from hoinghi.officials.titles import TitleLexicon
from hoinghi.tagging.crf import ChainModel
from hoinghi.tagging.tagger import Tagger
from hoinghi.text.diacritics import DiacriticRestorer
from hoinghi.text.syllables import SyllableTable
from training.article import Article
from training.augmentation import SwapConfig, swapped_copies
from training.config import Config
from training.fit_calibration import fit_calibration
from training.fit_diacritics import count_syllables
from training.fit_linear import fit_linear, holder_examples, period_examples
from training.fit_tagger import TEMPLATES, TaggedSentences, bio_labels, tagged_sentences, train_chain
from training.fit_topics import NO_FOLD, fit_topic_head
from training.fit_type import export_type_head, fit_type_pipeline, out_of_fold_logits, type_inputs
from training.folds import assign_folds
from training.material import Material, build_table, read_documents, read_material
from training.taxonomy import LABELS, read_toml, taxonomy
from training.topic_units import document_units, topic_answers, topic_units

STEPS = ("reading", "periods", "meeting types", "topics", "holders", "people and titles")
Progress = Callable[[str], None]


def fit_model(
    articles: Sequence[Article],
    config: Config,
    progress: Progress = lambda step: None,
    documents: Sequence[Document] | None = None,
    passages: Sequence[Article] = (),
) -> Model:
    """Fit every head on ``articles``.  ``progress`` is called with each of ``STEPS`` as it begins.

    ``documents`` are the articles' documents where the caller has read them already; ``passages`` teach
    topics and words, nothing else.
    """
    progress("reading")
    documents = read_documents(articles) if documents is None else documents
    short = read_documents(passages)
    table = build_table([*documents, *short], config.vocabulary)
    material = read_material(articles, documents, table)
    teaching = read_material([*articles, *passages], [*documents, *short], table)
    folds = assign_folds(articles, config.inner_folds, config.seed)
    # The tagger takes longest and needs nothing of the other heads: it trains beside them.
    with tagger_training(material, table, config) as tagger_of:
        ranker, types, topics, holders = _fit_heads(material, teaching, folds, config, progress)
        progress("people and titles")
        tagger = Tagger(tagger_of(), TEMPLATES)
    lexicon = TitleLexicon(read_toml(LABELS / "titles.toml"))
    counts = count_syllables(documents, table.canonical_forms, config.vocabulary.pair_minimum)
    restorer = DiacriticRestorer(table.canonical_forms, counts)
    return Model(table, ranker, types, topics, tagger, holders, lexicon, restorer)


def _fit_heads(
    material: Material, teaching: Material, folds: NDArray[np.int64], config: Config, progress: Progress
) -> tuple[LinearModel, TypeHead, TopicHead, LinearModel]:
    """Everything but the tagger; ``teaching``: what topics are learned from, the articles first."""
    articles, labels = material.articles, taxonomy()
    progress("periods")
    examples = period_examples(material)
    ranker = fit_linear(examples, config.ranker.regularisation)
    # The type head learns from ranker scores such as it will meet: of articles not learned from.
    scores: list[list[float]] = [[] for _ in articles]
    for fold in range(config.inner_folds):
        learned = fit_linear(examples, config.ranker.regularisation, folds[examples.article] != fold)
        for number in np.flatnonzero(folds == fold).tolist():
            scores[number] = [learned.decide(p.features)[0] for p in material.batch.periods[number]]

    progress("meeting types")
    inputs = type_inputs(material.batch, scores)
    answers = [a.meeting_type for a in articles]
    held_out = out_of_fold_logits(inputs, answers, folds, config.type, labels.type_ids)
    present = [label for label in labels.type_ids if label in set(answers)]
    calibration = fit_calibration(held_out, np.array([present.index(answer) for answer in answers]))
    pipeline = fit_type_pipeline(inputs, answers, config.type)
    types = export_type_head(pipeline, labels.type_ids, config.type, calibration)
    chances = softmax(calibration.apply(held_out))
    other = chances[:, present.index("other")] if "other" in present else np.zeros(len(answers))

    progress("topics")
    topics = fit_topic_head(
        topic_units(teaching, labels.topic_ids, config.topic.unmarked_weight),
        document_units(teaching, labels.topic_ids),
        teaching.batch,
        topic_answers(articles, labels.topic_ids),
        other,
        labels.topic_ids,
        np.pad(folds, (0, len(teaching.articles) - len(articles)), constant_values=NO_FOLD),
        config.topic,
        max(1, config.jobs - 1),
    )

    progress("holders")
    holders = fit_linear(holder_examples(material), config.holder.regularisation)
    return ranker, types, topics, holders


@contextmanager
def tagger_training(
    material: Material, table: SyllableTable, config: Config
) -> Iterator[Callable[[], ChainModel]]:
    """Train the chain model, in a process of its own where ``jobs`` allows; gives how to wait for it."""
    data = _tagger_data(material, table, config)
    if config.jobs < 2:
        yield lambda: train_chain(data, config.tagger, config.seed)
        return
    context = get_context("spawn")
    with ProcessPoolExecutor(1, context, initializer=leave_with, initargs=(os.getpid(),)) as pool:
        yield pool.submit(train_chain, data, config.tagger, config.seed).result


def _tagger_data(material: Material, table: SyllableTable, config: Config) -> TaggedSentences:
    """The sentences of the articles and of their copies with swapped mentions."""
    tagger = config.tagger
    swaps = SwapConfig(tagger.copies, tagger.swapped_people, tagger.swapped_titles)
    copies = swapped_copies(material.articles, swaps, config.seed)
    articles = [*material.articles, *copies]
    documents = [*material.documents, *read_documents(copies)]
    labels = [bio_labels(d, a.spans) for d, a in zip(documents, articles, strict=True)]
    packed = [table.encode(document.forms) for document in documents]
    lengths = np.array([len(tokens) for tokens in packed], dtype=np.int64)
    return tagged_sentences(documents, labels, np.concatenate(packed), np.cumsum(lengths) - lengths)
