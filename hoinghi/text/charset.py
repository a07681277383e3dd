"""Bytes to text: Unicode in its forms, or an old Vietnamese encoding, told by what makes syllables."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hoinghi.errors import RecordError
from hoinghi.text.legacy import repair
from hoinghi.text.view import View
from hoinghi.warning import decoded

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_BINARY = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP or Office file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_LONG_RUN = 0.3  # share of zero bytes at odd or even places that tells UTF-16
STRAY = 0.02  # of the characters beyond ASCII may be broken in a text that is UTF-8 all the same
BINARY = 0.02  # share of control characters from which bytes are no text
JUDGED = 1 << 16  # bytes that decide


@dataclass(frozen=True, slots=True)
class Decoded:
    """``text`` of bytes, the ``encoding`` they were in, and ``warnings`` where that was not Unicode."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes) -> Decoded:
    """The text of bytes in UTF-8, UTF-16, UTF-32, Windows-1258, TCVN3 (ABC), VNI, VISCII or VIQR.

    Plain Unicode is decoded and never altered.  Of another encoding the text is what it spells in
    Unicode, with a warning; bytes of none are read as Windows-1252.  Raises :class:`RecordError` where
    the bytes are no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _unicode(data, encoding)
    for magic, what in _BINARY:
        if data.startswith(magic) and (len(magic) > 2 or _CONTROL.search(data[:512].decode("latin-1"))):
            raise RecordError(f"{what}, not text; convert it to text first")
    if b"\0" in data[:JUDGED]:
        return _unicode(data, _wide(data[:JUDGED]))
    try:
        return Decoded(_checked(data.decode()), "UTF-8")
    except UnicodeDecodeError as error:
        broken = error
    patched = data.decode(errors="replace")
    strays = patched.count("\ufffd")
    beyond = len(patched) - len(patched.encode("ascii", "ignore"))
    if strays <= max(1, STRAY * beyond) and strays < beyond:
        many = f"{strays} broken bytes" if strays > 1 else "a broken byte"
        return Decoded(
            _checked(patched), "UTF-8", (f"encoding: UTF-8 with {many}, the first at {broken.start}",)
        )
    return _single_bytes(data)


def _unicode(data: bytes, encoding: str) -> Decoded:
    name = encoding.upper().replace("-SIG", "").replace("-LE", "").replace("-BE", "")
    try:
        return Decoded(_checked(data.decode(encoding)), name)
    except UnicodeDecodeError as error:
        raise RecordError(f"not {name} at byte {error.start}, though its first bytes say so") from None


def _wide(data: bytes) -> str:
    """The byte order of UTF-16 without a mark.  Raises :class:`RecordError` where zeros mean nothing."""
    half = max(1, len(data) // 2)
    even, odd = data[::2].count(0) / half, data[1::2].count(0) / half
    if odd > _LONG_RUN and even < odd / 8:
        return "utf-16-le"
    if even > _LONG_RUN and odd < even / 8:
        return "utf-16-be"
    raise RecordError("binary data, not text: it holds zero bytes")


def _single_bytes(data: bytes) -> Decoded:
    text = data.decode("latin-1")
    found = repair(text)
    if found is not None:
        return Decoded(
            _checked(View(text).edited(found.edits).text), found.encoding, (decoded(found.encoding),)
        )
    text = _checked("".join(_WESTERN[byte] for byte in data))
    return Decoded(text, "Windows-1252", ("encoding: unknown; the bytes were read as Windows-1252",))


_WESTERN = [
    bytes([byte]).decode("cp1252", errors="replace").replace("\ufffd", chr(byte)) for byte in range(256)
]


def _checked(text: str) -> str:
    sample = text[:JUDGED]
    if len(_CONTROL.findall(sample)) > BINARY * len(sample):
        raise RecordError("binary data, not text: it is full of control characters")
    return text
