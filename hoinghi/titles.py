"""The normal form of a title: expansion, role, body and level, from a lexicon of plain data."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from hoinghi.prediction import OfficialTitle
from hoinghi.tokens import TOKEN, canonical

_MEMO_LIMIT = 1 << 16  # titles recur; a hostile batch cannot fill the memory


def _words(phrase: str) -> tuple[str, ...]:
    return tuple(canonical(word) for word in TOKEN.findall(phrase))


def _find(words: Sequence[str], phrase: tuple[str, ...]) -> int:
    for position in range(len(words) - len(phrase) + 1):
        if tuple(words[position : position + len(phrase)]) == phrase:
            return position
    return -1


class TitleLexicon:
    """Abbreviations, roles, bodies and levels, as ``labels/titles.toml`` states them."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._memo: dict[str, OfficialTitle] = {}
        self._expansions: dict[str, list[tuple[tuple[str, ...], str, bool]]] = {}
        for entry in data["expand"]:
            forms = tuple(TOKEN.findall(entry["form"]))
            record = (forms, str(entry["full"]), bool(entry.get("cased", False)))
            self._expansions.setdefault(forms[0].lower(), []).append(record)
        for records in self._expansions.values():
            records.sort(key=lambda r: -len(r[0]))
        self._roles = sorted(
            ((_words(p), role) for role, phrases in data["roles"].items() for p in phrases),
            key=lambda item: -len(item[0]),
        )
        self._flags = {_words(p): flag for flag, phrases in data["flags"].items() for p in phrases}
        self._bodies = [(_words(p), b) for b, phrases in data["bodies"].items() for p in phrases]
        self._levels = [(_words(p), lv) for lv, phrases in data["levels"].items() for p in phrases]

    def expand(self, text: str) -> str:
        """``text`` with its abbreviations written out; everything else as it stands."""
        tokens = [(m.group(), m.start(), m.end()) for m in TOKEN.finditer(text)]
        parts: list[str] = []
        last = position = 0
        while position < len(tokens):
            for forms, full, cased in self._expansions.get(tokens[position][0].lower(), ()):
                seen = tuple(form for form, _, _ in tokens[position : position + len(forms)])
                if seen == forms or (
                    not cased and tuple(map(str.lower, seen)) == tuple(map(str.lower, forms))
                ):
                    end = position + len(forms)
                    # "TP." abbreviates with its stop.
                    stop = (
                        end < len(tokens) and tokens[end][0] == "." and tokens[end][1] == tokens[end - 1][2]
                    )
                    parts += [text[last : tokens[position][1]], full]
                    last = tokens[end][2] if stop else tokens[end - 1][2]
                    if last < len(text) and not text[last].isspace() and text[last].isalnum():
                        parts.append(" ")
                    position = end + (1 if stop else 0)
                    break
            else:
                position += 1
        parts.append(text[last:])
        return re.sub(r"\s+", " ", "".join(parts)).strip()

    def normalise(self, text: str) -> OfficialTitle:
        """The normal form of one title as written in clean text."""
        known = self._memo.get(text)
        if known is None:
            known = self._normalise(text)
            if len(self._memo) < _MEMO_LIMIT:
                self._memo[text] = known
        return known

    def _normalise(self, text: str) -> OfficialTitle:
        full = self.expand(text)
        words = list(_words(full))
        while words and (words[0],) in self._flags:
            words = words[1:]
        role = next((r for phrase, r in self._roles if tuple(words[: len(phrase)]) == phrase), None)
        body = next((b for phrase, b in self._bodies if _find(words, phrase) >= 0), None)
        level = next((lv for phrase, lv in self._levels if _find(words, phrase) >= 0), None)
        if role == "rank":
            body = level = None
        return OfficialTitle(" ".join(text.split()), full, role, body, level)
