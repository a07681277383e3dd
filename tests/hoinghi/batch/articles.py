"""Inputs of the tests of running: many short articles, some of them no article at all."""

from __future__ import annotations

import json
from pathlib import Path

PLACES = ("Bình Thới", "Cẩm Lương", "Trung Hiếu", "Vĩnh Hòa")


def article(number: int) -> str:
    """A short article that differs from every other one."""
    place, quarter = PLACES[number % len(PLACES)], number % 4 + 1
    return (
        f"Mặt trận huyện {place} giao ban lần {number}\n\nUỷ ban MTTQ Việt Nam huyện {place} họp giao ban công tác "
        f"Mặt trận quý {quarter} năm 2019. Đồng chí Lê Văn Đò, Chủ tịch Ủy ban MTTQ Việt Nam huyện chủ trì."
    )


def write_articles(path: Path, count: int) -> Path:
    """``count`` lines; each seventeenth is no JSON, each nineteenth has no text."""
    with path.open("w", encoding="utf-8") as stream:
        for number in range(count):
            if number % 17 == 5:
                stream.write("{torn\n")
            elif number % 19 == 7:
                stream.write(json.dumps({"id": f"a{number}"}) + "\n")
            else:
                record = {"id": f"a{number}", "text": article(number)}
                stream.write(json.dumps(record, ensure_ascii=False) + "\n")
    return path
