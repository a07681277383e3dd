"""The old Vietnamese encodings as tables: what a character, read as Latin-1, stood for.

TCVN3 is the one-byte set of TCVN 5712:1993 (VN1) that the ABC fonts used, VISCII is RFC 1456, VIQR its
seven-bit sister, VNI the two-byte set of the VNI-Windows fonts, Windows-1258 writes tones as marks.
"""

from __future__ import annotations

import unicodedata

_TCVN3 = {
    0x80: "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ",
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ",
}  # fmt: skip
_VISCII = {
    0x80: "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ",
    0xC4: "ẢĂẳẵ",
    0xCB: "Ẻ",
    0xCE: "ĨỳĐứ",
    0xD5: "ạỷừử",
    0xDB: "ỹỵ",
    0xDE: "ỡư",
    0xE4: "ảăữẫ",
    0xEB: "ẻ",
    0xEE: "ĩỉđự",
    0xF6: "ỏọụ",
    0xFB: "ũủ",
    0xFE: "ợỮ",
    0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ",
}  # fmt: skip
_WINDOWS_1258 = {
    0xC3: "Ă", 0xCC: "\u0300", 0xD0: "Đ", 0xD2: "\u0309", 0xD5: "Ơ", 0xDD: "Ư", 0xDE: "\u0303",
    0xE3: "ă", 0xEC: "\u0301", 0xF0: "đ", 0xF2: "\u0323", 0xF5: "ơ", 0xFD: "ư",
}  # fmt: skip


def _by_character(rows: dict[int, str]) -> dict[str, str]:
    return {
        chr(first + place): letter for first, letters in rows.items() for place, letter in enumerate(letters)
    }


TCVN3 = _by_character(_TCVN3)
VISCII = _by_character(_VISCII)
WINDOWS_1258 = _by_character(_WINDOWS_1258)

# VNI writes a vowel and one more letter, which carries tone and shape: "hoäi nghò" for "hội nghị".
_VNI_MARKS = {
    "ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323",
    "â": "\u0302", "à": "\u0302\u0300", "á": "\u0302\u0301", "å": "\u0302\u0309", "ã": "\u0302\u0303", "ä": "\u0302\u0323",
    "ê": "\u0306", "è": "\u0306\u0300", "é": "\u0306\u0301", "ú": "\u0306\u0309", "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
_VNI_SINGLE = {"æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ", "ö": "ư", "ô": "ơ"}


def _vni() -> dict[str, str]:
    table = dict(_VNI_SINGLE)
    for base in ("a", "e", "o", "u", "y", "ö", "ô"):
        for letter, marks in _VNI_MARKS.items():
            composed = unicodedata.normalize("NFC", _VNI_SINGLE.get(base, base) + marks)
            if len(composed) == 1:
                table[base + letter] = composed
    # A vowel and its companion are of one case, or a capital begins a word.
    for written, letter in list(table.items()):
        table[written.upper()] = letter.upper()
        if len(written) == 2:
            table[written[0].upper() + written[1]] = letter.upper()
    return table


VNI = _vni()

_VIQR_SHAPES = {"^": "\u0302", "(": "\u0306", "+": "\u031b"}
_VIQR_TONES = {"`": "\u0300", "'": "\u0301", "?": "\u0309", "~": "\u0303", ".": "\u0323"}


def viqr_letter(written: str) -> str:
    """One VIQR letter (``o^.``, ``u+``, ``dd``) in Unicode."""
    if written[0] in "dD":
        return "Đ" if written[0] == "D" else "đ"
    marks = "".join(_VIQR_SHAPES.get(mark) or _VIQR_TONES[mark] for mark in written[1:])
    return unicodedata.normalize("NFC", written[0] + marks)


# What browsers read where Latin-1 has controls: the upper half of Windows-1252.
_WINDOWS_1252 = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ"
BYTE_OF = {chr(code): code for code in range(0x80, 0x100)} | {
    letter: 0x80 + place for place, letter in enumerate(_WINDOWS_1252)
}
