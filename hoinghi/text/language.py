"""Whether a text is Vietnamese, some other language, or no text at all."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

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


def judge(text: str, forms: Sequence[str]) -> Judgement:
    """Judge a text by its token forms as the heads read them; ``text`` is the text they stand in."""
    words = [form for form in forms[:: max(1, len(forms) // (2 * SAMPLE))] if form[0].isalpha()]
    if not words:
        words = [form for form in forms if form[0].isalpha()]
    if not words:
        return Judgement.NO_TEXT if text.strip() else Judgement.EMPTY
    if sum(len(word) for word in words if len(word) >= LONG) > LONG_SHARE * sum(map(len, words)):
        return Judgement.NO_TEXT
    head = text[:SEEN]
    if sum(len(run) for run in head.split() if len(run) >= RUN and run.isascii()) > LONG_SHARE * len(head):
        return Judgement.NO_TEXT
    folded = [canonical(word) for word in words]
    syllables = [word for word in folded if is_syllable(word)]
    marked = sum(not word.isascii() for word in syllables)
    if len(syllables) < SYLLABLES * len(words) or marked < MARKED * len(words):
        return Judgement.FOREIGN
    return Judgement.VIETNAMESE
