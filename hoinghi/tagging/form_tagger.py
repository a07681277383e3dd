"""A tagger of any label set over forms, and what a bundle holds of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import msgspec
import numpy as np
from msgspec import Meta
from numpy.typing import NDArray

from hoinghi.document import Document
from hoinghi.keytable import KeyTable
from hoinghi.tagging.crf import ChainModel
from hoinghi.tagging.features import MARGIN, Template
from hoinghi.tagging.form_features import (
    ATTRIBUTES,
    CLUSTER_LEVELS,
    Clusters,
    FormReader,
    Sentences,
    form_keys,
    read_sentences,
)
from hoinghi.tagging.gazetteer import Gazetteer
from hoinghi.tagging.tagger import TaggedSentence, mentions_of, outside_codes
from hoinghi.text.syllables import IntArray

MOST_LABELS, MOST_TEMPLATES = 256, 256
LARGEST_WEIGHT, LARGEST_TRANSITION = 1e4, 100.0
TABLE = "form_tagger"

_Label = Annotated[str, Meta(pattern=r"^(O|[BI]-\S{1,60})$")]
_Part = tuple[str, int]


class FormTable(msgspec.Struct, frozen=True):
    """The table of a form tagger: its labels, templates, and lexicon classes of canonical syllables."""

    labels: Annotated[tuple[_Label, ...], Meta(min_length=1, max_length=MOST_LABELS)]
    templates: Annotated[tuple[tuple[_Part, ...], ...], Meta(max_length=MOST_TEMPLATES)]
    classes: dict[str, Annotated[int, Meta(ge=0, le=255)]]


class FormTagger:
    """A chain model over hashed features of forms; it tags as :class:`hoinghi.tagging.tagger.Tagger` does."""

    def __init__(self, chain: ChainModel, templates: Sequence[Template], reader: FormReader) -> None:
        self.chain = chain
        self.templates = tuple(templates)
        self.reader = reader

    def read(self, sentences: Sequence[Sequence[str]]) -> Sentences:
        """The attributes of non-empty sentences of forms."""
        return read_sentences(sentences, self.reader)

    def labels_of(self, sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        """The labels of non-empty sentences of forms."""
        if not sentences:
            return []
        read = self.read(sentences)
        emissions = self.chain.emissions(form_keys(read, self.templates))
        names = self.chain.labels
        return [[names[y] for y in row.tolist()] for row in self.chain.decode(emissions, read.lengths)]

    def tag(
        self, documents: Sequence[Document], packed: IntArray, offsets: IntArray
    ) -> list[list[TaggedSentence]]:
        """Mentions of every document; ``packed`` and ``offsets`` are not needed: the forms are read."""
        places = [
            (n, begin, end) for n, document in enumerate(documents) for begin, end in document.sentences
        ]
        result: list[list[TaggedSentence]] = [[] for _ in documents]
        if places:
            read = self.read([documents[number].forms[begin:end] for number, begin, end in places])
            keys = form_keys(read, self.templates)
            for (number, begin, end), mentions in zip(
                places, mentions_of(self.chain, keys, read.lengths, [p[1] for p in places]), strict=True
            ):
                result[number].append(TaggedSentence(begin, end, outside_codes(documents[number], mentions)))
        return result


def form_tagger_arrays(tagger: FormTagger, stored: type = np.float16) -> dict[str, NDArray[Any]]:
    """The arrays that :func:`read_form_tagger` reads."""
    arrays: dict[str, NDArray[Any]] = {
        "tagger.keys": tagger.chain.keys,
        "tagger.weights": tagger.chain.weights[:-1].astype(stored),
        "tagger.transitions": tagger.chain.transitions.astype(np.float32),
    }
    if tagger.reader.clusters is not None:
        arrays["tagger.cluster_forms"] = tagger.reader.clusters.forms
        arrays["tagger.cluster_codes"] = tagger.reader.clusters.codes
    if tagger.reader.gazetteer is not None:
        arrays["tagger.listed_keys"] = tagger.reader.gazetteer.keys
        arrays["tagger.listed_values"] = tagger.reader.gazetteer.values
    return arrays


def form_tagger_table(tagger: FormTagger) -> dict[str, Any]:
    """The table that :func:`read_form_tagger` reads."""
    return {
        "labels": list(tagger.chain.labels),
        "templates": [[list(part) for part in template] for template in tagger.templates],
        "classes": dict(tagger.reader.classes),
    }


def read_form_tagger(arrays: Mapping[str, NDArray[Any]], table: Mapping[str, Any]) -> FormTagger:
    """The tagger of a bundle.  Raises ``ValueError`` where its parts do not fit together."""
    own = msgspec.convert(table, FormTable)
    if "O" not in own.labels or len(set(own.labels)) < len(own.labels):
        raise ValueError("the tags are no B-, I- and O, or two of them are the same")
    if not all(_is_template(template) for template in own.templates):
        raise ValueError("a template of the tagger names what does not exist")
    keys, width = _sorted(arrays, "tagger.keys"), len(own.labels)
    weights = _finite(arrays, "tagger.weights", (len(keys), width), LARGEST_WEIGHT)
    transitions = _finite(arrays, "tagger.transitions", (width, width), LARGEST_TRANSITION)
    clusters = gazetteer = None
    if "tagger.cluster_forms" in arrays:
        forms = _sorted(arrays, "tagger.cluster_forms")
        clusters = Clusters(forms, _whole(arrays, "tagger.cluster_codes", (len(forms), CLUSTER_LEVELS)))
    if "tagger.listed_keys" in arrays:
        listed = _sorted(arrays, "tagger.listed_keys")
        values = _whole(arrays, "tagger.listed_values", (len(listed),))
        if (values > 1 << 32).any():
            raise ValueError("tagger.listed_values has a number out of range")
        gazetteer = Gazetteer(listed, values, KeyTable(listed))
    chain = ChainModel(own.labels, transitions, keys, weights.astype(np.float32), is_hashed=True)
    return FormTagger(chain, own.templates, FormReader(own.classes, clusters, gazetteer, {}))


def _is_template(template: Template) -> bool:
    return len(template) <= 3 and all(name in ATTRIBUTES and abs(at) <= MARGIN for name, at in template)


def _finite(
    arrays: Mapping[str, NDArray[Any]], name: str, shape: tuple[int, ...], largest: float
) -> NDArray[Any]:
    array = arrays.get(name)
    if array is None or array.shape != shape or array.dtype.kind != "f":
        raise ValueError(f"{name} is missing or has the wrong shape")
    if not bool(np.abs(array.astype(np.float32)).max(initial=0) <= largest):  # not true of NaN either
        raise ValueError(f"{name} has a number beyond {largest:g}")
    return array


def _whole(arrays: Mapping[str, NDArray[Any]], name: str, shape: tuple[int, ...]) -> IntArray:
    array = arrays.get(name)
    if array is None or array.shape != shape or array.dtype != np.int64 or (array < 0).any():
        raise ValueError(f"{name} is missing, has the wrong shape or a negative number")
    return array


def _sorted(arrays: Mapping[str, NDArray[Any]], name: str) -> IntArray:
    array = arrays.get(name)
    if array is None or array.ndim != 1 or array.dtype != np.int64:
        raise ValueError(f"{name} is missing or has the wrong shape")
    if len(array) and (array[0] < 0 or not (array[1:] > array[:-1]).all()):
        raise ValueError(f"{name} is not sorted, or one of its keys stands twice")
    return array
