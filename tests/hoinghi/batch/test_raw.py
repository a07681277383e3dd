"""Raw records: every form streamed, every fault at its place, memory bounded by one record."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import repeat
from pathlib import Path
from unittest import mock

import pytest

from hoinghi.batch import raw
from hoinghi.batch.raw import LARGEST_RECORD, RawRecord, read_raw
from hoinghi.batch.records import Columns, Reject
from hoinghi.batch.sources import Source, plan
from hoinghi.errors import InputError

linux = pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from /proc")
LINES = b"".join(json.dumps({"id": n, "text": f"dòng {n}"}).encode() + b"\n" for n in range(20_000))


def read(*arguments: str | Path) -> list[RawRecord | Reject]:
    return list(read_raw(plan(map(str, arguments)), Columns()))


def test_every_form_has_its_kind_name_and_place(tmp_path: Path) -> None:
    files: dict[str, bytes] = {
        "a.txt": b"x",
        "b.HTML": b"<p>x",
        "c.htm": b"<p>x",
        "d.jsonl": b'{"a"\n \n{"b"',
        "e.csv": b"text,id\nx,1\n",
        "f.tsv": b"text\tid\nx\t\n",
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    found = [r for r in read(tmp_path) if isinstance(r, RawRecord)]
    assert [(r.kind, r.data, r.name, Path(r.source).name, r.read) for r in found] == [
        ("text", b"x", "a", "a.txt", 1),
        ("html", b"<p>x", "b", "b.HTML", 5),
        ("html", b"<p>x", "c", "c.htm", 9),
        ("json", b'{"a"', "d:1", "d.jsonl:1", 20),
        ("json", b'{"b"', "d:3", "d.jsonl:3", 20),
        ("row", {"text": "x", "id": "1"}, "e:2", "e.csv:2", 32),
        ("row", {"text": "x", "id": None}, "f:2", "f.tsv:2", 43),
    ]


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl", "a.csv", "a.tsv"])
def test_compressed_files_give_the_same_records(tmp_path: Path, name: str) -> None:
    delimiter = b"\t" if name.endswith(".tsv") else b","
    content = LINES if name == "a.jsonl" else b"id,text\n1,m\xe1\xbb\x99t\n2,hai\n".replace(b",", delimiter)
    (tmp_path / name).write_bytes(content)
    (tmp_path / f"{name}.gz").write_bytes(gzip.compress(content))
    plain, packed = read(tmp_path / name), read(tmp_path / f"{name}.gz")
    assert [(r.kind, r.data, r.name) for r in plain if isinstance(r, RawRecord)] == [
        (r.kind, r.data, r.name) for r in packed if isinstance(r, RawRecord)
    ]
    assert len(plain) == len(packed) > 0


def test_what_is_read_grows_to_the_size_of_all(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(LINES)
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(LINES))
    (tmp_path / "c.txt").write_bytes(b"x")
    sources = plan([str(tmp_path)])
    counts = [r.read for r in read_raw(sources, Columns()) if isinstance(r, RawRecord)]
    assert counts == sorted(counts)
    assert len(set(counts)) > 4
    assert counts[-1] == sum(source.size or 0 for source in sources)


def test_size_counts_the_bytes_of_the_content() -> None:
    assert RawRecord("text", "quý".encode(), "a", "a", 0).size == 4
    assert RawRecord("row", {"text": "quý", "id": None, "date": "x"}, "a", "a", 0).size == 5


def test_a_digest_names_content_and_not_place() -> None:
    one = RawRecord("row", {"text": "x", "id": "1"}, "a:1", "here/a.csv:1", 5)
    same = RawRecord("row", {"id": "1", "text": "x"}, "a:1", "there/a.csv:1", 9)
    others = [
        RawRecord("row", {"text": "x1", "id": ""}, "a:1", "here/a.csv:1", 5),
        RawRecord("row", {"text": "x", "id": None}, "a:1", "here/a.csv:1", 5),
        RawRecord("row", {"text": "x", "id": "1"}, "a:2", "here/a.csv:1", 5),
        RawRecord("row", {"text": "x", "id": "1"}, "a:1", "here/a.csv:1", 5, ("w",)),
        RawRecord("json", b'{"text": "x", "id": "1"}', "a:1", "here/a.csv:1", 5),
        RawRecord("text", b'{"text": "x", "id": "1"}', "a:1", "here/a.csv:1", 5),
    ]
    assert one.digest() == same.digest() == one.digest(Columns())
    assert len(one.digest()) == 16
    found = {r.digest() for r in [one, *others]} | {one.digest(Columns(text="body"))}
    assert len(found) == len(others) + 2


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_json_lines_of_every_unicode_form(tmp_path: Path, encoding: str) -> None:
    # A line separator is no line end of JSON lines.
    text = '{"text": "quý\u2028một"}\n{"text": "năm"}\n'
    (tmp_path / "a.jsonl").write_bytes(text.encode(encoding))
    found = [r.data for r in read(tmp_path / "a.jsonl") if isinstance(r, RawRecord)]
    assert [json.loads(data) for data in found if isinstance(data, bytes)] == [
        {"text": "quý\u2028một"},
        {"text": "năm"},
    ]


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.csv.gz"])
def test_a_gzip_file_that_is_cut_off_gives_what_came_before_and_one_reject(tmp_path: Path, name: str) -> None:
    content = (
        LINES
        if "jsonl" in name
        else b"id,text\n" + b"".join(b"%d,line %d\n" % (n, n * 7) for n in range(50_000))
    )
    packed = gzip.compress(content)
    (tmp_path / name).write_bytes(packed[: len(packed) * 3 // 4])
    *records, reject = read(tmp_path / name)
    assert len(records) > 1000
    assert all(isinstance(r, RawRecord) for r in records)
    assert isinstance(reject, Reject)
    line = len(records) + ("csv" in name)
    assert reject == Reject(
        f"{tmp_path / name}:{line + 1}",
        f"the gzip stream is cut off before its end; what comes behind line {line} is not read",
        "a",
    )


def test_a_text_that_is_cut_off_is_one_reject(tmp_path: Path) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(LINES)[:-20])
    (tmp_path / "b.txt").write_bytes(b"x")
    reject, record = read(tmp_path)
    assert reject == Reject(str(tmp_path / "a.txt.gz"), "the gzip stream is cut off before its end", "a")
    assert isinstance(record, RawRecord)


def test_a_file_that_vanishes_is_one_reject(tmp_path: Path) -> None:
    for name in ("a.txt", "b.jsonl", "c.csv", "d.txt"):
        (tmp_path / name).write_bytes(b"x")
    sources = plan([str(tmp_path)])
    for name in ("a.txt", "b.jsonl", "c.csv"):
        (tmp_path / name).unlink()
    *rejects, record = read_raw(sources, Columns())
    assert [(r.source, r.reason) for r in rejects if isinstance(r, Reject)] == [
        (str(tmp_path / name), "No such file or directory") for name in ("a.txt", "b.jsonl", "c.csv")
    ]
    assert isinstance(record, RawRecord)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read_is_one_reject(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x")
    (tmp_path / "a.txt").chmod(0)
    assert read(tmp_path) == [Reject(str(tmp_path / "a.txt"), "Permission denied", "a")]


def test_a_disk_that_fails_in_the_middle_is_one_reject_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"a"\n{"b"\n{"c')

    class Failing(io.BytesIO):
        def read1(self, size: int | None = -1) -> bytes:
            if block := super().read1(size):
                return block
            raise OSError(5, "Input/output error")

    stream = Failing((tmp_path / "a.jsonl").read_bytes())
    with mock.patch("hoinghi.batch.opening.open", return_value=stream, create=True):
        *records, reject = read(tmp_path)
    assert len(records) == 2
    reason = "Input/output error; what comes behind line 2 is not read"
    assert reject == Reject(f"{tmp_path / 'a.jsonl'}:3", reason, "a")


def test_a_fault_of_the_plan_is_a_reject(tmp_path: Path) -> None:
    assert list(read_raw([Source("x.txt", "x", ".txt", fault="a link that leads nowhere")], Columns())) == [
        Reject("x.txt", "a link that leads nowhere", "x")
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take no such names")
def test_names_that_are_no_utf8_are_read(tmp_path: Path) -> None:
    with open(os.fsencode(tmp_path) + b"/b\xe0i.jsonl", "wb") as stream:
        stream.write(b'{"text": "x"}\n')
    (found,) = read(tmp_path)
    assert isinstance(found, RawRecord)
    assert found.name == "b\udce0i:1"
    assert len(found.digest()) == 16


def standard_input(data: bytes) -> Iterator[RawRecord | Reject]:
    with mock.patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(data))):
        yield from read_raw(plan(["-"]), Columns())


@pytest.mark.parametrize(
    ("data", "kinds"),
    [
        ("Hội nghị".encode(), ["text"]),
        (b'\n {"text": "x"}\n{"text": "y"}', ["json", "json"]),
        ('{"text": "x"}\n{"text": "y"}'.encode("utf-8-sig"), ["json", "json"]),
        ('{"text": "x"}\n{"text": "y"}'.encode("utf-16"), ["json", "json"]),
        (gzip.compress(b'{"text": "x"}\n'), ["json"]),
    ],
)
def test_standard_input_is_one_text_or_json_lines(data: bytes, kinds: list[str]) -> None:
    found = list(standard_input(data))
    assert [r.kind for r in found if isinstance(r, RawRecord)] == kinds
    assert all(r.source.startswith("<stdin>") for r in found)


@pytest.mark.parametrize("data", [b"", b" \n\n"])
def test_standard_input_without_a_word_ends_the_run(data: bytes) -> None:
    with pytest.raises(InputError, match="<stdin>: nothing to read"):
        list(standard_input(data))


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe between processes")
def test_lines_of_a_pipe_come_before_it_ends() -> None:
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb", 0) as writer, os.fdopen(reading, "rb") as stream:  # noqa: SIM117
        with mock.patch.object(sys, "stdin", io.TextIOWrapper(stream)):
            records = read_raw(plan(["-"]), Columns())
            for number in range(3):
                line = json.dumps({"text": f"dòng {number}" + "x" * 60}).encode()
                writer.write(line + b"\n")
                found = next(records)
                assert isinstance(found, RawRecord)
                assert found.data == line


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl", "a.csv", "a.jsonl.gz"])
def test_a_record_that_is_too_long_is_one_reject_and_the_rest_goes_on(tmp_path: Path, name: str) -> None:
    header = b"text\n" if "csv" in name else b""
    content = header + b"x" * 5000 + b"\n" + b"y\n"
    (tmp_path / name).write_bytes(gzip.compress(content) if name.endswith("gz") else content)
    with mock.patch.object(raw, "LARGEST_RECORD", 1000):
        reject, *records = read(tmp_path / name)
    assert isinstance(reject, Reject)
    assert "more than 1000 bytes" in reject.reason
    assert reject.source.endswith({"csv": ":2", "jso": ":1"}.get(name[2:5], name))
    assert len(records) == (name[2:5] in ("csv", "jso"))


def test_an_address_is_read_like_a_file() -> None:
    fsspec = pytest.importorskip("fsspec")
    memory = fsspec.filesystem("memory")
    memory.pipe("/room/a.jsonl.gz", gzip.compress(LINES))
    memory.pipe("/room/b.csv", b"id,text\n1,x\n")
    found = read("memory://room/*")
    assert len(found) == 20_001
    assert isinstance(found[-1], RawRecord)
    assert (found[-1].source, found[-1].name) == ("memory:///room/b.csv:2", "b:2")
    sources = plan(["memory://room/*"])
    memory.rm("/room/b.csv")
    *_, reject = read_raw(sources, Columns())
    assert isinstance(reject, Reject)
    assert reject.source == "memory:///room/b.csv"


PEAK = """
import sys
from hoinghi.batch.raw import RawRecord, read_raw
from hoinghi.batch.records import Columns
from hoinghi.batch.sources import plan
count = 0
for found in read_raw(plan(sys.argv[1:]), Columns()):
    count += 1
    if count < 5:
        place = found.source.rsplit("/", 1)[-1]
        print(place if isinstance(found, RawRecord) else f"{place}! {found.reason}")
with open("/proc/self/status") as status:
    print(count, next(int(line.split()[1]) for line in status if line.startswith("VmHWM")))
"""


def peak(path: Path) -> tuple[list[str], int, int]:
    """What a process of its own reads first from a file, how much in all, and its peak memory in MiB."""
    done = subprocess.run([sys.executable, "-c", PEAK, str(path)], capture_output=True, text=True, check=True)
    *found, last = done.stdout.splitlines()
    count, kibibytes = map(int, last.split())
    return found, count, kibibytes // 1024


def write(path: Path, parts: Iterator[bytes]) -> Path:
    with gzip.open(path, "wb", 1) if path.suffix == ".gz" else path.open("wb") as stream:
        stream.writelines(parts)
    return path


def lines(path: Path, line: bytes, count: int) -> Iterator[bytes]:
    yield b"id,text\n" if path.suffix == ".csv" else b""
    yield from repeat(line * 1000, count // 1000)
    yield b"\n" * (line[-1:] != b"\n") + b"1,y\n"


@linux
@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.txt", "a.jsonl.gz"])
def test_a_line_of_two_hundred_megabytes_takes_less_memory_than_it_is_long(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name, lines(tmp_path / name, b"x" * 1049, 200_000))
    found, _, memory = peak(path)
    reason = f"a {'text' if name == 'a.txt' else 'line'} of more than {LARGEST_RECORD >> 20} MiB"
    number = "" if name == "a.txt" else ":2" if name == "a.csv" else ":1"
    assert found[0] == f"{name}{number}! {reason}"
    assert len(found) == 1 + (name != "a.txt")
    assert memory < 200


@linux
@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_the_largest_record_is_read(tmp_path: Path, name: str) -> None:
    header, line = (b"text\n" if name == "a.csv" else b""), b"x" * (LARGEST_RECORD - 1)
    found, _, _ = peak(write(tmp_path / name, iter((header, line, b"\ny\n"))))
    assert found == [f"{name}:{number + (name == 'a.csv')}" for number in (1, 2)]


@linux
@pytest.mark.parametrize(
    ("name", "length", "count"),
    [("a.jsonl", 98, 1_000_000), ("a.jsonl.gz", 498, 200_000), ("a.csv", 498, 200_000)],
)
def test_a_million_lines_take_no_more_memory_than_a_few(
    tmp_path: Path, name: str, length: int, count: int
) -> None:
    path = tmp_path / name
    line = b"1," + b"x" * length + b"\n"
    _, _, few = peak(write(path, lines(path, line, count // 20)))
    _, found, many = peak(write(path, lines(path, line, count)))
    assert found == count + 1
    assert many - few < 16  # MiB; the file has a hundred
