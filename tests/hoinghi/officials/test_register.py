"""The register: one entry a person and title, dates in order, the same title however it was spelt."""

from __future__ import annotations

import csv
import io

import msgspec

from hoinghi import Predictor
from hoinghi.batch.engine import predict_records
from hoinghi.batch.reading import InputRecord
from hoinghi.officials.register import COLUMNS, Register, RegisterEntry, write_csv
from tests.conftest import QUARTERLY


def register(predictor: Predictor, *records: InputRecord) -> list[RegisterEntry]:
    people = Register()
    for result in predict_records(predictor, records):
        people.add(result)  # type: ignore[arg-type]
    return people.entries()


def test_articles_of_one_person_add_up(predictor: Predictor) -> None:
    later = QUARTERLY.replace("28/9/2019", "15/12/2020").replace("Huyện ủy viên", "HUV").replace("Uỷ", "Ủy")
    entries = register(
        predictor,
        InputRecord("b", later, "b"),
        InputRecord("a", QUARTERLY, "a"),
        InputRecord("c", later, "c", date="2018-01-02"),
    )
    assert {entry.person for entry in entries} == {"Lê Văn Đò"}
    member = next(entry for entry in entries if entry.role == "committee_member")
    assert (member.title, member.body, member.level, member.articles) == (
        "Huyện ủy viên",
        "party_committee",
        "district",
        3,
    )
    assert (member.first_date, member.first_article) == ("2018-01-02", "c")
    assert (member.last_date, member.last_article) == ("2020-12-15", "b")


def test_an_article_without_a_date_never_is_the_first_or_last_by_date(predictor: Predictor) -> None:
    undated = QUARTERLY.replace("Sáng 28/9/2019, ", "")
    (member, *_) = register(predictor, InputRecord("u", undated, "u"), InputRecord("a", QUARTERLY, "a"))
    assert (member.first_date, member.last_date, member.articles) == ("2019-09-28", "2019-09-28", 2)
    (alone, *_) = register(predictor, InputRecord("u", undated, "u"))
    assert (alone.first_date, alone.last_date, alone.first_article) == (None, None, "u")


def test_csv_has_every_column(predictor: Predictor) -> None:
    stream = io.StringIO()
    entries = register(predictor, InputRecord("=1+1", QUARTERLY, "a"))
    write_csv(entries, stream)
    rows = list(csv.DictReader(io.StringIO(stream.getvalue())))
    assert list(rows[0]) == list(COLUMNS)
    assert rows[0]["first_article"] == "'=1+1"
    assert rows[0]["person"] == msgspec.to_builtins(entries[0])["person"]


def test_of_articles_of_one_day_the_first_is_first_and_the_last_is_last(predictor: Predictor) -> None:
    (member, *_) = register(predictor, InputRecord("a", QUARTERLY, "a"), InputRecord("b", QUARTERLY, "b"))
    assert (member.first_article, member.last_article) == ("a", "b")
