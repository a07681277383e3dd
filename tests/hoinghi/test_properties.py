"""Properties of predictions over texts that nobody wrote: pieces of articles, glued and disturbed at random."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hoinghi import Predictor
from hoinghi.prediction import Prediction
from hoinghi.text.cleaning import clean
from training.article import Article
from training.metamorphic import answers
from training.perturbations import KEEPING

QUICK = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
_LINES: list[str] = []
PIECES = st.lists(st.integers(0, 10**6), min_size=1, max_size=6)
NOISE = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@pytest.fixture(autouse=True, scope="module")
def _lines(corpus: list[Article]) -> None:
    _LINES.extend(
        line for article in corpus[::40] for line in clean(article.text).text.split("\n") if line.strip()
    )


def glued(pieces: list[int]) -> str:
    return "\n".join(_LINES[piece % len(_LINES)] for piece in pieces)


def offsets(record: Prediction) -> list[tuple[int, int]]:
    found = [(span.start, span.end) for span in record.spans]
    found += [holder for span in record.spans for holder in span.holders or ()]
    found += [(piece.start, piece.end) for topic in record.topics for piece in topic.evidence]
    if record.period is not None and record.period.start is not None and record.period.end is not None:
        found.append((record.period.start, record.period.end))
    return found


@QUICK
@given(PIECES)
def test_composed_and_decomposed_text_get_one_prediction(predictor: Predictor, pieces: list[int]) -> None:
    composed = unicodedata.normalize("NFC", glued(pieces))
    decomposed = unicodedata.normalize("NFD", composed)
    one, other = predictor.predict(composed), predictor.predict(decomposed)
    assert answers(one, composed) == answers(other, decomposed)
    assert (one.meeting_type, one.officials) == (other.meeting_type, other.officials)


@QUICK
@given(PIECES, st.sampled_from([name for name in KEEPING if "furniture" not in name]), st.integers(0, 99))
def test_the_same_meaning_gets_the_same_answer(
    predictor: Predictor, pieces: list[int], name: str, seed: int
) -> None:
    text = glued(pieces)
    changed = KEEPING[name](text, random.Random(seed))
    # What has too few words to tell an old encoding by is out of reach.
    if "encoding" in " ".join(predictor.predict(changed).warnings) or name.startswith(("V", "W", "UTF")):
        return
    assert answers(predictor.predict(changed), changed) == answers(predictor.predict(text), text)


@QUICK
@given(st.lists(st.tuples(PIECES, NOISE), max_size=4))
def test_offsets_slice_the_text_and_a_batch_equals_its_parts(
    predictor: Predictor, parts: list[tuple[list[int], str]]
) -> None:
    texts = [noise + glued(pieces) + noise for pieces, noise in parts]
    records = list(predictor.predict_many(texts))
    assert records == [predictor.predict(text) for text in texts]
    for text, record in zip(texts, records, strict=True):
        for start, end in offsets(record):
            assert 0 <= start < end <= len(text)
            assert text[start:end].strip() == text[start:end]


@QUICK
@given(PIECES, NOISE)
def test_cleaning_is_idempotent(pieces: list[int], noise: str) -> None:
    once = clean(noise + glued(pieces) + noise).text
    assert clean(once).text == once
