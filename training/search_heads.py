"""What :mod:`training.search` turns: one setting of one head, scored on articles that it did not learn from.

A setting is a mapping of names to values; what it does not name stays as the configuration has it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

import msgspec
import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score

from hoinghi.heads.article_clauses import two_best_of_each
from hoinghi.heads.terms import FIELD_AT
from hoinghi.heads.tfidf import FloatArray
from hoinghi.text.syllables import ID_BITS
from training.config import Config, TopicConfig, TypeConfig
from training.fit_linear import Pairs, fit_linear, holder_examples, period_examples
from training.fit_topics import NEVER, clause_features, fit_units
from training.fit_type import TypeInput, fit_type_pipeline, type_inputs
from training.folds import assign_folds
from training.material import Material
from training.metrics import f1
from training.search_blocks import BLOCKS, block_of_clauses
from training.taxonomy import taxonomy
from training.topic_units import UnitInput, clause_inputs, topic_answers, topic_units

_NOTHING = [0]  # one term that all share: a vectorizer refuses to learn from none
Setting = Mapping[str, Any]
Indices = NDArray[np.int64]
# The score, in [0, 1], of what a setting learns from the first articles on the second ones.
Score = Callable[[Setting, Indices, Indices], float]
# Longest n-gram of those that are learned, fields without terms, whether cues count.
TYPE_FEATURES: dict[str, tuple[int, tuple[str, ...], bool]] = {
    "all": (3, (), True),
    "pairs at most": (2, (), True),
    "words alone": (1, (), True),
    "no body": (3, ("body",), True),
    "no lead": (3, ("lead",), True),
    "no cues": (3, (), False),
}
# Longest n-gram, whether the sentence around counts, a block of `training.search_blocks` beside them.
TOPIC_FEATURES: dict[str, tuple[int, bool, str]] = {
    "all": (3, True, ""),
    "words alone": (1, True, ""),
    "no sentence": (3, False, ""),
    **{f"with {block}": (3, True, block) for block in BLOCKS},
}
ADDED_WEIGHT = 0.5  # of an added block beside the clause's own, which counts 1


def up_to(keys: Sequence[int], longest: int) -> list[int]:
    """The term keys of at most so many syllables."""
    below = (1 << FIELD_AT) - 1
    return [key for key in keys if not (key & below) >> (longest * ID_BITS)]


def _own(setting: Setting) -> dict[str, Any]:
    return {name: value for name, value in setting.items() if name != "features"}


def type_score(material: Material, config: Config) -> Score:
    """Macro-F1 of the meeting type."""
    examples, folds = period_examples(material), assign_folds(material.articles, config.folds, config.seed)
    scores: list[list[float]] = [[] for _ in material.articles]
    for fold in range(config.folds):
        learned = fit_linear(examples, config.ranker.regularisation, folds[examples.article] != fold)
        for number in np.flatnonzero(folds == fold).tolist():
            scores[number] = [learned.decide(p.features)[0] for p in material.batch.periods[number]]
    inputs = type_inputs(material.batch, scores)
    answers = np.array([article.meeting_type for article in material.articles])

    def score(setting: Setting, learned: Indices, held: Indices) -> float:
        own: TypeConfig = msgspec.structs.replace(config.type, **_own(setting))
        longest, left_out, has_cues = TYPE_FEATURES[setting.get("features", "all")]

        def seen(one: TypeInput) -> TypeInput:
            kept: TypeInput = {"cues": one["cues"] if has_cues else ["none"]}
            for name in one.keys() - {"cues"}:
                kept[name] = (
                    _NOTHING if name in left_out else up_to(cast("Sequence[int]", one[name]), longest)
                )
            return kept

        pipeline = fit_type_pipeline([seen(inputs[i]) for i in learned], answers[learned].tolist(), own)
        found = pipeline.predict([seen(inputs[i]) for i in held])
        gold = answers[held]
        values = []
        for label in np.unique(gold):
            hits = int(((found == label) & (gold == label)).sum())
            values.append(f1(hits, int((found == label).sum()) - hits, int((gold == label).sum()) - hits))
        return float(np.mean(values))

    return score


def topic_score(material: Material, config: Config) -> Score:
    """Mean average precision of the topics: it asks for no threshold."""
    topics = taxonomy().topic_ids
    answers = topic_answers(material.articles, topics)
    clauses = clause_inputs(material.batch)
    added: dict[str, list[list[int]]] = {}

    def score(setting: Setting, learned: Indices, held: Indices) -> float:
        own: TopicConfig = msgspec.structs.replace(config.topic, **_own(setting))
        longest, has_sentence, block = TOPIC_FEATURES[setting.get("features", "all")]
        if block and block not in added:
            added[block] = block_of_clauses(material, block)

        def seen(number: int, one: UnitInput) -> UnitInput:
            around = up_to(one["sentence"], longest) if has_sentence else _NOTHING
            beside = {"added": added[block][number]} if block else {}
            return {"clause": up_to(one["clause"], longest), "sentence": around, **beside}

        shown = [seen(number, one) for number, one in enumerate(clauses)]
        units = replace(topic_units(material, topics, own.unmarked_weight), inputs=shown)
        keep = np.isin(units.document, learned)
        features = clause_features(own, {"added": ADDED_WEIGHT} if block else None)
        features, coefficients, intercepts = fit_units(units, keep, own, config.jobs, features)
        chosen = np.isin(material.batch.clause_document, held)
        matrix = features.transform([one for one, k in zip(shown, chosen, strict=True) if k])
        decisions = matrix @ coefficients.T + intercepts
        pooled = _two_best(decisions, material.batch.clause_document[chosen], len(material.articles))[held]
        gold = answers[held]
        told = [topic for topic in range(len(topics)) if gold[:, topic].any()]
        return float(np.mean([average_precision_score(gold[:, t], pooled[:, t]) for t in told]))

    return score


def _two_best(decisions: FloatArray, document: Indices, count: int) -> FloatArray:
    """The mean of each document's two best clauses, ``(count, topics)``; of one without clauses, very low."""
    result = np.full((count, decisions.shape[1]), NEVER)
    told, firsts = np.unique(document, return_index=True)
    result[told] = np.mean(two_best_of_each(decisions, firsts), axis=0)
    return result


def _pairs_score(examples: Pairs, default: float) -> Score:
    def score(setting: Setting, learned: Indices, held: Indices) -> float:
        c = float(setting.get("regularisation", default))
        model = fit_linear(examples, c, np.isin(examples.article, learned))
        rows = np.flatnonzero(np.isin(examples.article, held)).tolist()
        values = [model.decide(examples.features[row])[0] for row in rows]
        return float(average_precision_score(examples.answers[rows], values))

    return score


def period_score(material: Material, config: Config) -> Score:
    """Average precision of the period ranker over all candidates."""
    return _pairs_score(period_examples(material), config.ranker.regularisation)


def holder_score(material: Material, config: Config) -> Score:
    """Average precision of the holder linker over all pairs of title and person."""
    return _pairs_score(holder_examples(material), config.holder.regularisation)


HEADS: dict[str, Callable[[Material, Config], Score]] = {
    "type": type_score,
    "topics": topic_score,
    "period": period_score,
    "holder": holder_score,
}
