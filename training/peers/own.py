"""hoinghi itself, fitted and asked like its peers."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from hoinghi.predictor import Predictor
from training.article import Article
from training.config import Config, read_config
from training.fit import fit_model
from training.peers.peer import HOLDERS, PERIOD, PERSON, TITLE, TOPICS, TYPE, Answer, to_answer
from training.train import write_bundle


class Own:
    """Every figure.  Answers come from a bundle on disk, as a user's do.

    ``bundle`` names one that was fitted on the same articles; without it :meth:`fit` fits and writes one.
    """

    name: ClassVar[str] = "hoinghi"
    figures: ClassVar[tuple[str, ...]] = (*TYPE, *PERIOD, *TOPICS, *PERSON, *TITLE, *HOLDERS)
    package: ClassVar[str | None] = None

    def __init__(self, bundle: Path | None = None, config: Config | None = None) -> None:
        self._config = config or read_config()
        self._folder = tempfile.TemporaryDirectory()
        self._bundle = bundle or Path(self._folder.name) / "bundle"
        self._predictor = Predictor(bundle) if bundle is not None else None

    @property
    def corpus_digest(self) -> str:
        """The digest of the articles that the bundle was fitted on."""
        return str(self._loaded().manifest["corpus"]["digest"])

    def fit(self, articles: Sequence[Article]) -> None:
        write_bundle(fit_model(articles, self._config), articles, self._config, self._bundle)
        self._predictor = Predictor(self._bundle)

    def predict(self, texts: Sequence[str]) -> list[Answer]:
        return [to_answer(prediction) for prediction in self._loaded().predict_many(texts)]

    def size(self) -> int:
        return sum(path.stat().st_size for path in self._bundle.iterdir())

    def _loaded(self) -> Predictor:
        if self._predictor is None:
            raise ValueError("hoinghi was neither fitted nor given a bundle")
        return self._predictor
