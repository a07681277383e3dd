"""Articles survive labelling tools; offsets that tools corrupt are repaired or refused, never guessed."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from training.article import Article, LabelledPeriod, LabelledSpan, read_articles, write_articles
from training.draft import InterchangeError, Restored
from training.interchange import Format, app, export_articles, import_records
from training.reanchor import find_quote, fold, project, skeleton

TEXT = (
    "  🎉 Giao ban\u00a0quý\r\n\r\nÔng Lê Đò, Chủ tịch  huyện 👍🏽, và ông Lê Đò, Chủ tịch\u00a0xã\r\n"
    + unicodedata.normalize("NFD", "Bà Nguyễn Thị Hoè")
    + " 🇻🇳 tặng nhà,\u200b ông Lê Đò dự. "
)


def article_of(text: str, *marks: tuple[str, int, str]) -> Article:
    """An article with the given (quote, occurrence, label); every title is held by every person."""
    places = [[m.start() for m in re.finditer(re.escape(q), text)][n] for q, n, _ in marks]
    people = tuple((at, at + len(q)) for at, (q, _, k) in zip(places, marks, strict=True) if k == "PERSON")
    spans = sorted(
        (LabelledSpan(at, at + len(q), label, people if label == "TITLE" else None)
         for at, (q, _, label) in zip(places, marks, strict=True)),
        key=lambda s: s.start,
    )  # fmt: skip
    evidence = (
        {"poverty_relief": ((text.index("tặng nhà"), text.index("tặng nhà") + 8),)}
        if "tặng nhà" in text
        else {}
    )
    return Article(
        "x-1", text, "quarterly_review", LabelledPeriod("quarter", 1, 2020), tuple(evidence), tuple(spans),
        evidence, "test", {"batch": "x"},
    )  # fmt: skip


NOISY = article_of(
    TEXT, ("Lê Đò", 0, "PERSON"), ("Chủ tịch  huyện", 0, "TITLE"), ("Lê Đò", 1, "PERSON"),
    ("Chủ tịch\u00a0xã", 0, "TITLE"), (unicodedata.normalize("NFD", "Nguyễn Thị Hoè"), 0, "PERSON"), ("Lê Đò", 2, "PERSON"),
)  # fmt: skip
PLAIN = article_of("Ông Lê Đò, Chủ tịch xã, tặng nhà.", ("Lê Đò", 0, "PERSON"), ("Chủ tịch xã", 0, "TITLE"))


@pytest.fixture(scope="module")
def noisy(corpus: list[Article]) -> list[Article]:
    """The articles of the corpus that tools damage most, and one that has every trouble at once."""
    renders = ("nfd", "crlf", "double_space", "nbsp", "zero_width")
    chosen = [
        a for r in renders for a in [a for a in corpus if r in a.meta.get("render", "").split(", ")][:8]
    ]
    chosen += [a for a in corpus if max(a.text) > "\uffff"][:12]
    return [*{a.id: a for a in chosen}.values(), NOISY]


def read_back(data: str, form: Format, originals: list[Article] | None = None) -> list[Restored]:
    """The restored records; a refused one fails the test."""
    found = list(import_records(data.encode(), form, {a.id: a for a in originals or []}))
    assert [r for r in found if not isinstance(r.result, Restored)] == []
    return [r.result for r in found if isinstance(r.result, Restored)]


def refusal(data: str, form: Format, originals: list[Article] | None = None) -> str:
    """The message for a file whose only record is refused."""
    ((_, result),) = import_records(data.encode(), form, {a.id: a for a in originals or []})
    assert isinstance(result, InterchangeError)
    return str(result)


def prodigy(article: Article, change: Callable[[dict[str, Any]], object]) -> str:
    """A Prodigy record of ``article`` after ``change``."""
    record = json.loads(export_articles([article], Format.prodigy))
    change(record)
    return json.dumps(record, ensure_ascii=False)


# --- round trips ----------------------------------------------------------------------------------


@pytest.mark.parametrize("form", list(Format))
def test_noisy_articles_come_back_as_they_were(form: Format, noisy: list[Article]) -> None:
    texts = [a.text for a in noisy]
    for feature in ("\r\n", "  ", "\u00a0"):
        assert sum(feature in t for t in texts) >= 5
    assert sum(unicodedata.normalize("NFC", t) != t for t in texts) >= 5
    assert sum(max(t) > "\uffff" for t in texts) >= 5
    assert len(noisy) >= 20
    restored = read_back(export_articles(noisy, form), form, noisy if form is Format.conll else None)
    assert [r.article for r in restored] == noisy
    assert [r.remarks for r in restored if r.remarks] == []


def test_exported_offsets_slice_their_quotes() -> None:
    task = json.loads(export_articles([NOISY], Format.labelstudio))[0]
    regions = [r["value"] for r in task["annotations"][0]["result"] if r["type"] == "labels"]
    assert [task["data"]["text"][v["start"] : v["end"]] for v in regions] == [v["text"] for v in regions]
    record = json.loads(export_articles([NOISY], Format.prodigy))
    for span in record["spans"]:
        first, last = record["tokens"][span["token_start"]], record["tokens"][span["token_end"]]
        assert (first["start"], last["end"]) == (span["start"], span["end"])


# --- tools that change the text -------------------------------------------------------------------

NORMALISERS: dict[str, Callable[[str], str]] = {
    "NFC": lambda t: unicodedata.normalize("NFC", t),
    "NFD": lambda t: unicodedata.normalize("NFD", t),
    "line ends": lambda t: t.replace("\r\n", "\n"),
    "trimmed": str.strip,
    "single spaces": lambda t: " ".join(t.split()),
    "all": lambda t: unicodedata.normalize("NFC", " ".join(t.replace("\u200b", "").split())),
}


def normalised(record: dict[str, Any], change: Callable[[str], str]) -> None:
    """What a tool does that normalises text and then labels it: true offsets in another text."""
    text = record["text"]
    record["text"] = change(text)
    related = [r[side] for r in record["relations"] for side in ("head_span", "child_span")]
    for span in (*record["spans"], *related):
        span["start"], span["end"] = project((span["start"], span["end"]), text, record["text"]) or (0, 0)


@pytest.mark.parametrize("name", list(NORMALISERS))
def test_a_normalised_text_keeps_its_spans(name: str, noisy: list[Article]) -> None:
    for article in noisy:
        line = prodigy(article, lambda record: normalised(record, NORMALISERS[name]))
        (restored,) = read_back(line, Format.prodigy)
        text = restored.article.text
        assert text == NORMALISERS[name](article.text)
        assert [fold(text[s.start : s.end]) for s in restored.article.spans] == [
            fold(article.text[s.start : s.end]) for s in article.spans
        ]
        assert [len(s.holders or ()) for s in restored.article.spans] == [
            len(s.holders or ()) for s in article.spans
        ]
        assert [fold(text[a:b]) for p in restored.article.evidence.values() for a, b in p] == [
            fold(article.text[a:b]) for p in article.evidence.values() for a, b in p
        ]
        assert bool(restored.remarks) or text == article.text or not article.spans
        # With the original texts everything is back in its place.
        assert read_back(line, Format.prodigy, [article])[0].article == article


# --- tools that count otherwise -------------------------------------------------------------------

COUNTERS: dict[str, Callable[[str], int]] = {
    "UTF-16": lambda t: len(t.encode("utf-16-le")) // 2,
    "UTF-8": lambda t: len(t.encode()),
    "UTF-16 with one line end": lambda t: len(t.replace("\r\n", "\n").encode("utf-16-le")) // 2,
    "composed": lambda t: len(unicodedata.normalize("NFC", t)),
    "trimmed": lambda t: len(t.lstrip()),
    "graphemes": lambda t: len(
        re.sub("\r\n|🇻🇳|👍🏽", "x", "".join(c for c in t if not unicodedata.combining(c)))
    ),
}


@pytest.mark.parametrize("name", list(COUNTERS))
@pytest.mark.parametrize("has_quotes", [True, False])
def test_other_units_are_read_as_what_they_are(name: str, has_quotes: bool) -> None:
    """Repeated names would draw a lone search to their neighbours; doccano drops the quotes of spans."""
    record = json.loads(export_articles([NOISY], Format.doccano))
    for entity in record["entities"]:
        for key in ("start_offset", "end_offset"):
            entity[key] = COUNTERS[name](TEXT[: entity[key]])
        if not has_quotes:
            del entity["quote"]
    record["meta"] = {"article": record.pop("article")}
    (restored,) = read_back(json.dumps(record), Format.doccano)
    assert restored.article == NOISY
    assert all("offsets count" in remark for remark in restored.remarks)
    assert restored.remarks


# --- single spans ---------------------------------------------------------------------------------


def shift(record: dict[str, Any], by: int) -> None:
    for span in (*record["spans"], *(r[s] for r in record["relations"] for s in ("head_span", "child_span"))):
        span["start"] += by
        span["end"] += by


@pytest.mark.parametrize("by", [-3, 1, 4, 500])
def test_shifted_offsets_are_repaired_and_reported(by: int) -> None:
    (restored,) = read_back(prodigy(PLAIN, lambda record: shift(record, by)), Format.prodigy)
    assert restored.article == PLAIN
    assert len(restored.remarks) == 2
    assert f"PERSON [{4 + by}, {9 + by}) 'Lê Đò': moved to [4, 9): found by its quote" in restored.remarks


def test_a_missing_quote_is_refused() -> None:
    said = refusal(prodigy(PLAIN, lambda r: r["spans"][0].update(text="Lê Đồ")), Format.prodigy)
    assert said == "x-1: PERSON [4, 9) 'Lê Đồ': the quote is missing in the text"


def test_an_ambiguous_quote_is_refused() -> None:
    article = article_of("Lê Đò – Lê Đò", ("Lê Đò", 0, "PERSON"))
    said = refusal(prodigy(article, lambda record: shift(record, 4)), Format.prodigy)
    assert said == "x-1: PERSON [4, 9) 'Lê Đò': the quote stands equally near at 0 and 8"


def test_two_spans_are_not_repaired_onto_one_place() -> None:
    article = article_of("Lê Đò và Lê Đò " + "." * 40, ("Lê Đò", 0, "PERSON"), ("Lê Đò", 1, "PERSON"))
    assert "would overlap" in refusal(prodigy(article, lambda record: shift(record, 21)), Format.prodigy)


@pytest.mark.parametrize(
    ("quote", "text", "near", "place"),
    [
        ("An", "Anh An", 0, (4, 6)),  # a whole word before a nearer piece of one
        ("An", "Anh", 0, (0, 2)),
        ("Le", "Le\u0302 Le", 0, (4, 6)),  # not a decomposed letter without its mark
        ("Lê  Đò", "Lê\r\nĐò", 3, (0, 6)),
        ("Lê Đò", "Lê\u00a0Đò, Lê Đò", 0, (7, 12)),  # exact before nearest
        ("🎉 Lê", "a 🎉\ufe0f Le\u0302.", 0, (2, 8)),
    ],
)
def test_a_quote_is_found(quote: str, text: str, near: int, place: tuple[int, int]) -> None:
    assert find_quote(quote, text, near) == place


LETTERS = st.text(st.sampled_from("aeêếệĐ \u00a0\r\n\u0301\u0302\u0323\u200b\ufe0f🎉🇻"), max_size=12)


@given(LETTERS)
def test_the_skeleton_is_blind_to_encoding(text: str) -> None:
    bare = skeleton(text)
    assert bare.chars == fold(text) == fold(unicodedata.normalize("NFC", text))
    assert bare.before[-1] == len(bare.chars)
    assert all(a < b for a, b in zip(bare.starts, bare.ends, strict=True))


def test_a_span_drawn_by_an_annotator_is_taken_and_named() -> None:
    line = prodigy(PLAIN, lambda r: r["spans"].append({"start": 0, "end": 3, "label": "TITLE"}))
    (restored,) = read_back(line, Format.prodigy)
    assert restored.article.spans[0] == LabelledSpan(0, 3, "TITLE", ())
    assert restored.remarks == ("TITLE [0, 3): no quote: taken as it stands, 'Ông'",)
    outside = prodigy(PLAIN, lambda r: r["spans"].append({"start": 30, "end": 99, "label": "TITLE"}))
    assert "TITLE [30, 99): lies outside the text (33) and carries no quote" in refusal(
        outside, Format.prodigy
    )


def test_a_record_whose_bare_offsets_fit_nothing_is_refused() -> None:
    record = json.loads(export_articles([NOISY], Format.doccano))
    for entity in record["entities"]:
        entity["start_offset"] += 7
        entity["end_offset"] += 7
        del entity["quote"]
    assert "the offsets count something unknown" in refusal(json.dumps(record), Format.doccano)


# --- the formats' own troubles --------------------------------------------------------------------


def test_relations_are_read_in_either_direction_and_checked() -> None:
    tasks = json.loads(export_articles([PLAIN], Format.labelstudio))
    relation = tasks[0]["annotations"][0]["result"][-1]
    relation.update(from_id=relation["to_id"], to_id=relation["from_id"], direction="left")
    assert read_back(json.dumps(tasks), Format.labelstudio)[0].article == PLAIN
    relation["from_id"] = relation["to_id"]
    assert "does not join a TITLE and a PERSON" in refusal(json.dumps(tasks), Format.labelstudio)


def test_records_that_annotators_did_not_accept_are_left_out() -> None:
    tasks = json.loads(export_articles([PLAIN], Format.labelstudio))
    tasks[0]["annotations"][0]["was_cancelled"] = True
    assert [r for _, r in import_records(json.dumps(tasks).encode(), Format.labelstudio, {})] == [None]
    line = prodigy(PLAIN, lambda record: record.update(answer="reject"))
    assert [r for _, r in import_records(line.encode(), Format.prodigy, {})] == [None]


def test_two_annotations_of_a_task_and_two_records_of_an_article_are_refused() -> None:
    tasks = json.loads(export_articles([PLAIN], Format.labelstudio))
    tasks[0]["annotations"] *= 2
    assert "2 annotations of one task" in refusal(json.dumps(tasks), Format.labelstudio)
    data = export_articles([PLAIN, PLAIN], Format.prodigy).encode()
    assert (
        str(list(import_records(data, Format.prodigy, {}))[1].result)
        == "x-1: the id stands already at line 1"
    )


CONLL = export_articles([PLAIN], Format.conll)


def test_conll_is_tokens_tags_and_a_header() -> None:
    article = article_of("Ông Lê Đò nói. Bà\nHoè", ("Lê Đò", 0, "PERSON"), ("Hoè", 0, "PERSON"))
    tagged = "Ông O|Lê B-PERSON|Đò I-PERSON|nói O|. O||Bà O||Hoè B-PERSON||".replace(" ", "\t").replace(
        "|", "\n"
    )
    assert export_articles([article], Format.conll) == f"# newdoc id = x-1\n{tagged}"


def test_conll_survives_windows_and_composition() -> None:
    data = "\ufeff" + unicodedata.normalize("NFC", export_articles([NOISY], Format.conll)).replace(
        "\n", "\r\n"
    )
    assert read_back(data, Format.conll, [NOISY])[0].article == NOISY


def test_conll_says_which_holders_are_lost() -> None:
    data = CONLL.replace("Lê\tB-PERSON\nĐò\tI-PERSON", "Lê\tO\nĐò\tB-PERSON")
    (restored,) = read_back(data, Format.conll, [PLAIN])
    assert restored.article.spans == (LabelledSpan(7, 9, "PERSON"), LabelledSpan(11, 22, "TITLE", ()))
    assert restored.remarks == ("holder PERSON:4-9 of TITLE:11-22 is lost",)
    assert (restored.article.topics, restored.article.evidence) == (PLAIN.topics, PLAIN.evidence)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("B-PERSON", "PERSON"), "x-1: 'PERSON' at token 'Lê' is no BIO tag"),
        (("x-1", "x-2"), "x-2: CoNLL holds no text: --texts has no article of this id"),
        (("Lê", "Mai"), "x-1: the text is not that of the article of this id"),
        (("Lê\tB-PERSON", "Lê"), "x-1: token 'Lê' has no tag column"),
        (("# newdoc", "#"), "does not begin with '# newdoc id = …'"),
    ],
)
def test_faults_of_conll_are_named(change: tuple[str, str], said: str) -> None:
    assert said in refusal(CONLL.replace(*change), Format.conll, [PLAIN])


@pytest.mark.parametrize(
    ("article", "said"),
    [
        (
            msgspec.structs.replace(PLAIN, spans=PLAIN.spans[1:]),
            r"x-1: TITLE \[11, 22\): holder \[4, 9\] is no PERSON",
        ),
        (
            msgspec.structs.replace(PLAIN, spans=(LabelledSpan(4, 99, "PERSON"),)),
            r"x-1: \[4, 99\) lies outside",
        ),
    ],
)
def test_a_broken_article_is_not_exported(article: Article, said: str) -> None:
    with pytest.raises(InterchangeError, match=said):
        export_articles([article], Format.doccano)


# --- commands -------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", list(Format))
def test_the_commands_write_and_read_files(form: Format, tmp_path: Path) -> None:
    corpus, tool, back = tmp_path / "corpus", tmp_path / "tool", tmp_path / "back.jsonl"
    corpus.mkdir()
    write_articles([NOISY, msgspec.structs.replace(PLAIN, id="x-2")], corpus / "x.jsonl")
    options = ["--format", form.value]
    done = CliRunner().invoke(app, ["export", *options, "--corpus", str(corpus), "-o", str(tool)])
    assert (done.exit_code, done.stdout) == (0, "")
    done = CliRunner().invoke(app, ["import", *options, str(tool), "-o", str(back), "--texts", str(corpus)])
    assert (done.exit_code, done.stdout) == (0, "")
    assert list(read_articles(back)) == list(read_articles(corpus / "x.jsonl"))


def test_a_refused_record_is_named_in_one_line_and_nothing_is_written(tmp_path: Path) -> None:
    tool, back = tmp_path / "tool.jsonl", tmp_path / "back.jsonl"
    bad = prodigy(msgspec.structs.replace(PLAIN, id="x-2"), lambda r: r["spans"][0].update(text="Lê Đồ"))
    tool.write_text(export_articles([PLAIN], Format.prodigy) + bad + '\n{"text": 1}\n', encoding="utf-8")
    done = CliRunner().invoke(app, ["import", "--format", "prodigy", str(tool), "-o", str(back)])
    assert done.exit_code == 1
    assert done.stderr.splitlines() == [
        f"{tool}: line 2: x-2: PERSON [4, 9) 'Lê Đồ': the quote is missing in the text",
        f"{tool}: line 3: Expected `str`, got `int` - at `$.text`",
        f"{tool}: 2 of 3 records refused, nothing written",
    ]
    assert not back.exists()


@pytest.mark.parametrize("form", ["labelstudio", "doccano", "prodigy", "conll"])
@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe", b"[[]]", b"null", b'[{"data": 1}]'])
def test_foreign_files_are_refused_without_a_traceback(form: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / "tool").write_bytes(data)
    done = CliRunner().invoke(
        app, ["import", "--format", form, str(tmp_path / "tool"), "-o", str(tmp_path / "b")]
    )
    assert done.exit_code == 1
    assert str(tmp_path / "tool") in done.stderr
    assert isinstance(done.exception, SystemExit)
