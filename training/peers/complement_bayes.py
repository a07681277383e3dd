"""Complement naive Bayes (Rennie and others, 2003) on TF-IDF of syllables and pairs of syllables."""

from __future__ import annotations

from typing import ClassVar

from training.peers.vectorised import VectorisedPeer


class ComplementBayes(VectorisedPeer):
    """One-letter syllables (ý, y) are kept; rarer terms and more smoothing cost much on held-out writers."""

    name: ClassVar[str] = "complement-bayes"

    def __init__(self) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.naive_bayes import ComplementNB

        vectorizer = TfidfVectorizer(token_pattern=r"\w+", ngram_range=(1, 2), min_df=5, sublinear_tf=True)
        super().__init__(vectorizer, ComplementNB(alpha=0.1), ComplementNB(alpha=0.1))
