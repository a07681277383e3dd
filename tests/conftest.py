"""Shared fixtures: the shipped predictor, a small corpus, and a model trained on it."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from hoinghi import Predictor
from hoinghi.model import Model
from training.article import Article, read_corpus
from training.config import Config, read_config
from training.fit import fit_model
from training.taxonomy import LABELS

ROOT = Path(__file__).resolve().parent.parent

QUARTERLY = (
    "Mặt trận huyện Bình Thới giao ban quý III\n\n"
    "Sáng 28/9/2019, Ban Thường trực Ủy ban MTTQ Việt Nam huyện Bình Thới tổ chức hội nghị giao ban công tác "
    "Mặt trận quý III năm 2019, triển khai nhiệm vụ quý IV. Đồng chí Lê Văn Đò, Huyện ủy viên, Chủ tịch Ủy ban "
    "MTTQ Việt Nam huyện chủ trì hội nghị.\n"
    "Trong quý, Mặt trận các cấp vận động Quỹ “Vì người nghèo” được 412 triệu đồng, xây mới 14 căn nhà Đại đoàn "
    "kết cho hộ nghèo; phát động phong trào thi đua yêu nước trong các khu dân cư.\n"
)


@pytest.fixture(scope="session")
def predictor() -> Predictor:
    return Predictor()


@pytest.fixture(scope="session")
def corpus() -> list[Article]:
    return read_corpus(LABELS / "corpus")


@pytest.fixture(scope="session")
def small_corpus(corpus: list[Article]) -> list[Article]:
    """Ten articles of each of six origins."""
    chosen: dict[str, list[Article]] = {}
    for article in corpus:
        chosen.setdefault(article.origin, []).append(article)
    return [a for origin in sorted(chosen)[:6] for a in chosen[origin][:10]]


@pytest.fixture(scope="session")
def small_config() -> Config:
    config = read_config()
    quick = msgspec.structs.replace(config.tagger, epochs=6)
    return msgspec.structs.replace(config, folds=3, inner_folds=3, jobs=1, tagger=quick)


@pytest.fixture(scope="session")
def small_model(small_corpus: list[Article], small_config: Config) -> Model:
    return fit_model(small_corpus, small_config)
