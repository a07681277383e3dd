"""One pass over files of output: the same counts from every format, nothing lost silently."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from hoinghi import Predictor
from hoinghi.batch.csv_output import write_csv
from hoinghi.batch.parquet_output import write_parquet
from hoinghi.batch.sources import Source
from hoinghi.batch.writing import json_line
from hoinghi.errors import InputError
from hoinghi.summary.overview import KEPT_REJECTS, Overview, sum_up
from hoinghi.summary.profile import profile_of
from hoinghi.summary.reading import _reject, output_files
from tests.conftest import QUARTERLY

TEXTS = [
    QUARTERLY,
    "Thời tiết hôm nay",
    QUARTERLY.replace("2019", "2020"),
    "The weather is fine today, they say.",
]


def overview(*paths: Path) -> Overview:
    return sum_up(output_files(str(path) for path in paths))


@pytest.fixture(scope="module")
def records(predictor: Predictor) -> list[dict[str, Any]]:
    found = [
        {"id": str(n), **record.to_dict()} for n, record in enumerate(predictor.predict_many(TEXTS * 10))
    ]
    return [json.loads(json_line(record)) for record in found]


@pytest.fixture
def lines(records: list[dict[str, Any]], tmp_path: Path) -> Path:
    path = tmp_path / "out.jsonl"
    path.write_text("".join(map(json_line, records)), encoding="utf-8")
    return path


def test_it_counts_what_the_records_say(lines: Path, records: list[dict[str, Any]]) -> None:
    found = overview(lines)
    counts = found.counts.to_dict()
    assert counts["articles"] == 40
    assert counts["people"] == 20
    assert counts["warned"] == 10
    assert counts["meeting_types"] == {"other": 20, "quarterly_review": 20}
    assert counts["periods"] == {"2019-Q3": 10, "2020-Q3": 10, "none": 20}
    assert counts["months"] == {"2019-09": 10, "2020-09": 10, "undated": 20}
    assert counts["levels"] == {"district": 40}
    assert counts["warnings"] == {"not-vietnamese": 10}
    assert sum(counts["scores"].values()) == 40  # type: ignore[attr-defined]
    assert counts["topics"]["poverty_relief"] == 20  # type: ignore[index]
    assert found.profile == profile_of(records)


def test_compressed_lines_count_the_same(lines: Path, tmp_path: Path) -> None:
    packed = tmp_path / "packed" / "out.jsonl.gz"
    packed.parent.mkdir()
    packed.write_bytes(gzip.compress(lines.read_bytes()))
    assert overview(packed) == overview(lines)


def test_parquet_counts_the_same(lines: Path, records: list[dict[str, Any]], tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    write_parquet(records, tmp_path / "out.parquet")
    assert overview(tmp_path / "out.parquet") == overview(lines)


def test_a_flat_table_counts_the_same_but_for_what_it_does_not_tell(
    lines: Path, records: list[dict[str, Any]], tmp_path: Path
) -> None:
    table, titles = tmp_path / "t.csv", tmp_path / "t.officials.csv"
    with (
        table.open("w", encoding="utf-8", newline="") as stream,
        titles.open("w", encoding="utf-8", newline="") as beside,
    ):
        write_csv(records, stream, beside)
    whole, flat = overview(lines), overview(table)
    assert flat.counts.to_dict() == whole.counts.to_dict()
    assert whole.profile.features.keys() - flat.profile.features.keys() == {"widest_level"}
    assert {
        n: flat.profile.features[n] for n in flat.profile.features
    }.items() <= whole.profile.features.items()
    titles.unlink()
    assert overview(table).counts.to_dict() == whole.counts.to_dict() | {"levels": None}


def test_a_folder_counts_its_articles_once(lines: Path) -> None:
    beside = lines.with_name("out.jsonl.rejects.jsonl")
    beside.write_text(json.dumps({"source": "x", "reason": "y"}) + "\n", encoding="utf-8")
    assert overview(lines.parent) == overview(lines)


def test_what_is_no_record_is_named_and_the_rest_counts(lines: Path) -> None:
    text = lines.read_text(encoding="utf-8").splitlines(keepends=True)
    text[3:3] = ['{"id": "x", "text": "y"}\n', "\n", "{torn\n"]
    lines.write_text("".join(text) + "[]\n" * 9, encoding="utf-8")
    found = overview(lines)
    assert (found.counts.articles, found.rejected, len(found.rejects)) == (40, 11, KEPT_REJECTS)
    assert [reject.source for reject in found.rejects[:2]] == [f"{lines}:4", f"{lines}:6"]
    assert "meeting_type" in found.rejects[0].reason


def test_a_torn_compressed_file_counts_what_came_before(lines: Path, tmp_path: Path) -> None:
    packed = tmp_path / "torn" / "out.jsonl.gz"
    packed.parent.mkdir()
    packed.write_bytes(gzip.compress(lines.read_bytes() * 20)[:-2000])
    found = overview(packed)
    assert found.counts.articles > 40
    assert found.rejects[-1].reason == "the gzip stream is cut off before its end"


def test_another_table_is_no_output(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("id,text\n1,x\n2,y\n", encoding="utf-8")
    found = overview(tmp_path / "t.csv")
    assert (found.counts.articles, found.rejected) == (0, 2)
    assert found.rejects[0].source.endswith("t.csv:2")


def test_text_is_no_output(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(QUARTERLY, encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.txt: a summary reads \.jsonl, \.csv, \.parquet"):
        overview(tmp_path)


def test_a_broken_table_is_a_reject_and_the_rest_is_counted(
    records: list[dict[str, Any]], tmp_path: Path
) -> None:
    (tmp_path / "bad.csv").write_bytes(b"id,meeting_type\na\rb,c\n")
    (tmp_path / "good.jsonl").write_text("".join(map(json_line, records)), encoding="utf-8")
    found = overview(tmp_path / "bad.csv", tmp_path / "good.jsonl")
    assert (found.counts.articles, found.rejected) == (len(records), 1)


def test_a_broken_table_of_titles_is_a_reject(records: list[dict[str, Any]], tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("id,meeting_type\n", encoding="utf-8")
    (tmp_path / "out.officials.csv").write_bytes(b"id,level\na,\xff\n")
    found = overview(path)
    assert found.rejected == 1
    assert "out.officials.csv" in found.rejects[0].source


def test_a_reject_never_tells_a_password() -> None:
    source = Source("https://me:secret@host.example/out.csv?signature=secret", "out", ".csv")
    assert "secret" not in _reject(source, OSError("gone")).source
