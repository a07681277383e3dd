"""What the general tagger looks at: its templates, and what it learns of names before it is fitted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from hoinghi.keytable import KeyTable
from hoinghi.tagging.features import Template
from hoinghi.tagging.form_features import CLUSTER_ATTRIBUTES, CLUSTER_LEVELS, Clusters, FormReader
from hoinghi.tagging.gazetteer import LONGEST, MANY, Gazetteer, name_hash
from hoinghi.tagging.hashing import text_hash
from hoinghi.tagging.tagger import runs
from hoinghi.text.tokens import canonical
from training.ner_corpus import CorpusError, TaggedTokens
from training.taxonomy import LABELS, read_toml

_PREFIXES = (4, 6, 8, 11)  # bits of a cluster's code; the whole code is the fifth level


def _window(name: str, *offsets: int) -> list[Template]:
    return [((name, offset),) for offset in offsets]


def _pairs(name: str) -> list[Template]:
    steps = ((-2, -1), (-1, 0), (0, 1), (1, 2), (-1, 1))
    return [((name, first), (name, second)) for first, second in steps]


BIAS: Template = ()
TEMPLATES: tuple[Template, ...] = (
    BIAS,
    *_window("canonical", -3, -2, -1, 0, 1, 2, 3),
    *_window("exact", -1, 0, 1),
    *_window("long_shape", -1, 0, 1),
    *_window("shape", -2, -1, 0, 1, 2),
    *_window("class", -1, 0, 1),
    *_window("first", -1, 0, 1),
    *_window("last", -1, 0, 1),
    *(((name, 0),) for name in ("prefix_one", "prefix_two", "prefix_three", "bare", "syllables")),
    *(((name, 0),) for name in ("suffix_one", "suffix_two", "suffix_three", "enclosed")),
    *(((name, 0),) for name in ("run", "position", "before", "after")),
    *_pairs("canonical"),
    (("canonical", -3), ("canonical", -2), ("canonical", -1)),
    (("canonical", -2), ("canonical", -1), ("canonical", 0)),
    (("canonical", -1), ("canonical", 0), ("canonical", 1)),
    (("canonical", 0), ("canonical", 1), ("canonical", 2)),
    (("canonical", 0), ("shape", -1)),
    (("canonical", 0), ("shape", 1)),
    (("canonical", -1), ("shape", 0)),
    (("canonical", 1), ("shape", 0)),
    (("canonical", -1), ("long_shape", 0)),
    (("canonical", -2), ("canonical", -1), ("shape", 0)),
    (("shape", -1), ("shape", 0), ("shape", 1)),
    (("shape", -2), ("shape", -1), ("shape", 0)),
    (("shape", 0), ("shape", 1), ("shape", 2)),
    (("class", 0), ("shape", 0), ("shape", 1)),
    (("class", 0), ("run", 0)),
    (("class", 0), ("canonical", -1)),
    (("before", 0), ("run", 0)),
    (("before", 0), ("before_two", 0)),
    (("before", 0), ("after", 0)),
    (("before", 0), ("class", 0)),
    (("after", 0), ("run", 0)),
    (("line", 0), ("shape", 0)),
    (("line", 0), ("position", 0)),
    (("position", 0), ("shape", 0), ("shape", 1)),
)
LISTED_TEMPLATES: tuple[Template, ...] = (
    *_window("listed", -1, 0, 1),
    *_pairs("listed")[1:3],
    (("listed", 0), ("shape", 0)),
    (("listed", 0), ("canonical", -1)),
)
CLUSTER_TEMPLATES: tuple[Template, ...] = (
    *(template for name in CLUSTER_ATTRIBUTES for template in _window(name, -2, -1, 0, 1, 2)),
    *(template for number in (1, 3, 4) for template in _pairs(CLUSTER_ATTRIBUTES[number])),
    *(((CLUSTER_ATTRIBUTES[number], 0), ("shape", 0)) for number in (1, 3, 4)),
)


def lexicon_classes(path: Path = LABELS / "names.toml") -> dict[str, int]:
    """The lexicon classes of canonical syllables, as sets of bits."""
    classes: dict[str, int] = {}
    for bit, (_, words) in enumerate(sorted(read_toml(path).items())):
        for word in words.split():
            folded = canonical(word)
            classes[folded] = classes.get(folded, 0) | 1 << bit
    return dict(sorted(classes.items()))


def read_clusters(path: Path) -> Clusters:
    """Clusters from lines ``word<TAB>code``; of a code in bits every prefix of ``_PREFIXES`` is a level.

    Raises :class:`CorpusError`.
    """
    codes: dict[int, tuple[int, ...]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").split("\n"), 1):
        if not line.strip():
            continue
        word, tab, code = line.rstrip("\r").partition("\t")
        code = code.split("\t")[0].strip()
        if not tab or not word or not code:
            raise CorpusError(f"{path}:{number}: {line!r} is no word, tab, cluster")
        is_bits = set(code) <= {"0", "1"}
        levels = [code[:length] for length in _PREFIXES] if is_bits else [""] * (CLUSTER_LEVELS - 1)
        hashes = tuple(text_hash(level and f"{at} {level}") >> 1 for at, level in enumerate([*levels, code]))
        codes.setdefault(text_hash(word.replace(" ", "_")) >> 1, hashes)
    forms = sorted(codes)
    return Clusters(
        np.array(forms, dtype=np.int64), np.array([codes[form] for form in forms], dtype=np.int64)
    )


def form_reader(clusters: Clusters | None, classes: Mapping[str, int]) -> FormReader:
    """A reader of forms that knows no listed names yet."""
    return FormReader(classes, clusters, None, {})


def learn_gazetteer(
    sentences: Sequence[TaggedTokens], reader: FormReader, groups: Sequence[int]
) -> Gazetteer:
    """The entities of the sentences as listed names; ``groups`` tells which sentences are copies of one.

    A label that only one sentence gives to a name counts only if no other sentence holds the name.
    """
    found: dict[int, dict[str, set[int]]] = {}
    for sentence, group in zip(sentences, groups, strict=True):
        for first, last, label in runs(sentence.tags):
            if last - first <= LONGEST:
                folded = np.array([reader.row(f)[1] for f in sentence.forms[first:last]], dtype=np.uint64)
                found.setdefault(name_hash(folded), {}).setdefault(label, set()).add(group)
    keys = sorted(found)
    sets: dict[tuple[str, ...], int] = {}
    values, sources = [], []
    for key in keys:
        groups_of = found[key]
        all_groups = set().union(*groups_of.values())
        sources.append(min(all_groups) if len(all_groups) == 1 else MANY)
        labels = sorted(label for label, own in groups_of.items() if len(own) > 1 or len(all_groups) == 1)
        labels = labels or sorted(groups_of)
        values.append(sets.setdefault(tuple(labels), len(sets) + 1))
    array = np.array(keys, dtype=np.int64)
    return Gazetteer(
        array, np.array(values, dtype=np.int64), KeyTable(array), np.array(sources, dtype=np.int64)
    )
