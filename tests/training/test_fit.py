"""Training: reproducible, equal to scikit-learn at serving, free of leaks between folds."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import numpy as np
import pytest

from hoinghi import Predictor
from hoinghi.bundle.folder import load_bundle
from hoinghi.heads.topic_head import sigmoid
from hoinghi.model import Model, build_model, model_arrays
from hoinghi.tagging.tagger import runs
from hoinghi.text.syllables import SyllableTable
from training.article import Article
from training.config import DEFAULT, Config, read_config
from training.fit import fit_model
from training.fit_linear import fit_linear, period_examples
from training.fit_tagger import bio_labels
from training.fit_topics import article_features, fit_topic_head, fit_units, with_any
from training.fit_type import fit_type_pipeline, type_inputs
from training.folds import assign_folds
from training.material import build_table, read_documents, read_material
from training.taxonomy import taxonomy
from training.topic_units import (
    TopicUnits,
    clause_inputs,
    document_inputs,
    document_units,
    topic_answers,
    topic_units,
    unit_weights,
)
from training.train import write_bundle


def test_retraining_gives_the_same_bytes(
    small_corpus: list[Article], small_config: Config, small_model: Model, tmp_path: Path
) -> None:
    again = fit_model(small_corpus, small_config)
    write_bundle(small_model, small_corpus, small_config, tmp_path / "one")
    write_bundle(again, small_corpus, small_config, tmp_path / "two")
    for name in ("manifest.json", "arrays.npz", "tables.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_a_saved_model_predicts_as_it_did(
    small_corpus: list[Article], small_config: Config, small_model: Model, tmp_path: Path
) -> None:
    write_bundle(small_model, small_corpus, small_config, tmp_path / "b")
    loaded = build_model(load_bundle(tmp_path / "b"))
    for name, array in model_arrays(small_model).items():
        assert np.array_equal(array, model_arrays(loaded)[name]), name
    record = Predictor(tmp_path / "b").predict(small_corpus[0].text)
    assert record.meeting_type.label in taxonomy().type_ids


def test_the_runtime_gives_the_decision_values_of_scikit_learn(
    small_corpus: list[Article], small_config: Config, small_model: Model
) -> None:
    material = read_material(small_corpus, read_documents(small_corpus), small_model.table)
    config = small_config
    examples = period_examples(material)
    folds = assign_folds(small_corpus, config.inner_folds, config.seed)
    scores: list[list[float]] = [[] for _ in small_corpus]
    for fold in range(config.inner_folds):
        learned = fit_linear(examples, config.ranker.regularisation, folds[examples.article] != fold)
        for number in np.flatnonzero(folds == fold).tolist():
            scores[number] = [learned.decide(p.features)[0] for p in material.batch.periods[number]]
    inputs = type_inputs(material.batch, scores)
    pipeline = fit_type_pipeline(inputs, [a.meeting_type for a in small_corpus], config.type)
    reference = pipeline.decision_function(inputs)
    classes = list(pipeline.named_steps["classifier"].classes_)
    columns = [classes.index(label) for label in small_model.types.labels]
    served = small_model.types.score(material.batch, scores).logits
    assert np.abs(served - reference[:, columns]).max() < 1e-6

    units = topic_units(material, taxonomy().topic_ids, config.topic.unmarked_weight)
    every = np.ones(len(units.inputs), dtype=bool)
    features, coefficients, intercepts = fit_units(with_any(units), every, config.topic, 1)
    matrix = features.transform(units.inputs)
    scores = small_model.topics.score(material.batch)
    served = np.column_stack([scores.clauses, scores.any_topic])
    assert np.abs(served - (matrix @ coefficients.T + intercepts)).max() < 1e-6

    wholes = document_units(material, taxonomy().topic_ids)
    every = np.ones(len(wholes.inputs), dtype=bool)
    of_articles = article_features(config.topic)
    features, coefficients, intercepts = fit_units(wholes, every, config.topic, 1, of_articles)
    reference = features.transform(wholes.inputs) @ coefficients.T + intercepts
    assert np.abs(scores.words - reference).max() < 1e-6


def test_an_unmarked_clause_of_an_article_with_the_topic_counts_less() -> None:
    marked = np.array([[True, False], [False, False], [False, False]])
    of_article = np.array([[True, False], [True, False], [False, True]])
    assert unit_weights(marked, of_article, 0.2).tolist() == [[1.0, 1.0], [0.2, 1.0], [1.0, 0.2]]


def test_what_earns_any_topic_is_learned_beside_the_topics() -> None:
    answers = np.array([[True, False], [False, False], [True, True]])
    units = TopicUnits([{}, {}, {}], answers, np.full((3, 2), 0.3), np.arange(3))
    both = with_any(units)
    assert both.answers[:, 2].tolist() == [True, False, True]
    assert both.weights[:, 2].tolist() == [1.0, 1.0, 1.0]
    assert both.answers[:, :2].tolist() == answers.tolist()
    assert (both.weights[:, :2] == 0.3).all()


def test_folds_never_divide_an_origin(corpus: list[Article]) -> None:
    folds = assign_folds(corpus, 5, 20)
    by_origin: dict[str, set[int]] = {}
    for article, fold in zip(corpus, folds.tolist(), strict=True):
        by_origin.setdefault(article.origin, set()).add(fold)
    assert all(len(found) == 1 for found in by_origin.values())
    assert np.bincount(folds).min() > 0.5 * len(corpus) / 5


def test_too_few_origins_are_refused(corpus: list[Article]) -> None:
    with pytest.raises(ValueError, match="origins"):
        assign_folds([corpus[0]], 5, 20)


def test_labels_survive_tokenising(corpus: list[Article]) -> None:
    lost = []
    for article, document in zip(corpus, read_documents(corpus), strict=True):
        labels = bio_labels(document, article.spans)
        found = {
            (*document.raw_span(begin + first, begin + last), label)
            for begin, end in document.sentences
            for first, last, label in runs(labels[begin:end])
        }
        lost += [(article.id, s) for s in article.spans if (s.start, s.end, s.label) not in found]
    total = sum(len(a.spans) for a in corpus)
    assert len(lost) <= 0.005 * total, lost[:10]


def test_an_unknown_key_of_the_configuration_is_an_error(tmp_path: Path) -> None:
    source = (Path(__file__).resolve().parents[2] / "training" / "config.toml").read_text(encoding="utf-8")
    path = tmp_path / "config.toml"
    path.write_text(source.replace("seed = 20", "sead = 20"), encoding="utf-8")
    with pytest.raises(ValueError, match="sead"):
        read_config(path)
    assert msgspec.to_builtins(read_config())["seed"] == 20


@pytest.mark.parametrize("power", ["0.0", "1.5", "-0.5"])
def test_a_power_that_no_bundle_is_read_with_is_refused_before_training(tmp_path: Path, power: str) -> None:
    path = tmp_path / "config.toml"
    text = DEFAULT.read_text(encoding="utf-8")
    path.write_text(re.sub(r"norm_power = \S+", f"norm_power = {power}", text), encoding="utf-8")
    with pytest.raises(ValueError, match=r"config\.toml: .*topic\.norm_power"):
        read_config(path)


def test_unknown_forms_have_id_zero(corpus: list[Article]) -> None:
    table = build_table(read_documents(corpus[:5]), read_config().vocabulary)
    assert table.encode(["xyzzy"])[0] & ((1 << 18) - 1) == 0


def _table(articles: list[Article], config: Config) -> SyllableTable:
    return build_table(read_documents(articles), config.vocabulary)


def test_a_topic_that_nobody_taught_is_never_told(small_corpus: list[Article], small_config: Config) -> None:
    # Every clause of one article in three earns the first topic; the second topic has no example.
    material = read_material(small_corpus, read_documents(small_corpus), _table(small_corpus, small_config))
    of_unit = material.batch.clause_document
    answers = np.column_stack([of_unit % 3 == 0, np.zeros(len(of_unit), bool)])
    units = TopicUnits(clause_inputs(material.batch), answers, np.ones(answers.shape), of_unit)
    gold = np.column_stack([np.arange(len(small_corpus)) % 3 == 0, np.zeros(len(small_corpus), bool)])
    other, folds = np.full(len(small_corpus), 0.5), np.arange(len(small_corpus)) % 3
    wholes = TopicUnits(
        document_inputs(material.batch), gold, np.ones(gold.shape), np.arange(len(small_corpus))
    )
    head = fit_topic_head(
        units, wholes, material.batch, gold, other, ("a", "b"), folds, small_config.topic, 1
    )
    _, decisions = head.pool(head.score(material.batch), material.batch, other)
    assert (decisions[:, 1] == -20.0).all()
    assert (sigmoid(decisions[:, 0]) >= head.thresholds[0]).any()


def test_twelve_articles_teach_topics(small_corpus: list[Article], small_config: Config) -> None:
    articles = small_corpus[:12]
    material = read_material(articles, read_documents(articles), _table(articles, small_config))
    topics = taxonomy().topic_ids
    head = fit_topic_head(
        topic_units(material, topics, 0.2),
        document_units(material, topics),
        material.batch,
        topic_answers(articles, topics),
        np.full(12, 0.5),
        topics,
        np.arange(12) % 3,
        small_config.topic,
        1,
    )
    assert head.score(material.batch).words.shape == (12, len(topics))


def test_clauses_that_all_earn_a_topic_teach_it(small_corpus: list[Article], small_config: Config) -> None:
    material = read_material(small_corpus, read_documents(small_corpus), _table(small_corpus, small_config))
    of_unit = material.batch.clause_document
    answers = np.column_stack([of_unit % 2 == 0, of_unit % 2 == 1])
    units = with_any(TopicUnits(clause_inputs(material.batch), answers, np.ones(answers.shape), of_unit))
    _, coefficients, intercepts = fit_units(units, np.ones(len(of_unit), bool), small_config.topic, 1)
    assert not coefficients[2].any()
    assert intercepts[2] > 0
