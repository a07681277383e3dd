"""What the tagger leaves to be told."""

from __future__ import annotations

from hoinghi import Predictor


def test_what_a_low_line_joins_to_a_code_names_nobody(predictor: Predictor) -> None:
    names = "Nguyễn Văn Bình, Trần Thị Mai, Lê Quang Minh"
    told = f"Danh sách điểm phát: {names} dự họp."
    coded = f"Danh sách điểm phát: BD_PA_Quang Minh, BD_PA_Văn Bình, Trần Thị Mai_01. {told}"

    def people(text: str) -> list[str]:
        return [text[s.start : s.end] for s in predictor.predict(text).spans if s.label == "PERSON"]

    assert set(people(told)) == set(names.split(", "))
    assert set(people(coded)) == set(names.split(", "))
    assert all(coded[coded.index(name) - 1] != "_" for name in people(coded))


def test_emphasis_joins_nothing(predictor: Predictor) -> None:
    text = "Mặt trận huyện họp giao ban.\n\nBà _Hà Thị Mận_, Chủ tịch Ủy ban MTTQ huyện, chủ trì."
    people = [text[s.start : s.end] for s in predictor.predict(text).spans if s.label == "PERSON"]
    assert people == ["Hà Thị Mận"]


def test_a_low_line_beside_a_word_is_no_code(predictor: Predictor) -> None:
    text = (
        "Mặt trận huyện họp giao ban.\n\nDự có ông Nguyễn Văn Minh_Chủ tịch UBND huyện; đồng chí Lê Thị Hoa_, "
        "Bí thư Huyện đoàn."
    )
    people = [text[s.start : s.end] for s in predictor.predict(text).spans if s.label == "PERSON"]
    assert people == ["Nguyễn Văn Minh", "Lê Thị Hoa"]
