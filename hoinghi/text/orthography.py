"""Vietnamese spelling: the parts of a syllable, its one tone placement, and whether it can exist.

A syllable is an onset, a rhyme and a tone (Đoàn Thiện Thuật, Ngữ âm tiếng Việt, 1977).  Tones are
written on one vowel; old and new rules, and typing errors, place them differently ("hòa", "hoà",
"tóan", "đựơc"), so a syllable is compared with its mark in one place.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

VOWELS = "aăâeêioôơuưy"
_TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")  # level, huyền, sắc, hỏi, ngã, nặng
TONED = {
    unicodedata.normalize("NFC", vowel + mark): (vowel, tone)
    for vowel in VOWELS
    for tone, mark in enumerate(_TONES)
}
_WITH_TONE = {parts: letter for letter, parts in TONED.items()}
_ONSETS = frozenset(
    ["", *"b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x".split()]
)  # fmt: skip
_RHYMES = frozenset(
    "a ac ach ai am an ang anh ao ap at au ay ă ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
    "e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu "
    "o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot "
    "ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ up ut uy uya uych uyên "
    "uyêt uynh uyt uyu uôc uôi uôm uôn uông uôt ư ưa ưc ưi ưm ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu "
    "y yêm yên yêng yêt yêu".split()
)
_STOPPED = re.compile(r"(?:c|ch|p|t)$")  # only sắc and nặng stand before a stop
_PARTS = re.compile(
    r"(ngh|ng|nh|gh|gi|kh|ch|ph|qu|th|tr|[bcdđghklmnpqrstvx])?([aăâeêioôơuưy]{1,3})?(.*)$", re.S
)
_I_AND_Y = re.compile(r"(?:[hklmst]|qu)[iìíỉĩị]$")
_TO_Y = str.maketrans("iìíỉĩị", "yỳýỷỹỵ")
LONGEST = 7  # letters of the longest syllable: nghiêng


def bare(syllable: str) -> tuple[str, int, int]:
    """Lower-case ``syllable`` without its tone mark, the tone (0–5) and how many marks it carried."""
    letters, tone, marks = [], 0, 0
    for letter in syllable:
        base, own = TONED.get(letter, (letter, 0))
        letters.append(base)
        if own:
            tone, marks = own, marks + 1
    return "".join(letters), tone, marks


def _split(plain: str) -> tuple[str, str]:
    """Onset and rhyme of a lower-case syllable without tone; ``gi`` and ``qu`` are onsets."""
    if plain.startswith("gi") and len(plain) > 2 and plain[2] in VOWELS:
        # "giêng" is gi + iêng, "gìn" is g + in.
        return ("gi", "i" + plain[2:]) if plain[2] == "ê" else ("gi", plain[2:])
    match = _PARTS.match(plain)
    assert match is not None  # the pattern takes any string
    onset = match[1] or ""
    if onset == "gi":  # gì, gìn
        return "g", plain[1:]
    return onset, plain[len(onset) :]


def _tone_place(onset: str, rhyme: str) -> int:
    """The index in ``rhyme`` of the vowel that carries the mark, by the older of the two rules."""
    vowels = 0
    while vowels < len(rhyme) and rhyme[vowels] in VOWELS:
        vowels += 1
    for index in range(vowels - 1, -1, -1):  # ê, ô, ơ, ă, â draw the mark; ư but for ươ
        if rhyme[index] in "ăâêôơ":
            return index
    if "ư" in rhyme[:vowels]:
        return rhyme.index("ư")
    if vowels <= 1:
        return 0
    if vowels == 3 or len(rhyme) > vowels:
        return 1  # toàn, hoái, huỳnh
    return 0  # hòa, thủy, mía, chào; qu and gi are onsets, so quý and già are of one vowel


def fold_tone(syllable: str) -> str:
    """A lower-case syllable with its mark where the older rule puts it: ``hoà``, ``đựơc`` → ``hòa``, ``được``.

    Keeps the length.  What carries no mark or several, or is no syllable, stays as it is.
    """
    if not 2 <= len(syllable) <= LONGEST:
        return syllable
    plain, tone, marks = bare(syllable)
    if marks != 1:
        return syllable
    onset, rhyme = _split(plain)
    if rhyme not in _RHYMES:
        return syllable
    place = len(plain) - len(rhyme) + _tone_place(onset, rhyme)
    return plain[:place] + _WITH_TONE[plain[place], tone] + plain[place + 1 :]


def fold_i(syllable: str) -> str:
    """``kĩ`` → ``kỹ``, ``quí`` → ``quý``: after h, k, l, m, s, t and qu both letters write one sound."""
    return syllable[:-1] + syllable[-1].translate(_TO_Y) if _I_AND_Y.match(syllable) else syllable


@lru_cache(maxsize=1 << 16)
def is_syllable(word: str) -> bool:
    """Whether a lower-case NFC word can be a Vietnamese syllable with its marks; no dictionary is asked."""
    if not word or len(word) > LONGEST:
        return False
    plain, tone, marks = bare(word)
    if marks > 1:
        return False
    onset, rhyme = _split(plain)
    # quốc is qu + uôc with one u, quyết is qu + uyêt.
    is_rhyme = rhyme in _RHYMES or (onset == "qu" and "u" + rhyme in _RHYMES)
    return onset in _ONSETS and is_rhyme and (tone in (2, 5) or _STOPPED.search(rhyme) is None)


def without_marks(text: str) -> str:
    """``text`` without any diacritic and with d for đ; of the length of its NFC form."""
    return "".join(_BARE.get(letter, letter) for letter in text)


_BARE = {
    letter: {"ă": "a", "â": "a", "ê": "e", "ô": "o", "ơ": "o", "ư": "u"}.get(vowel, vowel)
    for letter, (vowel, _) in TONED.items()
} | {"đ": "d"}
_BARE |= {letter.upper(): base.upper() for letter, base in _BARE.items()}
