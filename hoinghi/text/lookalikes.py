"""Characters that look like others, each with the one that the heads know.  All keep the length."""

from __future__ import annotations

import re
import sys
import unicodedata

_SPACES = (
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u2800\u3000\t"
)
_LINE_ENDS = "\r\u000b\u000c\u0085\u2028\u2029"
_BULLETS = "‣⁃∙◦●○◉◎■□▪▫◆◇◊▶►▷▸➤➢➣➔→⇒✓✔✗✘❖✦✧★☆"
# Letters of other scripts that a Latin reader cannot tell apart (a converter, a keyboard left switched).
_LETTERS = {
    **dict(zip("АВЕЅІЈКМНОРСТУХҮԌԚԜ", "ABESIJKMHOPCTYXYGQW", strict=True)),
    **dict(zip("аеѕіјкорсухүԁԛԝһѵӏ", "aesijkopcyxydqwhvl", strict=True)),
    **dict(zip("ѐѝӑ", "èìă", strict=True)),
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹ", "ABEZHIKMNOPTYXC", strict=True)),
    **dict(zip("αοικνρυχϲ", "aoikvpuxc", strict=True)),
    **dict.fromkeys("ÐƉ", "Đ"),
    **dict.fromkeys("ðɖ", "đ"),
    "ı": "i",
    "ɑ": "a",
    "ɡ": "g",
}  # fmt: skip


def _compatible() -> dict[str, str]:
    """Full-width forms and mathematical letters (bold headlines of social networks), one for one."""
    ranges = (
        range(0xFF01, 0xFF5F),
        range(0x1D400, 0x1D800),
        range(0x2100, 0x2150),
        range(0x249C, 0x24EA),
    )
    found = {}
    for block in ranges:
        for code in block:
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and plain.isascii():
                found[chr(code)] = plain
            elif 0x24B6 <= code < 0x24EA:  # Ⓐ … ⓩ
                found[chr(code)] = (
                    chr(ord("A") + code - 0x24B6) if code < 0x24D0 else chr(ord("a") + code - 0x24D0)
                )
    return found


def _decimals() -> dict[str, str]:
    """The decimal digits of every script."""
    blocks = [range(0x0660, 0x1A9A), range(0xA620, 0xABFA), range(0x104A0, 0x11DAA), range(0x1D7CE, 0x1D800)]
    return {
        chr(code): str(unicodedata.decimal(chr(code)))
        for block in blocks
        for code in block
        if code <= sys.maxunicode and chr(code).isdecimal()
    }


_FORMS: dict[str, str] = (
    {
        **_compatible(),
        **_decimals(),
        **_LETTERS,
        **dict.fromkeys(_SPACES, " "),
        **dict.fromkeys(_LINE_ENDS, "\n"),
        **dict.fromkeys("“”„‟«»″〝〞＂", '"'),
        **dict.fromkeys("‘’‚‛′`´ʼʹˈ＇", "'"),
        **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
        **dict.fromkeys(_BULLETS, "•"),
        "\u212b": "Å",
        "\u2126": "Ω",
        "。": ".",
        "、": ",",
        "⁄": "/",
        "∕": "/",
    }
)  # fmt: skip
# One class of the basic plane is a bit map to the expression engine; a member beyond would make it a list.
_BASIC = re.compile(
    "[" + "".join(re.escape(letter) for letter in sorted(_FORMS) if letter < "\U00010000") + "]"
)
_BEYOND = re.compile("[\U00010000-\U0001ffff]")


def replace_lookalikes(text: str) -> str:
    """``text`` with each look-alike in the form that the heads know; the length stays."""
    # Finding the few is several times faster than str.translate, which asks for every character.
    text = _BASIC.sub(lambda match: _FORMS[match.group()], text)
    if _BEYOND.search(text) is not None:
        text = _BEYOND.sub(lambda match: _FORMS.get(match.group(), match.group()), text)
    return text
