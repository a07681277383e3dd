"""Text typed without diacritics ("hoi nghi so ket 6 thang dau nam"), read with the likeliest ones.

A bigram model over the syllables of the training articles, decoded by Viterbi, gives each bare
syllable its marks.  The restored reading has the length of the text, so it moves no offset; it
feeds the heads, and names are shown as they were written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hoinghi.text.orthography import is_syllable, without_marks
from hoinghi.text.syllables import ID_BITS, IntArray
from hoinghi.text.tokens import TOKEN, canonical

_LINE = re.compile(r"[^\n]+")
_LETTERS = re.compile(r"[^\W\d_]+")
SHORTEST = 6  # words: a shorter line may be a name or an address
KNOWN = 0.75  # share of words that some Vietnamese syllable would leave without its marks
MARKED = 0.04  # share of letters beyond ASCII that a bare line may still have
_BIGRAM, _FLOOR = 0.7, 1e-7  # weight of the bigram beside the unigram; of a form never seen
_WINDOW = 512  # words that are read together: a longer line would take megabytes a kilobyte
_MOST_OPTIONS = 64  # forms of one bare syllable; Vietnamese has at most some thirty
BOUNDARY = 0  # the id of the start of a sentence and of everything unknown


@dataclass(frozen=True, slots=True)
class SyllableCounts:
    """How often syllables and pairs of them stand in the training articles.

    ``unigrams``: shape ``(v + 1,)``, by id (position in the vocabulary + 1, 0 for a sentence start);
    ``pairs``: sorted keys ``first | second << ID_BITS``, with ``pair_counts`` beside them.
    """

    unigrams: IntArray
    pairs: IntArray
    pair_counts: IntArray


class DiacriticRestorer:
    """Reads bare lines with the marks that the training articles make likeliest.

    ``forms``: the canonical vocabulary, id = position + 1.
    """

    def __init__(self, forms: Sequence[str], counts: SyllableCounts) -> None:
        if len(counts.unigrams) != len(forms) + 1 or len(counts.pairs) != len(counts.pair_counts):
            raise ValueError("the syllable counts do not fit the vocabulary")
        self.counts = counts
        self._forms = ("", *forms)
        self._candidates: dict[str, list[int]] = {}
        self._syllables: set[str] = set()  # bare forms of syllables: foreign words and names were met, too
        for number, form in enumerate(forms, 1):
            if form[:1].isalpha():
                plain = canonical(without_marks(form))
                if is_syllable(form):
                    self._syllables.add(plain)
                options = self._candidates.setdefault(plain, [])
                if len(options) < _MOST_OPTIONS:
                    options.append(number)
        self._total = max(1, int(counts.unigrams.sum()))

    def restore(self, text: str) -> tuple[str, float]:
        """``text`` with its bare lines restored, and the share of its words that stand in them."""
        if not _looks_bare(text):
            return text, 0.0
        words = restored = 0
        pieces: list[str] = []
        last = 0
        for match in _LINE.finditer(text):
            count = len(_LETTERS.findall(match.group()))
            words += count
            if self._is_bare(match.group()):
                restored += count
                pieces += (text[last : match.start()], self._restore_line(match.group()))
                last = match.end()
        return "".join([*pieces, text[last:]]), restored / max(1, words)

    def _is_bare(self, line: str) -> bool:
        words = _LETTERS.findall(line)
        if len(words) < SHORTEST or sum(map(str.isascii, words)) < len(words) * (1 - MARKED):
            return False
        is_shouted = line.isupper()
        return sum(self._is_known(word, is_shouted) for word in words) >= KNOWN * len(words)

    def _is_known(self, word: str, is_shouted: bool) -> bool:
        """Whether a word is a syllable, or an abbreviation that was met."""
        folded = canonical(word.lower())
        return folded in self._syllables or (word.isupper() and not is_shouted and folded in self._candidates)

    def _restore_line(self, line: str) -> str:
        tokens = [(match.start(), match.group()) for match in TOKEN.finditer(line)]
        words = [(place, form) for place, form in tokens if form[0].isalpha() or form[0].isdecimal()]
        forms = [form for _, form in words]
        read = [
            restored
            for first in range(0, len(forms), _WINDOW)
            for restored in self._viterbi(forms[first : first + _WINDOW])
        ]
        letters = list(line)
        for (place, form), restored in zip(words, read, strict=True):
            if restored and len(restored) == len(form):
                letters[place : place + len(form)] = [
                    mark.upper() if seen.isupper() else mark
                    for seen, mark in zip(form, restored, strict=True)
                ]
        return "".join(letters)

    def _options(self, form: str) -> list[int]:
        folded = canonical(form)
        return self._candidates.get(folded, []) if folded.isascii() else []

    def _viterbi(self, forms: Sequence[str]) -> list[str]:
        """The likeliest forms; an empty string where a form is to stay as it is."""
        columns = [[BOUNDARY], *(self._options(form) or [BOUNDARY] for form in forms)]
        chances = self._chances(columns)
        scores = [0.0]
        backs: list[list[int]] = []
        for options, steps in zip(columns[1:], chances, strict=True):
            width = len(scores)
            now, back = [], []
            for row in range(len(options)):
                totals = [score + step for score, step in zip(scores, steps[row * width :], strict=False)]
                best = max(totals)
                now.append(best)
                back.append(totals.index(best))
            scores = now
            backs.append(back)
        path = []
        place = scores.index(max(scores))
        for options, back in zip(reversed(columns[1:]), reversed(backs), strict=True):
            path.append(self._forms[options[place]])
            place = back[place]
        return path[::-1]

    def _chances(self, columns: Sequence[Sequence[int]]) -> list[list[float]]:
        """Log-probabilities of the steps between neighbouring columns, option by option of the later one."""
        steps = list(zip(columns, columns[1:], strict=False))
        before = np.array([a for last, now in steps for _ in now for a in last], dtype=np.int64)
        after = np.array([b for last, now in steps for b in now for _ in last], dtype=np.int64)
        unigrams = self.counts.unigrams
        alone = np.maximum(unigrams[after] / self._total, _FLOOR)
        joint = self._pair_counts(before | after << ID_BITS) / np.maximum(unigrams[before], 1)
        logs = np.log(_BIGRAM * joint + (1 - _BIGRAM) * alone)
        cuts = np.cumsum([len(last) * len(now) for last, now in steps])[:-1]
        return [part.tolist() for part in np.split(logs, cuts)] if steps else []

    def _pair_counts(self, keys: IntArray) -> NDArray[np.int64]:
        if not len(self.counts.pairs):
            return np.zeros(len(keys), np.int64)
        places = np.minimum(np.searchsorted(self.counts.pairs, keys), len(self.counts.pairs) - 1)
        found: NDArray[np.int64] = np.where(
            self.counts.pairs[places] == keys, self.counts.pair_counts[places], 0
        )
        return found


def _looks_bare(text: str) -> bool:
    """Whether some line may be bare: a quick look that almost every text fails."""
    return any(line.isascii() and line.count(" ") >= SHORTEST - 1 for line in text.split("\n")) or (
        len(text.encode("ascii", "ignore")) > (1 - MARKED) * len(text)
    )


def sentence_pairs(forms: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Neighbouring words of one sentence's token forms, canonical, marks of punctuation left out."""
    words = ["", *(canonical(form) for form in forms if form[0].isalnum())]
    return zip(words, words[1:], strict=False)
