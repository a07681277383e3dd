"""Peers and their comparison: one protocol, figures that are metrics' own, differences that are paired."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from typer import BadParameter, Typer
from typer.testing import CliRunner

from hoinghi.model import Model
from hoinghi.predictor import Predictor
from training import compare as comparison
from training.article import Article, LabelledPeriod, LabelledSpan, write_articles
from training.compare import compare_command, difference, draw, estimate, measure, report, resampled, verdict
from training.config import Config
from training.metrics import Estimate, bootstrap, compare, figures
from training.peers import PEERS
from training.peers.composed import compose
from training.peers.keyword_topics import KeywordTopics
from training.peers.name_expressions import NameExpressions
from training.peers.peer import PERIOD, PERSON, TITLE, TOPICS, TYPE, Answer, Peer, is_installed, to_prediction
from training.peers.plain_crf import PlainCrf
from training.peers.review_expressions import ReviewExpressions
from training.taxonomy import taxonomy
from training.train import corpus_digest, write_bundle

WITH_TRAIN_ONLY = [peer for peer in PEERS if peer.package is None]
PLACES = ("Vĩnh Tuy", "Bản Hồ", "Ea Súp", "Phú Hạ", "Đồng Lạc")
NAMES = ("Lê Văn Đò", "Hà Thị Mận", "Vàng Seo Lử", "Trần Đức Lễ", "Kim Thị Sa Rây")
KINDS = (
    ("monthly_review", "giao ban công tác tháng 5/2019", LabelledPeriod("month", 5, 2019)),
    ("quarterly_review", "giao ban công tác quý III/2019", LabelledPeriod("quarter", 3, 2019)),
    ("six_month_review", "sơ kết 6 tháng đầu năm 2019", LabelledPeriod("half", 1, 2019)),
    ("year_end_summary", "tổng kết công tác năm 2019", LabelledPeriod("year", None, 2019)),
    ("thematic_review", "tổng kết 5 năm thực hiện Đề án nước sạch", LabelledPeriod("multi_year")),
    ("other", "đón đoàn khách và dâng hương", None),
)
CLAUSES = (
    ("poverty_relief", "Mặt trận sửa 12 căn nhà cho hộ nghèo."),
    ("emulation", "Mười tập thể được tặng giấy khen."),
)


def tiny_article(number: int) -> Article:
    """One of thirty: six kinds of article in each of five communes."""
    label, told, period = KINDS[number % 6]
    place, name = PLACES[number % 5], NAMES[number // 6]
    topic, clause = CLAUSES[number % 2]
    title = f"Chủ tịch Ủy ban MTTQ xã {place}"
    text = f"Xã {place} {told}\n\nÔng {name}, {title} chủ trì hội nghị. {clause}\n"
    at, title_at = text.index(name), text.index(title)
    person = LabelledSpan(at, at + len(name), "PERSON")
    office = LabelledSpan(title_at, title_at + len(title), "TITLE", ((person.start, person.end),))
    return Article(f"tiny-{number}", text, label, period, (topic,), (person, office))


@pytest.fixture(scope="module")
def tiny() -> list[Article]:
    return [tiny_article(number) for number in range(30)]


@pytest.mark.parametrize("peer", WITH_TRAIN_ONLY, ids=lambda peer: peer.name)
def test_a_peer_answers_every_text_in_the_labels_and_inside_the_text(
    peer: type[Peer], tiny: list[Article]
) -> None:
    chosen = peer()
    chosen.fit(tiny)
    texts = [*(a.text for a in tiny), "", "x", unicodedata.normalize("NFD", tiny[0].text)]
    answers = chosen.predict(texts)
    assert len(answers) == len(texts)
    assert chosen.size() > 0
    for text, answer in zip(texts, answers, strict=True):
        assert answer.topics <= set(taxonomy().topic_ids)
        for span in answer.spans:
            assert 0 <= span.start < span.end <= len(text)
            assert text[span.start : span.end] == text[span.start : span.end].strip()
        if set(TYPE) & set(peer.figures):
            assert answer.meeting_type in taxonomy().type_ids


@pytest.mark.parametrize("peer", WITH_TRAIN_ONLY, ids=lambda peer: peer.name)
def test_a_peer_is_right_where_everything_is_plain(peer: type[Peer], tiny: list[Article]) -> None:
    chosen = peer()
    chosen.fit(tiny)
    answers = chosen.predict([a.text for a in tiny])
    outcomes = [compare(a, to_prediction(b)) for a, b in zip(tiny, answers, strict=True)]
    values = figures(outcomes)
    assert {name: round(values[name], 3) for name in peer.figures if values[name] < 0.9} == {}


def test_the_figures_that_peers_give_are_those_of_the_metrics(tiny: list[Article]) -> None:
    outcomes = [compare(a, to_prediction(Answer("other"))) for a in tiny]
    assert {name for peer in PEERS for name in peer.figures} <= set(figures(outcomes))
    assert {*TYPE, *PERIOD, *TOPICS, *PERSON, *TITLE} == {name for peer in PEERS for name in peer.figures}


def test_names_of_peers_are_distinct() -> None:
    assert len({peer.name for peer in PEERS}) == len(PEERS)


def test_the_composed_text_keeps_offsets() -> None:
    raw = unicodedata.normalize("NFD", "Ông\u00a0Lê\u200b Văn Đò") + "\r\nhết"
    view = compose(raw)
    assert view.text == "Ông Lê Văn Đò \nhết"
    begin = view.text.index("Lê Văn Đò")
    start, end = view.raw_span(begin, begin + 9)
    assert unicodedata.normalize("NFC", raw[start:end]).replace("\u200b", "") == "Lê Văn Đò"


@pytest.mark.parametrize(
    ("text", "label", "unit", "index", "year"),
    [
        (
            "Huyện Sông Lam giao ban quý IV\n\nNgày 8/1/2021, huyện họp.",
            "quarterly_review",
            "quarter",
            4,
            2020,
        ),
        (
            "Đánh giá kết quả 9 tháng, triển khai nhiệm vụ quý IV/2019\n\nHội nghị ngày 2/10/2019.",
            "quarterly_review",
            "nine_months",
            None,
            2019,
        ),
        ("Hội nghị\n\nNgày 5/7/2018, Hội họp sơ kết sáu tháng đầu năm.", "six_month_review", "half", 1, 2018),
        (
            "Kế hoạch tổ chức hội nghị tổng kết năm 2020\n\nDự kiến ngày 25/12/2020.",
            "other",
            None,
            None,
            None,
        ),
        ("Đại hội Hội Nông dân xã nhiệm kỳ 2018 - 2023\n\nSáng 2/5/2018.", "other", None, None, None),
    ],
)
def test_review_expressions(
    text: str, label: str, unit: str | None, index: int | None, year: int | None
) -> None:
    answer = ReviewExpressions().predict([text])[0]
    assert answer.meeting_type == label
    assert (answer.period and answer.period.unit) == unit
    if answer.period is not None:
        assert (answer.period.index, answer.period.year) == (index, year)


def test_keywords_are_whole_syllables_and_ritual_tails_earn_nothing() -> None:
    tail = "Kết quả ấy góp phần phát triển kinh tế - xã hội, giữ vững quốc phòng - an ninh."
    answers = KeywordTopics().predict([tail, "Xã sửa nhà cho hộ nghèo", "Xã sửa nhà cho hộ nghèonàn"])
    assert [answer.topics for answer in answers] == [frozenset(), frozenset({"poverty_relief"}), frozenset()]


def test_name_expressions_cut_names_and_titles() -> None:
    text = "Dự có Chủ tịch UBND huyện Mỏ Ngọc Trịnh Quang Đại và bà Lộc Thị Yên, Phó Giám đốc Sở Giáo dục và Đào tạo."
    spans = NameExpressions().predict([text])[0].spans
    assert [(text[s.start : s.end], s.label) for s in spans] == [
        ("Chủ tịch UBND huyện Mỏ Ngọc", "TITLE"),
        ("Trịnh Quang Đại", "PERSON"),
        ("Lộc Thị Yên", "PERSON"),
        ("Phó Giám đốc Sở Giáo dục và Đào tạo", "TITLE"),
    ]


class Parrot:
    """Gives the answers that it is told."""

    name = "parrot"
    figures = TYPE
    package = None

    def __init__(self, answers: dict[str, Answer]) -> None:
        self.answers, self.fitted = answers, 0

    def fit(self, articles: list[Article]) -> None:
        self.fitted += 1

    def predict(self, texts: list[str]) -> list[Answer]:
        return [self.answers[text] for text in texts]

    def size(self) -> int:
        return 7


def _parrot(tiny: list[Article], wrong: set[int]) -> Parrot:
    return Parrot(
        {
            a.text: Answer("other" if number in wrong and a.meeting_type != "other" else a.meeting_type)
            for number, a in enumerate(tiny)
        }
    )


def test_a_result_has_the_intervals_of_the_metrics_bootstrap(tiny: list[Article]) -> None:
    result = measure(_parrot(tiny, set(range(9))), tiny, tiny, timed=4)
    entry = report([result])["parrot"]["figures"]["type_accuracy"]["estimate"]
    assert entry == bootstrap(result.outcomes)["type_accuracy"]
    assert result.size == 7
    assert result.training_seconds is not None


def test_a_peer_fitted_before_is_not_fitted_again(tiny: list[Article]) -> None:
    parrot = _parrot(tiny, set())
    assert measure(parrot, tiny, tiny, timed=4, is_fitted=True).training_seconds is None
    assert parrot.fitted == 0


def test_the_difference_is_paired(tiny: list[Article]) -> None:
    """Two readers that err on the same articles differ by nothing, whichever articles are drawn."""
    same = measure(_parrot(tiny, {0, 1, 2}), tiny, tiny, timed=1)
    other = measure(_parrot(tiny, {0, 1, 2}), tiny, tiny, timed=1)
    assert report([same, _named(other)])["other"]["figures"]["type_accuracy"]["difference"] == Estimate(
        0, 0, 0
    )


def test_the_difference_of_accuracy_is_the_bootstrap_of_the_hits(tiny: list[Article]) -> None:
    one = measure(_parrot(tiny, set()), tiny, tiny, timed=1).outcomes
    two = measure(_parrot(tiny, set(range(10))), tiny, tiny, timed=1).outcomes
    rows = draw(len(tiny), repeats=200)
    gain = difference(figures(one), figures(two), resampled(one, rows), resampled(two, rows), "type_accuracy")
    hits = np.array(
        [
            (a.predicted_type == a.gold_type) - (b.predicted_type == b.gold_type)
            for a, b in zip(one, two, strict=True)
        ],
        dtype=float,
    )
    expected = np.array([hits[row].mean() for row in rows])
    assert gain.value == pytest.approx(hits.mean())
    assert (gain.low, gain.high) == pytest.approx(tuple(np.percentile(expected, [2.5, 97.5])))
    assert verdict(gain) == "better"
    assert verdict(estimate(-gain.value, -expected)) == "worse"
    assert verdict(Estimate(0.1, -0.1, 0.3)) == "equal"


def _named(result: comparison.Result, name: str = "other") -> comparison.Result:
    return comparison.Result(
        name, result.figures, result.outcomes, None, result.articles_per_second, result.size
    )


@pytest.fixture
def command(tiny: list[Article], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Typer, Path]:
    """The command over thirty tiny articles, the first batches of which are the dev split."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    write_articles(
        [_in_batch(a, "b12" if n < 12 else "b01") for n, a in enumerate(tiny)], corpus / "all.jsonl"
    )
    answers = {a.text: Answer(a.meeting_type, a.period, frozenset(a.topics), a.spans) for a in tiny}
    monkeypatch.setattr(comparison, "_own", lambda bundle, learned: Parrot(answers))
    app = Typer()
    app.command()(compare_command)
    return app, corpus


def _in_batch(article: Article, batch: str) -> Article:
    return Article(
        article.id,
        article.text,
        article.meeting_type,
        article.period,
        article.topics,
        article.spans,
        meta={"batch": batch},
    )


def test_the_command_prints_tables(command: tuple[Typer, Path]) -> None:
    app, corpus = command
    run = CliRunner().invoke(app, ["--corpus", str(corpus), "--peers", "keywords,plain-crf,nearest-centroid"])
    assert run.exit_code == 0, run.output
    assert "dev split: 12 articles, fitted on 18 others" in run.output
    for name in ("parrot", "keywords", "plain-crf", "nearest-centroid", "articles/s"):
        assert name in run.output


def test_the_command_gives_json_and_names_what_it_skips(
    command: tuple[Typer, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    app, corpus = command
    monkeypatch.setattr(comparison, "is_installed", lambda peer: peer is not PlainCrf)
    run = CliRunner().invoke(app, ["--corpus", str(corpus), "--peers", "keywords,plain-crf", "--json"])
    assert run.exit_code == 0, run.output
    whole = json.loads(run.stdout)
    assert whole["skipped"] == ["plain-crf"]
    assert "plain-crf: skipped" in run.stderr
    assert 'pip install "hoinghi[compare]"' in run.stderr
    assert set(whole["peers"]) == {"parrot", "keywords"}
    assert set(whole["peers"]["keywords"]["figures"]) == set(TOPICS)
    assert set(whole["peers"]["keywords"]["figures"]["topic_micro_f1"]) == {"estimate", "difference"}


def test_the_command_refuses_unknown_peers_and_splits(command: tuple[Typer, Path]) -> None:
    app, corpus = command
    assert "no peer 'magic'" in CliRunner().invoke(app, ["--corpus", str(corpus), "--peers", "magic"]).output
    assert CliRunner().invoke(app, ["--corpus", str(corpus), "--split", "train"]).exit_code == 2


def test_hoinghi_answers_from_a_bundle_of_the_same_articles_only(
    small_model: Model, small_corpus: list[Article], small_config: Config, tmp_path: Path
) -> None:
    write_bundle(small_model, small_corpus, small_config, tmp_path / "bundle")
    own = comparison._own(tmp_path / "bundle", small_corpus)
    assert own.corpus_digest == corpus_digest(small_corpus)
    assert own.size() > 100_000
    text = small_corpus[0].text
    (answer,) = own.predict([text])
    outcome = compare(small_corpus[0], to_prediction(answer))
    assert outcome == compare(small_corpus[0], Predictor(tmp_path / "bundle").predict(text))
    assert outcome.holders[0] > 0
    with pytest.raises(BadParameter, match="was not fitted on the 3 articles"):
        comparison._own(tmp_path / "bundle", small_corpus[:3])


def test_a_peer_without_its_package_is_not_installed() -> None:
    class Absent(Parrot):
        package = "no_such_package_anywhere"

    assert not is_installed(Absent)
    assert is_installed(PlainCrf)
