"""A table of articles in, the same table with columns of answers out: pandas, polars or pyarrow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from hoinghi.errors import BundleError, InputError
from hoinghi.extras import optional_module
from hoinghi.prediction import Prediction
from hoinghi.predictor import CHUNK, Predictor

Frame = TypeVar("Frame")

# Columns in order, with the kind of their cells.
COLUMNS = {
    "meeting_type": "string",
    "score": "number",
    "period_unit": "string",
    "period_index": "integer",
    "period_year": "integer",
    "period_start_year": "integer",
    "period_end_year": "integer",
    "topics": "strings",
    "topic_scores": "numbers",
    "officials": "officials",
    "warnings": "strings",
    "date": "string",
}
_EMPTY = dict.fromkeys(COLUMNS)  # of a row without text


def predict_frame(
    frame: Frame,
    text: str = "text",
    id: str | None = None,
    predictor: Predictor | None = None,
    jobs: int = 1,
    *,
    prefix: str = "",
) -> Frame:
    """``frame`` with ``COLUMNS`` appended, of the kind that it came in; rows and index stay as they are.

    ``text`` and ``id`` name columns: the articles, and what messages call a row by (else its number from
    0).  A row whose text is missing has missing answers.  ``jobs`` processes work, -1 as many as there are
    processors.  ``prefix`` goes before the names of the new columns.

    In polars and pyarrow ``topics``, ``topic_scores`` and ``warnings`` are lists and ``officials`` is a
    list of structs, in pandas they are objects: lists, of dictionaries for ``officials``.

    Raises :class:`InputError` where a column is missing or would be overwritten, or a text is none, and
    :class:`hoinghi.errors.HoinghiError` where narwhals is not installed.
    """
    narwhals = optional_module("narwhals.stable.v2", "frames", "predict_frame")
    try:
        table = narwhals.from_native(frame, eager_only=True)
    except TypeError:
        kind = type(frame).__name__
        raise InputError(
            f"predict_frame takes a DataFrame of pandas or polars or a Table of pyarrow, not a {kind}"
            + ("; collect() it first" if kind == "LazyFrame" else "")
        ) from None
    names = {name: prefix + name for name in COLUMNS}
    _check_columns(table.columns, [text] if id is None else [text, id], list(names.values()))
    missing = table[text].is_null().to_list()
    texts = table[text].to_list()
    for row, value in enumerate(texts):
        if not missing[row] and not isinstance(value, str):
            called = f"row {row}" if id is None else f"{id} {table[id].to_list()[row]!r}"
            raise InputError(f"{called}: the text is a {type(value).__name__}, not a string")
    there = (value for value, absent in zip(texts, missing, strict=True) if not absent)
    answers = _predictions(predictor or Predictor(), there, jobs)
    rows = [_EMPTY if absent else _cells(next(answers)) for absent in missing]
    columns = [
        _column(narwhals, table, names[name], kind, [row[name] for row in rows])
        for name, kind in COLUMNS.items()
    ]
    appended: Frame = table.with_columns(*columns).to_native()
    return appended


def _check_columns(there: Sequence[str], needed: Sequence[str], made: Sequence[str]) -> None:
    for name in needed:
        if name not in there:
            raise InputError(f"the table has no column {name!r}; it has {', '.join(map(repr, there))}")
    taken = [name for name in made if name in there]
    if taken:
        raise InputError(
            f"the table already has {', '.join(map(repr, taken))}; give a prefix, as in prefix='hoinghi_'"
        )


def _cells(prediction: Prediction) -> dict[str, object]:
    period = prediction.period
    return {
        "meeting_type": prediction.meeting_type.label,
        "score": prediction.meeting_type.score,
        "period_unit": period and period.unit,
        "period_index": period and period.index,
        "period_year": period and period.year,
        "period_start_year": period and period.start_year,
        "period_end_year": period and period.end_year,
        "topics": [topic.label for topic in prediction.topics],
        "topic_scores": [topic.score for topic in prediction.topics],
        "officials": [
            {"name": official.name, "titles": [msgspec.structs.asdict(title) for title in official.titles]}
            for official in prediction.officials
        ],
        "warnings": list(prediction.warnings),
        "date": prediction.date,
    }


def _column(narwhals: Any, table: Any, name: str, kind: str, values: list[Any]) -> Any:
    """A column of the table's own library."""
    if table.implementation.is_pandas_like() and kind not in ("string", "number"):
        # Its whole numbers cannot be missing unless they are the nullable ones, and it has no lists.
        native = table.implementation.to_native_namespace()
        series = native.Series(values, name=name, dtype="Int64" if kind == "integer" else "object")
        return narwhals.from_native(series, series_only=True)
    string, number, integer = narwhals.String(), narwhals.Float64(), narwhals.Int64()
    title = dict.fromkeys(("text", "full", "role", "body", "level", "place"), string)
    title |= dict.fromkeys(("former", "acting"), narwhals.Boolean())
    types = {
        "string": string,
        "number": number,
        "integer": integer,
        "strings": narwhals.List(string),
        "numbers": narwhals.List(number),
        "officials": narwhals.List(
            narwhals.Struct({"name": string, "titles": narwhals.List(narwhals.Struct(title))})
        ),
    }
    return narwhals.new_series(name, values, types[kind], backend=table.implementation)


def _predictions(predictor: Predictor, texts: Iterable[str], jobs: int) -> Iterator[Prediction]:
    if jobs == 1:
        yield from predictor.predict_many(texts)
        return
    from joblib import Parallel, delayed  # type: ignore[import-untyped, unused-ignore]

    stream = iter(texts)
    chunks = iter(lambda: list(islice(stream, CHUNK)), [])
    path, digest, minimum = str(predictor.path.resolve()), predictor.digest, predictor.min_score
    work = (delayed(_predict_chunk)(path, digest, minimum, chunk) for chunk in chunks)
    for found in Parallel(n_jobs=jobs, return_as="generator")(work):
        yield from found


@lru_cache(maxsize=1)
def _loaded(path: str, digest: str, min_score: float) -> Predictor:
    predictor = Predictor(Path(path), min_score=min_score)
    if predictor.digest != digest:
        raise BundleError(f"bundle {path} was replaced while it was in use; start again")
    return predictor


def _predict_chunk(path: str, digest: str, min_score: float, texts: list[str]) -> list[Prediction]:
    """What a worker does: it loads the bundle once and keeps it."""
    return list(_loaded(path, digest, min_score).predict_many(texts))
