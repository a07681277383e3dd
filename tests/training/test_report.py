"""The report: figures as measured, every section, nothing that a page should not hold."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import numpy as np
import pytest
from typer import Typer
from typer.testing import CliRunner

from hoinghi import Predictor
from hoinghi.decoding import decode_batch, probability_of_other
from hoinghi.document import read_document
from hoinghi.heads.encoding import encode
from hoinghi.prediction import Evidence, MeetingType, Period, Prediction, Span, Topic
from training.article import Article, LabelledPeriod, LabelledSpan, write_articles
from training.evaluate import evaluate_command, measured_title
from training.gate import read_metrics
from training.metrics import bootstrap, compare, figures
from training.predictions import (
    Scored,
    article_digest,
    label_probabilities,
    read_predictions,
    score_articles,
    write_predictions,
)
from training.report import report_page
from training.report_calibration import (
    Scores,
    answered,
    calibration_error,
    coverage_curve,
    reliability,
    wilson,
)
from training.report_curve import Curve, CurvePoint, read_curve, write_curve
from training.report_errors import span_errors, span_faults, topic_errors, type_errors
from training.report_evaluation import Evaluation, evaluate_scored
from training.report_excerpt import Mark, excerpt, marked, windows
from training.report_html import element, escaped, figure
from training.report_ranking import rankings
from training.report_record import metrics_record, metrics_summary
from training.report_slices import length, slices
from training.report_tally import SPANS, UNITS, confusion, label_scores, period_tally, span_tally, topic_tally
from training.taxonomy import taxonomy

SECTIONS = (
    "figures",
    "labels",
    "confusion",
    "ranking",
    "reliability",
    "coverage",
    "slices",
    "curve",
    "errors",
)
CURVE = Curve(352, (CurvePoint(240, {"type_accuracy": 0.91}), CurvePoint(480, {"type_accuracy": 0.93})))
HOSTILE = '<script>alert("họp")</script>'
TEXT = (
    "Xã <b>Tân Hòa</b> <script x= giao ban\n\nSáng nay, ông Lê Văn Đò, Chủ tịch UBND xã, chủ trì họp & bàn việc.\n"
    f"{HOSTILE}Xã xây 14 căn nhà cho hộ nghèo. Phong trào thi đua được phát động."
)


def place(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


GOLD = Article(
    "x<1>", TEXT, "monthly_review", LabelledPeriod("month", 5, 2020), ("poverty_relief",),
    (
        LabelledSpan(*place("Lê Văn Đò"), "PERSON"),
        LabelledSpan(*place("Chủ tịch UBND xã"), "TITLE", (place("Lê Văn Đò"),)),
    ),
    {"poverty_relief": (place("Xã xây 14 căn nhà cho hộ nghèo"),)},
    meta={"level": '"><img src=x>', "batch": "w1"},
)  # fmt: skip
WRONG = Prediction(
    MeetingType("other", 0.97),
    None,
    (Topic("emulation", 0.9, (Evidence(*place("Phong trào thi đua được phát động")),)),),
    (Span(*place("ông Lê Văn Đò"), "PERSON", 0.8), Span(*place("Sáng nay"), "TITLE", 0.7, ())),
    (),
)


def scored(
    article: Article, prediction: Prediction = WRONG, topics: dict[str, float] | None = None
) -> Scored:
    types = dict.fromkeys(taxonomy().type_ids, 0.006) | {prediction.meeting_type.label: 0.97}
    given = dict.fromkeys(taxonomy().topic_ids, 0.01) | {t.label: t.score for t in prediction.topics}
    return Scored(article.id, None, article_digest(article), prediction, types, given | (topics or {}))


def evaluation_of(*articles: Article, prediction: Prediction = WRONG) -> Evaluation:
    return evaluate_scored("few", articles, [scored(a, prediction) for a in articles])


@pytest.fixture(scope="module")
def measured(predictor: Predictor, small_corpus: list[Article]) -> Evaluation:
    documents = [read_document(a.text, predictor.model.restorer) for a in small_corpus]
    return evaluate_scored("sixty", small_corpus, score_articles(predictor.model, small_corpus, documents, 0))


@pytest.fixture(scope="module")
def page(measured: Evaluation) -> str:
    return report_page(measured, CURVE)


class Page(HTMLParser):
    """Tags that are opened and closed in order, ids, and what the page would fetch."""

    _VOID = ("meta",)

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        names = dict(attrs)
        assert not any(name.startswith("on") for name in names)
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.links += [
            value or "" for name, value in attrs if name in ("href", "src", "srcset", "xlink:href")
        ]
        if tag not in self._VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_probabilities_are_those_that_decide(predictor: Predictor, small_corpus: list[Article]) -> None:
    model = predictor.model
    # The empty text and one in another language have no clauses.
    texts = ["", "A meeting was held in the town hall today.", *(a.text for a in small_corpus[:20])]
    batch = encode([read_document(text) for text in texts], model.table)
    types, topics = label_probabilities(model, batch)
    for number, record in enumerate(decode_batch(model, batch)):
        column = model.types.labels.index(record.meeting_type.label)
        assert types[number, column] == pytest.approx(record.meeting_type.score, abs=1e-4)
        other = np.array([probability_of_other(model, types[number])])
        with np.errstate(divide="ignore"):  # a text without clauses tells nothing, surely
            decisions = np.log(topics[[number]] / (1 - topics[[number]]))
        (told,) = model.topics.tells(decisions, other)
        found = {model.topics.labels[topic] for topic in np.flatnonzero(told)}
        assert found == {topic.label for topic in record.topics}
        for topic in record.topics:
            at = topics[number, model.topics.labels.index(topic.label)]
            assert at == pytest.approx(topic.score, abs=1e-4)
    assert types.sum(axis=1) == pytest.approx(np.ones(len(texts)))


def test_kept_predictions_measure_the_same(measured: Evaluation, page: str, tmp_path: Path) -> None:
    path = tmp_path / "kept.jsonl"
    write_predictions(measured.scored, path)
    line = json.loads(path.read_text(encoding="utf-8").splitlines()[0])
    assert list(line) == ["id", "fold", "article", "prediction", "types", "topics"]
    assert list(line["prediction"])[:2] == ["meeting_type", "period"]
    assert (len(line["types"]), len(line["topics"])) == (6, 22)
    again = evaluate_scored("sixty", measured.articles, read_predictions(path, measured.articles))
    assert again == measured
    assert report_page(again, CURVE) == page


def test_stale_and_foreign_predictions_are_refused(measured: Evaluation, tmp_path: Path) -> None:
    path, articles = tmp_path / "kept.jsonl", list(measured.articles)
    write_predictions(measured.scored[1:], path)
    with pytest.raises(ValueError, match=f"no prediction of article {articles[0].id}"):
        read_predictions(path, articles)
    with pytest.raises(ValueError, match="59 predictions of 58 articles"):
        read_predictions(path, articles[2:])
    relabelled = msgspec.structs.replace(articles[1], topics=())
    with pytest.raises(ValueError, match=f"article {articles[1].id} has changed"):
        read_predictions(path, [relabelled, *articles[2:]])
    path.write_text('{"id": "a"}\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"kept\.jsonl:1: "):
        read_predictions(path, articles)


def test_the_command_measures_kept_predictions_as_it_did_directly(
    small_corpus: list[Article], tmp_path: Path
) -> None:
    app = Typer()
    app.command()(evaluate_command)
    gold, kept, report = tmp_path / "gold.jsonl", tmp_path / "kept.jsonl", tmp_path / "report.html"
    write_articles(small_corpus[:12], gold)

    def run(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, ["--articles", str(gold), *arguments])
        return result.exit_code, result.output

    direct = run("--json", "--predictions", str(kept))
    assert direct[0] == 0
    assert run("--json", "--from-predictions", str(kept), "--report", str(report)) == direct
    assert json.loads(direct[1])["articles"] == 12
    assert "12 articles of gold.jsonl" in report.read_text(encoding="utf-8")
    write_articles(small_corpus[:13], gold)
    code, said = run("--from-predictions", str(kept))
    assert code == 2
    assert "no prediction of article" in " ".join(re.sub("[│\\s]+", " ", said).split())  # out of its box
    assert run("--report", str(tmp_path / "missing" / "report.html"))[0] == 2


def test_the_page_tells_the_folds_that_measured_and_not_the_configured_ones(measured: Evaluation) -> None:
    scored = [msgspec.structs.replace(item, fold=number % 3) for number, item in enumerate(measured.scored)]
    title = measured_title(measured.articles, scored, None, None)
    assert title == f"{len(scored)} articles, 3-fold cross-validation by origin"


def test_every_section_is_there_and_the_page_stands_alone(page: str) -> None:
    read = Page(page)
    assert read.open == []
    assert read.ids == list(SECTIONS)
    assert read.links == [f"#{name}" for name in SECTIONS]
    assert not read.tags & {"script", "link", "img", "iframe", "object", "base"}
    assert "url(" not in page
    assert "@import" not in page
    assert page.count("<svg") > 22 + 3 + 2


def test_figures_of_the_page_are_those_of_the_metrics(measured: Evaluation, page: str) -> None:
    outcomes = [compare(a, s.prediction) for a, s in zip(measured.articles, measured.scored, strict=True)]
    estimates = bootstrap(outcomes)
    assert {name: e.value for name, e in estimates.items()} == figures(outcomes)
    section = page[page.index('id="figures"') : page.index('id="labels"')]
    cells = re.findall(r'<td class="number">([0-9.]+) <small>([0-9.]+)–([0-9.]+)</small></td>', section)
    expected = [tuple(f"{n:.3f}" for n in (e.value, e.low, e.high)) for e in estimates.values()]
    assert cells[: len(expected)] == expected
    assert metrics_summary(measured)["figures"]["title_f1"] == {
        "value": round(estimates["title_f1"].value, 4),
        "interval": [round(estimates["title_f1"].low, 4), round(estimates["title_f1"].high, 4)],
    }
    for score in label_scores(topic_tally(measured), taxonomy().topic_ids):
        assert str(figure(score.f1)) in page


def test_intervals_of_labels_are_those_of_the_bootstrap(measured: Evaluation) -> None:
    for score, name in zip(
        label_scores(span_tally(measured), SPANS), ("person_f1", "title_f1", "holder_f1"), strict=True
    ):
        expected = measured.figures[name]
        assert score.f1 is not None
        assert (score.f1.value, score.f1.low, score.f1.high) == pytest.approx(
            (expected.value, expected.low, expected.high)
        )


def test_tallies_add_up_to_the_metrics(measured: Evaluation) -> None:
    table = confusion(measured)
    assert table.sum() == len(measured.articles)
    assert np.trace(table) / table.sum() == pytest.approx(measured.figures["type_accuracy"].value)
    periods = period_tally(measured).sum(axis=0)[[u != "multi_year" for u in UNITS]]
    assert periods[:, 0].sum() / periods[:, [0, 2]].sum() == pytest.approx(
        measured.figures["period_exact"].value
    )


def test_a_period_that_is_not_exact_is_wrong_for_its_unit_and_missed_for_the_other() -> None:
    said = msgspec.structs.replace(WRONG, period=Period("quarter", 2, 2020))
    tally = period_tally(evaluation_of(GOLD, prediction=said)).sum(axis=0)
    assert tally[UNITS.index("month")].tolist() == [0, 0, 1]
    assert tally[UNITS.index("quarter")].tolist() == [0, 1, 0]
    right = msgspec.structs.replace(WRONG, period=Period("month", 5, 2020, start=3, end=9))
    assert period_tally(evaluation_of(GOLD, prediction=right)).sum(axis=0)[0].tolist() == [1, 0, 0]


def test_slices_are_the_figures_of_their_articles(measured: Evaluation) -> None:
    found = slices(measured, minimum=5)
    assert {"level", "era", "noise", "length"} <= {item.dimension for item in found}
    for item in found:
        if item.dimension == "level":
            some = [
                o
                for a, o in zip(measured.articles, measured.outcomes, strict=True)
                if a.meta.get("level") == item.value
            ]
            expected = figures(some)
            assert item.articles == len(some)
            for name, value in item.figures.items():
                assert value is None or value.value == pytest.approx(expected[name])


@pytest.mark.parametrize(
    ("words", "said"),
    [(149, "under 150 words"), (150, "150-249 words"), (349, "250-349 words"), (350, "350 words and more")],
)
def test_length_is_counted_in_words(words: int, said: str) -> None:
    assert length(msgspec.structs.replace(GOLD, text="họp " * words)) == said


def test_hostile_text_stays_text() -> None:
    hidden = msgspec.structs.replace(GOLD, id="</title><b>", text=TEXT.replace("Sáng", "S\x00ng\x1b"))
    page = report_page(evaluation_of(*[GOLD] * 20, hidden))
    read = Page(page)
    assert read.open == []
    assert not read.tags & {"script", "img", "b"}
    assert HOSTILE not in page
    assert "<strong>Xã &lt;b&gt;Tân Hòa&lt;/b&gt; &lt;script x= giao ban</strong>" in page
    assert escaped(HOSTILE) + '<mark class="gold">Xã' in page
    assert "&lt;img src=x&gt;" in page
    assert "\x00" not in page
    assert "\x1b" not in page
    assert escaped('"&\ud800') == "&quot;&amp;�"
    assert element("p", "<i>", title='"') == '<p title="&quot;">&lt;i&gt;</p>'


def test_articles_of_the_test_split_are_measured_and_never_shown() -> None:
    secret = msgspec.structs.replace(
        GOLD, id="b33-001", text=TEXT.replace("14 căn", "77 căn"), meta={"batch": "b33"}
    )
    evaluation = evaluation_of(GOLD, secret)
    page = report_page(evaluation)
    assert confusion(evaluation).sum() == 2
    assert "b33-001" not in page
    assert "77 căn" not in page
    assert "14 căn" in page
    assert "The 1 articles of the test split are measured, never shown." in page
    alone = report_page(evaluation_of(secret))
    assert alone.count("None among the articles that may be shown.") == 5


def test_the_worst_errors_come_first() -> None:
    sure = msgspec.structs.replace(GOLD, id="sure")
    surer = msgspec.structs.replace(WRONG, meeting_type=MeetingType("other", 0.99))
    evaluation = evaluate_scored(
        "two", [GOLD, sure], [scored(GOLD), scored(sure, surer, {"poverty_relief": 0.3})]
    )
    assert [(e.article.id, e.score) for e in type_errors(evaluation)] == [("sure", 0.99), ("x<1>", 0.97)]
    assert [e.probability for e in topic_errors(evaluation, is_missed=True)] == [0.01, 0.3]
    assert {e.label for e in topic_errors(evaluation, is_missed=False)} == {"emulation"}
    third = msgspec.structs.replace(GOLD, id="third")
    assert len(topic_errors(evaluation_of(GOLD, sure, third), is_missed=True)) == 2


def test_spans_are_wrong_in_four_ways() -> None:
    faults = {f.kind: f for f in span_faults(GOLD, scored(GOLD))}
    assert set(faults) == {"boundary", "spurious", "missed"}
    other = faults["boundary"].other
    assert other is not None
    assert (other.start, other.end) == place("Lê Văn Đò")
    assert faults["missed"].label == "TITLE"
    swapped = msgspec.structs.replace(WRONG, spans=(Span(*place("Lê Văn Đò"), "TITLE", 0.5, ()),))
    assert [f.kind for f in span_faults(GOLD, scored(GOLD, swapped))] == ["label", "missed"]
    lines = span_errors(evaluation_of(GOLD), is_missed=False)
    assert [len(line.errors) for line in lines] == [2]


def test_marks_may_overlap_and_keep_the_text() -> None:
    said = marked("a<b>c", 0, 5, [Mark(0, 3, "gold"), Mark(2, 4, "predicted")])
    assert said == (
        '<mark class="gold">a&lt;</mark><mark class="gold predicted">b</mark>'
        '<mark class="predicted">&gt;</mark>c'
    )
    assert marked("abc", 1, 2, [Mark(0, 9, "gold")]) == '<mark class="gold">b</mark>'


def test_windows_stay_in_their_lines_and_join() -> None:
    text = "một hai ba bốn\nnăm sáu bảy tám chín mười"
    start = text.index("bảy")
    assert windows(text, [(start, start + 3)], around=4) == [(text.index("sáu"), text.index(" chín"))]
    assert windows(text, [(0, 3), (4, 7)], around=40) == [(0, text.index("\n"))]
    assert windows(text, [(start, len(text))], around=400) == [(text.index("năm"), len(text))]
    assert "… " not in excerpt(text, [(0, 3)], ())


def test_calibration_of_scores_that_say_too_much() -> None:
    scores = Scores(np.array([0.95] * 4), np.array([True, True, True, False]), np.arange(4))
    assert calibration_error(scores, 4).value == pytest.approx(0.2)
    assert [(b.low, b.count, b.right.value) for b in reliability(scores)] == [(0.9, 4, 0.75)]
    exact = Scores(np.array([1.0, 1.0, 0.0]), np.array([True, True, False]), np.arange(3))
    assert calibration_error(exact, 3).value == 0
    assert calibration_error(Scores(np.zeros(0), np.zeros(0, bool), np.zeros(0, int)), 3).value == 0


def test_abstaining_leaves_fewer_and_surer_answers() -> None:
    scores = Scores(np.array([0.9, 0.6, 0.9, 0.2]), np.array([True, False, True, False]), np.arange(4))
    rows = answered(scores, (0.0, 0.6, 0.9, 0.95))
    assert [(r.count, r.coverage) for r in rows] == [(4, 1.0), (3, 0.75), (2, 0.5), (0, 0.0)]
    assert [r.accuracy.value if r.accuracy else None for r in rows] == [0.5, pytest.approx(2 / 3), 1.0, None]
    # The two answers of 0.9 are one point: no minimum parts them.
    assert coverage_curve(scores) == [(0.5, 1.0), (0.75, pytest.approx(2 / 3)), (1.0, 0.5)]


def test_shares_stay_in_their_intervals() -> None:
    for right, count in ((0, 5), (5, 5), (1, 2), (997, 1000)):
        share = wilson(right, count)
        assert 0 <= share.low <= share.value <= share.high <= 1
    assert (wilson(8, 10).low, wilson(8, 10).high) == pytest.approx((0.4902, 0.9433), abs=1e-3)


def test_a_ranking_starts_from_the_topics_that_articles_have(measured: Evaluation) -> None:
    found = rankings(measured)
    assert {r.label for r in found} == {topic for a in measured.articles for topic in a.topics}
    assert all(0 <= r.average_precision <= 1 and len(r.curve) <= 120 for r in found)


def test_the_record_is_plain_data_that_the_gate_reads(measured: Evaluation, tmp_path: Path) -> None:
    record = metrics_record(measured)
    path = tmp_path / "metrics.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    assert read_metrics(path).figures.keys() == measured.figures.keys()
    assert "type_ece" in read_metrics(path).calibration
    assert json.loads(json.dumps(record)).keys() >= {"corpus", "figures", "calibration", "labels", "slices"}
    assert set(record["labels"]["topics"]) == set(taxonomy().topic_ids)


def test_a_curve_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "curve.json"
    write_curve(CURVE, path)
    assert read_curve(path) == CURVE
    write_curve(Curve(352, CURVE.points[:1]), path)
    with pytest.raises(ValueError, match="two points"):
        read_curve(path)


def test_a_page_without_a_curve_says_how_to_get_one() -> None:
    assert "training.curve --json" in report_page(evaluation_of(GOLD))


def test_nothing_to_measure_is_said() -> None:
    with pytest.raises(ValueError, match="no article to measure"):
        evaluate_scored("none", [], [])
