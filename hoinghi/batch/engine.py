"""A chunk: records in, records out, in order; what cannot be read is rejected and the rest goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TypeVar

import msgspec

from hoinghi.batch.chunks import Item
from hoinghi.batch.parsing import parse
from hoinghi.batch.records import Columns, InputRecord, Reject
from hoinghi.batch.writing import json_line
from hoinghi.errors import BundleError
from hoinghi.prediction import Prediction
from hoinghi.predictor import CHUNK, Predictor

_Done = TypeVar("_Done")


@dataclass(frozen=True, slots=True)
class Result:
    """A record with its prediction."""

    record: InputRecord
    prediction: Prediction


def predict_records(
    predictor: Predictor, records: Iterable[InputRecord | Reject]
) -> Iterator[Result | Reject]:
    """Predict records chunk by chunk; rejects keep their place."""
    stream = iter(records)
    while chunk := list(islice(stream, CHUNK)):
        articles = [item for item in chunk if isinstance(item, InputRecord)]
        predictions = iter(predictor.predict_many(item.text for item in articles))
        for item in chunk:
            if isinstance(item, Reject):
                yield item
                continue
            prediction = next(predictions)
            if item.warnings or item.date:
                prediction = msgspec.structs.replace(
                    prediction,
                    warnings=item.warnings + prediction.warnings,
                    date=item.date or prediction.date,
                )
            yield Result(item, prediction)


@dataclass(frozen=True, slots=True)
class Task:
    """What a run does to every chunk, small enough to send to a worker.

    ``digest`` is the bundle's when the run began: a bundle that is replaced meanwhile is refused.
    """

    bundle: Path
    digest: str
    columns: Columns
    min_score: float = 0.0
    with_explanation: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a chunk: its records as JSON lines (UTF-8), how many they are, and its rejects."""

    lines: bytes
    written: int
    rejects: tuple[Reject, ...] = ()


def perform(task: Task, items: Sequence[Item]) -> Outcome:
    """Parse, predict and encode one chunk.  Raises :class:`BundleError` where the bundle is unusable."""
    predictor = loaded(task.bundle, task.digest, task.min_score)
    lines: list[str] = []
    rejects: list[Reject] = []

    def encoded(records: Sequence[InputRecord | Reject]) -> list[str | Reject]:
        return [_line(predictor, task, result) for result in predict_records(predictor, records)]

    for found in _isolated([_parsed(item, task.columns) for item in items], encoded):
        if isinstance(found, Reject):
            rejects.append(found)
        else:
            lines.append(found)
    return Outcome("".join(lines).encode(), len(lines), tuple(rejects))


def results_of(predictor: Predictor, items: Sequence[Item], columns: Columns) -> Iterator[Result | Reject]:
    """Parse and predict one chunk; a record at which this program fails is a reject, the others are not."""
    records = [_parsed(item, columns) for item in items]
    return _isolated(records, lambda some: list(predict_records(predictor, some)))


@lru_cache(maxsize=1)  # a worker loads its bundle once
def loaded(bundle: Path, digest: str, min_score: float) -> Predictor:
    """The predictor of a run in this process."""
    predictor = Predictor(bundle, min_score=min_score)
    if digest and predictor.digest != digest:
        raise BundleError(f"bundle {bundle}: it was replaced during the run; begin again")
    return predictor


def _parsed(item: Item, columns: Columns) -> InputRecord | Reject:
    if isinstance(item, Reject):
        return item
    try:
        return parse(item, columns)
    except MemoryError:
        raise
    except Exception as error:
        return _failure(item.source, error, item.name)


def _isolated(
    records: Sequence[InputRecord | Reject],
    work: Callable[[Sequence[InputRecord | Reject]], list[_Done | Reject]],
) -> Iterator[_Done | Reject]:
    """What ``work`` makes of the records, one by one where it fails at all of them together."""
    try:
        # As a list: what fails halfway must not have given half of its records.
        yield from work(records)
    except MemoryError:
        raise
    except Exception as error:
        # A fault of this program at one article: the others of its chunk must not suffer for it.
        if len(records) > 1:
            for record in records:
                yield from _isolated([record], work)
        else:
            yield _failure(records[0].source, error, records[0].id)


def _failure(source: str, error: Exception, identity: str | None) -> Reject:
    reason = f"hoinghi failed here ({type(error).__name__}: {error}); please report it"
    return Reject(source, reason, identity)


def _line(predictor: Predictor, task: Task, result: Result | Reject) -> str | Reject:
    if isinstance(result, Reject):
        return result
    record: dict[str, object] = {"id": result.record.id} | result.prediction.to_dict()
    if result.record.is_extracted:
        record["text"] = result.record.text  # the offsets count in this text
    if task.with_explanation:
        from hoinghi.explanation import explanation_record

        record["explanation"] = explanation_record(predictor.explain(result.record.text))
    return json_line(record)
