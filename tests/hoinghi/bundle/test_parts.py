"""The parts of a bundle: what would crash, hang or read elsewhere at a prediction is refused before it."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from hoinghi.bundle.folder import Bundle, default_bundle, load_bundle
from hoinghi.errors import BundleError
from hoinghi.heads.article_clauses import FORMER_INPUTS, INPUTS
from hoinghi.model import build_model

Arrays = dict[str, NDArray[Any]]


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return load_bundle(default_bundle())


def changed(array: NDArray[Any], place: int, value: float) -> NDArray[Any]:
    other = array.copy()
    other.flat[place] = value
    return other


def refused(bundle: Bundle) -> str:
    with pytest.raises(BundleError) as caught:
        build_model(bundle)
    assert str(caught.value).isprintable()
    return str(caught.value)


def test_the_shipped_parts_fit(bundle: Bundle) -> None:
    build_model(bundle)


ARRAY_NAMES = ("type.headline", "type.lead", "type.body", "topic.clause", "topic.sentence", "topic.article")
HARM: dict[str, Callable[[NDArray[Any]], NDArray[Any]]] = {
    "another type": lambda a: a.astype(np.int32 if a.dtype.kind == "f" else np.float64),
    "one dimension more": lambda a: a[..., None],
    "one row less": lambda a: a[:-1],
    "one row": lambda a: a[:1],
    "no row": lambda a: a[:0],
}
SINGLE = (
    "topic.intercepts",
    "topic.article.intercepts",
    "topic.pooling",
    "topic.ranges",
    "topic.scales",
    "topic.offsets",
    "topic.thresholds",
    "tagger.transitions",
)


def test_a_negative_norm_is_refused(bundle: Bundle) -> None:
    arrays = dict(bundle.arrays) | {"topic.clause.unknown": np.array([-1.0])}
    assert "topic.clause.unknown is negative" in refused(replace(bundle, arrays=arrays))


@pytest.mark.parametrize("norm", [[0.0, 1.0], [1.5, 1.0], [0.5, 0.0], [0.5, 1e-300], [-0.5, 2.0]])
def test_a_norm_that_is_none_is_refused(bundle: Bundle, norm: list[float]) -> None:
    arrays = dict(bundle.arrays) | {"topic.clause.norm": np.array(norm)}
    assert "topic.clause.norm has a power" in refused(replace(bundle, arrays=arrays))


@pytest.mark.parametrize(("row", "value"), [(0, 1e5), (1, -1e5), (3, 0.0), (3, -1.0), (3, 1e-9)])
def test_ranges_that_are_none_are_refused(bundle: Bundle, row: int, value: float) -> None:
    ranges = bundle.arrays["topic.ranges"].copy()
    ranges[row, 2] = value
    said = refused(replace(bundle, arrays=dict(bundle.arrays) | {"topic.ranges": ranges}))
    assert "topic.ranges has an empty range" in said


@pytest.mark.parametrize("columns", [FORMER_INPUTS - 1, FORMER_INPUTS, len(INPUTS) + 1])
def test_ranges_of_another_number_of_inputs_are_refused(bundle: Bundle, columns: int) -> None:
    ranges = np.resize(bundle.arrays["topic.ranges"].T, (columns, 9)).T
    # Eleven inputs are those of format 6, whose weights are fewer too.
    wrong = "topic.pooling" if columns == FORMER_INPUTS else "topic.ranges"
    said = refused(replace(bundle, arrays=dict(bundle.arrays) | {"topic.ranges": ranges}))
    assert f"{wrong} has the wrong shape" in said


@pytest.mark.parametrize("caution", [np.zeros(2), np.array([np.nan]), np.array([1e3]), np.zeros(1, int)])
def test_a_caution_that_is_none_is_refused(bundle: Bundle, caution: NDArray[Any]) -> None:
    assert "topic.caution" in refused(
        replace(bundle, arrays=dict(bundle.arrays) | {"topic.caution": caution})
    )


@pytest.mark.parametrize("value", [0.0, 1.0, -0.5])
def test_thresholds_that_are_no_probabilities_are_refused(bundle: Bundle, value: float) -> None:
    array = changed(bundle.arrays["topic.thresholds"], 0, value)
    said = refused(replace(bundle, arrays=dict(bundle.arrays) | {"topic.thresholds": array}))
    assert "topic.thresholds has no probability" in said


@pytest.mark.parametrize("harm", HARM)
@pytest.mark.parametrize(
    "name",
    [*(f"{n}.{part}" for n in ARRAY_NAMES for part in ("keys", "idf", "coefficients")), "tagger.keys", "tagger.weights", *SINGLE],
)  # fmt: skip
def test_arrays_of_another_type_or_shape_are_refused(bundle: Bundle, name: str, harm: str) -> None:
    assert "do not fit together" in refused(
        replace(bundle, arrays=dict(bundle.arrays) | {name: HARM[harm](bundle.arrays[name])})
    )


@pytest.mark.parametrize(
    "name", [*(f"{n}.idf" for n in ARRAY_NAMES), "type.lead.coefficients", "tagger.weights", *SINGLE]
)
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 1e7])
def test_numbers_beyond_reason_are_refused(bundle: Bundle, name: str, value: float) -> None:
    with np.errstate(over="ignore"):
        array = changed(bundle.arrays[name], 3, value)
    assert f"{name} has a number beyond" in refused(
        replace(bundle, arrays=dict(bundle.arrays) | {name: array})
    )


@pytest.mark.parametrize("value", [0.0, -1.0, 1e-200])
def test_an_idf_that_could_divide_by_zero_is_refused(bundle: Bundle, value: float) -> None:
    array = changed(bundle.arrays["type.body.idf"], 0, value)
    assert "below 1" in refused(replace(bundle, arrays=dict(bundle.arrays) | {"type.body.idf": array}))


def test_transitions_whose_exponential_is_infinite_are_refused(bundle: Bundle) -> None:
    half = np.full((5, 5), 1000, np.float16)
    said = refused(replace(bundle, arrays=dict(bundle.arrays) | {"tagger.transitions": half}))
    assert "tagger.transitions has a number beyond 100" in said


LARGEST_ID = (1 << 18) - 2  # one less than what stands for the edge of a sentence


def with_last(keys: NDArray[Any], shift: int) -> int:
    """The last key with the largest id that fits in one of its parts."""
    return int(keys[-1]) & ~(LARGEST_ID + 1 << shift) | LARGEST_ID << shift


KEYS = ("type.headline.keys", "topic.clause.keys", "topic.article.keys", "tagger.keys")
BAD_KEYS: dict[str, Callable[[NDArray[Any]], NDArray[Any]]] = {
    "negative": lambda k: changed(k, 0, -1),
    "twice": lambda k: np.r_[k[:1], k[:-1]],
    "unsorted": lambda k: k[::-1],
    "of another field or template": lambda k: changed(k, len(k) - 1, int(k[-1]) + (60 << 54)),
    "beyond the vocabulary": lambda k: changed(k, len(k) - 1, with_last(k, 0)),
    "beyond the vocabulary in its third part": lambda k: changed(k, len(k) - 1, with_last(k, 36)),
}  # fmt: skip


@pytest.mark.parametrize("fault", BAD_KEYS)
@pytest.mark.parametrize("name", KEYS)
def test_keys_out_of_range_are_refused(bundle: Bundle, name: str, fault: str) -> None:
    keys = BAD_KEYS[fault](bundle.arrays[name])
    assert name in refused(replace(bundle, arrays=dict(bundle.arrays) | {name: keys}))


@pytest.mark.parametrize("name", ["tagger.keys", "topic.pooling", "topic.article.keys", "type.lead.idf"])
def test_a_missing_array_is_named(bundle: Bundle, name: str) -> None:
    arrays = {key: array for key, array in bundle.arrays.items() if key != name}
    assert f"{name} is missing" in refused(replace(bundle, arrays=arrays))


def test_an_array_that_is_not_known_is_let_be(bundle: Bundle) -> None:
    build_model(replace(bundle, arrays=dict(bundle.arrays) | {"more.of.it": np.zeros(3)}))


def put(*path: str | int, value: Any) -> Callable[[dict[str, Any]], None]:
    """A change that puts ``value`` at ``path``; ``...`` takes what is there away."""

    def change(tables: dict[str, Any]) -> None:
        place: Any = tables
        for step in path[:-1]:
            place = place[step]
        if value is ...:
            del place[path[-1]]
        else:
            place[path[-1]] = value

    return change


BAD_TABLES: dict[str, Callable[[dict[str, Any]], None]] = {
    "no vocabulary": put("vocabulary", value=...),
    "no ranker": put("ranker", value=...),
    "no titles": put("titles", value=...),
    "a list of tables": put("vocabulary", value=[]),
    "a string of forms": put("vocabulary", "canonical", value="abc"),
    "a form that is a number": put("vocabulary", "exact", 0, value=7),
    "an empty form": put("vocabulary", "canonical", 0, value=""),
    "a form twice": put("vocabulary", "canonical", 0, value="và"),
    "an endless form": put("vocabulary", "exact", 0, value="a" * 10_000),
    "too many forms": put("vocabulary", "exact", value=[str(n) for n in range(1 << 18)]),
    "a shorter vocabulary than its keys": put("vocabulary", "canonical", value=["a", "b"]),
    "a class beyond eight bits": put("vocabulary", "classes", "ông", value=256),
    "a negative class": put("vocabulary", "classes", "ông", value=-1),
    "a class beyond 64 bits": put("vocabulary", "classes", "ông", value=1 << 70),
    "a longer row than labels": put("cues", "weights", "no period", value=[0.0] * 9),
    "a shorter row than labels": put("ranker", "weights", "opens_sentence", value=[]),
    "a weight that is not finite": put("holders", "intercept", value=[float("nan")]),
    "a weight beyond reason": put("holders", "intercept", value=[1e300]),
    "a weight that is text": put("holders", "intercept", value=["1"]),
    "no label": put("cues", value={"labels": [], "intercept": [], "weights": {}}),
    "two labels of the ranker": put("ranker", value={"labels": ["a", "b"], "intercept": [0, 0], "weights": {}}),
    "an unknown meeting type": put("cues", "labels", 0, value="weekly_review"),
    "a meeting type twice": put("cues", "labels", 0, value="other"),
    "a topic twice": put("topics", 0, value="elections"),
    "a topic that is a formula": put("topics", 0, value="=1+1"),
    "a topic less": put("topics", 0, value=...),
    "a tag that is none": put("tags", 0, value="PERSON"),
    "a tag twice": put("tags", 0, value="O"),
    "no O": put("tags", 4, value="B-PLACE"),
    "too many tags": put("tags", value=["O", *(f"B-{chr(65 + n)}" for n in range(20))]),
    "an unknown attribute": put("templates", 0, value=[["colour", 0]]),
    "an offset beyond the margin": put("templates", 0, value=[["canonical", 5]]),
    "a large negative offset": put("templates", 0, value=[["canonical", -(1 << 40)]]),
    "an offset that is text": put("templates", 0, value=[["canonical", "1"]]),
    "a template of four": put("templates", 0, value=[["canonical", 0]] * 4),
    "a template of none": put("templates", 0, value=[]),
    "a template twice": put("templates", 0, value=[["canonical", -2]]),
    "a template less": put("templates", 42, value=...),
    "too many templates": put("templates", value=[[["canonical", 0]]] * 600),
    "an abbreviation of nothing": put("titles", "expand", 0, value={"form": "  ", "full": "x"}),
    "an abbreviation for a book": put("titles", "expand", 0, value={"form": "x", "full": "x" * 100_000}),
    "an abbreviation that is text": put("titles", "expand", 0, value="UVTV"),
    "a role of no word": put("titles", "roles", "chair", 0, value="…"),
    "a phrase that is a list": put("titles", "body_kinds", value={"levelless_words": [["a"]]}),
    "a phrase that is a number": put("titles", "neutral", value=[1]),
    "a place that is text": put("titles", "places", value={"units": "huyện"}),
    "a level that is a list": put("titles", "body_levels", value={"ministry": []}),
    "a neighbour of no word": put("titles", "expand", 0, value={"form": "x", "full": "y", "next": [""]}),
    "a role that is text": put("titles", "roles", "chair", value="chủ tịch"),
    "no levels": put("titles", "levels", value=...),
}  # fmt: skip


@pytest.mark.parametrize("fault", BAD_TABLES)
def test_tables_that_do_not_fit_are_refused(bundle: Bundle, fault: str) -> None:
    tables = copy.deepcopy(dict(bundle.tables))
    BAD_TABLES[fault](tables)
    assert len(refused(replace(bundle, tables=tables))) < 400


def test_a_table_that_is_not_known_is_let_be(bundle: Bundle) -> None:
    build_model(replace(bundle, tables=dict(bundle.tables) | {"more": [1, {"a": None}]}))
