"""From tagged sentences to a tagger of their labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from hoinghi.heads.tfidf import STORED
from hoinghi.tagging.crf import ChainModel
from hoinghi.tagging.features import Template
from hoinghi.tagging.form_features import Clusters, FormReader, form_keys, read_sentences
from hoinghi.tagging.form_tagger import FormTagger
from hoinghi.tagging.hashing import text_hash
from training.entity_metrics import count_entities, entities, micro
from training.fit_chain import ChainConfig, fit_chain
from training.ner_corpus import TaggedTokens, lower_cased
from training.ner_features import (
    BIAS,
    CLUSTER_TEMPLATES,
    LISTED_TEMPLATES,
    TEMPLATES,
    learn_gazetteer,
    lexicon_classes,
)

_CHUNK = 500  # sentences tagged side by side
_BIASES = tuple(round(0.1 * step, 1) for step in range(-2, 13))  # against O, in units of its score


@dataclass(frozen=True, slots=True)
class NerConfig:
    """``prune``: a feature all of whose weights are nearer to zero is dropped."""

    chain: ChainConfig = field(default_factory=ChainConfig)
    is_lowercase_robust: bool = False
    has_listed_names: bool = True
    prune: float = 0.03


def tag_sentences(tagger: FormTagger, sentences: Sequence[TaggedTokens]) -> list[list[str]]:
    """The labels that the tagger gives."""
    found: list[list[str]] = []
    for begin in range(0, len(sentences), _CHUNK):
        found += tagger.labels_of([sentence.forms for sentence in sentences[begin : begin + _CHUNK]])
    return found


def fit_tagger(
    sentences: Sequence[TaggedTokens],
    held_out: Sequence[TaggedTokens],
    clusters: Clusters | None,
    config: NerConfig,
) -> FormTagger:
    """Fit on ``sentences``; on ``held_out`` only how readily the tagger says O is chosen."""
    groups = list(range(len(sentences)))
    if config.is_lowercase_robust:
        # A copy shares the group of its sentence, lest one of them lists the other's names.
        sentences, groups = [*sentences, *map(lower_cased, sentences)], groups * 2
    reader = FormReader(lexicon_classes(), clusters, None, {})
    templates = TEMPLATES + (CLUSTER_TEMPLATES if clusters is not None else ())
    if config.has_listed_names:
        gazetteer = learn_gazetteer(sentences, reader, groups)
        reader = replace(reader, gazetteer=gazetteer)
        templates += LISTED_TEMPLATES
    chain = _fit(sentences, groups, reader, templates, config)
    tagger = FormTagger(chain, templates, reader)
    return _biased(tagger, held_out) if held_out else tagger


def _fit(
    sentences: Sequence[TaggedTokens],
    groups: Sequence[int],
    reader: FormReader,
    templates: tuple[Template, ...],
    config: NerConfig,
) -> ChainModel:
    labels = tuple(sorted({tag for sentence in sentences for tag in sentence.tags} | {"O"}))
    read = read_sentences([s.forms for s in sentences], reader, groups)
    keys = form_keys(read, templates)
    known, counts = np.unique(keys, return_counts=True)
    known = known[(counts >= config.chain.minimum_frequency) | (counts == counts.max())]
    place = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    rows = np.where(known[place] == keys, place, len(known)).astype(np.int32)
    column = {label: number for number, label in enumerate(labels)}
    gold = np.array([column[tag] for sentence in sentences for tag in sentence.tags], dtype=np.int64)
    weights, transitions = fit_chain(rows, len(known), gold, read.lengths, labels, config.chain)
    strong = np.abs(weights).max(axis=1) >= config.prune
    strong |= known == _bias_key()
    # Rounded as the bundle rounds them, so that the tagger that is scored is the one that is saved.
    rounded = weights[strong].astype(STORED).astype(np.float32)
    return ChainModel(labels, transitions.astype(np.float32), known[strong], rounded, is_hashed=True)


def _bias_key() -> int:
    return text_hash(repr(BIAS)) >> 1


def _biased(tagger: FormTagger, held_out: Sequence[TaggedTokens]) -> FormTagger:
    """The tagger with the bias against O that gives the best micro F1 on held-out sentences."""
    chain, outside = tagger.chain, tagger.chain.labels.index("O")
    row = int(np.searchsorted(chain.keys, _bias_key()))
    gold = [entities(sentence.tags) for sentence in held_out]
    parts = [held_out[i : i + _CHUNK] for i in range(0, len(held_out), _CHUNK)]
    reads = [tagger.read([s.forms for s in part]) for part in parts]
    emissions = [(chain.emissions(form_keys(r, tagger.templates)), r.lengths) for r in reads]

    def f1(bias: float) -> float:
        found = []
        for scores, lengths in emissions:
            shifted = scores.copy()
            shifted[:, outside] -= bias
            found += [entities([chain.labels[y] for y in row]) for row in chain.decode(shifted, lengths)]
        return micro(count_entities(zip(gold, found, strict=True))).f1

    scores = [f1(bias) for bias in _BIASES]
    # The mean of neighbours: one peak among a few hundred entities is noise.
    smooth = np.convolve(np.pad(scores, 1, mode="edge"), np.ones(3) / 3, mode="valid")
    bias = _BIASES[int(smooth.argmax())]
    weights = chain.weights[:-1].copy()
    weights[row, outside] = STORED(weights[row, outside] - bias)
    moved = ChainModel(
        chain.labels, chain.transitions.astype(np.float32), chain.keys, weights, is_hashed=True
    )
    return FormTagger(moved, tagger.templates, tagger.reader)
