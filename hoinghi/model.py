"""A loaded model: every head built from one bundle, and back into arrays and tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from hoinghi.bundle.folder import Bundle
from hoinghi.bundle.parts import (
    LARGEST_TRANSITION,
    Tables,
    Vocabulary,
    block_idf,
    block_norm,
    checked_tables,
    counts,
    feature_keys,
    input_ranges,
    numbers,
    pair_keys,
    term_keys,
    topic_caution,
    topic_thresholds,
)
from hoinghi.errors import BundleError
from hoinghi.heads.encoding import ARTICLE, CLAUSE, SENTENCE
from hoinghi.heads.linear import LinearModel
from hoinghi.heads.linear_pooling import POOLED, LinearPooling
from hoinghi.heads.period_ranker import REVIEW_UNITS
from hoinghi.heads.spline_pooling import SplinePooling, basis_size
from hoinghi.heads.tfidf import STORED, TfidfBlock
from hoinghi.heads.topic_head import ArticleWords, Pooling, TopicHead
from hoinghi.heads.type_head import TYPE_FIELDS, TypeHead, field_name
from hoinghi.officials.titles import TitleLexicon
from hoinghi.tagging.crf import ChainModel
from hoinghi.tagging.form_tagger import TABLE, FormTagger, read_form_tagger
from hoinghi.tagging.tagger import Tagger
from hoinghi.text.diacritics import DiacriticRestorer, SyllableCounts
from hoinghi.text.syllables import SyllableTable


@dataclass(frozen=True, slots=True)
class Model:
    """The heads and their shared vocabulary."""

    table: SyllableTable
    ranker: LinearModel
    types: TypeHead
    topics: TopicHead
    tagger: Tagger | FormTagger
    holders: LinearModel
    titles: TitleLexicon
    restorer: DiacriticRestorer | None = None


Arrays = Mapping[str, NDArray[Any]]
_FORMER_POOLED = [POOLED.index(name) for name in ("best", "second", "other")]  # of bundle formats 2 and 3


def _block(arrays: Arrays, name: str, field: int, columns: int, words: Vocabulary) -> TfidfBlock:
    keys = term_keys(arrays, f"{name}.keys", field, words)
    return TfidfBlock(
        keys,
        block_idf(arrays, f"{name}.idf", len(keys)),
        numbers(arrays, f"{name}.coefficients", len(keys), columns),
        block_norm(arrays, name),
    )


def _former_weights(arrays: Arrays, count: int) -> NDArray[Any]:
    """The pooling weights of bundles before format 6, in the order of ``POOLED``.

    A bundle of format 1 scored an article by its best clause alone; one of format 2 or 3 by its two best and
    the meeting type.
    """
    weights = np.zeros((count, len(POOLED)))
    if "topic.slopes" in arrays:
        weights[:, POOLED.index("best")] = numbers(arrays, "topic.slopes", count)
        return weights
    if "topic.pooling" in arrays and arrays["topic.pooling"].shape == (count, 3):
        weights[:, _FORMER_POOLED] = numbers(arrays, "topic.pooling", count, 3)
        return weights
    return numbers(arrays, "topic.pooling", count, len(POOLED))


def _pooling(arrays: Arrays, count: int) -> Pooling:
    offsets = numbers(arrays, "topic.offsets", count)
    if "topic.ranges" not in arrays:
        return LinearPooling(_former_weights(arrays, count), offsets)
    ranges = input_ranges(arrays, "topic")
    return SplinePooling(
        ranges,
        numbers(arrays, "topic.pooling", basis_size(len(ranges.low))),
        numbers(arrays, "topic.scales", count),
        offsets,
    )


def _types(arrays: Arrays, tables: Tables) -> TypeHead:
    labels, words = tables.cues.labels, tables.vocabulary
    blocks = [
        _block(arrays, f"type.{field_name(i)}", field, len(labels), words)
        for i, (field, _, _) in enumerate(TYPE_FIELDS)
    ]
    return TypeHead(blocks, tables.cues, tables.calibration)


def _article_words(arrays: Arrays, labels: tuple[str, ...], vocabulary: Vocabulary) -> ArticleWords:
    block = _block(arrays, "topic.article", ARTICLE, len(labels), vocabulary)
    return ArticleWords(block, numbers(arrays, "topic.article.intercepts", len(labels)))


def _topics(arrays: Arrays, tables: Tables) -> TopicHead:
    labels, words = tables.topics, tables.vocabulary
    pooling = _pooling(arrays, len(labels))
    columns = len(labels) + pooling.reads_any  # the last one: whether a clause earns any topic
    return TopicHead(
        labels,
        _block(arrays, "topic.clause", CLAUSE, columns, words),
        _block(arrays, "topic.sentence", SENTENCE, columns, words),
        numbers(arrays, "topic.intercepts", columns),
        pooling,
        topic_thresholds(arrays, len(labels)),
        topic_caution(arrays),
        _article_words(arrays, labels, words) if pooling.reads_words else None,
    )


def _tagger(arrays: Arrays, tables: Tables) -> Tagger:
    tags = tables.tags
    keys = feature_keys(arrays, "tagger.keys", tables)
    transitions = numbers(arrays, "tagger.transitions", len(tags), len(tags), largest=LARGEST_TRANSITION)
    weights = numbers(arrays, "tagger.weights", len(keys), len(tags)).astype(np.float32)
    return Tagger(ChainModel(tags, transitions, keys, weights), tables.templates)


def _restorer(arrays: Arrays, words: Vocabulary) -> DiacriticRestorer | None:
    """The reader of bare text; bundles before format 3 have none."""
    if "diacritics.pairs" not in arrays:
        return None
    pairs = pair_keys(arrays, "diacritics.pairs", words)
    return DiacriticRestorer(
        words.canonical,
        SyllableCounts(
            counts(arrays, "diacritics.unigrams", len(words.canonical) + 1),
            pairs,
            counts(arrays, "diacritics.pair_counts", len(pairs)),
        ),
    )


def build_model(bundle: Bundle) -> Model:
    """The model of a loaded bundle.  Raises :class:`BundleError` where its parts do not fit together.

    Everything that a prediction indexes or computes with is checked: a model that was built predicts.
    """
    arrays = bundle.arrays
    try:
        tables = checked_tables(bundle.tables, tuple(REVIEW_UNITS))
        words = tables.vocabulary
        return Model(
            SyllableTable(words.canonical, words.exact, words.classes),
            tables.ranker,
            _types(arrays, tables),
            _topics(arrays, tables),
            _tagger(arrays, tables)
            if TABLE not in bundle.tables
            else read_form_tagger(arrays, bundle.tables[TABLE]),
            tables.holders,
            TitleLexicon(bundle.tables["titles"]),
            _restorer(arrays, words),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise BundleError(f"the bundle's parts do not fit together: {error}; retrain the bundle") from None


def _block_arrays(name: str, block: TfidfBlock) -> dict[str, NDArray[Any]]:
    arrays: dict[str, NDArray[Any]] = {
        f"{name}.keys": block.keys,
        f"{name}.idf": block.idf,
        f"{name}.coefficients": block.coefficients.astype(STORED),
    }
    if block.norm.unknown:
        arrays[f"{name}.unknown"] = np.array([block.norm.unknown])
    if block.norm.power != 1.0:
        arrays[f"{name}.norm"] = np.array([block.norm.power, block.norm.usual])
    return arrays


def _pooling_arrays(pooling: Pooling) -> dict[str, NDArray[Any]]:
    if not isinstance(pooling, SplinePooling):
        raise TypeError(f"no bundle of this format holds a {type(pooling).__name__}")
    ranges = pooling.ranges
    return {
        "topic.ranges": np.array([ranges.low, ranges.high, ranges.centre, ranges.deviation, *ranges.knots.T]),
        "topic.pooling": pooling.weights,
        "topic.scales": pooling.scales,
        "topic.offsets": pooling.offsets,
    }


def model_arrays(model: Model) -> dict[str, NDArray[Any]]:
    """The arrays that :func:`build_model` reads."""
    arrays: dict[str, NDArray[Any]] = {}
    for position, block in enumerate(model.types.blocks):
        arrays |= _block_arrays(f"type.{field_name(position)}", block)
    arrays |= _block_arrays("topic.clause", model.topics.clause)
    arrays |= _block_arrays("topic.sentence", model.topics.sentence)
    if model.topics.words is not None:
        arrays |= _block_arrays("topic.article", model.topics.words.block)
        arrays["topic.article.intercepts"] = model.topics.words.intercepts
    arrays |= {
        "topic.intercepts": model.topics.intercepts,
        "topic.thresholds": model.topics.thresholds,
        "topic.caution": np.array([model.topics.caution]),
        **_pooling_arrays(model.topics.pooling),
        "tagger.transitions": model.tagger.chain.transitions.astype(np.float32),
        "tagger.keys": model.tagger.chain.keys,
        "tagger.weights": model.tagger.chain.weights[:-1].astype(STORED),
    }
    if model.restorer is not None:
        syllables = model.restorer.counts
        arrays |= {
            "diacritics.unigrams": syllables.unigrams.astype(np.int32),
            "diacritics.pairs": syllables.pairs,
            "diacritics.pair_counts": syllables.pair_counts.astype(np.int32),
        }
    return arrays


def model_tables(model: Model, titles: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON tables that :func:`build_model` reads; ``titles`` is the lexicon's plain data."""
    return {
        "vocabulary": {
            "canonical": list(model.table.canonical_forms),
            "exact": list(model.table.exact_forms),
            "classes": model.table.classes,
        },
        "ranker": msgspec.to_builtins(model.ranker),
        "cues": msgspec.to_builtins(model.types.cues),
        "calibration": msgspec.to_builtins(model.types.calibration),
        "holders": msgspec.to_builtins(model.holders),
        "topics": list(model.topics.labels),
        "tags": list(model.tagger.chain.labels),
        "templates": [[list(part) for part in template] for template in model.tagger.templates],
        "titles": dict(titles),
    }
