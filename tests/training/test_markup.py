"""Inline markup compiles to offsets, and its mistakes are named."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from training.article import read_corpus
from training.markup import MarkupError, compile_article, compile_file
from training.taxonomy import LABELS

HEAD = "id: x-1\ntype: quarterly_review\nperiod: quarter 3 2019\nlevel: district\nregion: mekong\nyear: 2019\norg: front\nstyle: news\n"
BODY = (
    "Tít\n\n<e:poverty_relief>Ông <p1>Lê Đò</p>, <t1>Chủ tịch huyện</t> tặng 12 nhà cho hộ nghèo</e>; "
    "<t1,2>các phó</t> <p2>Hoà</p>.\n"
)


def test_offsets_slice_the_text() -> None:
    article = compile_article(HEAD + "---\n" + BODY, "x")
    assert [(article.text[s.start : s.end], s.label) for s in article.spans] == [
        ("Lê Đò", "PERSON"), ("Chủ tịch huyện", "TITLE"), ("các phó", "TITLE"), ("Hoà", "PERSON"),
    ]  # fmt: skip
    assert [article.text[a:b] for a, b in article.spans[2].holders or ()] == ["Lê Đò", "Hoà"]
    (piece,) = article.evidence["poverty_relief"]
    assert article.text[slice(*piece)].startswith("Ông Lê Đò")
    assert article.topics == ("poverty_relief",)


@pytest.mark.parametrize(
    "rendering", ["nfd", "nbsp", "crlf", "eth", "zero_width", "double_space", "modern_tones"]
)
def test_renderings_move_the_offsets_along(rendering: str) -> None:
    plain = compile_article(HEAD + "---\n" + BODY, "x")
    noisy = compile_article(HEAD + f"render: {rendering}\n---\n" + BODY, "x")
    assert noisy.text != plain.text or rendering in ("modern_tones", "eth", "zero_width", "double_space")
    for one, other in zip(plain.spans, noisy.spans, strict=True):
        seen = unicodedata.normalize("NFC", noisy.text[other.start : other.end])
        assert (
            seen.replace("Ð", "Đ").replace("\u00a0", " ").replace("\u200b", "")
            == plain.text[one.start : one.end]
        )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("</t>", "", 1), "closes nothing"),
        (("<e:poverty_relief>", "<e:poverty>", 1), "unknown topic 'poverty'"),
        (("<t1>Chủ tịch huyện</t>", "<t9>Chủ tịch</t>", 1), "names person 9"),
        (("Lê Đò</p>", "Lê Đò,</p>", 1), "no outer space or punctuation"),
        (("quarter 3 2019", "month 3 2019", 1), "does not fit type"),
        (("quarter 3 2019", "quarter 7 2019", 1), "must be 1 to 4"),
        (("org: front\n", "", 1), "header lacks org"),
        (("---\n", "", 1), "no '---' line"),
    ],
)
def test_mistakes_are_named(change: tuple[str, str, int], said: str) -> None:
    with pytest.raises(MarkupError, match=said):
        compile_article((HEAD + "---\n" + BODY).replace(*change), "x")


def test_the_corpus_is_what_its_markup_compiles_to() -> None:
    compiled = {
        article.id: article
        for path in sorted((LABELS / "articles").glob("*/*.txt"))
        for article in compile_file(path)
        if not isinstance(article, MarkupError)
    }
    assert compiled == {article.id: article for article in read_corpus(LABELS / "corpus")}


def test_faults_carry_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "01.txt"
    path.write_text(HEAD + "---\n" + BODY + "=====\n" + HEAD + "nothing\n", encoding="utf-8")
    good, bad = compile_file(path)
    assert not isinstance(good, MarkupError)
    assert str(bad).startswith(f"{path}:14: x-1:")
