"""Articles as numbers for a scikit-learn pipeline: probabilities of labels and counts of titles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from hoinghi.decoding import decode_batch
from hoinghi.document import read_document
from hoinghi.errors import HoinghiError
from hoinghi.heads.encoding import encode
from hoinghi.heads.tfidf import FloatArray
from hoinghi.prediction import Prediction
from hoinghi.predictor import CHUNK, Predictor
from hoinghi.probabilities import label_probabilities
from hoinghi.summary.facts import LEVELS

try:
    from sklearn.base import (  # type: ignore[import-untyped, import-not-found, unused-ignore]
        BaseEstimator,
        TransformerMixin,
    )
    from sklearn.utils.validation import (  # type: ignore[import-untyped, import-not-found, unused-ignore]
        check_is_fitted,
    )
except ModuleNotFoundError as error:
    if error.name is None or error.name.split(".")[0] != "sklearn":
        raise
    raise HoinghiError('ArticleFeatures needs scikit-learn: pip install "scikit-learn>=1.5"') from None

GROUPS = ("meeting_type", "topics", "people", "levels")


class ArticleFeatures(TransformerMixin, BaseEstimator):  # type: ignore[misc, unused-ignore]
    """Texts, shape ``(n,)``, to features, shape ``(n, features)`` of float64.

    ``groups`` chooses among, and orders:

    - ``meeting_type``: probabilities of every meeting type; they sum to 1;
    - ``topics``: probability of every topic, each by itself;
    - ``people``: number of officials and of titles;
    - ``levels``: number of titles of each administrative level, and of those that tell none.

    ``bundle`` is the folder of a trained bundle, ``None`` for the one that the package ships.  Nothing is
    learned from the texts: ``fit`` loads the bundle.  Pickles as the path of the bundle.
    """

    def __init__(
        self, groups: Sequence[str] = ("meeting_type", "topics"), bundle: str | Path | None = None
    ) -> None:
        self.groups = groups
        self.bundle = bundle

    def fit(self, X: Iterable[str], y: object = None) -> ArticleFeatures:  # noqa: N803
        """Load the bundle.  Raises ``ValueError`` for an unknown group, :class:`BundleError` for a bundle."""
        unknown = [group for group in self.groups if group not in GROUPS]
        if isinstance(self.groups, str) or unknown or not self.groups:
            raise ValueError(f"groups are a choice of {', '.join(GROUPS)}, not {self.groups!r}")
        _check_shape(X)  # no more: whoever gives a generator wants its texts transformed
        self.predictor_ = Predictor(self.bundle)
        return self

    def transform(self, X: Iterable[str]) -> FloatArray:  # noqa: N803
        """The features of texts.  Raises ``ValueError`` where ``X`` is no one-dimensional run of texts."""
        check_is_fitted(self)
        stream = _checked(X)
        blocks = []
        while chunk := list(islice(stream, CHUNK)):
            blocks.append(self._features(chunk))
        return np.concatenate(blocks) if blocks else np.zeros((0, len(self.get_feature_names_out())))

    def get_feature_names_out(self, input_features: object = None) -> Any:
        """Names of the columns, shape ``(features,)``, of objects; ``input_features`` is not used."""
        check_is_fitted(self)
        model = self.predictor_.model
        labels = {
            "meeting_type": model.types.labels,
            "topics": model.topics.labels,
            "people": ("officials", "titles"),
            "levels": (*LEVELS, "untold"),
        }
        names = [f"{group}_{label}" for group in self.groups for label in labels[group]]
        return np.array(names, dtype=object)

    def _features(self, texts: Sequence[str]) -> FloatArray:
        model = self.predictor_.model
        batch = encode([read_document(text, model.restorer) for text in texts], model.table)
        found: dict[str, FloatArray] = {}
        if {"meeting_type", "topics"} & set(self.groups):
            found["meeting_type"], found["topics"] = label_probabilities(model, batch)
        if {"people", "levels"} & set(self.groups):  # the tagger costs most: only where it is asked for
            records = decode_batch(model, batch)
            found["people"] = np.array([_people(record) for record in records], dtype=np.float64)
            found["levels"] = np.array([_levels(record) for record in records], dtype=np.float64)
        return np.hstack([found[group] for group in self.groups])

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.one_d_array = True
        tags.input_tags.two_d_array = False
        tags.transformer_tags.preserves_dtype = []
        return tags


def _people(record: Prediction) -> tuple[int, int]:
    return len(record.officials), sum(len(official.titles) for official in record.officials)


def _levels(record: Prediction) -> list[int]:
    told = Counter(title.level for official in record.officials for title in official.titles)
    return [*(told[level] for level in LEVELS), told[None]]


def _check_shape(texts: Iterable[str]) -> None:
    # A table would give the names of its columns, a string its letters.
    if isinstance(texts, (str, bytes)) or getattr(texts, "ndim", 1) != 1:
        raise ValueError(
            "texts are one-dimensional: a list, an array or one column, as in table['text']; "
            f"got {type(texts).__name__}"
        )


def _checked(texts: Iterable[str]) -> Iterator[str]:
    _check_shape(texts)
    for row, text in enumerate(texts):
        if not isinstance(text, str):
            raise ValueError(f"row {row}: a text is a string, not {type(text).__name__}")
        yield text
