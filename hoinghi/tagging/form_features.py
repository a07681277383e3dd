"""Features of a tagger of any label set, as 64-bit hashes: nothing but numbers is stored of them.

An attribute is a hash of a string that the form gives (itself, its affixes, its shape, its cluster) or a
small number that its place gives.  A template mixes up to three (attribute, offset) pairs into one key.
No vocabulary bounds them, so affixes and shapes of a form that training never met are still read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hoinghi.tagging.features import MARGIN, Template
from hoinghi.tagging.gazetteer import Gazetteer
from hoinghi.tagging.hashing import HashArray, mix, text_hash
from hoinghi.text.tokens import canonical

IntArray = NDArray[np.int64]
PAD = np.uint64(0x9E3779B97F4A7C15)  # the value of every attribute outside the sentence
CLUSTER_LEVELS = 5
_MEMO_LIMIT = 1 << 18  # forms; a hostile text of distinct words cannot fill the memory
_SYLLABLES = re.compile(r"[_ ]")
_REPEAT = re.compile(r"(.)\1+")
_LONG_REPEAT = re.compile(r"(.)\1{3,}")
FORM_ATTRIBUTES = (
    "exact", "canonical", "long_shape", "shape", "prefix_one", "prefix_two", "prefix_three",
    "suffix_one", "suffix_two", "suffix_three", "first", "last", "syllables", "class", "bare",
)  # fmt: skip
CLUSTER_ATTRIBUTES = tuple(f"cluster_{level}" for level in ("one", "two", "three", "four", "five"))
PLACE_ATTRIBUTES = ("before", "before_two", "after", "run", "position", "line", "enclosed", "listed")
ATTRIBUTES = frozenset({*FORM_ATTRIBUTES, *CLUSTER_ATTRIBUTES, *PLACE_ATTRIBUTES})


def _character_class(character: str) -> str:
    if character.isdecimal():
        return "d"
    if character.isupper():
        return "X"
    return "x" if character.isalpha() else character


def _bare(form: str) -> str:
    """Lower case without diacritics."""
    decomposed = unicodedata.normalize("NFD", form.lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("đ", "d")


@dataclass(frozen=True, slots=True)
class Clusters:
    """Clusters of forms: ``forms``, sorted hashes ``(n,)``; ``codes``, hashes ``(n, CLUSTER_LEVELS)``."""

    forms: IntArray
    codes: IntArray

    def of(self, candidates: Sequence[str]) -> list[int]:
        """The codes of the first of the candidates that has a cluster; zeros if none has."""
        for candidate in candidates:
            key = text_hash(candidate) >> 1
            place = int(np.searchsorted(self.forms, key))
            if place < len(self.forms) and int(self.forms[place]) == key:
                return [int(code) for code in self.codes[place]]
        return [0] * CLUSTER_LEVELS


@dataclass(frozen=True, slots=True)
class FormReader:
    """What forms are told apart by: lexicon classes of canonical syllables, clusters and listed names."""

    classes: Mapping[str, int]
    clusters: Clusters | None
    gazetteer: Gazetteer | None
    memo: dict[str, tuple[int, ...]]

    def row(self, form: str) -> tuple[int, ...]:
        """The hashes of one form, ``FORM_ATTRIBUTES`` and ``CLUSTER_ATTRIBUTES`` in order."""
        known = self.memo.get(form)
        if known is None:
            known = self._row(form)
            if len(self.memo) < _MEMO_LIMIT:
                self.memo[form] = known
        return known

    def _row(self, form: str) -> tuple[int, ...]:
        parts = [part for part in _SYLLABLES.split(form) if part] or [form]
        folded = [canonical(part) for part in parts]
        lower = form.lower()
        shape = "".join(map(_character_class, form))
        is_word = len(parts) > 1
        bits = 0
        for part in folded:
            bits |= self.classes.get(part, 0)
        texts = (
            form, "_".join(folded), _LONG_REPEAT.sub(r"\1\1\1", shape)[:12], _REPEAT.sub(r"\1", shape)[:8],
            lower[:1], lower[:2], lower[:3], lower[-1:], lower[-2:], lower[-3:],
            folded[0] if is_word else "", folded[-1] if is_word else "", str(min(len(parts), 5)),
            f"{self.classes.get(folded[0], 0)}/{bits}", _bare(form),
        )  # fmt: skip
        codes = [0] * CLUSTER_LEVELS
        if self.clusters is not None:
            codes = self.clusters.of([form, lower, *([parts[0], parts[-1]] if is_word else [])])
        return (*map(text_hash, texts), *codes)


@dataclass(frozen=True, slots=True)
class Sentences:
    """Sentences of forms laid end to end with ``MARGIN`` pads between them.

    ``columns``: every attribute with pads, ``(m,)``; ``places``: where the tokens stand, ``(n,)``;
    ``lengths``: tokens a sentence.
    """

    columns: Mapping[str, HashArray]
    places: IntArray
    lengths: IntArray


def read_sentences(
    sentences: Sequence[Sequence[str]], reader: FormReader, sources: Sequence[int] | None = None
) -> Sentences:
    """The attributes of non-empty sentences.

    ``sources`` (in training only) numbers the sentences as the gazetteer does: a listed name does not count
    in the only sentence that it was learned from.
    """
    lengths = np.array([len(sentence) for sentence in sentences], dtype=np.int64)
    total, ordinal = int(lengths.sum()), np.repeat(np.arange(len(lengths)), lengths)
    within = np.arange(total) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    places = MARGIN + np.arange(total) + ordinal * MARGIN
    size = total + (len(lengths) + 1) * MARGIN
    numbers: dict[str, int] = {}
    ids = np.fromiter(
        [numbers.setdefault(form, len(numbers)) for sentence in sentences for form in sentence],
        np.int64,
        total,
    )
    forms = list(numbers)
    rows = np.array([reader.row(form) for form in forms], dtype=np.uint64).reshape(len(forms), -1)
    columns: dict[str, HashArray] = {}

    def put(name: str, values: NDArray[np.generic]) -> None:
        column = np.full(size, PAD)
        column[places] = values.astype(np.uint64)
        columns[name] = column

    for number, name in enumerate((*FORM_ATTRIBUTES, *CLUSTER_ATTRIBUTES)):
        put(name, rows[ids, number])
    capital = np.zeros(size, dtype=bool)
    capital[places] = np.array([form[0].isupper() for form in forms], dtype=bool)[ids]
    columns |= _runs(capital, columns["canonical"])
    put("position", np.minimum(within, 3) * 4 + np.minimum(lengths[ordinal] - 1 - within, 3))
    put("line", _case_class(forms, ids, capital[places], ordinal, lengths)[ordinal])
    put("enclosed", _enclosed(forms, ids, ordinal, lengths))
    if reader.gazetteer is not None:
        own = columns["canonical"][places]
        origin = None if sources is None else np.array(sources, dtype=np.int64)[ordinal]
        put("listed", reader.gazetteer.match(own, ordinal, lengths, origin))
    else:
        put("listed", np.zeros(total, np.int64))
    return Sentences(columns, places, lengths)


def _runs(capital: NDArray[np.bool_], folded: HashArray) -> dict[str, HashArray]:
    """Where a token stands in its run of capitalised tokens, and what frames the run; 0 outside of one."""
    index, last = np.arange(len(capital)), len(capital) - 1
    begins = capital & ~np.r_[False, capital[:-1]]
    ends = capital & ~np.r_[capital[1:], False]
    begin = np.maximum.accumulate(np.where(begins, index, 0))
    end = np.minimum.accumulate(np.where(ends, index, last)[::-1])[::-1]
    none = np.uint64(0)
    return {
        "before": np.where(capital, folded[np.maximum(begin - 1, 0)], none),
        "before_two": np.where(capital, folded[np.maximum(begin - 2, 0)], none),
        "after": np.where(capital, folded[np.minimum(end + 1, last)], none),
        "run": np.where(capital, 1 + np.minimum(index - begin, 4) * 8 + np.minimum(end - begin, 6), 0).astype(
            np.uint64
        ),
    }


def _case_class(
    forms: Sequence[str], ids: IntArray, capital: NDArray[np.bool_], ordinal: IntArray, lengths: IntArray
) -> IntArray:
    """Of each sentence: all in capitals, all in lower case, or neither, and how long it is."""
    upper = np.array([form.isupper() and len(form) > 1 for form in forms], dtype=bool)[ids]
    lower = np.array([form.islower() for form in forms], dtype=bool)[ids]
    uppers = np.bincount(ordinal, upper, len(lengths))
    lowers = np.bincount(ordinal, lower, len(lengths))
    capitals = np.bincount(ordinal, capital, len(lengths))
    kind = 1 + (lowers == 0) * 1 + (uppers > 2 * lowers + 2) * 2 + (capitals == 0) * 4
    result: IntArray = kind * 8 + np.minimum(lengths // 6, 7)
    return result


def _enclosed(forms: Sequence[str], ids: IntArray, ordinal: IntArray, lengths: IntArray) -> IntArray:
    """1 inside of quotation marks, 2 inside of brackets, 3 inside of both, 0 outside."""
    sign = np.array([1 if f in "([{" else -1 if f in ")]}" else 0 for f in forms], np.int64)[ids]
    quote = np.array([f in ('"', "“", "”", "``", "''") for f in forms], np.int64)[ids]
    firsts = np.cumsum(lengths) - lengths

    def since_start(values: IntArray) -> IntArray:
        sums = np.cumsum(values)
        start: IntArray = sums - (sums - values)[firsts][ordinal]
        return start

    inside_quotes = (since_start(quote) - quote) % 2
    inside_brackets = (since_start(sign) > 0) & (sign == 0)
    result: IntArray = inside_quotes + 2 * inside_brackets.astype(np.int64)
    return result


def form_keys(sentences: Sentences, templates: Sequence[Template]) -> IntArray:
    """Feature keys of every token, shape ``(tokens, templates)``: 63 bits, never negative."""
    keys = np.empty((len(templates), len(sentences.places)), dtype=np.int64)
    shifted: dict[tuple[str, int], HashArray] = {}
    for number, template in enumerate(templates):
        hashed = np.full(len(sentences.places), text_hash(repr(template)), dtype=np.uint64)
        for name, offset in template:
            if (name, offset) not in shifted:
                shifted[name, offset] = sentences.columns[name][sentences.places + offset]
            hashed = mix(hashed, shifted[name, offset])
        keys[number] = (hashed >> np.uint64(1)).astype(np.int64)
    transposed: IntArray = keys.T
    return transposed
