"""Normal forms of titles."""

from __future__ import annotations

from typing import Any

import pytest

from hoinghi.officials.people import HeldTitle, merge_officials
from hoinghi.officials.titles import TitleLexicon
from training.taxonomy import LABELS, read_toml


@pytest.fixture(scope="module")
def data() -> dict[str, Any]:
    return read_toml(LABELS / "titles.toml")


@pytest.fixture(scope="module")
def lexicon(data: dict[str, Any]) -> TitleLexicon:
    return TitleLexicon(data)


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
        ("Giám đốc Sở", "Giám đốc Sở", "director", "department", "province"),
        ("Huyện ủy viên", "Huyện ủy viên", "committee_member", "party_committee", "district"),
        ("CHT BCHQS xã", "Chỉ huy trưởng Ban Chỉ huy Quân sự xã", "commander", "military", "commune"),
        ("PVT VKSND tỉnh", "Phó Viện trưởng Viện kiểm sát nhân dân tỉnh", "deputy_head", "procuracy", "province"),
        ("Phó Trung đoàn trưởng", "Phó Trung đoàn trưởng", "deputy_commander", "military", None),
        ("Phó Trưởng ban thường trực", "Phó Trưởng ban thường trực", "standing_deputy_head", None, None),
        ("Chủ tịch UBND", "Chủ tịch Ủy ban nhân dân", "chair", "peoples_committee", None),
        ("Thứ trưởng Bộ Công an", "Thứ trưởng Bộ Công an", "deputy_minister", "police", "central"),
    ],
)  # fmt: skip
def test_normal_forms(
    lexicon: TitleLexicon, text: str, full: str, role: str | None, body: str | None, level: str | None
) -> None:
    normal = lexicon.normalise(text)
    assert (normal.full, normal.role, normal.body, normal.level) == (full, role, body, level)


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("UVTV UBMTTQ huyện", "Ủy viên Thường trực Ủy ban Mặt trận Tổ quốc huyện"),
        ("UVTV HĐND xã", "Ủy viên Thường trực Hội đồng nhân dân xã"),
        ("UVTV LĐLĐ tỉnh", "Ủy viên Ban Thường vụ Liên đoàn Lao động tỉnh"),
        ("UVTVTU", "Ủy viên Ban Thường vụ Tỉnh ủy"),
        ("TV Quốc hội", "Thường vụ Quốc hội"),
        ("TP Nội vụ", "Trưởng phòng Nội vụ"),
        ("Chủ tịch UBND TP Vinh", "Chủ tịch Ủy ban nhân dân thành phố Vinh"),
        ("nguyên TP Tư pháp", "nguyên Trưởng phòng Tư pháp"),
        ("CT HND xã", "Chủ tịch Hội Nông dân xã"),
        ("Giám đốc Trung tâm CT huyện", "Giám đốc Trung tâm Chính trị huyện"),
        ("PCT TT Hội", "Phó Chủ tịch Thường trực Hội"),
        ("GĐ TT Y tế", "Giám đốc Trung tâm Y tế"),
        ("Chủ tịch UBND TT Phố Lu", "Chủ tịch Ủy ban nhân dân thị trấn Phố Lu"),
        ("TT HĐND tỉnh", "Thường trực Hội đồng nhân dân tỉnh"),
        ("Q. Giám đốc", "Quyền Giám đốc"),
        ("Công an Q.3", "Công an quận 3"),
        ("Trưởng phòng LĐ - TB & XH", "Trưởng phòng Lao động - Thương binh và Xã hội"),
        ("P.Bí thư ĐU", "Phó Bí thư Đảng ủy"),
        ("Chủ tịch UB MTTQ VN xã", "Chủ tịch Ủy ban Mặt trận Tổ quốc Việt Nam xã"),
    ],
)
def test_neighbours_decide_what_an_abbreviation_means(lexicon: TitleLexicon, text: str, full: str) -> None:
    assert lexicon.expand(text) == full


@pytest.mark.parametrize(
    "text",
    [
        "Chủ tịch Hội Làm vườn, xã An Hòa",
        "Trưởng ca vận hành",  # "ca" is a shift, CA the police
        "trưởng tu viện",
        "Phó ban tb",
        "HĐKH",  # an abbreviation that the lexicon does not have
        "",
    ],
)
def test_other_words_stay_as_they_are(lexicon: TitleLexicon, text: str) -> None:
    assert lexicon.expand(text) == text


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Trưởng Ban Tuyên giáo Tỉnh ủy", "party_committee"),
        ("Trưởng Ban Tuyên giáo Hội LHPN tỉnh", "womens_union"),  # no "giáo hội"
        ("Trưởng Ban Pháp chế HĐND tỉnh", "peoples_council"),
        ("Chánh Văn phòng HĐND và UBND huyện", "peoples_council"),
        ("Chủ tịch Công đoàn Công ty May Sao Mai", "trade_union"),
        ("Bí thư Đoàn trường", "youth_union"),
        ("Phó Vụ trưởng Vụ Kế hoạch, Bộ Y tế", "ministry"),
        ("Trưởng Ban Dân tộc tỉnh", "department"),
        ("Trưởng Ban Dân tộc", None),
        ("Trưởng Ban Tổ chức", None),
        ("Trưởng Ban Tổ chức lễ hội", "organising_committee"),
        ("Phó Tư lệnh Mặt trận Đường 9", "military"),
        ("Trưởng phòng Kỹ thuật", None),
        ("Chủ tịch Hội", None),
        ("Chủ tịch Hội Khuyến học", "association"),
        ("Trưởng thôn Trường Thọ", None),  # a name is no school
    ],
)
def test_the_body_is_the_organisation_not_its_organ(
    lexicon: TitleLexicon, text: str, body: str | None
) -> None:
    assert lexicon.normalise(text).body == body


@pytest.mark.parametrize(
    ("text", "level", "place"),
    [
        ("Bí thư Đảng ủy phường 5, TP Sóc Trăng", "commune", "phường 5"),
        ("Chủ tịch UBND TP.HCM", "province", "Hồ Chí Minh"),
        ("Chủ tịch UBND TP. Hoà Bình", "district", "Hoà Bình"),
        ("Chủ tịch UBND thành phố Huế", None, "Huế"),
        ("Chủ tịch UBND thành phố", None, None),
        ("Bí thư Thành ủy Đà Nẵng", "province", "Đà Nẵng"),
        ("Bí thư Thị ủy", "district", None),
        ("Giám đốc Sở Nông nghiệp và Phát triển nông thôn Hà Nam", "province", "Hà Nam"),
        ("Trưởng phòng Lao động - Thương binh và Xã hội huyện", "district", None),
        ("Công an Nghệ An", "province", "Nghệ An"),
        ("Giám đốc Công ty Điện lực Bắc Kạn", None, "Bắc Kạn"),
        ("Đồn trưởng Đồn Biên phòng Bản Lầu", None, None),
        ("trưởng bản Nậm Lạn B", "hamlet", "Nậm Lạn B"),
        ("Trưởng xóm 5 xã Cồn Thoi", "hamlet", "xóm 5"),
        ("Chủ tịch Hội Nông dân Việt Nam", "central", None),
        ("Chủ tịch Hội người Việt Nam tại Lào", None, "Lào"),
        ("Chủ tịch Ủy ban MTTQ Việt Nam", None, None),
        ("Bí thư Đoàn TNCS Hồ Chí Minh", None, None),
        ("BÍ THƯ TỈNH ỦY LẠNG SƠN", "province", "Lạng Sơn"),
        ("Phó Chánh án TAND khu vực 7", None, None),
        ("Chính ủy Quân khu 4", None, None),
    ],
)
def test_level_and_place_are_said_never_guessed(
    lexicon: TitleLexicon, text: str, level: str | None, place: str | None
) -> None:
    normal = lexicon.normalise(text)
    assert (normal.level, normal.place) == (level, place)


def test_former_and_acting(lexicon: TitleLexicon) -> None:
    def flags(text: str) -> tuple[bool, bool]:
        normal = lexicon.normalise(text)
        return normal.former, normal.acting

    assert flags("nguyên Phó Chủ tịch HĐND xã") == (True, False)
    assert flags("Cựu Giám đốc") == (True, False)
    assert flags("Q.Giám đốc Sở Y tế") == (False, True)
    assert flags("tân Chủ tịch UBND tỉnh Thái Nguyên") == (False, False)
    assert flags("Phó Giám đốc phụ trách") == (False, False)


def test_both_tone_placements_and_case_give_one_form(lexicon: TitleLexicon) -> None:
    def parts(text: str) -> tuple[str | None, ...]:
        normal = lexicon.normalise(text)
        return normal.role, normal.body, normal.level

    forms = {parts(t) for t in ("Ủy viên Uỷ ban MTTQ xã", "uỷ viên ủy ban mttq xã", "ỦY VIÊN ỦY BAN MTTQ XÃ")}
    assert forms == {("committee_member", "fatherland_front", "commune")}


def test_a_lexicon_without_the_newer_tables_still_works(data: dict[str, Any]) -> None:
    names = ("expand", "roles", "flags", "bodies", "levels")
    normal = TitleLexicon({name: data[name] for name in names}).normalise("PCT UBND huyện")
    assert (normal.role, normal.body, normal.level) == ("deputy_chair", "peoples_committee", "district")
    assert TitleLexicon({}).normalise("PCT UBND huyện").full == "PCT UBND huyện"


@pytest.mark.parametrize("text", ["phó", "Phó ", "thành phố", "tại", "-", ".", "TP.", "P.", "Trưởng"])
def test_fragments_do_not_break_it(lexicon: TitleLexicon, text: str) -> None:
    normal = lexicon.normalise(text)
    assert normal.body is None
    assert normal.place is None


def test_a_deputy_of_an_office_without_its_own_phrase(lexicon: TitleLexicon) -> None:
    assert lexicon.normalise("Phó Hải đội trưởng").role == "deputy_commander"
    assert lexicon.normalise("Phó Chủ tịch nước").role == "vice_president"


def test_mentions_of_one_person_merge(lexicon: TitleLexicon) -> None:
    people = merge_officials(
        ["LÊ VĂN BÌNH", "Trần Nụ", "Bình", "Khách"],
        {
            number: [HeldTitle(title, title) for title in titles]
            for number, titles in {0: ["TUV"], 1: ["Đại tá"], 2: ["Tỉnh uỷ viên", "Bí thư Huyện ủy"]}.items()
        },
        lexicon,
    )
    assert [(p.name, [t.full for t in p.titles]) for p in people] == [
        ("Lê Văn Bình", ["Tỉnh ủy viên", "Bí thư Huyện ủy"]),
        ("Trần Nụ", ["Đại tá"]),
    ]
