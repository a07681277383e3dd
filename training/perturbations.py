"""Ways in which the same article reaches a reader otherwise: other code points, encodings, furniture.

Each takes clean NFC text and a random generator and gives a text of the same meaning.
"""

from __future__ import annotations

import random
import re
import textwrap
import unicodedata
from collections.abc import Callable, Mapping

from hoinghi.text.legacy_tables import BYTE_OF, TCVN3, VISCII, VNI, WINDOWS_1258
from hoinghi.text.orthography import without_marks

Perturbation = Callable[[str, random.Random], str]

_NEW_TONES = dict(
    zip(
        "òa óa ỏa õa ọa òe óe ỏe õe ọe ùy úy ủy ũy ụy".split(),
        "oà oá oả oã oạ oè oé oẻ oẽ oẹ uỳ uý uỷ uỹ uỵ".split(),
        strict=True,
    )
)
_OLD_TONES = {new: old for old, new in _NEW_TONES.items()}
_OPEN_RHYME = re.compile("(?<![qQ])(" + "|".join([*_NEW_TONES, *_OLD_TONES]) + r")(?![^\W\d_])", re.I)
_FINAL_Y = re.compile(r"(?<![^\W\d_])([hklmst]|qu)([yỳýỷỹỵ])(?![^\W\d_])", re.I)
_TO_I = dict(zip("yỳýỷỹỵ", "iìíỉĩị", strict=True))
_CYRILLIC = dict(zip("aecopxyABCEHKMOPTX", "аесорхуАВСЕНКМОРТХ", strict=True))
_GREEK = dict(zip("ABEHIKMNOPTXYZo", "ΑΒΕΗΙΚΜΝΟΡΤΧΥΖο", strict=True))
_EMOJI = "🌸🎉👍🇻🇳🔥❤️✍🏻👨‍👩‍👧"
_SHAPES = {"\u0302": "^", "\u0306": "(", "\u031b": "+"}
_MARKS = {**_SHAPES, "\u0300": "`", "\u0301": "'", "\u0309": "?", "\u0303": "~", "\u0323": "."}


def _same_case(seen: str, wanted: str) -> str:
    return "".join(w.upper() if s.isupper() else w for s, w in zip(seen, wanted, strict=True))


def _mapped(table: Mapping[str, str]) -> Callable[[str], str]:
    def swap(match: re.Match[str]) -> str:
        return _same_case(match.group(), table.get(match.group().lower(), match.group().lower()))

    return lambda text: _OPEN_RHYME.sub(swap, text)


def _sprinkled(characters: str, share: float) -> Perturbation:
    def sprinkle(text: str, rng: random.Random) -> str:
        return "".join(
            c + rng.choice(characters) if rng.random() < share and c.isalpha() else c for c in text
        )

    return sprinkle


def _swapped(table: Mapping[str, str], share: float) -> Perturbation:
    return lambda text, rng: "".join(table.get(c, c) if rng.random() < share else c for c in text)


def _plain(change: Callable[[str], str]) -> Perturbation:
    return lambda text, rng: change(text)


def _final_i(text: str) -> str:
    return _FINAL_Y.sub(lambda m: m[1] + _same_case(m[2], _TO_I[m[2].lower()]), text)


def _half_decomposed(text: str, rng: random.Random) -> str:
    words = re.split(r"(\s+)", text)
    return "".join(unicodedata.normalize(rng.choice(("NFC", "NFD")), word) for word in words)


def _tone_first(text: str) -> str:
    """Tone before circumflex, breve or horn, as some keyboards send them."""
    found = []
    for letter in text:
        marks = unicodedata.normalize("NFD", letter)
        if len(marks) == 3 and marks[1] in "\u0302\u0306" and marks[2] in "\u0300\u0301\u0303\u0309":
            letter = marks[0] + marks[2] + marks[1]
        found.append(letter)
    return "".join(found)


def _bold(text: str) -> str:
    """Mathematical bold letters, as headlines on social networks have them."""
    letters = []
    for c in unicodedata.normalize("NFD", text):
        if c.isascii() and c.isalpha():
            base = 0x1D41A - ord("a") if c.islower() else 0x1D400 - ord("A")
            c = chr(ord(c) + base)
        elif c.isascii() and c.isdecimal():
            c = chr(0x1D7CE + int(c))
        letters.append(c)
    return "".join(letters)


def _with_emoji(text: str, rng: random.Random) -> str:
    lines = text.split("\n")
    return "\n".join(
        f"{rng.choice(_EMOJI)} {line} {rng.choice(_EMOJI)}" if line.strip() else line for line in lines
    )


def _references(text: str) -> str:
    return "".join(c if c.isascii() and c not in "<>&" else f"&#{ord(c)};" for c in text)


def _tagged(text: str, rng: random.Random) -> str:
    def mark(match: re.Match[str]) -> str:
        word = match.group()
        return f"<b>{word}</b>" if rng.random() < 0.05 else word

    paragraphs = (re.sub(r"[^\W\d_]+", mark, line) for line in text.split("\n"))
    return "\n".join(
        f'<p style="text-align: justify">{line}</p>' if line.strip() else line for line in paragraphs
    )


def _markdown(text: str, rng: random.Random) -> str:
    """What a crawler that writes Markdown makes of a page: headline, links, emphasis."""

    def mark(match: re.Match[str]) -> str:
        word, chance = match.group(), rng.random()
        if chance < 0.02:
            return f"[{word}](https://example.vn/tin-tuc_{rng.randint(1, 9999)}.html)"
        return f"**{word}**" if chance < 0.05 else word

    head, *lines = text.split("\n")
    byline = [f"*{lines.pop()}*"] if lines and lines[-1].strip() == lines[-1] != "" else []
    return "\n".join([f"# {head}", *(re.sub(r"[^\W\d_]+", mark, line) for line in lines), *byline])


def _with_furniture(text: str, rng: random.Random) -> str:
    """A portal around the article: menu and counters above, votes, related headlines and statistics below."""
    menu = "Trang chủ | Giới thiệu | Tin tức - Sự kiện | Văn bản | Thủ tục hành chính | Liên hệ"
    counter = f"Lượt xem: {rng.randint(10, 9999)}"
    related = "Tin liên quan\n" + "\n".join(
        f"- {head} ({rng.randint(1, 28)}/{rng.randint(1, 12)}/2019)" for head in rng.sample(_RELATED, 3)
    )
    visitors = rng.randint(10**5, 10**7)
    tail = f"Thống kê truy cập\nĐang truy cập: {rng.randint(1, 90)}\nTổng lượt truy cập: {visitors}"
    return f"{menu}\n\n{text}\n\n{counter}\n\n{related}\n\n{tail}"


_RELATED = (
    "Công an huyện tổng kết 5 năm thực hiện phong trào toàn dân bảo vệ an ninh Tổ quốc",
    "Hội Nông dân tỉnh giao ban công tác quý III",
    "Khai mạc giải bóng chuyền nông dân",
    "Trao 12 căn nhà cho hộ nghèo vùng lũ",
    "Sơ kết 6 tháng công tác dân vận",
    "Đoàn viên ra quân làm sạch bãi biển",
)


def _viqr(text: str) -> str:
    written = []
    for c in text:
        if c in "đĐ":
            written.append("dd" if c == "đ" else "DD")
            continue
        base, *marks = unicodedata.normalize("NFD", c)
        if marks and all(mark in _MARKS for mark in marks):
            ordered = sorted(marks, key=lambda mark: mark not in _SHAPES)
            c = base + "".join(_MARKS[mark] for mark in ordered)
        written.append(c)
    return "".join(written)


def _encoder(table: Mapping[str, str]) -> Callable[[str], str]:
    letters: dict[str, str] = {}
    for written, letter in table.items():
        known = letters.get(letter)
        # Of two spellings of a capital the one whose companion is a capital too.
        if known is None or (letter.isupper() and written.isupper()):
            letters[letter] = written
    return lambda text: "".join(letters.get(c, c) for c in text)


def _tcvn3(text: str) -> str:
    """As the ABC fonts write: no capitals with tones."""
    small = {letter: written for written, letter in TCVN3.items() if letter.islower()}
    large = {letter: written for written, letter in TCVN3.items() if letter in "ĂÂÊÔƠƯĐ"}
    return "".join(large.get(c) or small.get(c.lower(), c) if not c.isascii() else c for c in text)


def _windows_1258(text: str) -> str:
    letters = {letter: written for written, letter in WINDOWS_1258.items()}
    own = "àáâèéêùúóôßäçëîïñöûü"
    written = []
    for c in text:
        if c in letters or c.lower() in own or c.isascii():
            written.append(letters.get(c, c))
            continue
        marks = unicodedata.normalize("NFD", c)
        tones = [mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323"]
        base = unicodedata.normalize("NFC", "".join(m for m in marks if m not in tones))
        written.append(letters.get(base, base) + "".join(letters[tone] for tone in tones))
    return "".join(written)


def _as_latin_1(text: str) -> str:
    return text.encode().decode("latin-1")


def _as_windows_1252(text: str) -> str:
    character = {code: letter for letter, code in BYTE_OF.items()}
    return "".join(character.get(byte, chr(byte)) for byte in text.encode())


def _wrapped(width: int) -> Perturbation:
    return _plain(
        lambda text: "\n".join(
            "\n".join(textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False))
            for line in text.split("\n")
        )
    )


def _capital_headline(text: str) -> str:
    head, line_end, rest = text.partition("\n")
    return head.upper() + line_end + rest


KEEPING: dict[str, Perturbation] = {
    "decomposed (NFD)": _plain(lambda text: unicodedata.normalize("NFD", text)),
    "half of the words decomposed": _half_decomposed,
    "tone mark before the vowel's own": _plain(_tone_first),
    "tones by the new rule (hoà, uỷ)": _plain(_mapped(_NEW_TONES)),
    "tones by the old rule (hòa, ủy)": _plain(_mapped(_OLD_TONES)),
    "i for y (kĩ, quí)": _plain(_final_i),
    "zero-width characters": _sprinkled("\u200b\u200c\u2060\ufeff", 0.05),
    "soft hyphens": _sprinkled("\u00ad", 0.05),
    "bidi marks and controls": _sprinkled("\u200e\u202c\u0008\u009d", 0.03),
    "no-break spaces": _plain(lambda text: text.replace(" ", "\u00a0")),
    "ideographic and thin spaces": _plain(lambda text: text.replace(", ", ",\u3000").replace(" ", "\u2009")),
    "double spaces": _plain(lambda text: text.replace(" ", "  ")),
    "CRLF line ends": _plain(lambda text: text.replace("\n", "\r\n")),
    "curly quotes": _plain(lambda text: re.sub('"([^"\n]*)"', "“\\1”", text)),
    "other dashes": _swapped({"-": "–"}, 1.0),
    "Cyrillic look-alikes": _swapped(_CYRILLIC, 0.1),
    "Greek look-alikes": _swapped(_GREEK, 0.1),
    "eth for Đ": _plain(lambda text: text.replace("Đ", "Ð").replace("đ", "ð")),
    "full-width digits": _plain(
        lambda text: "".join(chr(0xFF10 + int(c)) if c in "0123456789" else c for c in text)
    ),
    "bold mathematical letters": _plain(_bold),
    "emoji round every line": _with_emoji,
    "character references": _plain(_references),
    "HTML tags": _tagged,
    "Markdown": _markdown,
    "UTF-8 read as Latin-1": _plain(_as_latin_1),
    "UTF-8 read as Windows-1252": _plain(_as_windows_1252),
    "VNI": _plain(_encoder(VNI)),
    "VISCII": _plain(_encoder(VISCII)),
    "Windows-1258": _plain(_windows_1258),
    "page furniture round the article": _with_furniture,
}
LOSSY: dict[str, Perturbation] = {
    "TCVN3 (no capitals with tones)": _plain(_tcvn3),
    "VIQR (full stop or tone)": _plain(_viqr),
    "lines wrapped at 80": _wrapped(80),
    "headline in capitals": _plain(_capital_headline),
    "no diacritics": _plain(without_marks),
}
