"""A loaded model: every head built from one bundle, and back into arrays and tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from hoinghi.bundle import Bundle
from hoinghi.crf import ChainModel
from hoinghi.errors import BundleError
from hoinghi.linear import LinearModel
from hoinghi.syllables import SyllableTable
from hoinghi.tagger import Tagger
from hoinghi.tagger_features import Template
from hoinghi.tfidf import STORED, TfidfBlock
from hoinghi.titles import TitleLexicon
from hoinghi.topic_head import TopicHead
from hoinghi.type_head import TYPE_FIELDS, TypeHead, field_name


@dataclass(frozen=True, slots=True)
class Model:
    """The heads and their shared vocabulary."""

    table: SyllableTable
    ranker: LinearModel
    types: TypeHead
    topics: TopicHead
    tagger: Tagger
    holders: LinearModel
    titles: TitleLexicon


def _block(arrays: Mapping[str, NDArray[Any]], name: str) -> TfidfBlock:
    return TfidfBlock(arrays[f"{name}.keys"], arrays[f"{name}.idf"], arrays[f"{name}.coefficients"])


def _pooling(arrays: Mapping[str, NDArray[Any]]) -> NDArray[Any]:
    """The topics' pooling weights; a bundle of format 1 scored an article by its best clause alone."""
    if "topic.slopes" not in arrays:
        return arrays["topic.pooling"]
    slopes = arrays["topic.slopes"]
    return np.stack([slopes, np.zeros_like(slopes), np.zeros_like(slopes)], axis=1)


def _templates(rows: list[list[list[Any]]]) -> tuple[Template, ...]:
    return tuple(tuple((str(name), int(offset)) for name, offset in row) for row in rows)


def build_model(bundle: Bundle) -> Model:
    """The model of a checked bundle.  Raises :class:`BundleError` where its parts do not fit."""
    arrays, tables = bundle.arrays, bundle.tables
    try:
        linear = {name: msgspec.convert(tables[name], LinearModel) for name in ("ranker", "cues", "holders")}
        vocabulary = tables["vocabulary"]
        return Model(
            SyllableTable(vocabulary["canonical"], vocabulary["exact"], vocabulary["classes"]),
            linear["ranker"],
            TypeHead(
                [_block(arrays, f"type.{field_name(i)}") for i in range(len(TYPE_FIELDS))],
                linear["cues"],
            ),
            TopicHead(
                tuple(tables["topics"]),
                _block(arrays, "topic.clause"),
                _block(arrays, "topic.sentence"),
                arrays["topic.intercepts"],
                _pooling(arrays),
                arrays["topic.offsets"],
                arrays["topic.thresholds"],
            ),
            Tagger(
                ChainModel(
                    tuple(tables["tags"]),
                    arrays["tagger.transitions"],
                    arrays["tagger.keys"],
                    arrays["tagger.weights"].astype(np.float32),
                ),
                _templates(tables["templates"]),
            ),
            linear["holders"],
            TitleLexicon(tables["titles"]),
        )
    except (KeyError, ValueError, TypeError, msgspec.ValidationError) as error:
        raise BundleError(f"the bundle's parts do not fit together: {error}") from None


def _block_arrays(name: str, block: TfidfBlock) -> dict[str, NDArray[Any]]:
    return {
        f"{name}.keys": block.keys,
        f"{name}.idf": block.idf,
        f"{name}.coefficients": block.coefficients.astype(STORED),
    }


def model_arrays(model: Model) -> dict[str, NDArray[Any]]:
    """The arrays that :func:`build_model` reads."""
    arrays: dict[str, NDArray[Any]] = {}
    for position, block in enumerate(model.types.blocks):
        arrays |= _block_arrays(f"type.{field_name(position)}", block)
    arrays |= _block_arrays("topic.clause", model.topics.clause)
    arrays |= _block_arrays("topic.sentence", model.topics.sentence)
    arrays |= {
        "topic.intercepts": model.topics.intercepts,
        "topic.pooling": model.topics.pooling,
        "topic.offsets": model.topics.offsets,
        "topic.thresholds": model.topics.thresholds,
        "tagger.transitions": model.tagger.chain.transitions.astype(np.float32),
        "tagger.keys": model.tagger.chain.keys,
        "tagger.weights": model.tagger.chain.weights[:-1].astype(STORED),
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
        "holders": msgspec.to_builtins(model.holders),
        "topics": list(model.topics.labels),
        "tags": list(model.tagger.chain.labels),
        "templates": [[list(part) for part in template] for template in model.tagger.templates],
        "titles": dict(titles),
    }
