"""The report: one page that opens offline, from an evaluation alone.

No script, no font, no image from elsewhere, and a policy in the page that forbids any; the same evaluation
gives the same bytes.
"""

from __future__ import annotations

from pathlib import Path

from hoinghi import __version__
from training.report_cases import worst_errors
from training.report_curve import Curve
from training.report_evaluation import Evaluation
from training.report_graphs import coverages, learning_curve, precision_recall, reliabilities
from training.report_html import Html, element, escaped, joined
from training.report_tables import confusions, headline, labels, slice_table

STYLE = Path(__file__).with_name("report.css")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def _sections(evaluation: Evaluation, curve: Curve | None) -> list[tuple[str, str, Html]]:
    return [
        ("figures", "Headline figures", headline(evaluation)),
        ("labels", "By label", labels(evaluation)),
        ("confusion", "Confusion of meeting types", confusions(evaluation)),
        ("ranking", "Precision and recall of topics", precision_recall(evaluation)),
        ("reliability", "Reliability of scores", reliabilities(evaluation)),
        ("coverage", "Accuracy against coverage", coverages(evaluation)),
        ("slices", "By slice", slice_table(evaluation)),
        ("curve", "Learning curve", learning_curve(curve)),
        ("errors", "Worst errors", worst_errors(evaluation)),
    ]


def report_page(evaluation: Evaluation, curve: Curve | None = None) -> str:
    """The whole page as HTML."""
    sections = _sections(evaluation, curve)
    links = [element("a", title, href=f"#{name}") for name, title, _ in sections]
    body = joined(
        element("section", element("h2", title), content, id=name) for name, title, content in sections
    )
    origin = f"hoinghi {__version__}, corpus {evaluation.digest[:16]}"
    head = joined(
        [
            Html('<meta charset="utf-8">'),
            Html(f'<meta http-equiv="Content-Security-Policy" content="{escaped(_POLICY)}">'),
            Html('<meta name="viewport" content="width=device-width, initial-scale=1">'),
            Html('<meta name="color-scheme" content="light dark">'),
            element("title", f"hoinghi: {evaluation.title}"),
            element("style", Html(STYLE.read_text(encoding="utf-8"))),
        ],
        "\n",
    )
    top = element(
        "header", element("h1", "Evaluation of hoinghi"), element("p", evaluation.title, ". ", origin)
    )
    main = joined([top, element("nav", *links, aria_label="Sections"), element("main", body)], "\n")
    return f'<!doctype html>\n<html lang="en">\n<head>\n{head}\n</head>\n<body>\n{main}\n</body>\n</html>\n'


def write_report(evaluation: Evaluation, path: Path, curve: Curve | None = None) -> None:
    """Write the page as UTF-8."""
    path.write_bytes(report_page(evaluation, curve).encode())
