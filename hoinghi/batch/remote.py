"""Addresses of other stores, ``s3://bucket/news/*.jsonl.gz``, through fsspec (extra ``cloud``)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO, TypeVar

from hoinghi.errors import HoinghiError, InputError
from hoinghi.extras import optional_module

Given = TypeVar("Given")
Result = TypeVar("Result")
_PASSWORD = re.compile(r"(?<=://)[^/@\s]{1,400}@")
_WEB = re.compile(r"https?://", re.I)


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file of another store: its address, its path below what was asked for, its size if known."""

    address: str
    path: str
    size: int | None


def is_address(argument: str) -> bool:
    """Whether an argument names another store rather than a path."""
    return "://" in argument


def label_of(address: str) -> str:
    """An address without a password and without the query of a web address, which may be a signature."""
    shown = _PASSWORD.sub("", address)
    return re.split(r"[?#]", shown)[0] if _WEB.match(shown) else shown


def find_files(address: str) -> list[RemoteFile]:
    """The file of an address, or those of a folder or pattern, in the order of their paths.

    Raises :class:`InputError`.
    """
    with _one_sentence(address):
        store, path = _fsspec().core.url_to_fs(address)
        signs = "*[" if _WEB.match(address) else "*?["  # a question mark begins the query of a web address
        if any(sign in path for sign in signs) and not store.exists(path):
            return _sorted(
                address, store, re.split(r"[*?\[]", path)[0].rpartition("/")[0], store.glob(path, detail=True)
            )
        entry: dict[str, Any] = store.info(path)
        if entry["type"] == "directory":
            return _sorted(address, store, path, store.find(path, detail=True))
        name = re.split(r"[?#]", path)[0] if _WEB.match(address) else path
        return [RemoteFile(address, name.rsplit("/", 1)[-1], entry.get("size"))]


def _sorted(address: str, store: Any, root: str, found: dict[str, dict[str, Any]]) -> list[RemoteFile]:
    """The files among ``found``, in the order of their parts; their paths are told from ``root`` on."""
    return [
        RemoteFile(_spelt(address, store.unstrip_protocol(path)), _below(path, root), found[path].get("size"))
        for path in sorted(found, key=lambda path: path.split("/"))
        if found[path].get("type") != "directory"
    ]


def _spelt(asked: str, found: str) -> str:
    """The address of a file found, with the chain of stores that the one asked for went through."""
    links = asked.split("::")
    place = next(number for number, link in enumerate(links) if is_address(link))
    return "::".join([*links[:place], found, *links[place + 1 :]])


def _below(path: str, root: str) -> str:
    return path[len(root) :].lstrip("/") if path.startswith(root) else path.rsplit("/", 1)[-1]


def open_address(address: str) -> BinaryIO:
    """A remote file for reading in bytes.  Raises :class:`OSError`."""

    def opened(address: str) -> BinaryIO:
        store, path = _fsspec().core.url_to_fs(address)
        stream: BinaryIO = store.open(path, "rb")
        return stream

    return as_os_error(opened)(address)


def as_os_error(call: Callable[[Given], Result]) -> Callable[[Given], Result]:
    """A call whose every failure is an :class:`OSError`: each store has errors of its own."""

    def guarded(given: Given) -> Result:
        try:
            return call(given)
        except OSError:
            raise
        except Exception as error:
            raise OSError(0, _reason(error)) from None

    return guarded


def _fsspec() -> Any:
    return optional_module("fsspec", "cloud", "an address")


@contextmanager
def _one_sentence(address: str) -> Iterator[None]:
    try:
        yield
    except HoinghiError as error:
        raise InputError(f"{label_of(address)}: {error}") from None
    except FileNotFoundError:
        raise InputError(f"{label_of(address)}: no such file or folder") from None
    except Exception as error:  # every store has errors of its own
        raise InputError(f"{label_of(address)}: {_reason(error)}") from None


def _reason(error: Exception) -> str:
    strerror = getattr(error, "strerror", None)
    return " ".join(str(strerror or error or type(error).__name__).split())
