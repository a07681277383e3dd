"""Features for scikit-learn: its own checks, and the numbers that records are decided by."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest

from hoinghi import Predictor
from hoinghi.document import read_document
from hoinghi.heads.encoding import encode
from hoinghi.probabilities import label_probabilities
from tests.conftest import QUARTERLY

sklearn = pytest.importorskip("sklearn")

from sklearn.base import clone  # noqa: E402
from sklearn.linear_model import LogisticRegression  # noqa: E402
from sklearn.pipeline import make_pipeline  # noqa: E402
from sklearn.utils import estimator_checks  # noqa: E402

from hoinghi.transformer import GROUPS, ArticleFeatures  # noqa: E402

TEXTS = [QUARTERLY, "Thời tiết hôm nay", "", QUARTERLY.replace("quý III", "quý II")]

# Of scikit-learn's checks those that give no numbers to fit: it has none for texts (its issue 12491).
API_CHECKS = (
    "check_do_not_raise_errors_in_init_or_set_params",
    "check_estimator_cloneable",
    "check_estimator_repr",
    "check_estimator_tags_renamed",
    "check_get_params_invariance",
    "check_mixin_order",
    "check_no_attributes_set_in_init",
    "check_parameters_default_constructible",
    "check_set_params",
    "check_valid_tag_types",
)


@pytest.mark.parametrize("name", API_CHECKS)
def test_scikit_learn_checks_it(name: str) -> None:
    check = getattr(estimator_checks, name, None)
    if check is None:
        pytest.skip(f"this scikit-learn has no {name}")
    check("ArticleFeatures", ArticleFeatures())


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.SkipTestWarning")
def test_scikit_learn_checks_what_texts_allow() -> None:
    estimator_checks.check_estimator(ArticleFeatures())


@pytest.fixture(scope="module")
def fitted() -> Any:
    return ArticleFeatures(groups=GROUPS).fit(TEXTS)


def test_the_numbers_are_those_that_records_are_decided_by(fitted: Any, predictor: Predictor) -> None:
    columns = dict(zip(fitted.get_feature_names_out(), fitted.transform(TEXTS).T, strict=True))
    types = {n.removeprefix("meeting_type_"): c for n, c in columns.items() if n.startswith("meeting_type_")}
    assert set(types) == set(predictor.model.types.labels)
    np.testing.assert_allclose(sum(types.values()), 1)
    thresholds = dict(zip(predictor.model.topics.labels, predictor.model.topics.thresholds, strict=True))
    for row, record in enumerate(predictor.predict_many(TEXTS)):
        label = record.meeting_type.label
        assert label is not None
        assert round(float(types[label][row]), 4) == record.meeting_type.score
        told = {topic.label: topic.score for topic in record.topics}
        for topic, threshold in thresholds.items():
            value = columns[f"topics_{topic}"][row]
            assert (value >= threshold) == (topic in told)
            assert topic not in told or round(float(value), 4) == told[topic]
        assert columns["people_officials"][row] == len(record.officials)
        levels = [title.level for official in record.officials for title in official.titles]
        assert columns["people_titles"][row] == len(levels)
        assert columns["levels_district"][row] == levels.count("district")
        assert columns["levels_untold"][row] == levels.count(None)
    assert columns["levels_district"][0] > 0


def test_a_batch_equals_one_by_one(fitted: Any) -> None:
    together = fitted.transform(TEXTS * 40)
    assert together.dtype == np.float64
    assert together.shape == (160, len(fitted.get_feature_names_out()))
    np.testing.assert_allclose(together[:4], np.vstack([fitted.transform([text]) for text in TEXTS]))


def test_groups_choose_and_order_the_columns() -> None:
    found = ArticleFeatures(groups=("people", "meeting_type")).fit_transform(TEXTS)
    names = ArticleFeatures(groups=("people", "meeting_type")).fit(TEXTS).get_feature_names_out()
    assert list(names[:3]) == ["people_officials", "people_titles", "meeting_type_monthly_review"]
    assert found.shape == (4, len(names)) == (4, 8)


def test_it_survives_clone_and_pickle(fitted: Any) -> None:
    again = pickle.loads(pickle.dumps(fitted))
    np.testing.assert_array_equal(again.transform(TEXTS), fitted.transform(TEXTS))
    assert len(pickle.dumps(fitted)) < 2000  # the path of the bundle, not the bundle
    assert clone(fitted).get_params() == fitted.get_params()
    assert not hasattr(clone(fitted), "predictor_")


def test_it_works_in_a_pipeline_and_names_columns_of_a_table() -> None:
    pipeline = make_pipeline(ArticleFeatures(), LogisticRegression())
    assert list(pipeline.fit(TEXTS, [1, 0, 0, 1]).predict(np.array(TEXTS, dtype=object))) == [1, 0, 0, 1]
    pandas = pytest.importorskip("pandas")
    table = pandas.DataFrame({"text": TEXTS}, index=[3, 2, 1, 0])
    named = ArticleFeatures().set_output(transform="pandas").fit_transform(table["text"])
    assert list(named.index) == [3, 2, 1, 0]
    assert "topics_elections" in named.columns


def test_a_generator_is_not_used_up_before_it_is_transformed() -> None:
    assert ArticleFeatures().fit_transform(text for text in TEXTS).shape[0] == len(TEXTS)


@pytest.mark.parametrize("texts", [QUARTERLY, b"x", np.array([["a"]]), [b"x"], [None]])
def test_what_is_no_run_of_texts_is_refused(texts: Any) -> None:
    with pytest.raises(ValueError, match=r"one-dimensional|a text is a string"):
        ArticleFeatures().fit(TEXTS).transform(texts)


@pytest.mark.parametrize("groups", [(), "topics", ("topics", "mood")])
def test_unknown_groups_are_refused(groups: Any) -> None:
    with pytest.raises(ValueError, match="groups are a choice of"):
        ArticleFeatures(groups=groups).fit(TEXTS)


def test_no_text_gives_no_row(fitted: Any) -> None:
    assert fitted.transform([]).shape == (0, len(fitted.get_feature_names_out()))


def test_a_document_without_clauses_has_no_topic(predictor: Predictor) -> None:
    model = predictor.model
    batch = encode([read_document("", model.restorer), read_document(QUARTERLY, model.restorer)], model.table)
    types, topics = label_probabilities(model, batch)
    assert types.shape == (2, len(model.types.labels))
    assert not topics[0].any()
    assert topics[1].any()
