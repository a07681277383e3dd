"""What the parts of a bundle must be for its heads to compute with them.

The heads index by what the bundle says and never look back, so whatever would leave a range, a shape or the
finite numbers is refused here, before the first article.  Everything raises ``ValueError`` (or msgspec's
``ValidationError``, which is one) with a clause that names the part.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import msgspec
import numpy as np
from msgspec import Meta
from numpy.typing import NDArray

from hoinghi.heads.article_clauses import FORMER_INPUTS, INPUTS
from hoinghi.heads.calibration import Calibration
from hoinghi.heads.linear import LinearModel
from hoinghi.heads.spline_pooling import KNOTS, SMALLEST_DEVIATION, Ranges
from hoinghi.heads.terms import FIELD_AT
from hoinghi.heads.tfidf import COSINE, Norm
from hoinghi.tagging.features import MARGIN, PAD, TEMPLATE_AT, Template
from hoinghi.text.syllables import ID_BITS, ID_MASK, IntArray

LARGEST = 1e6  # of any stored number: sums of them stay far from infinity
LARGEST_TRANSITION = 100.0  # its exponential must be finite
LARGEST_IDF = 64.0  # 1 + ln of more documents than there can be
LARGEST_COUNT = (1 << 31) - 1
MOST_TAGS, MOST_TEMPLATES = 16, 128
_TAG = re.compile(r"O|[BI]-[A-Z_]{1,20}")
# What an attribute of the tagger counts in; all others stay below 256.
_COUNTED = {
    "canonical": "canonical",
    "before": "canonical",
    "before_two": "canonical",
    "after": "canonical",
    "exact": "exact",
}
ATTRIBUTES = frozenset({*_COUNTED, "shape", "class", "run", "position", "line"})

Form = Annotated[str, Meta(min_length=1, max_length=200)]
Phrase = Annotated[str, Meta(max_length=200, pattern=r"[^\W_]")]  # it holds a word
Label = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,60}$")]


class Vocabulary(msgspec.Struct, frozen=True):
    """Kept forms, id = position + 1, and the lexicon classes of canonical forms as a set of eight bits."""

    canonical: tuple[Form, ...]
    exact: tuple[Form, ...]
    classes: dict[str, Annotated[int, Meta(ge=0, le=255)]]


class Expansion(msgspec.Struct, frozen=True):
    """An abbreviation in titles; bounded, so that a short text cannot become a long record."""

    form: Phrase
    full: Phrase
    cased: bool = False
    first: bool = False
    next: tuple[Phrase, ...] = ()
    prev: tuple[Phrase, ...] = ()


Phrases = dict[str, tuple[Phrase, ...]]


class Titles(msgspec.Struct, frozen=True):
    """What the title lexicon must be, of whatever age; ``labels/titles.toml`` says what it means."""

    expand: tuple[Expansion, ...]
    roles: Phrases
    flags: Phrases
    bodies: Phrases
    levels: Phrases
    neutral: tuple[Phrase, ...] = ()
    deputies: dict[str, str] = {}
    standing: dict[str, str] = {}
    closing_bodies: Phrases = {}
    fixed_bodies: Phrases = {}
    implied_bodies: Phrases = {}
    organs: Phrases = {}
    local_organs: Phrases = {}
    numbered_levels: Phrases = {}
    body_levels: dict[str, str] = {}
    organ_levels: Phrases = {}
    body_kinds: Phrases = {}
    places: Phrases = {}


class Tables(msgspec.Struct, frozen=True):
    """``tables.json``; a table that is not named here is none of this code's business."""

    vocabulary: Vocabulary
    ranker: LinearModel
    cues: LinearModel
    holders: LinearModel
    topics: tuple[Label, ...]
    tags: Annotated[tuple[str, ...], Meta(max_length=MOST_TAGS)]
    templates: Annotated[tuple[tuple[tuple[str, int], ...], ...], Meta(max_length=MOST_TEMPLATES)]
    titles: Titles
    calibration: Calibration | None = None  # bundles before format 3 have none


def checked_tables(data: Mapping[str, Any], meeting_types: Sequence[str]) -> Tables:
    """The tables of a bundle; ``meeting_types`` are those that this code can place in time."""
    tables = msgspec.convert(dict(data), Tables)
    for name, model, is_single in (
        ("ranker", tables.ranker, True),
        ("cues", tables.cues, False),
        ("holders", tables.holders, True),
    ):
        _check_linear(name, model, is_single)
    if tables.calibration is not None:
        figures = (tables.calibration.scale, *tables.calibration.offsets)
        if not all(math.isfinite(figure) and abs(figure) <= LARGEST_TRANSITION for figure in figures):
            raise ValueError("the calibration has a number out of range")
    if not set(tables.cues.labels) <= set(meeting_types):
        raise ValueError("the cues have a meeting type that this hoinghi does not know")
    for name, values in (
        ("canonical forms", tables.vocabulary.canonical),
        ("exact forms", tables.vocabulary.exact),
        ("topics", tables.topics),
        ("meeting types", tables.cues.labels),
        ("tags", tables.tags),
        ("templates", tables.templates),
    ):
        if len(set(values)) < len(values):
            raise ValueError(f"two of the {name} are the same")
    if "O" not in tables.tags or not all(_TAG.fullmatch(tag) for tag in tables.tags):
        raise ValueError("the tags are no B-, I- and O")
    if not all(_is_template(template) for template in tables.templates):
        raise ValueError("a template of the tagger names what does not exist")
    return tables


def _check_linear(name: str, model: LinearModel, is_single: bool) -> None:
    width = len(model.labels)
    rows = (model.intercept, *model.weights.values())
    if width == 0 or (is_single and width != 1) or any(len(row) != width for row in rows):
        raise ValueError(f"the weights of {name} do not fit its labels")
    if not all(math.isfinite(value) and abs(value) <= LARGEST for row in rows for value in row):
        raise ValueError(f"{name} has a weight beyond {LARGEST:g}")


def _is_template(template: Template) -> bool:
    return 1 <= len(template) <= 3 and all(
        name in ATTRIBUTES and abs(offset) <= MARGIN for name, offset in template
    )


def numbers(
    arrays: Mapping[str, NDArray[Any]], name: str, *shape: int | None, largest: float = LARGEST
) -> NDArray[Any]:
    """The array ``name``, of finite floating-point numbers none of which is beyond ``largest``.

    ``shape``: its sizes, ``None`` where any will do.
    """
    array = _shaped(arrays, name, shape)
    if array.dtype.kind != "f":
        raise ValueError(f"{name} has no floating-point numbers")
    if not _is_within(array, largest):
        raise ValueError(f"{name} has a number beyond {largest:g}")
    return array


def _is_within(array: NDArray[Any], largest: float) -> bool:
    if array.dtype == np.float16:
        if largest > float(np.finfo(np.float16).max):
            # Half floats are slow to compare: only those whose exponent is all ones are not finite.
            return not ((array.view(np.uint16) & 0x7C00) == 0x7C00).any()
        array = array.astype(np.float32)
    return bool(np.abs(array).max(initial=0) <= largest)  # not true of NaN either


def _shaped(arrays: Mapping[str, NDArray[Any]], name: str, shape: tuple[int | None, ...]) -> NDArray[Any]:
    if name not in arrays:
        raise ValueError(f"{name} is missing")
    array = arrays[name]
    if array.ndim != len(shape) or any(
        size is not None and size != own for size, own in zip(shape, array.shape, strict=True)
    ):
        raise ValueError(f"{name} has the wrong shape")
    return array


def _sorted_keys(arrays: Mapping[str, NDArray[Any]], name: str) -> IntArray:
    keys = _shaped(arrays, name, (None,))
    if keys.dtype != np.int64:
        raise ValueError(f"{name} has no 64-bit integers")
    if len(keys) and (keys[0] < 0 or not (keys[1:] > keys[:-1]).all()):
        raise ValueError(f"{name} is not sorted, or one of its keys stands twice")
    return keys


def term_keys(arrays: Mapping[str, NDArray[Any]], name: str, field: int, vocabulary: Vocabulary) -> IntArray:
    """The keys of one TF-IDF block: n-grams of known forms in ``field``."""
    keys = _sorted_keys(arrays, name)
    if not (keys >> FIELD_AT == field).all():
        raise ValueError(f"{name} has a term of another field")
    for slot in range(3):
        if (((keys >> slot * ID_BITS) & ID_MASK) > len(vocabulary.canonical)).any():
            raise ValueError(f"{name} has a term outside of the vocabulary")
    return keys


def block_idf(arrays: Mapping[str, NDArray[Any]], name: str, count: int) -> NDArray[Any]:
    """Inverse document frequencies, smooth: never below 1, so no term has the length zero."""
    idf = numbers(arrays, name, count, largest=LARGEST_IDF)
    if not (idf >= 1).all():
        raise ValueError(f"{name} has an inverse document frequency below 1")
    return idf


def block_norm(arrays: Mapping[str, NDArray[Any]], name: str) -> Norm:
    """The norm of the block ``name``: the cosine's where the bundle does not say (before format 4).

    Format 4 has ``name.unknown`` alone, format 5 ``name.norm`` with power and usual length beside it.
    """
    unknown, power, usual = COSINE.unknown, COSINE.power, COSINE.usual
    if f"{name}.unknown" in arrays:
        (unknown,) = numbers(arrays, f"{name}.unknown", 1, largest=LARGEST_IDF**2).tolist()
    if f"{name}.norm" in arrays:
        power, usual = numbers(arrays, f"{name}.norm", 2, largest=LARGEST).tolist()
    if unknown < 0:
        raise ValueError(f"{name}.unknown is negative")
    if not (0 < power <= 1 <= usual):  # no term weighs less than 1, see block_idf
        raise ValueError(f"{name}.norm has a power beyond 0 to 1 or a usual length below 1")
    return Norm(unknown, power, usual)


def input_ranges(arrays: Mapping[str, NDArray[Any]], head: str) -> Ranges:
    """How the pooling of ``head`` reads its inputs: the rows of ``head.ranges``, the last ones are knots.

    In format 6 one input was not there yet.
    """
    ranges = numbers(arrays, f"{head}.ranges", 4 + KNOTS, None).astype(np.float64)
    if ranges.shape[1] not in (FORMER_INPUTS, len(INPUTS)):
        raise ValueError(f"{head}.ranges has the wrong shape")
    low, high, centre, deviation = ranges[:4]
    if not ((low <= high).all() and (deviation >= SMALLEST_DEVIATION).all()):
        raise ValueError(f"{head}.ranges has an empty range or a deviation below {SMALLEST_DEVIATION:g}")
    return Ranges(low, high, centre, deviation, np.ascontiguousarray(ranges[4:].T))


def topic_thresholds(arrays: Mapping[str, NDArray[Any]], count: int) -> NDArray[Any]:
    """The topics' thresholds: probabilities, neither 0 nor 1."""
    thresholds = numbers(arrays, "topic.thresholds", count)
    if not ((thresholds > 0) & (thresholds < 1)).all():
        raise ValueError("topic.thresholds has no probability")
    return thresholds


def topic_caution(arrays: Mapping[str, NDArray[Any]]) -> float:
    """What other news lifts the thresholds by, in log-odds; bundles before format 6 have none."""
    if "topic.caution" not in arrays:
        return 0.0
    (caution,) = numbers(arrays, "topic.caution", 1, largest=LARGEST_TRANSITION).tolist()
    return float(caution)


def feature_keys(arrays: Mapping[str, NDArray[Any]], name: str, tables: Tables) -> IntArray:
    """The feature keys of the tagger: each value in the range of its template's attribute."""
    keys = _sorted_keys(arrays, name)
    number = keys >> TEMPLATE_AT
    if len(keys) and int(number[-1]) >= len(tables.templates):
        raise ValueError(f"{name} has a feature of no template")
    sizes = {"canonical": len(tables.vocabulary.canonical), "exact": len(tables.vocabulary.exact)}
    for position, template in enumerate(tables.templates):
        own = keys[np.searchsorted(number, position) : np.searchsorted(number, position, side="right")]
        for slot in range(3):
            values = (own >> slot * ID_BITS) & ID_MASK
            attribute = template[slot][0] if slot < len(template) else None
            largest = sizes[_COUNTED[attribute]] if attribute in _COUNTED else 255 if attribute else 0
            if ((values > largest) & ((values != PAD) | (attribute is None))).any():
                raise ValueError(f"{name} has a value outside of its attribute's range")
    return keys


def pair_keys(arrays: Mapping[str, NDArray[Any]], name: str, vocabulary: Vocabulary) -> IntArray:
    """The keys of pairs of canonical forms, the first in the low bits; 0 stands for a sentence start."""
    keys = _sorted_keys(arrays, name)
    if ((keys & ID_MASK) > len(vocabulary.canonical)).any() or (
        (keys >> ID_BITS) > len(vocabulary.canonical)
    ).any():
        raise ValueError(f"{name} has a pair outside of the vocabulary")
    return keys


def counts(arrays: Mapping[str, NDArray[Any]], name: str, count: int) -> IntArray:
    """The array ``name`` of ``count`` whole numbers that are not negative."""
    array = _shaped(arrays, name, (count,))
    if array.dtype.kind not in "iu" or (array < 0).any() or (array > LARGEST_COUNT).any():
        raise ValueError(f"{name} has no counts")
    found: IntArray = array.astype(np.int64)
    return found
