"""Planning: every byte and every file in exactly one partition, in order; every line under its own number."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hoinghi.batch.raw import RawRecord, read_raw
from hoinghi.batch.records import Columns, Reject
from hoinghi.batch.sources import Source, plan
from hoinghi.cluster import partitions
from hoinghi.cluster.partitions import Partition, divided, numbered, partitions_of
from hoinghi.cluster.pieces import count_lines, is_dividable, read_pieces

sizes = st.one_of(st.none(), st.integers(0, 5000))
files = st.builds(
    lambda number, size, format, packed, fault: Source(f"{number}", f"{number}", format, packed, size, fault),
    st.integers(0, 3),  # the same file may be given twice
    sizes,
    st.sampled_from([".jsonl", ".txt"]),
    st.sampled_from(["", "", "gz"]),
    st.sampled_from([None, None, None, "cannot be listed"]),
)


def _plain_lines(source: Source) -> bool:
    return source.format == ".jsonl" and not source.compression


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(files, max_size=12), st.integers(1, 2000))
def test_every_byte_is_in_one_partition(sources: list[Source], size: int) -> None:
    found = partitions_of(sources, _plain_lines, size)
    assert [partition.number for partition in found] == list(range(len(found)))
    pieces = [piece for partition in found for piece in partition.pieces]
    at = 0
    for source in sources:
        if pieces[at].is_whole:
            assert pieces[at].source == source
            at += 1
            continue
        begin = 0
        while begin < (source.size or 0):
            assert (pieces[at].source, pieces[at].begin) == (source, begin)
            end = pieces[at].end
            assert end is not None
            assert begin < end <= begin + size
            begin, at = end, at + 1
        assert begin == source.size
    assert at == len(pieces)
    assert all(sum(p.weight for p in one.pieces) <= size or len(one.pieces) == 1 for one in found)
    assert found == partitions_of(sources, _plain_lines, size)


def test_a_file_that_has_grown_keeps_its_ranges() -> None:
    def ranges(size: int) -> list[tuple[int, int | None]]:
        found = partitions_of([Source("a", "a", ".jsonl", "", size)], _plain_lines, 100)
        return [(piece.begin, piece.end) for partition in found for piece in partition.pieces]

    assert ranges(730)[:-1] == ranges(990)[:7]


def test_a_message_names_so_many_files_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partitions, "FILES", 3)
    found = partitions_of([Source(str(n), str(n), ".txt", "", 1) for n in range(8)], _plain_lines, 100)
    assert [len(partition.pieces) for partition in found] == [3, 3, 2]


def told(sources: list[Source], size: int) -> list[Partition]:
    """Partitions with their line numbers, as a run makes them."""
    found = partitions_of(sources, lambda source: is_dividable(source, Columns()), size)
    return numbered(found, {piece: count_lines(piece, Columns()) for piece in divided(found)})


def key(item: RawRecord | Reject) -> tuple[object, ...]:
    return (item.name, item.source, item.data) if isinstance(item, RawRecord) else (item.source, item.reason)


lines = st.lists(
    st.one_of(
        st.binary(max_size=40).map(lambda data: data.replace(b"\n", b"")),
        st.sampled_from([b"", b" ", b"\r", b"{}", "Hội nghị".encode(), b"x" * 300]),
    ),
    max_size=30,
)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.tuples(lines, st.booleans()), min_size=1, max_size=3), st.integers(1, 400))
def test_every_record_is_in_one_partition(
    tmp_path: Path, contents: list[tuple[list[bytes], bool]], size: int
) -> None:
    for path in tmp_path.iterdir():
        path.unlink()
    for number, (parts, has_end) in enumerate(contents):
        data = b"{}\n" + b"\n".join(parts) + (b"\n" if has_end else b"")
        (tmp_path / f"{number}.jsonl").write_bytes(data)
    sources = plan([str(tmp_path)]) + plan([str(tmp_path / "0.jsonl")])
    whole = [key(item) for item in read_raw(sources, Columns())]
    found = [key(item) for one in told(sources, size) for item in read_pieces(one.pieces, Columns())]
    assert found == whole


@pytest.mark.parametrize("size", [300, 1000, 5000, 100_000])
def test_row_groups_are_shared_out(tmp_path: Path, size: int) -> None:
    pyarrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    texts = [f"Hội nghị giao ban {n} " + "x" * n for n in range(200)] + [None]
    table = pyarrow.table({"text": texts, "other": list(range(201))})
    parquet.write_table(table, tmp_path / "a.parquet", row_group_size=17)
    parquet.write_table(table, tmp_path / "b.parquet")
    sources = plan([str(tmp_path)])
    whole = [key(item) for item in read_raw(sources, Columns())]
    partitions = told(sources, size)
    assert [key(item) for one in partitions for item in read_pieces(one.pieces, Columns())] == whole
    assert len(whole) == 402
    assert [one.number for one in partitions] == list(range(len(partitions)))
    assert (1 < len(partitions) <= 13) == (size < 100_000)  # twelve groups and one: no part without a row


def test_the_number_of_partitions_is_that_of_the_size(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps({"id": str(n), "text": "x" * 50}) + "\n" for n in range(100)))
    found = told(plan([str(path)]), 1000)
    assert len(found) == -(-path.stat().st_size // 1000)
    assert [one.pieces[0].before for one in found] == sorted({one.pieces[0].before for one in found})
