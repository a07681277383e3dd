"""Normal forms of titles."""

from __future__ import annotations

import pytest

from hoinghi.officials import merge_officials
from hoinghi.titles import TitleLexicon
from training.taxonomy import LABELS, read_toml


@pytest.fixture(scope="module")
def lexicon() -> TitleLexicon:
    return TitleLexicon(read_toml(LABELS / "titles.toml"))


@pytest.mark.parametrize(
    ("text", "full", "role", "body", "level"),
    [
        ("UVTV Tỉnh ủy", "Ủy viên Ban Thường vụ Tỉnh ủy", "standing_committee_member", "party_committee", "province"),
        ("TUV", "Tỉnh ủy viên", "committee_member", "party_committee", "province"),
        ("PCT. UBND huyện", "Phó Chủ tịch Ủy ban nhân dân huyện", "deputy_chair", "peoples_committee", "district"),
        ("Đại tá", "Đại tá", "rank", None, None),
        ("nguyên Bí thư Huyện uỷ", "nguyên Bí thư Huyện uỷ", "secretary", "party_committee", "district"),
        ("Phó Bí thư TT Đảng ủy xã", "Phó Bí thư Thường trực Đảng ủy xã", "standing_deputy_secretary", "party_committee", "commune"),
        ("trưởng thôn", "trưởng thôn", "head", None, "hamlet"),
        ("Chủ tịch", "Chủ tịch", "chair", None, None),
    ],
)  # fmt: skip
def test_normal_forms(
    lexicon: TitleLexicon, text: str, full: str, role: str | None, body: str | None, level: str | None
) -> None:
    normal = lexicon.normalise(text)
    assert (normal.full, normal.role, normal.body, normal.level) == (full, role, body, level)


def test_mentions_of_one_person_merge(lexicon: TitleLexicon) -> None:
    people = merge_officials(
        ["LÊ VĂN BÌNH", "Trần Nụ", "Bình", "Khách"],
        {0: ["TUV"], 1: ["Đại tá"], 2: ["Tỉnh uỷ viên", "Bí thư Huyện ủy"]},
        lexicon,
    )
    assert [(p.name, [t.full for t in p.titles]) for p in people] == [
        ("Lê Văn Bình", ["Tỉnh ủy viên", "Bí thư Huyện ủy"]),
        ("Trần Nụ", ["Đại tá"]),
    ]
