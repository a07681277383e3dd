"""hoinghi reads Vietnamese local-government news: meeting type, period, topics, officials, titles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hoinghi.explanation import Explanation as Explanation
    from hoinghi.prediction import Prediction as Prediction
    from hoinghi.predictor import Predictor as Predictor
    from hoinghi.text.charset import Decoded as Decoded
    from hoinghi.text.charset import decode as decode

__version__ = "0.1.0"
__all__ = ["Decoded", "Explanation", "Prediction", "Predictor", "__version__", "decode"]

_HOMES = {
    "Predictor": "hoinghi.predictor",
    "Prediction": "hoinghi.prediction",
    "Decoded": "hoinghi.text.charset",
    "decode": "hoinghi.text.charset",
    "Explanation": "hoinghi.explanation",
}


def __getattr__(name: str) -> Any:
    # Names load on first use, so that `hoinghi --help` does not wait for numpy.
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'hoinghi' has no attribute {name!r}")
