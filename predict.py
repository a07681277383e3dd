"""The front door: ``python predict.py articles/ -o tagged.jsonl``, or ``from predict import Predictor``."""

from __future__ import annotations

from hoinghi.predictor import Predictor

__all__ = ["Predictor"]

if __name__ == "__main__":
    import sys

    from hoinghi.cli.main import main

    main(["predict", *sys.argv[1:]])
