"""A batch: records in, records out, in order; what cannot be read is rejected and the rest goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

import msgspec

from hoinghi.batch.reading import InputRecord, Reject
from hoinghi.batch.writing import Writer
from hoinghi.prediction import Prediction
from hoinghi.predictor import CHUNK, Predictor


@dataclass(slots=True)
class Summary:
    """What became of a batch."""

    written: int = 0
    rejects: list[Reject] = field(default_factory=list)


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


def run(
    predictor: Predictor,
    records: Iterable[InputRecord | Reject],
    writer: Writer,
    *,
    with_explanation: bool = False,
    on_result: Callable[[Result | Reject], None] = lambda result: None,
) -> Summary:
    """Predict and write a batch.  ``on_result`` sees everything as it passes, for progress and tables."""
    summary = Summary()
    for result in predict_records(predictor, records):
        on_result(result)
        if isinstance(result, Reject):
            summary.rejects.append(result)
            continue
        extra: dict[str, object] = {}
        if result.record.is_extracted:
            extra["text"] = result.record.text  # the offsets count in this text
        if with_explanation:
            from hoinghi.explanation import explanation_record

            extra["explanation"] = explanation_record(predictor.explain(result.record.text))
        writer.write(result.record.id, result.prediction, extra)
        summary.written += 1
    return summary


__all__ = ["Result", "Summary", "predict_records", "run"]
