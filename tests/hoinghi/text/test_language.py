"""What is Vietnamese, what is another language, what is no text."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from hoinghi import Predictor
from hoinghi.document import read_document
from tests.conftest import QUARTERLY

FOREIGN = [
    "The provincial council met on Monday to review the second quarter and to plan the third one, its chairman said.",
    "Le conseil s'est réuni lundi pour dresser le bilan du premier semestre et préparer la saison des pluies.",
    "Правительство области подвело итоги первого полугодия и обсудило планы на осень этого года.",
    "省人民政府星期一召开会议，总结第一季度工作，部署第二季度任务。",
    "Pemerintah daerah mengadakan rapat untuk meninjau hasil kerja semester pertama tahun ini di kantor bupati.",
    "for index, value in enumerate(values):\n    total += value * weights[index]\nreturn total / max(1, len(values))",
]


@pytest.mark.parametrize("text", FOREIGN)
def test_foreign_text_is_other_and_warned_of(predictor: Predictor, text: str) -> None:
    record = predictor.predict(text)
    assert record.meeting_type.label == "other"
    assert record.period is None
    assert record.topics == record.spans == record.officials == ()
    assert [warning.split(":")[0] for warning in record.warnings] == ["not-vietnamese"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" \n\t", "empty"),
        ("1234567890 " * 50, "not-text"),
        ("...!!!", "not-text"),
        (base64.b64encode(bytes(range(256)) * 8).decode(), "not-text"),
        ("x" * 5000, "not-text"),
    ],
)
def test_what_is_no_text_is_other_and_warned_of(predictor: Predictor, text: str, code: str) -> None:
    record = predictor.predict(text)
    assert record.meeting_type.label == "other"
    assert [warning.split(":")[0] for warning in record.warnings] == [code]


def test_vietnamese_text_has_no_warning(predictor: Predictor) -> None:
    assert predictor.predict(QUARTERLY).warnings == ()


def test_real_articles_count_as_vietnamese() -> None:
    path = Path(__file__).resolve().parents[4] / "shared" / "real" / "articles.jsonl"
    if not path.exists():
        pytest.skip("real articles are not part of the project")
    texts = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
    assert [text[:40] for text in texts if read_document(text).warnings] == []
