"""The arrays' archive: what it writes it reads, what was built to harm it refuses at once."""

from __future__ import annotations

import io
import struct
import tracemalloc
import warnings
import zipfile
import zlib
from collections.abc import Callable

import numpy as np
import pytest

from hoinghi.bundle.array_archive import MEMBER_LIMIT, UNPACKED_LIMIT, pack_arrays, unpack_arrays

ARRAYS = {
    "a.keys": np.arange(5),
    "a.idf": np.linspace(1, 2, 5),
    "a.weights": np.ones((5, 3), np.float16),
    "a.none": np.zeros((0, 4), np.float32),
}


def npy(array: object) -> bytes:
    part = io.BytesIO()
    np.save(part, np.asarray(array), allow_pickle=True)
    return part.getvalue()


def header(text: str) -> bytes:
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text.encode()


def archive(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of two members of one name
        with zipfile.ZipFile(buffer, "w", method) as file:
            for name, data in members:
                file.writestr(name, data)
    return buffer.getvalue()


def with_stated_size(size: int) -> bytes:
    """An archive of one member of 8 MB of zeros that states ``size`` bytes in both of its records."""
    data = bytearray(archive(("a.b.npy", bytes(8 << 20))))
    data[22:26] = struct.pack("<I", size)
    directory = data.rindex(b"PK\1\2")
    data[directory + 24 : directory + 28] = struct.pack("<I", size)
    return bytes(data)


def with_many_entries(count: int) -> bytes:
    entry = struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 0, 0, 33, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    body = entry * count
    return body + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count & 0xFFFF, count & 0xFFFF, len(body), 0, 0)


def test_arrays_come_back_as_they_were() -> None:
    found = unpack_arrays(pack_arrays(ARRAYS))
    assert list(found) == sorted(ARRAYS)
    for name, array in ARRAYS.items():
        assert found[name].dtype == array.dtype
        assert np.array_equal(found[name], array)
    assert pack_arrays(ARRAYS) == pack_arrays(dict(reversed(ARRAYS.items())))


NUMBERS = npy(np.arange(3))
FAULTS: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "no archive"),
    "text": (lambda: b"hoinghi " * 10, "no archive"),
    "cut": (lambda: pack_arrays(ARRAYS)[:-30], "no archive"),
    "a comment behind": (lambda: pack_arrays(ARRAYS)[:-2] + struct.pack("<H", 3) + b"PK!", "no archive"),
    "cut in the middle": (lambda: pack_arrays(ARRAYS)[40:], "no whole archive"),
    "a million entries": (lambda: with_many_entries(1_000_000), "too many members"),
    "many members": (
        lambda: archive(*((f"a.{'b' * n}.npy", NUMBERS) for n in range(1, MEMBER_LIMIT // 2 + 2)), *((f"c.{'b' * n}.npy", NUMBERS) for n in range(1, MEMBER_LIMIT // 2 + 2))),
        "too many members",
    ),
    "two of one name": (lambda: archive(("a.b.npy", NUMBERS), ("a.b.npy", NUMBERS)), "two members have one name"),
    "a path upward": (lambda: archive(("../a.b.npy", NUMBERS)), "no array's name"),
    "an absolute path": (lambda: archive(("/a.b.npy", NUMBERS)), "no array's name"),
    "an escape": (lambda: archive(("\x1b[2J.b.npy", NUMBERS)), "no array's name"),
    "a name and a line": (lambda: archive(("a.b.npy\n", NUMBERS)), "no array's name"),
    "a folder": (lambda: archive(("a/", b"")), "no array's name"),
    "a pickle's name": (lambda: archive(("a.b.pkl", NUMBERS)), "no array's name"),
    "objects": (lambda: archive(("a.b.npy", npy(np.array([{}, []], dtype=object)))), "no plain array of numbers"),
    "text array": (lambda: archive(("a.b.npy", npy(np.array(["a"])))), "no plain array of numbers"),
    "complex": (lambda: archive(("a.b.npy", npy(np.array([1j])))), "no plain array of numbers"),
    "a record": (lambda: archive(("a.b.npy", npy(np.zeros(2, [("x", "<f4")])))), "no plain array of numbers"),
    "three dimensions": (lambda: archive(("a.b.npy", npy(np.zeros((1, 1, 1))))), "no plain array of numbers"),
    "no dimension": (lambda: archive(("a.b.npy", npy(1.0))), "no plain array of numbers"),
    "columns first": (lambda: archive(("a.b.npy", npy(np.asfortranarray(np.ones((2, 3)))))), "no plain array of numbers"),
    "big-endian": (lambda: archive(("a.b.npy", npy(np.zeros(2, ">i8")))), "no plain array of numbers"),
    "no array": (lambda: archive(("a.b.npy", b"x" * 200)), "no plain array of numbers"),
    "an empty member": (lambda: archive(("a.b.npy", b"")), "no plain array of numbers"),
    "code in the header": (lambda: archive(("a.b.npy", header("__import__('os').system('true')\n"))), "no plain array of numbers"),
    "brackets in the header": (lambda: archive(("a.b.npy", header("(" * 9000 + "\n"))), "no plain array of numbers"),
    "a shape beyond the data": (
        lambda: archive(("a.b.npy", header("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999,), }\n"))),
        "shape does not fit its size",
    ),
    "a shape that overflows": (
        lambda: archive(("a.b.npy", header("{'descr': '<i8', 'fortran_order': False, 'shape': (999999999999, 999999999999), }\n"))),
        "shape does not fit its size",
    ),
    "a negative shape": (
        lambda: archive(("a.b.npy", header("{'descr': '<i8', 'fortran_order': False, 'shape': (-1,), }\n"))),
        "no plain array of numbers",
    ),
    "data behind": (lambda: archive(("a.b.npy", NUMBERS + b"x")), "shape does not fit its size"),
    "states too much": (lambda: with_stated_size(UNPACKED_LIMIT + 1), "unpacks to more than"),
    "states more than it has": (lambda: with_stated_size(9 << 20), "shorter than it says"),
    "states less than it has": (lambda: with_stated_size(200), "no whole archive"),
    "another compression": (lambda: archive(("a.b.npy", NUMBERS), method=zipfile.ZIP_LZMA)[:-60], "no"),
    "another compression, whole": (lambda: archive(("a.b.npy", NUMBERS), method=zipfile.ZIP_LZMA), "packed in a way"),
    "a sum that is wrong": (
        lambda: archive(("a.b.npy", NUMBERS), method=zipfile.ZIP_STORED).replace(NUMBERS[-8:], b"\7" * 8, 1),
        "no whole archive",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_no_archive_of_arrays_is_refused(fault: str) -> None:
    make, said = FAULTS[fault]
    with pytest.raises(ValueError, match=said) as caught:
        unpack_arrays(make())
    assert str(caught.value).isprintable()


def test_a_member_that_lies_about_its_size_costs_no_memory() -> None:
    # 200 MB of zeros in 200 kB, said to be 200 bytes; zipfile's own read() would unpack them all.
    packed = zlib.compressobj(9, wbits=-15)
    body = b"".join(packed.compress(bytes(1 << 20)) for _ in range(200)) + packed.flush()
    name = b"a.b.npy"
    local = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 33, 0, len(body), 200, len(name), 0) + name
    entry = struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 8, 0, 33, 0, len(body), 200, len(name), 0, 0, 0, 0, 0, 0) + name  # fmt: skip
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, len(entry), len(local) + len(body), 0)
    data = local + body + entry + end
    tracemalloc.start()
    try:
        with pytest.raises(ValueError, match="no whole archive"):
            unpack_arrays(data)
        assert tracemalloc.get_traced_memory()[1] < 8 << 20
    finally:
        tracemalloc.stop()


def test_the_shipped_arrays_are_far_from_the_limits() -> None:
    from hoinghi.bundle.folder import ARRAYS, default_bundle

    found = unpack_arrays((default_bundle() / ARRAYS).read_bytes())
    assert len(found) <= MEMBER_LIMIT / 2
    assert sum(array.nbytes for array in found.values()) < UNPACKED_LIMIT / 10
