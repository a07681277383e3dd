"""Named arrays as the bytes of one ``.npz``: written the same every time, read with suspicion.

``numpy.load`` trusts the sizes that an archive and its headers state and takes the memory that they ask
for.  Here every size is checked before anything is unpacked, and no type but plain numbers is known.
"""

from __future__ import annotations

import io
import math
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

UNPACKED_LIMIT = 512 << 20  # bytes of all arrays together
MEMBER_LIMIT = 96  # arrays
_DIRECTORY_LIMIT = 256 * MEMBER_LIMIT  # bytes of the archive's table of contents
_END = struct.Struct("<4s4H2LH")  # the record that closes an archive
_NAME = re.compile(r"[a-z_]{1,40}(?:\.[a-z_]{1,40}){1,3}\.npy")
_MAGIC = b"\x93NUMPY\x01\x00"
_HEADER = re.compile(
    rb"\{'descr': '(<i[48]|<f[248])', 'fortran_order': False, "
    rb"'shape': \((\d{1,12}),(?: (\d{1,12}))?\), \} *\n"
)
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, OSError)


def pack_arrays(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """A compressed .npz with fixed dates and order, so that equal arrays are equal bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(arrays):
            part = io.BytesIO()
            np.save(part, np.ascontiguousarray(arrays[name]), allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0)), part.getvalue(),
                             zipfile.ZIP_DEFLATED, 6)  # fmt: skip
    return buffer.getvalue()


def unpack_arrays(data: bytes) -> dict[str, NDArray[Any]]:
    """The arrays of :func:`pack_arrays`, by name, read-only.

    Raises ``ValueError`` with a clause that says what is wrong; takes no more memory than
    ``UNPACKED_LIMIT`` and half as much again, whatever the bytes say.
    """
    _check_end(data)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (*_BROKEN, ValueError) as error:
        raise ValueError(f"it is no whole archive ({error})") from None
    members = archive.infolist()
    _check_members(members)
    return {member.filename[: -len(".npy")]: _array(_member(archive, member)) for member in members}


def _check_end(data: bytes) -> None:
    """The closing record, before ``zipfile`` makes an object of every entry that the file holds."""
    if len(data) < _END.size:
        raise ValueError("it is no archive")
    mark, *_, size, _, comment = _END.unpack(data[-_END.size :])
    if mark != b"PK\5\6" or comment or data[-42:-38] == b"PK\6\7":  # the last: an archive of beyond 4 GB
        raise ValueError("it is no archive")
    if size > _DIRECTORY_LIMIT:
        raise ValueError("it has too many members")


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MEMBER_LIMIT:
        raise ValueError("it has too many members")
    if sum(member.file_size for member in members) > UNPACKED_LIMIT:
        raise ValueError(f"it unpacks to more than {UNPACKED_LIMIT >> 20} MB")
    if any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members):
        raise ValueError("a member is packed in a way that no bundle is")
    names = [member.filename for member in members]
    if len(set(names)) < len(names):
        raise ValueError("two members have one name")
    if not all(_NAME.fullmatch(name) for name in names):
        raise ValueError("a member's name is no array's name")


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    try:
        with archive.open(member) as stream:
            # Asked for everything, zipfile unpacks what is there and cuts it to the stated size afterwards.
            data = stream.read(member.file_size)
    except (*_BROKEN, ValueError) as error:
        raise ValueError(f"it is no whole archive ({error})") from None
    if len(data) != member.file_size:
        raise ValueError("a member is shorter than it says")
    return data


def _array(data: bytes) -> NDArray[Any]:
    # numpy's own reader evaluates the header as a Python literal; ours knows the one spelling that it writes.
    end = 10 + int.from_bytes(data[8:10], "little")
    header = _HEADER.fullmatch(data, 10, end)
    if data[:8] != _MAGIC or header is None:
        raise ValueError("a member is no plain array of numbers")
    kind, *sizes = header.groups()
    shape = tuple(int(size) for size in sizes if size is not None)
    dtype, count = np.dtype(kind.decode()), math.prod(shape)
    if end + count * dtype.itemsize != len(data):
        raise ValueError("a member's shape does not fit its size")
    return np.frombuffer(data, dtype, count, end).reshape(shape)
