"""Text in an old Vietnamese encoding, or in UTF-8 that was read as Latin-1: found and read.

Lines that hold no Vietnamese letter of Unicode but strange ones beside Latin letters are read in each
encoding; the one in which nearly every such word becomes a Vietnamese syllable is taken, none if the
text as it stands is as good.  A few lines of one encoding inside an ordinary page are found too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hoinghi.text.legacy_tables import BYTE_OF, TCVN3, VISCII, VNI, WINDOWS_1258, viqr_letter
from hoinghi.text.orthography import is_syllable
from hoinghi.text.view import Edit, View

MINIMUM = 3  # words that must speak for an encoding
GOOD, POOR, MARGIN = 0.75, 0.6, 0.3  # shares of syllables among them: at least so read, at most as they stand
JUDGED = 4000  # characters that decide; a page has one encoding

_UNICODE = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
_HIGH = "\u0080-\u00ff" + "".join(letter for letter in BYTE_OF if letter > "\u00ff")
# Letters that Vietnamese shares with Latin-1 and signs that stand in clean text alone raise no suspicion.
_STRANGE = re.compile(
    "[A-Za-z][\u0080-\u009f¡-¦¨-¿ÄÅÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïðñöøûüþÿ÷\u00ad]|[ÃÄÆÅáâ][\u0080-\u00bf\u0192\u0152-\u0178\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
    "|[¡-¦¨-¿æñöð®][A-Za-z]"
)
# What any text in an old encoding holds and clean text hardly ever: one class, so that the search is quick.
_RARE = re.compile("[\u0080-\u009f¡-¦¨-¿ÄÅÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïðñöøûüþÿ÷\u00ad\u0192\u20ac\u2122]")
_VIQR_HINT = re.compile(r"[aeouAEOU][\^(+][`'?~.]?[a-zA-Z\s,.;:]|[dD][dD][aeiouy]")
_VIQR = re.compile(r"[aeoAEO]\^[`'?~.]?|[aA]\([`'?~.]?|[ouOU]\+[`'?~.]?|[aeiouyAEIOUY][`'?~.]|[dD][dD]")
_VNI = re.compile("|".join(sorted(VNI, key=lambda written: -len(written))))
_RUN = re.compile(f"[{_HIGH}]{{2,4000}}|Ã (?= )|Ã (?=[A-Za-z])|Ã(?=[A-Za-z])")
_OPENING = re.compile(r"(?:^|[.!?]\s)[\s\"'“(\-–•*+]{0,4}")
_OFFICE = re.compile(r"(?<![^\s(])ñy (?:ban|viªn)(?![^\s.,;)])")  # Ủy ban, Ủy viên
_WORD = re.compile(r"\S{1,40}")
_EDGES = "".join(chr(code) for code in range(33, 127) if not chr(code).isalnum()) + "“”‘’–—…"


@dataclass(frozen=True, slots=True)
class Repair:
    """The ``edits`` that read a text in ``encoding``."""

    encoding: str
    edits: tuple[Edit, ...]


def _one_for_one(table: dict[str, str]) -> Callable[[str], list[Edit]]:
    letters = re.compile("[" + "".join(re.escape(letter) for letter in table) + "".join(_CURLED) + "]")

    def edits(line: str) -> list[Edit]:
        found = []
        for match in letters.finditer(line):
            letter = match.group()
            code = BYTE_OF.get(letter)
            if letter > "\u00ff" and not _is_inside_word(line, *match.span()):
                continue  # a bullet or a dash of Windows-1252
            read = table.get(letter if code is None else chr(code))
            if read is not None:
                found.append((*match.span(), read))
        return found

    return edits


def _is_inside_word(line: str, begin: int, end: int) -> bool:
    return line[begin - 1 : begin].isalpha() or line[end : end + 1].isalpha()


_CURLED = [letter for letter in BYTE_OF if letter > "\u00ff"]


def _tcvn3(line: str) -> list[Edit]:
    """TCVN3 has no capitals with tones: its capital font draws the small letters large."""
    edits = _TCVN3_LETTERS(line)
    read = {begin: text for begin, _, text in edits}
    words = [match.span() for match in _WORD.finditer(line)]
    large = [_is_large(line[begin:end]) for begin, end in words]
    for number, (begin, end) in enumerate(words):
        # "SÞ" may be Sị or SỊ, "ñy" ủy or ỦY: words of one letter or none go by their neighbours.
        beside = large[max(0, number - 1) : number] + large[number + 1 : number + 2]
        if large[number] or (large[number] is None and beside and all(beside)):
            read |= {place: read[place].upper() for place in range(begin, end) if place in read}
    # A toned capital that opens a sentence, or a committee's name, was typed small for want of one.
    openings = [m.end() for m in _OPENING.finditer(line)] + [m.start() for m in _OFFICE.finditer(line)]
    read |= {place: read[place].upper() for place in openings if place in read}
    return [(begin, end, read[begin]) for begin, end, _ in edits]


def _is_large(word: str) -> bool | None:
    """Whether a word is in capitals by its ASCII letters; ``None`` where fewer than two can tell."""
    plain = [letter for letter in word if letter.isascii() and letter.isalpha()]
    if any(letter.islower() for letter in plain):
        return False
    return True if len(plain) > 1 else None


_TCVN3_LETTERS = _one_for_one(TCVN3)


def _vni(line: str) -> list[Edit]:
    return [(*match.span(), VNI[match.group()]) for match in _VNI.finditer(line)]


def _viqr(line: str) -> list[Edit]:
    edits = []
    line_end = len(line.rstrip())
    for match in _VIQR.finditer(line):
        begin, end = match.span()
        written = match.group()
        if written[-1] in ".?" and _ends_sentence(line, begin, end, line_end):
            end -= 1
            written = written[:-1]
        if len(written) > 1:
            edits.append((begin, end, viqr_letter(written)))
    return edits


def _ends_sentence(line: str, begin: int, end: int, line_end: int) -> bool:
    """Whether the mark before ``end`` is a full stop or question mark rather than a tone.

    ``line_end``: where the white space at the end of the line begins.
    """
    if end < len(line) and not line[end].isspace():
        return False
    if end < len(line) and not line[end + 1 : end + 2].isupper() and end < line_end:
        return False
    if line[end - 1] == "?":
        return end >= line_end  # a hook before a capital is likelier than a question
    word = line[max(0, begin - 6) : end].split()[-1].lower()
    return word not in _DOTTED


# Frequent words with the tone dot at their end, in VIQR: "bo^. No^.i vu." is no end of a sentence.
_DOTTED = frozenset(
    "thi. bo^. chi. vu. nghi. du+. cu. cho+. su+. ho^. le^. vi. bi. ta. nghe^. tu+. ho. me. tri. ha. no+. ve^. phu. tho. ddo^. dda. vo+. "
    "tro+. tho+. hue^. he^. tro. tue^. nhi. tu. nhe. lo^. ngo. da. mo^. ngo^. di. lu+. ngu. tru. ro. thuy. toa.".split()
)  # fmt: skip


# Behind "lÃ " one of these ends the syllable: "làm"; anything else is a word of its own: "là một".
_TAIL = re.compile(r"(?:m|n|ng|nh|o|i|y|u)(?![A-Za-z\u0080-\u00ff])")


def _lost_byte(line: str, end: int, *, has_space: bool) -> str:
    """What "Ã" stood for: the second byte of "à" is a no-break space, of "í" a soft hyphen, both lost easily."""
    if not has_space:
        return "í"
    if line[end : end + 1] == " " or _TAIL.match(line, end):
        return "à"
    return "à "


def _mojibake(line: str) -> list[Edit]:
    edits: list[Edit] = []
    for match in _RUN.finditer(line):
        begin, end = match.span()
        run = match.group()
        if run[0] == "Ã" and (len(run) == 1 or run[1] == " "):
            edits.append((begin, end, _lost_byte(line, end, has_space=len(run) > 1)))
            continue
        data = bytes(BYTE_OF[letter] for letter in run)
        place = 0
        while place < len(data):
            size = 2 if 0xC2 <= data[place] <= 0xDF else 3 if 0xE1 <= data[place] <= 0xEF else 0
            try:
                read = data[place : place + size].decode() if size and place + size <= len(data) else ""
            except UnicodeDecodeError:
                read = ""
            if read:
                edits.append((begin + place, begin + place + size, read))
            place += size if read else 1
    return edits


ENCODINGS: dict[str, Callable[[str], list[Edit]]] = {
    "TCVN3": _tcvn3,
    "VNI": _vni,
    "VISCII": _one_for_one(VISCII),
    "Windows-1258": _one_for_one(WINDOWS_1258),
    "UTF-8 read as Latin-1": _mojibake,
}


def _apply(line: str, edits: Sequence[Edit]) -> str:
    return unicodedata.normalize("NFC", View(line).edited(edits).text)


def _judge(text: str) -> tuple[int, int]:
    """How many of the words with a letter beyond ASCII are syllables, and how many there are."""
    words = [
        word
        for match in _WORD.finditer(text)
        if not (word := match.group().strip(_EDGES)).isascii() and not any(map(str.isdecimal, word))
    ]
    return sum(is_syllable(word.lower()) for word in words), len(words)


def repair(text: str) -> Repair | None:
    """How to read a text that is, wholly or in some lines, in an old encoding; ``None`` if it is not."""
    is_unicode = _UNICODE.search(text) is not None
    if not is_unicode and len(_VIQR_HINT.findall(text, 0, JUDGED)) >= MINIMUM:
        found = _repair_viqr(text)
        if found is not None:
            return found
    # A text with no Vietnamese letter of Unicode is judged whatever it holds; it is either old or foreign.
    if is_unicode and (_RARE.search(text) is None or _STRANGE.search(text) is None):
        return None
    lines = [
        (begin, line) for begin, line in _lines(text) if not line.isascii() and _UNICODE.search(line) is None
    ]
    if is_unicode:  # a page with a line or two of something else: each line speaks for itself
        chosen = [(begin, line, _best_encoding([line])) for begin, line in lines if _STRANGE.search(line)]
    else:
        encoding = _best_encoding([line for _, line in lines])
        chosen = [(begin, line, encoding) for begin, line in lines]
    told = [(begin, line, name) for begin, line, name in chosen if name is not None]
    if not told:
        return None
    edits = tuple(
        (begin + a, begin + b, s) for begin, line, name in told for a, b, s in ENCODINGS[name](line)
    )
    return Repair(told[0][2], edits)


def _best_encoding(lines: Sequence[str]) -> str | None:
    sample, size = [], 0
    for line in lines:
        sample.append(line[:JUDGED])
        size += len(line)
        if size >= JUDGED:
            break
    as_it_stands, words = _judge("\n".join(sample))
    if words < MINIMUM or as_it_stands > POOR * words:
        return None
    best, best_share = None, max(GOOD, as_it_stands / words + MARGIN)
    for name, read in ENCODINGS.items():
        good, count = _judge("\n".join(_apply(line, read(line)) for line in sample))
        if count >= MINIMUM and good > best_share * count:
            best, best_share = name, good / count
    return best


def _lines(text: str) -> list[tuple[int, str]]:
    found = []
    begin = 0
    for line in text.split("\n"):
        found.append((begin, line))
        begin += len(line) + 1
    return found


def _repair_viqr(text: str) -> Repair | None:
    sample = text[:JUDGED]
    changed = _judge("\n".join(_apply(line, _viqr(line)) for line in sample.split("\n")))
    words = sum(any(c.isalpha() for c in m.group()) for m in _WORD.finditer(sample))
    # Full stops and quotes make a few syllables of any text; VIQR marks half its words.
    if changed[1] < MINIMUM or changed[0] < GOOD * changed[1] or changed[1] < 0.3 * words:
        return None
    edits = [(begin + a, begin + b, s) for begin, line in _lines(text) for a, b, s in _viqr(line)]
    return Repair("VIQR", tuple(edits))
