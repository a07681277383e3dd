"""From a raw record to an article: decoded, parsed, checked.  Everything that costs time is here."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date

from hoinghi.batch.csv_lines import in_old_encoding
from hoinghi.batch.raw import RawRecord
from hoinghi.batch.records import Columns, InputRecord, Reject
from hoinghi.errors import RecordError
from hoinghi.text.charset import decode

_ISO = re.compile(r"\s{0,9}(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_WRITTEN = re.compile(r"\s{0,9}(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)")


def parse(raw: RawRecord, columns: Columns) -> InputRecord | Reject:
    """The article of a raw record, or why there is none; the same answer in every process."""
    try:
        found = _PARSERS[raw.kind](raw, columns)
    except RecordError as error:
        return Reject(raw.source, str(error), None if raw.kind == "json" else raw.name)
    if isinstance(found, InputRecord) and not found.text.strip():
        return Reject(found.source, "the text is empty", found.id)
    return found


def _text(raw: RawRecord, columns: Columns) -> InputRecord:
    assert isinstance(raw.data, bytes)
    found = decode(raw.data)
    return InputRecord(raw.name, found.text, raw.source, bool(found.warnings), found.warnings)


def _html(raw: RawRecord, columns: Columns) -> InputRecord:
    from hoinghi.page.reader import read_page

    assert isinstance(raw.data, bytes)
    page = read_page(raw.data)
    return InputRecord(raw.name, page.text, raw.source, is_extracted=True, date=page.date)


def _json(raw: RawRecord, columns: Columns) -> InputRecord | Reject:
    assert isinstance(raw.data, bytes)
    found = decode(raw.data)
    try:
        value = json.loads(found.text)
    except (ValueError, RecursionError) as error:
        return Reject(raw.source, f"not JSON: {error}")
    if not isinstance(value, dict):
        return Reject(raw.source, "not a JSON object")
    return _checked(value, raw, columns, found.warnings)


def _row(raw: RawRecord, columns: Columns) -> InputRecord | Reject:
    assert isinstance(raw.data, dict)
    cells = raw.data
    if raw.encoding:
        cells = {name: cell and in_old_encoding(cell, raw.encoding) for name, cell in cells.items()}
    return _checked(cells, raw, columns, raw.warnings)


_PARSERS = {"text": _text, "html": _html, "json": _json, "row": _row}


def _checked(
    value: Mapping[str, object], raw: RawRecord, columns: Columns, warnings: tuple[str, ...]
) -> InputRecord | Reject:
    text, given = value.get(columns.text), value.get(columns.id)
    identity = raw.name if given is None else str(given)
    if not isinstance(text, str):
        return Reject(raw.source, f"no text in field {columns.text!r}", identity)
    try:
        # Half a surrogate pair can be read, but not written.  In a fallback it is a byte of a file's name.
        ("" if given is None else identity).encode()
        (text if warnings else "").encode()
    except UnicodeEncodeError as error:
        return Reject(raw.source, f"half a surrogate pair at character {error.start}: no Unicode text")
    return InputRecord(
        identity, text, raw.source, bool(warnings), warnings, iso_date(value.get(columns.date))
    )


def iso_date(value: object) -> str | None:
    """A declared date as YYYY-MM-DD, day before month as Vietnamese writes it; else ``None``."""
    match = _ISO.match(value) if isinstance(value, str) else None
    if match is None:
        match = _WRITTEN.match(value) if isinstance(value, str) else None
        year, month, day = (match[3], match[2], match[1]) if match else ("", "", "")
    else:
        year, month, day = match[1], match[2], match[3]
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
