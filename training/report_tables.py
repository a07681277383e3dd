"""The report's tables: headline figures, labels, confusion and slices, with intervals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from training.metrics import Estimate
from training.report_calibration import calibration_figures
from training.report_evaluation import Evaluation
from training.report_html import Html, element, figure, joined, table
from training.report_plot import strip
from training.report_slices import MINIMUM, slices
from training.report_tally import (
    SPANS,
    UNITS,
    LabelScore,
    Tally,
    confusion,
    label_scores,
    period_tally,
    span_tally,
    topic_tally,
    type_tally,
)
from training.slices import SHOWN
from training.taxonomy import taxonomy

NAMES = {
    "type_accuracy": "meeting type, accuracy",
    "type_macro_f1": "meeting type, macro F1",
    "period_exact": "period, exact",
    "years_exact": "thematic reviews, first and last year",
    "topic_micro_f1": "topics, micro F1",
    "topic_macro_f1": "topics, macro F1",
    "person_f1": "PERSON, strict span F1",
    "title_f1": "TITLE, strict span F1",
    "holder_f1": "holders, F1",
    "type_ece": "meeting type, calibration error",
    "topic_ece": "topics, calibration error (every topic of every article)",
    "predicted_topic_ece": "predicted topics, calibration error",
}
_SHORT = {
    "type_accuracy": "type",
    "period_exact": "period",
    "topic_micro_f1": "topics",
    "person_f1": "PERSON",
    "title_f1": "TITLE",
    "holder_f1": "holders",
}


def _least(values: Iterable[Estimate | None]) -> float:
    """Where the strips of a table begin: the tenth below its lowest bound, so that intervals are seen."""
    lowest = min((value.low for value in values if value is not None), default=0.0)
    return int(lowest * 10) / 10


def headline(evaluation: Evaluation) -> Html:
    """The figures of :func:`training.metrics.figures` and the calibration errors, with intervals."""
    least = _least(evaluation.figures.values())
    rows = [
        (NAMES[name], figure(value), strip(value, least) if name in evaluation.figures else "")
        for name, value in (evaluation.figures | calibration_figures(evaluation)).items()
    ]
    said = f"Figures of {len(evaluation.articles)} articles with 95 % bootstrap intervals over articles"
    return table(("figure", "value", f"{least:g} … 1"), rows, said)


def _label_table(tally: Tally, labels: Sequence[str], caption: str, unit: str) -> Html:
    scores = label_scores(tally, labels)
    least = _least(score.f1 for score in scores)

    def row(score: LabelScore) -> tuple[object, ...]:
        figures = (figure(score.precision), figure(score.recall), figure(score.f1))
        return score.label, score.gold, score.predicted, *figures, strip(score.f1, least)

    head = ("label", f"{unit} labelled", "predicted", "precision", "recall", "F1", f"F1, {least:g} … 1")
    return table(head, map(row, scores), caption)


def labels(evaluation: Evaluation) -> Html:
    """Precision, recall and F1 of every label of every head."""
    return joined(
        [
            _label_table(type_tally(evaluation), taxonomy().type_ids, "Meeting types", "articles"),
            _label_table(topic_tally(evaluation), taxonomy().topic_ids, "Topics", "articles"),
            _label_table(
                period_tally(evaluation), UNITS, "Exact periods by unit (multi-year: both years)", "articles"
            ),
            _label_table(span_tally(evaluation), SPANS, "People, titles and their holders", "spans"),
        ]
    )


def confusions(evaluation: Evaluation) -> Html:
    """Gold types in rows, predicted types in columns: articles, and their share of the row."""
    names, counts = taxonomy().type_ids, confusion(evaluation)

    def cell(row: int, column: int) -> Html:
        count, total = int(counts[row, column]), max(1, int(counts[row].sum()))
        kind = "number right" if row == column else "number wrong" if count else "number"
        # Small shares of wrong answers must still be seen: the shade grows with the root of the share.
        shade = f"--share:{(count / total) ** 0.5:.2f}"
        share = element("small", f"{count / total:.1%}")
        return element("td", count or "·", " ", share if count else "", class_=kind, style=shade)

    rows = [[name, *(cell(r, c) for c in range(len(names)))] for r, name in enumerate(names)]
    head = ("labelled ↓ predicted →", *names)
    return table(head, rows, "Meeting types: articles, and their share of the labelled type")


def slice_table(evaluation: Evaluation) -> Html:
    """Every slice of some size, a table a dimension, with intervals."""
    found = slices(evaluation)
    tables = []
    for dimension in dict.fromkeys(item.dimension for item in found):
        rows = [
            (item.value, item.articles, *(figure(item.figures[name]) for name in SHOWN))
            for item in found
            if item.dimension == dimension
        ]
        head = (dimension, "articles", *(_SHORT[name] for name in SHOWN))
        tables.append(table(head, rows, f"By {dimension}"))
    said = (
        "Accuracy of the type, exact periods, micro F1 of topics, people, titles and holders over slices of "
        f"{MINIMUM} articles and more; weakest topics first, eras and lengths in their order."
    )
    return joined([element("p", said), *tables])
