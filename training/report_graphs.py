"""The report's plots: precision over recall, reliability, accuracy over coverage, and the learning curve."""

from __future__ import annotations

from collections.abc import Sequence

from training.metrics import Estimate
from training.report_calibration import (
    Bin,
    Scores,
    answered,
    calibration_figures,
    coverage_curve,
    predicted_topic_scores,
    reliability,
    topic_scores,
    type_scores,
)
from training.report_curve import Curve
from training.report_evaluation import Evaluation
from training.report_html import Html, element, figure, joined, table
from training.report_plot import TENTHS, Axes, axis_names, dot, line, named, panel, ticks, whisker
from training.report_ranking import Ranking, rankings
from training.report_tables import NAMES


def _ranking_panel(ranking: Ranking) -> Html:
    axes = Axes()
    content = [ticks(axes, named(TENTHS), named(TENTHS)), line(axes, ranking.curve)]
    if ranking.chosen:
        recall, precision = ranking.chosen
        said = f"as predicted: recall {recall:.3f}, precision {precision:.3f}"
        content.append(dot(axes, ranking.chosen, 3.5, said))
    caption = joined(
        [
            ranking.label,
            element("small", f"AP {ranking.average_precision:.3f} · {ranking.gold} articles"),
        ],
        " ",
    )
    title = f"Precision over recall of {ranking.label}; average precision {ranking.average_precision:.3f}"
    return panel(axes, content, caption, title)


def precision_recall(evaluation: Evaluation) -> Html:
    """One small plot a topic: precision (up) over recall (across) as the threshold falls."""
    found = rankings(evaluation)
    mean = sum(r.average_precision for r in found) / max(1, len(found))
    said = (
        "Precision (up) over recall (across) as the threshold falls; the dot is what was predicted, at each "
        "fold's own threshold. "
        f"Mean of the average precisions (AP): {mean:.3f}."
    )
    return joined([element("p", said), element("div", *map(_ranking_panel, found), class_="panels")])


def _bins_table(bins: Sequence[Bin], caption: str) -> Html:
    rows = [(f"{b.low:.1f}–{b.high:.1f}", b.count, f"{b.score:.3f}", figure(b.right)) for b in bins]
    return table(("score", "answers", "mean score", "share right"), rows, caption)


def _reliability_panel(scores: Scores, name: str, error: Estimate) -> Html:
    axes = Axes(width=300, height=280, left=46, bottom=42)
    bins = reliability(scores)
    largest = max((b.count for b in bins), default=1)
    content = [
        ticks(axes, named(TENTHS), named(TENTHS)),
        axis_names(axes, "mean score", "share right"),
        line(axes, [(0, 0), (1, 1)], "ideal"),
        line(axes, [(b.score, b.right.value) for b in bins]),
        *(whisker(axes, b.score, b.right.low, b.right.high) for b in bins),
        *(
            dot(
                axes,
                (b.score, b.right.value),
                2.5 + 5 * (b.count / largest) ** 0.5,
                f"{b.count} answers: mean score {b.score:.3f}, right {b.right.value:.3f}",
            )
            for b in bins
        ),
    ]
    caption = joined([name, element("small", f"calibration error {error.value:.4f}")], " ")
    drawn = panel(axes, content, caption, f"Reliability of {name}: share right over mean score")
    return element("div", drawn, element("details", element("summary", "bins"), _bins_table(bins, name)))


def reliabilities(evaluation: Evaluation) -> Html:
    """Reliability diagrams of type and topics with the expected calibration error."""
    errors = calibration_figures(evaluation)
    said = (
        "The share of right answers (up, with its 95 % interval) over their mean score, in ten bins; on the "
        "dashed line a score of 0.9 is right nine times of ten. The larger a dot, the more answers."
    )
    drawn = [
        _reliability_panel(scores(evaluation), name, errors[key])
        for key, name, scores in (
            ("type_ece", "meeting type", type_scores),
            ("topic_ece", "topics, all", topic_scores),
            ("predicted_topic_ece", "topics, predicted", predicted_topic_scores),
        )
    ]
    return joined([element("p", said), element("div", *drawn, class_="panels large")])


def _coverage_panel(scores: Scores, name: str) -> Html:
    curve = coverage_curve(scores)
    rows = answered(scores)
    # Beyond the first few answers a curve jumps between extremes that say nothing.
    drawn = [point for point in curve if point[0] >= 0.05]
    lowest = min([a for _, a in drawn] + [0.99])
    floor = max(0.0, int(lowest * 20 - 1e-9) / 20)
    axes = Axes(y=(floor, 1.0), width=300, height=240, left=58, bottom=42)
    content = [
        ticks(axes, named(TENTHS), named((floor, (floor + 1) / 2, 1.0), 3)),
        axis_names(axes, "coverage", "accuracy"),
        line(axes, drawn),
        *(
            dot(axes, (r.coverage, r.accuracy.value), 3.0, f"minimum score {r.minimum:g}")
            for r in rows
            if r.accuracy and r.coverage >= 0.05
        ),
    ]
    cells = [(f"{r.minimum:g}", r.count, f"{r.coverage:.3f}", figure(r.accuracy)) for r in rows]
    caption = f"{name}: what is left at a minimum score"
    return element(
        "div",
        panel(axes, content, name, f"Accuracy over coverage of {name}"),
        table(("minimum score", "answers", "coverage", "accuracy"), cells, caption),
    )


def coverages(evaluation: Evaluation) -> Html:
    """Accuracy against coverage when answers below a minimum score are withheld."""
    said = (
        "Answers below a minimum score (--min-score) are withheld: the share that is still answered (across) "
        "and how much of it is right (up). The dots are the minimum scores of the tables."
    )
    drawn = [
        _coverage_panel(type_scores(evaluation), "meeting type"),
        _coverage_panel(predicted_topic_scores(evaluation), "predicted topics"),
    ]
    return joined([element("p", said), element("div", *drawn, class_="panels widest")])


def learning_curve(curve: Curve | None) -> Html:
    """A small plot a figure: the score on the dev split over the articles learned from."""
    if curve is None:
        return element(
            "p", "No curve was given: training.curve --json FILE measures one, --curve FILE shows it."
        )
    sizes = [point.articles for point in curve.points]
    drawn = []
    for name in curve.points[0].figures:
        scores = [point.figures[name] for point in curve.points]
        floor = max(0.0, int(min(scores) * 10 - 1e-9) / 10)
        axes = Axes(x=(0, sizes[-1] * 1.02), y=(floor, 1.0), width=220, height=160)
        content = [
            ticks(axes, [(0, "0"), (sizes[-1], str(sizes[-1]))], named((floor, (floor + 1) / 2, 1.0), 2)),
            line(axes, list(zip(sizes, scores, strict=True))),
            *(
                dot(axes, (size, score), 3.0, f"{size} articles: {score:.3f}")
                for size, score in zip(sizes, scores, strict=True)
            ),
        ]
        gain = element("small", f"{scores[-1]:.3f}, {scores[-1] - scores[-2]:+.3f} by the last step")
        caption = joined([NAMES.get(name, name), gain], " ")
        drawn.append(panel(axes, content, caption, f"{name} over articles learned from"))
    said = (
        f"Scores on the dev split ({curve.measured} articles; up) over the articles learned from (across): "
        f"{', '.join(map(str, sizes))}."
    )
    return joined([element("p", said), element("div", *drawn, class_="panels")])
