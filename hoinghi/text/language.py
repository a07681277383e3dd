"""Whether a text is Vietnamese, some other language, or no text at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

from hoinghi.text.memo import Memo
from hoinghi.text.orthography import is_syllable
from hoinghi.text.tokens import canonical
from hoinghi.warning import EMPTY, NOT_TEXT, NOT_VIETNAMESE

SAMPLE = 160  # words, spread over the text
# Shares of the sampled words.  Vietnamese articles of the corpus stand at 0.98 and 0.85 (0.88 and 0.73 for
# all but one in a hundred), English and French at 0.2 to 0.35 and below 0.05; lists of files have few marks.
SYLLABLES = 0.42
MARKED = 0.03
LONG, RUN, LONG_SHARE = 24, 60, 0.3  # letters of a word that is none, characters of a run; their share
SEEN = 20_000  # characters that are searched for runs without a space
_STRIDE = 6  # a run holds every sixth character of its place: few texts need a closer look
_LIKE_RUN = re.compile(rf"[^\s\u0080-\U0010ffff]{{{RUN // _STRIDE}}}")


class Judgement(Enum):
    """What a text is, with the warnings to give."""

    VIETNAMESE = ()
    FOREIGN = (NOT_VIETNAMESE,)
    NO_TEXT = (NOT_TEXT,)
    EMPTY = (EMPTY,)

    @property
    def warnings(self) -> tuple[str, ...]:
        """The warnings that go with it."""
        found: tuple[str, ...] = self.value
        return found


class _Kind(Enum):
    """What a form is by itself."""

    SIGN = 0  # no word: a number or a mark
    LONG = 1  # of so many letters that it is no word of any language
    STRANGE = 2  # no syllable of Vietnamese
    BARE = 3  # a syllable of ASCII letters
    MARKED = 4  # a syllable with a letter beyond ASCII


def _kind(form: str) -> _Kind:
    if not form[0].isalpha():
        return _Kind.SIGN
    if len(form) >= LONG:
        return _Kind.LONG
    folded = canonical(form)
    if not is_syllable(folded):
        return _Kind.STRANGE
    return _Kind.BARE if folded.isascii() else _Kind.MARKED


_KINDS = Memo(_kind)


def judge(text: str, forms: Sequence[str]) -> Judgement:
    """Judge a text by its token forms as the heads read them; ``text`` is the text they stand in."""
    sample = forms[:: max(1, len(forms) // (2 * SAMPLE))]
    kinds = list(map(_KINDS.__getitem__, sample))
    count = len(kinds) - kinds.count(_Kind.SIGN)
    if not count:
        sample, kinds = forms, list(map(_KINDS.__getitem__, forms))
        count = len(kinds) - kinds.count(_Kind.SIGN)
    if not count:
        return Judgement.NO_TEXT if text.strip() else Judgement.EMPTY
    if _Kind.LONG in kinds and _is_of_long_words(sample, kinds):
        return Judgement.NO_TEXT
    if _is_of_runs(text[:SEEN]):
        return Judgement.NO_TEXT
    marked = kinds.count(_Kind.MARKED)
    if marked + kinds.count(_Kind.BARE) < SYLLABLES * count or marked < MARKED * count:
        return Judgement.FOREIGN
    return Judgement.VIETNAMESE


def _is_of_runs(text: str) -> bool:
    """Whether runs of ASCII without a space, such as base64, make up much of the text."""
    if _LIKE_RUN.search(text[::_STRIDE]) is None:
        return False
    runs = [run for run in text.split() if len(run) >= RUN and run.isascii()]
    return sum(map(len, runs)) > LONG_SHARE * len(text)


def _is_of_long_words(forms: Sequence[str], kinds: Sequence[_Kind]) -> bool:
    letters = sum(len(form) for form, kind in zip(forms, kinds, strict=True) if kind is not _Kind.SIGN)
    long = sum(len(form) for form, kind in zip(forms, kinds, strict=True) if kind is _Kind.LONG)
    return long > LONG_SHARE * letters
