"""What a peer is: another way to read the same articles, fitted and asked like hoinghi."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import ClassVar, Protocol

from hoinghi.prediction import MeetingType, Period, Prediction, Span, Topic
from training.article import Article, LabelledPeriod, LabelledSpan

# Names of figures in training.metrics, by what a peer answers.
TYPE = ("type_accuracy", "type_macro_f1")
PERIOD = ("period_exact",)
TOPICS = ("topic_micro_f1", "topic_macro_f1")
PERSON = ("person_f1",)
TITLE = ("title_f1",)
HOLDERS = ("holder_f1",)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a peer says of one article; what it does not answer stays empty.

    Offsets are code points of the text as given, half-open.
    """

    meeting_type: str = ""
    period: LabelledPeriod | None = None
    topics: frozenset[str] = frozenset()
    spans: tuple[LabelledSpan, ...] = ()


class Peer(Protocol):
    """One way to read articles.

    ``figures``: the figures of ``training.metrics.figures`` that the peer's answers are measured by.
    ``package``: the module that it needs beyond the ``train`` extra, or ``None``.
    """

    name: ClassVar[str]
    figures: ClassVar[tuple[str, ...]]
    package: ClassVar[str | None]

    def fit(self, articles: Sequence[Article]) -> None:
        """Learn from labelled articles; a peer made of rules learns nothing."""

    def predict(self, texts: Sequence[str]) -> list[Answer]:
        """One answer a text, in order."""

    def size(self) -> int:
        """Bytes of what was learned, or written down, as it would lie on disk."""


def is_installed(peer: type[Peer]) -> bool:
    """Whether the peer's package can be imported."""
    return peer.package is None or find_spec(peer.package) is not None


def to_prediction(answer: Answer) -> Prediction:
    """The record that ``training.metrics.compare`` measures; a peer's scores are all 1."""
    period = answer.period
    return Prediction(
        MeetingType(answer.meeting_type, 1.0),
        None
        if period is None
        else Period(period.unit, period.index, period.year, period.start_year, period.end_year),
        tuple(Topic(label, 1.0, ()) for label in sorted(answer.topics)),
        tuple(Span(s.start, s.end, s.label, 1.0, s.holders) for s in answer.spans),
        (),
    )


def to_answer(prediction: Prediction) -> Answer:
    """The part of a record that is measured."""
    period = prediction.period
    return Answer(
        prediction.meeting_type.label,
        None
        if period is None
        else LabelledPeriod(period.unit, period.index, period.year, period.start_year, period.end_year),
        frozenset(topic.label for topic in prediction.topics),
        tuple(LabelledSpan(s.start, s.end, s.label, s.holders) for s in prediction.spans),
    )
