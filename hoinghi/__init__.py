"""hoinghi reads Vietnamese local-government news: meeting type, period, topics, officials, titles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hoinghi.explanation import Explanation as Explanation
    from hoinghi.frames import predict_frame as predict_frame
    from hoinghi.prediction import Prediction as Prediction
    from hoinghi.predictor import Predictor as Predictor
    from hoinghi.text.charset import Decoded as Decoded
    from hoinghi.text.charset import decode as decode
    from hoinghi.transformer import ArticleFeatures as ArticleFeatures

__version__ = "0.1.0"
# ArticleFeatures is left out: it needs scikit-learn, and `from hoinghi import *` loads all of these.
__all__ = ["Decoded", "Explanation", "Prediction", "Predictor", "__version__", "decode", "predict_frame"]

_HOMES = {
    "ArticleFeatures": "hoinghi.transformer",
    "Predictor": "hoinghi.predictor",
    "Prediction": "hoinghi.prediction",
    "Decoded": "hoinghi.text.charset",
    "decode": "hoinghi.text.charset",
    "Explanation": "hoinghi.explanation",
    "predict_frame": "hoinghi.frames",
}


def __getattr__(name: str) -> Any:
    # Names load on first use, so that `hoinghi --help` does not wait for numpy.
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'hoinghi' has no attribute {name!r}")
