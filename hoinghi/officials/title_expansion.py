"""Abbreviations of titles written out, by a lexicon of plain data and by what stands beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from hoinghi.text.tokens import TOKEN, canonical, tokenise

_GLUE = frozenset(".-&/")  # marks inside an abbreviation: "LĐ-TB&XH", "UB.MTTQ"
_LONGEST = 8  # tokens of one abbreviation, marks counted


class Token(NamedTuple):
    """A token of a title with its place in the string (a tuple, for a title has a dozen)."""

    form: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        return self.form[0].isalnum()


def read_tokens(text: str) -> list[Token]:
    """The tokens of ``text`` in order."""
    return list(map(Token._make, zip(*tokenise(text), strict=True)))


def words_of(phrase: str) -> tuple[str, ...]:
    """The canonical words of a phrase, marks left out: what two spellings of one title share."""
    return tuple(canonical(form) for form in TOKEN.findall(phrase) if form[0].isalnum())


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """One entry; ``following`` and ``preceding`` are phrases of which one must stand beside it.

    ``cased``: the lower-case form is an ordinary word.  ``first``: it must open the title.
    ``spaced``: the form holds ordinary words, so spaces may part them.
    """

    letters: str
    full: str
    cased: bool
    first: bool
    spaced: bool
    following: tuple[tuple[str, ...], ...]
    preceding: tuple[tuple[str, ...], ...]


def _letters(form: str) -> str:
    return "".join(character for character in form if character.isalnum())


def _entry(data: Mapping[str, Any]) -> Abbreviation:
    form = str(data["form"])
    return Abbreviation(
        _letters(form),
        str(data["full"]),
        bool(data.get("cased", False)),
        bool(data.get("first", False)),
        any(word.islower() or (word.istitle() and len(word) > 1) for word in form.split()),
        tuple(words_of(phrase) for phrase in data.get("next", ())),
        tuple(words_of(phrase) for phrase in data.get("prev", ())),
    )


def _opens(words: Sequence[str], phrases: Sequence[tuple[str, ...]]) -> bool:
    return any(tuple(words[: len(phrase)]) == phrase for phrase in phrases)


def _closes(words: Sequence[str], phrases: Sequence[tuple[str, ...]]) -> bool:
    return any(tuple(words[len(words) - len(phrase) :]) == phrase for phrase in phrases)


class Expander:
    """Writes out the abbreviations of a title; all else stays as it stands."""

    def __init__(self, entries: Sequence[Mapping[str, Any]], openers: frozenset[str]) -> None:
        """``openers``: words such as "nguyên" behind which a title still counts as not begun."""
        self._openers = openers
        self._entries: dict[str, list[Abbreviation]] = {}
        for data in entries:
            entry = _entry(data)
            self._entries.setdefault(entry.letters.lower(), []).append(entry)
        self._beginnings = {key[:end] for key in self._entries for end in range(1, len(key) + 1)}
        # Entries that ask for a neighbour come before the one that does not.
        for same in self._entries.values():
            same.sort(key=lambda e: not (e.first or e.following or e.preceding))

    def expand(self, text: str) -> str:
        """``text`` with single spaces and its abbreviations written out."""
        tokens = read_tokens(text)
        if self._beginnings.isdisjoint([token.form.lower() for token in tokens]):
            return " ".join(text.split())
        parts: list[str] = []
        last = position = 0
        begun = False
        before: list[str] = []
        while position < len(tokens):
            found = self._longest(tokens, position, not begun, before)
            if found is None:
                token = tokens[position]
                if token.is_word:
                    begun = begun or canonical(token.form) not in self._openers
                    before.append(canonical(token.form))
                position += 1
                continue
            entry, end = found
            if parts and text[last : tokens[position].start] in {"-", "/", ""}:
                parts.append(" ")
            parts += [text[last : tokens[position].start], entry.full]
            last = tokens[end - 1].end
            # "TP." abbreviates with its stop.
            if end < len(tokens) and tokens[end].form == "." and tokens[end].start == last:
                last, end = tokens[end].end, end + 1
            if last < len(text) and (text[last].isalnum() or text[last] in "-/&"):
                parts.append(" ")
            before += words_of(entry.full)
            begun = begun or not self._openers.issuperset(words_of(entry.full))
            position = end
        parts.append(text[last:])
        return " ".join("".join(parts).split())

    def _longest(
        self, tokens: Sequence[Token], position: int, first: bool, before: Sequence[str]
    ) -> tuple[Abbreviation, int] | None:
        """The longest entry that begins at ``position`` and where it ends."""
        if tokens[position].form.lower() not in self._beginnings:
            return None
        best: tuple[Abbreviation, int] | None = None
        seen = ""
        parted = small = False
        for end in range(position + 1, min(len(tokens), position + _LONGEST) + 1):
            token = tokens[end - 1]
            parted = parted or (end - 1 > position and token.start > tokens[end - 2].end)
            if not token.is_word:
                if token.form not in _GLUE:
                    break
                continue
            if not token.form[0].isalpha():
                break
            seen += token.form
            key = seen.lower()
            if key not in self._beginnings:
                break
            small = small or not token.form.isupper()
            for entry in self._entries.get(key, ()):
                if entry.cased and seen != entry.letters:
                    continue
                # Spaces part only capitals ("UB MTTQ VN"), or words where the entry has words.
                if parted and small and not entry.spaced:
                    continue
                if (entry.first and not first) or (entry.preceding and not _closes(before, entry.preceding)):
                    continue
                if entry.following and not _opens(
                    [canonical(t.form) for t in tokens[end : end + _LONGEST] if t.is_word], entry.following
                ):
                    continue
                best = entry, end
                break
        return best
