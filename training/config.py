"""The training configuration: one complete TOML file, every key known."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec

from training.taxonomy import read_toml

DEFAULT = Path(__file__).with_name("config.toml")


class VocabularyConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    canonical_minimum: int
    exact_minimum: int
    pair_minimum: int


class LinearConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    regularisation: float


class TypeConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    regularisation: float
    minimum_documents: int
    cue_weight: float
    tolerance: Annotated[float, msgspec.Meta(gt=0)]
    iterations: int


class TopicConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    regularisation: float
    minimum_documents: int
    article_minimum_documents: int
    unmarked_weight: float
    unknown_weight: float
    norm_power: Annotated[float, msgspec.Meta(gt=0, le=1)]  # what a bundle is read with
    pooling_regularisation: float
    caution: float
    prior_strength: float


class TaggerConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    epochs: int
    averaged: int
    dropped: float
    rate: float
    batch: int
    minimum_frequency: int
    prune: float
    copies: int
    swapped_people: float
    swapped_titles: float


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    seed: int
    folds: int
    inner_folds: int
    jobs: int
    vocabulary: VocabularyConfig
    ranker: LinearConfig
    type: TypeConfig
    topic: TopicConfig
    holder: LinearConfig
    tagger: TaggerConfig


def read_config(path: Path = DEFAULT) -> Config:
    """The configuration of a file.  Raises ``ValueError`` naming file and key."""
    try:
        return msgspec.convert(read_toml(path), Config)
    except msgspec.ValidationError as error:
        raise ValueError(f"{path}: {error}") from None
