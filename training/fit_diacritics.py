"""Count the syllables and pairs of syllables from which bare text is restored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from hoinghi.document import Document
from hoinghi.text.diacritics import SyllableCounts, sentence_pairs
from hoinghi.text.syllables import ID_BITS


def count_syllables(documents: Sequence[Document], forms: Sequence[str], minimum: int) -> SyllableCounts:
    """Counts over the sentences of ``documents``; pairs seen less than ``minimum`` times are left out."""
    number = {form: identity for identity, form in enumerate(forms, 1)}
    unigrams = np.zeros(len(forms) + 1, np.int64)
    pairs: Counter[int] = Counter()
    for document in documents:
        for begin, end in document.sentences:
            for before, word in sentence_pairs(document.forms[begin:end]):
                first, second = number.get(before, 0), number.get(word, 0)
                unigrams[first] += not before
                unigrams[second] += 1 if second else 0
                pairs[first | second << ID_BITS] += 1
    kept = sorted(key for key, count in pairs.items() if count >= minimum)
    return SyllableCounts(
        unigrams,
        np.array(kept, dtype=np.int64),
        np.array([pairs[key] for key in kept], dtype=np.int64),
    )
