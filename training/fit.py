"""From labelled articles to a model: every head fitted once, in one fixed order."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from hoinghi.document import Document
from hoinghi.model import Model
from hoinghi.tagger import Tagger
from hoinghi.titles import TitleLexicon
from training.article import Article
from training.config import Config
from training.fit_linear import fit_linear, holder_examples, period_examples
from training.fit_tagger import TEMPLATES, bio_labels, tagged_sentences, train_chain
from training.fit_topics import fit_topic_head
from training.fit_type import export_type_head, fit_type_pipeline, type_inputs
from training.folds import assign_folds
from training.material import Material, build_table, clause_labels, read_documents, read_material
from training.taxonomy import LABELS, read_toml, taxonomy

STEPS = ("reading", "periods", "meeting types", "topics", "holders", "people and titles")
Progress = Callable[[str], None]


def fit_model(
    articles: Sequence[Article],
    config: Config,
    progress: Progress = lambda step: None,
    documents: Sequence[Document] | None = None,
) -> Model:
    """Fit every head on ``articles``.  ``progress`` is called with each of ``STEPS`` as it begins.

    ``documents`` are the articles' documents where the caller has read them already.
    """
    progress("reading")
    documents = read_documents(articles) if documents is None else documents
    table = build_table(documents, config.vocabulary)
    material = read_material(articles, documents, table)
    folds = assign_folds(articles, config.folds, config.seed)
    labels = taxonomy()

    progress("periods")
    examples = period_examples(material)
    ranker = fit_linear(examples, config.ranker.regularisation)
    # The type head learns from ranker scores such as it will meet: of articles not learned from.
    scores: list[list[float]] = [[] for _ in articles]
    for fold in range(config.folds):
        learned = fit_linear(examples, config.ranker.regularisation, folds[examples.article] != fold)
        for number in np.flatnonzero(folds == fold).tolist():
            scores[number] = [learned.decide(p.features)[0] for p in material.batch.periods[number]]

    progress("meeting types")
    pipeline = fit_type_pipeline(
        type_inputs(material.batch, scores), [a.meeting_type for a in articles], config.type
    )
    types = export_type_head(pipeline, labels.type_ids, config.type)

    progress("topics")
    topics = fit_topic_head(
        material.batch,
        clause_labels(material, labels.topic_ids),
        np.array([[topic in a.topics for topic in labels.topic_ids] for a in articles]),
        labels.topic_ids,
        folds,
        config.topic,
        config.jobs,
    )

    progress("holders")
    holders = fit_linear(holder_examples(material), config.holder.regularisation)

    progress("people and titles")
    tagger = _fit_tagger(material, config)
    lexicon = TitleLexicon(read_toml(LABELS / "titles.toml"))
    return Model(table, ranker, types, topics, tagger, holders, lexicon)


def _fit_tagger(material: Material, config: Config) -> Tagger:
    labels = [
        bio_labels(document, article.spans)
        for article, document in zip(material.articles, material.documents, strict=True)
    ]
    batch = material.batch
    data = tagged_sentences(material.documents, labels, batch.packed, batch.offsets)
    return Tagger(train_chain(data, config.tagger), TEMPLATES)
