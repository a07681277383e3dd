"""A batch of documents as integers."""

from __future__ import annotations

from collections import Counter

from hoinghi.document import read_document
from hoinghi.heads.encoding import ARTICLE, CLAUSE, encode
from hoinghi.heads.terms import FIELD_AT
from hoinghi.text.syllables import SyllableTable

TEXTS = ("Xây nhà cho hộ nghèo. Trồng cây xanh.", "", "Trồng cây xanh. Xây nhà.")


def test_an_articles_terms_are_those_of_its_clauses() -> None:
    table = SyllableTable(["cho", "cây", "hộ", "nghèo", "nhà", "trồng", "xanh", "xây"], [], {})
    batch = encode([read_document(text) for text in TEXTS], table)
    clauses, articles = batch.clause_keys(2), batch.article_keys(2)
    moved = (ARTICLE - CLAUSE) << FIELD_AT
    expected = Counter(
        (int(batch.clause_document[unit]), key + moved)
        for key, unit in zip(clauses.keys.tolist(), clauses.units.tolist(), strict=True)
    )
    found = Counter(zip(articles.units.tolist(), articles.keys.tolist(), strict=True))
    assert found == expected
    assert articles.count == 3
    assert {document for document, _ in found} == {0, 2}
