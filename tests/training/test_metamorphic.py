"""Same meaning, same answer."""

from __future__ import annotations

import random
import unicodedata

import pytest

from hoinghi import Predictor
from hoinghi.text.cleaning import clean
from training.article import Article
from training.metamorphic import answers, stability
from training.perturbations import KEEPING, LOSSY


@pytest.mark.parametrize("name", list(KEEPING))
def test_what_keeps_the_meaning_keeps_the_answers(
    predictor: Predictor, corpus: list[Article], name: str
) -> None:
    texts = [clean(article.text).text for article in corpus[::251]]
    before = [answers(p, t) for p, t in zip(predictor.predict_many(texts), texts, strict=True)]
    assert stability(predictor, name, KEEPING[name], texts, before).unchanged == 1.0


@pytest.mark.parametrize("name", [*KEEPING, *LOSSY])
def test_every_perturbation_changes_something(corpus: list[Article], name: str) -> None:
    texts = [clean(article.text).text for article in corpus[::50]]
    assert any((KEEPING | LOSSY)[name](text, random.Random(1)) != text for text in texts)


def test_answers_are_read_from_the_text_as_given(predictor: Predictor, corpus: list[Article]) -> None:
    text = clean(corpus[3].text).text
    decomposed = unicodedata.normalize("NFD", text)
    assert answers(predictor.predict(text), text) == answers(predictor.predict(decomposed), decomposed)
    assert answers(predictor.predict(text), text) != answers(predictor.predict(text[:80]), text[:80])
