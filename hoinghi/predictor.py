"""The predictor: text in, typed record out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from hoinghi.bundle.folder import default_bundle, load_bundle
from hoinghi.decoding import decode_batch
from hoinghi.document import read_document
from hoinghi.errors import BundleError
from hoinghi.heads.encoding import encode
from hoinghi.model import Model, build_model
from hoinghi.prediction import MeetingType, Prediction
from hoinghi.warning import abstained

if TYPE_CHECKING:
    from hoinghi.explanation import Explanation

CHUNK = 128  # articles computed side by side: enough to share numpy's overhead, little to hold


class Predictor:
    """Reads articles with one bundle.  Thread-safe; pickles as the path and the digest of its bundle.

    ``Predictor()`` loads the bundle that the package ships, ``Predictor(path)`` another.  Where the
    likeliest meeting type scores less than ``min_score`` (in [0, 1]) the record has none, and no period.
    Raises :class:`hoinghi.errors.BundleError` where the bundle is missing, altered or of a newer format.
    """

    def __init__(self, path: str | Path | None = None, *, min_score: float = 0.0) -> None:
        if not 0.0 <= min_score <= 1.0:
            raise ValueError(f"min_score is a probability, not {min_score}")
        self.min_score = min_score
        self.path = Path(path) if path is not None else default_bundle()
        bundle = load_bundle(self.path)
        self.manifest = bundle.manifest
        self.digest = bundle.digest
        self._model: Model = build_model(bundle)

    def __reduce__(self) -> tuple[Callable[..., Predictor], tuple[str, float, str]]:
        # A worker loads the bundle by itself: nothing is trusted that was pickled elsewhere.
        return (_load, (str(self.path.resolve()), self.min_score, self.digest))

    @property
    def model(self) -> Model:
        """The heads, for inspection."""
        return self._model

    def predict(self, text: str) -> Prediction:
        """The record of one article.  Raises ``TypeError`` if ``text`` is no string."""
        return self._predict_chunk([text])[0]

    def predict_many(self, texts: Iterable[str]) -> Iterator[Prediction]:
        """Records of many articles, in order, computed chunk by chunk as they are asked for."""
        stream = iter(texts)
        while chunk := list(islice(stream, CHUNK)):
            yield from self._predict_chunk(chunk)

    def explain(self, text: str) -> Explanation:
        """Why: for each answer the terms or features with their contributions to its score.

        Its prediction is that of :meth:`predict`; the likeliest type is explained where that abstains too.
        Raises ``TypeError`` if ``text`` is no string.
        """
        from hoinghi.explanation import explain

        self._check([text])
        explanation = explain(self._model, text)
        record = self._abstain(explanation.prediction)
        return msgspec.structs.replace(explanation, prediction=record)

    def _predict_chunk(self, texts: Sequence[Any]) -> list[Prediction]:
        self._check(texts)
        documents = (read_document(text, self._model.restorer) for text in texts)
        records = decode_batch(self._model, encode(documents, self._model.table))
        return [self._abstain(record) for record in records] if self.min_score else records

    def _abstain(self, record: Prediction) -> Prediction:
        score = record.meeting_type.score
        if score >= self.min_score:
            return record
        return msgspec.structs.replace(
            record,
            meeting_type=MeetingType(None, score),
            period=None,
            warnings=(*record.warnings, abstained(score, self.min_score)),
        )

    @staticmethod
    def _check(texts: Sequence[Any]) -> None:
        for text in texts:
            if not isinstance(text, str):
                raise TypeError(
                    f"an article is a str, not {type(text).__name__}; decode bytes first (hoinghi.decode)"
                )


def _load(path: str, min_score: float, digest: str) -> Predictor:
    predictor = Predictor(path, min_score=min_score)
    if predictor.digest != digest:
        raise BundleError(f"bundle {path}: it is not the one that was pickled")
    return predictor
