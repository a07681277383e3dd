"""Blocks of clause features that the topic head lacks, for :mod:`training.search` to try beside its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from hoinghi.tagging.hashing import text_hash
from training.material import Material

CHARACTERS = (3, 4, 5)  # lengths of the character n-grams, inside a syllable and its two spaces

Forms = list[str]


def characters(forms: Forms) -> Iterable[str]:
    """Character n-grams within each syllable, its borders included."""
    for form in forms:
        padded = f" {form} "
        for length in CHARACTERS:
            yield from (padded[at : at + length] for at in range(max(1, len(padded) - length + 1)))


def skip_pairs(forms: Forms) -> Iterable[str]:
    """Pairs of syllables with one between them."""
    return map(" … ".join, zip(forms, forms[2:], strict=False))


def written_numbers(forms: Forms) -> Iterable[str]:
    """Numbers as they are written, with what follows; the head's own terms fold years and amounts."""
    return (
        f"{form} {after}" for form, after in zip(forms, [*forms[1:], ""], strict=True) if form[0].isdigit()
    )


def segmented_words(forms: Forms) -> Iterable[str]:
    """Words of several syllables as underthesea segments them.  Raises ``ImportError`` without it."""
    from underthesea import word_tokenize

    return (word for word in word_tokenize(" ".join(forms)) if " " in word)


BLOCKS: dict[str, Callable[[Forms], Iterable[str]]] = {
    "characters": characters,
    "skip pairs": skip_pairs,
    "written numbers": written_numbers,
    "segmented words": segmented_words,
}


def block_of_clauses(material: Material, name: str) -> list[list[int]]:
    """The terms of one of ``BLOCKS`` for every clause, hashed."""
    batch, block = material.batch, BLOCKS[name]
    found = []
    for (begin, end), number in zip(batch.clauses.tolist(), batch.clause_document.tolist(), strict=True):
        offset = int(batch.offsets[number])
        forms = [form.lower() for form in material.documents[number].forms[begin - offset : end - offset]]
        found.append([text_hash(term) for term in block(forms)])
    return found
