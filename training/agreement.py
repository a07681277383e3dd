"""Agreement of two readers: ``python -m training.agreement``.

``labels/second`` holds articles that somebody who did not write them labelled blind, from the bare text.
Their labels are compared with the writers': Cohen's kappa for the meeting type (Cohen, 1960), the exact
rate of periods, F1 of topics, spans and holders.  Where the two were settled afterwards, ``labels/first``
keeps what the writer had marked, so that agreement stays what it was before anybody knew the other's labels.
Passages that were read twice stand in ``labels/passages/second``, articles whose topics alone were read again
in ``labels/again``.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from hoinghi.prediction import MeetingType, Period, Prediction, Span, Topic
from training.article import Article
from training.markup import MarkupError, compile_file
from training.metrics import Outcome, bootstrap, compare
from training.passages import PASSAGES, read_passages
from training.taxonomy import LABELS
from training.topic_readings import TopicReadingError, agree, read_topic_readings

SECOND_HEADER = ("id", "type", "period")


def as_prediction(article: Article) -> Prediction:
    """A reader's labels in the shape of a prediction."""
    period = article.period
    return Prediction(
        MeetingType(article.meeting_type, 1.0),
        period and Period(period.unit, period.index, period.year, period.start_year, period.end_year),
        tuple(Topic(label, 1.0, ()) for label in article.topics),
        tuple(Span(s.start, s.end, s.label, 1.0, s.holders) for s in article.spans),
        (),
    )


def cohen_kappa(outcomes: Sequence[Outcome]) -> float:
    """Chance-corrected agreement on the meeting type, at most 1."""
    first = Counter(o.gold_type for o in outcomes)
    second = Counter(o.predicted_type for o in outcomes)
    total = len(outcomes)
    observed = sum(o.gold_type == o.predicted_type for o in outcomes) / total
    expected = sum(first[label] * second[label] for label in first) / total**2
    return (observed - expected) / (1 - expected) if expected < 1 else 1.0


def _compiled(paths: Iterable[Path]) -> dict[str, Article]:
    """The articles of marked files by id, as typed; of two with one id the later counts."""
    return {
        article.id: article
        for path in paths
        for article in compile_file(path, is_rendered=False)
        if isinstance(article, Article)
    }


def as_written(labels: Path) -> dict[str, Article]:
    """The articles by id as their writers marked them, before anything was settled."""
    return _compiled([*sorted(labels.glob("articles/*/*.txt")), *sorted(labels.glob("first/*.txt"))])


def read_pairs(
    labels: Path, written: Mapping[str, Article]
) -> tuple[list[tuple[Article, Article]], list[str]]:
    """(writer's, second reader's) labels of the same texts, and what could not be compared.

    ``labels`` is the folder of ``second``; ``written``: as :func:`as_written` gives it.
    """
    pairs, problems = [], []
    for path in sorted(labels.glob("second/*.txt")):
        for read in compile_file(path, SECOND_HEADER, is_rendered=False):
            if isinstance(read, MarkupError):
                problems.append(str(read))
            elif read.id not in written:
                problems.append(f"{path}: {read.id}: no such article")
            elif written[read.id].text != read.text:
                problems.append(f"{path}: {read.id}: the text differs from the writer's")
            else:
                pairs.append((written[read.id], read))
    return pairs, problems


def read_passage_pairs(passages: Path) -> tuple[list[tuple[Article, Article]], list[str]]:
    """The same of passages, which have no ids: the text pairs them."""
    written = {passage.text: passage for passage in read_passages(passages)}
    read = read_passages(passages / "second")
    pairs = [(written[one.text], one) for one in read if one.text in written]
    return pairs, [f"second/{one.id}: no such passage" for one in read if one.text not in written]


def shares_read_twice(labels: Path, pairs: Sequence[tuple[Article, Article]]) -> dict[str, float]:
    """The share of each batch's articles that were read a second time."""
    batch_of = {a.id: a.origin for a in _compiled(sorted(labels.glob("articles/*/*.txt"))).values()}
    sizes = Counter(batch_of.values())
    read = Counter(batch_of[first.id] for first, _ in pairs)
    return {batch: read[batch] / size for batch, size in sorted(sizes.items())}


def topic_lines(labels: Path, written: Mapping[str, Article]) -> list[str]:
    """What the topic readings of each file of ``labels/again`` say, a line a file.

    Raises ``TopicReadingError`` for a file that is none.
    """
    lines = []
    for path in sorted(labels.glob("again/*.txt")):
        found = agree(read_topic_readings(path), written)
        lines.append(
            f"topics of {found.articles} articles read again ({path.stem}): micro F1 {found.micro_f1:.3f}; "
            f"both {found.both}, writer alone {found.writer_only}, reader alone {found.reader_only}; "
            f"the reader doubts {found.doubtful_marked + found.doubtful_unmarked} more, "
            f"of which the writer marked {found.doubtful_marked}"
        )
    return lines


def differences(first: Article, second: Article) -> list[str]:
    """Where two readers differ, one line a difference."""
    found = []
    if (first.meeting_type, first.period) != (second.meeting_type, second.period):
        found.append(f"type {first.meeting_type} {first.period} / {second.meeting_type} {second.period}")
    for label in sorted(set(first.topics) ^ set(second.topics)):
        side = "first" if label in first.topics else "second"
        owner = first if side == "first" else second
        start, end = owner.evidence[label][0]
        found.append(f"topic {label} only {side}: {owner.text[start:end]!r}")
    spans = [{(s.start, s.end, s.label) for s in article.spans} for article in (first, second)]
    for start, end, label in sorted(spans[0] ^ spans[1]):
        side = "first" if (start, end, label) in spans[0] else "second"
        found.append(
            f"{label} only {side}: {first.text[max(0, start - 20) : start]!r} [{first.text[start:end]}]"
        )
    return found


def agreement_command(
    show: Annotated[bool, typer.Option("--show", help="Print every difference.")] = False,
) -> None:
    """Print the agreement of the second readings with the corpus."""
    written = as_written(LABELS)
    pairs, problems = read_pairs(LABELS, written)
    passage_pairs, passage_problems = read_passage_pairs(PASSAGES)
    for problem in problems + passage_problems:
        print(problem, file=sys.stderr)
    if not pairs:
        raise typer.BadParameter(f"no second readings in {LABELS / 'second'}")
    outcomes = [compare(first, as_prediction(second)) for first, second in pairs]
    table = Table(title=f"agreement on {len(pairs)} articles read twice")
    table.add_column("field")
    table.add_column("agreement", justify="right")
    table.add_column("95 % interval", justify="right")
    table.add_row("type, Cohen's kappa", f"{cohen_kappa(outcomes):.3f}", "")
    for name, figure in bootstrap(outcomes).items():
        table.add_row(name, f"{figure.value:.3f}", f"{figure.low:.3f} – {figure.high:.3f}")
    Console().print(table)
    shares = shares_read_twice(LABELS, pairs)
    least = min(shares, key=lambda batch: shares[batch])
    print(f"{len(shares)} batches; least read twice: {least}, {shares[least]:.0%} of its articles")
    if passage_pairs:
        compared = [compare(first, as_prediction(second)) for first, second in passage_pairs]
        figure = bootstrap(compared)["topic_micro_f1"]
        print(
            f"topics of {len(passage_pairs)} passages read twice: micro F1 {figure.value:.3f}, "
            f"{figure.low:.3f} – {figure.high:.3f}"
        )
    try:
        for line in topic_lines(LABELS, written):
            print(line)
    except TopicReadingError as error:
        print(error, file=sys.stderr)
    if show:
        for first, second in pairs + passage_pairs:
            for difference in differences(first, second):
                print(f"{first.id}: {difference}")


if __name__ == "__main__":
    typer.run(agreement_command)
