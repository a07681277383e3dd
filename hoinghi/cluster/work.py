"""What a worker does.  Plain data comes in and goes out: a worker runs no code that a message brings.

Every call answers with one of ``done`` (its result), ``failed`` (why; another worker may try), ``refused``
(why this worker can do nothing for the run) and ``unseen`` (the address of an input that is not there),
and with the ``worker`` that answers.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec

import hoinghi
from hoinghi.batch.chunks import cut
from hoinghi.batch.engine import Task, loaded, perform
from hoinghi.batch.records import Columns
from hoinghi.batch.remote import is_address
from hoinghi.batch.writing import reject_line
from hoinghi.bundle.folder import default_bundle, read_manifest
from hoinghi.cluster.manifest import Part
from hoinghi.cluster.partitions import Partition, Piece
from hoinghi.cluster.parts import PartFiles, token_of
from hoinghi.cluster.pieces import count_lines, read_pieces
from hoinghi.errors import BundleError, HoinghiError

_LOADING = threading.Lock()  # a worker with several threads loads its bundle once, too


class Run(msgspec.Struct, frozen=True):
    """What is the same for all parts of a run.  ``bundle`` ``None`` is the one that the worker ships."""

    token: str
    folder: str
    suffix: str
    version: str
    bundle: str | None
    digest: str
    columns: Columns
    min_score: float
    with_explanation: bool


class Order(msgspec.Struct, frozen=True):
    """One partition to tag.  ``earlier`` is what an earlier run made of it."""

    run: Run
    partition: Partition
    earlier: Part


class CountOrder(msgspec.Struct, frozen=True):
    """A piece whose lines are to be counted."""

    run: Run
    piece: Piece


class RefusalError(Exception):
    """This worker cannot work for the run."""


class UnseenError(Exception):
    """An input that the driver has planned is not there."""


def tag(order: dict[str, Any]) -> dict[str, Any]:
    """Make the part of an :class:`Order`: a :class:`Part`, and whether it was there already."""
    return _answer(_tag, order, Order)


def count(order: dict[str, Any]) -> dict[str, Any]:
    """Count the lines of a :class:`CountOrder`."""
    return _answer(_count, order, CountOrder)


def probe() -> bool:
    """Whether this worker has hoinghi at all: without it the call does not get here."""
    return True


def _answer(work: Callable[[Any], Any], order: dict[str, Any], kind: type[Any]) -> dict[str, Any]:
    try:
        return {"worker": _own_address(), "done": work(msgspec.convert(order, kind))}
    except RefusalError as error:
        kind_of = "refused"
        reason = str(error)
    except UnseenError as error:
        kind_of, reason = "unseen", str(error)
    except HoinghiError as error:
        kind_of, reason = "failed", str(error)
    except OSError as error:
        kind_of, reason = "failed", f"{error.filename or ''}: {error.strerror or error}".removeprefix(": ")
    except Exception as error:
        kind_of, reason = "failed", f"{type(error).__name__}: {error}"
    return {"worker": _own_address(), kind_of: reason}


def _own_address() -> str:
    try:
        from distributed import get_worker

        return str(get_worker().address)
    except (ImportError, ValueError):  # called outside of a worker
        return ""


def _count(order: CountOrder) -> int:
    _check_version(order.run)
    _check_inputs((order.piece,))
    return count_lines(order.piece, order.run.columns)


def _tag(order: Order) -> dict[str, Any]:
    run, partition = order.run, order.partition
    _check_version(run)
    _check_folder(run)
    task = _task(run)
    _check_inputs(partition.pieces)
    files = PartFiles(Path(run.folder), partition.number, run.suffix)
    if order.earlier.status == "done" and _is_done(order, files):
        return {"part": msgspec.to_builtins(order.earlier), "kept": True}
    found, rejected, written = blake2b(digest_size=16), 0, 0
    with files.writing() as new:
        for chunk in cut(read_pieces(partition.pieces, run.columns)):
            # A scheduler cannot stop what has begun: a run that was stopped takes its token away.
            _check_folder(run)
            found.update(bytes.fromhex(chunk.digest(run.columns)))
            outcome = perform(task, chunk.items)
            new.records.write(outcome.lines)
            new.rejects.writelines(map(reject_line, outcome.rejects))
            written += outcome.written
            rejected += len(outcome.rejects)
        _check_folder(run)  # a worker that was given up must not write into a later run
        made = new.put(has_rejects=rejected > 0)
    part = msgspec.structs.replace(
        order.earlier,
        status="done",
        records=written + rejected,
        written=written,
        rejected=rejected,
        input=found.hexdigest(),
        bundle=task.digest,
        files=made,
        reason="",
    )
    return {"part": msgspec.to_builtins(part), "kept": False}


def _is_done(order: Order, files: PartFiles) -> bool:
    """Whether the part that is there was made of the same records and is as it was written."""
    if order.earlier.bundle != order.run.digest or not files.are(order.earlier.files):
        return False
    found = blake2b(digest_size=16)
    for chunk in cut(read_pieces(order.partition.pieces, order.run.columns)):
        found.update(bytes.fromhex(chunk.digest(order.run.columns)))
    return found.hexdigest() == order.earlier.input


def _check_version(run: Run) -> None:
    if run.version != hoinghi.__version__:
        raise RefusalError(f"has hoinghi {hoinghi.__version__}, and the run needs {run.version}")


def _check_folder(run: Run) -> None:
    if token_of(Path(run.folder)) != run.token:
        raise RefusalError(
            f"does not see this run in {run.folder}; the output is a folder that all machines share"
        )


def _check_inputs(pieces: tuple[Piece, ...]) -> None:
    for source in {piece.source.address: piece.source for piece in pieces}.values():
        if source.fault is None and not is_address(source.address) and not os.path.exists(source.address):
            raise UnseenError(source.address)


def _task(run: Run) -> Task:
    bundle = Path(run.bundle) if run.bundle is not None else default_bundle()
    try:
        digest = str(read_manifest(bundle)["digest"])
        if digest != run.digest:
            raise RefusalError(f"has the bundle {digest[:16]} ({bundle}); the run needs {run.digest[:16]}")
        with _LOADING:
            loaded(bundle, run.digest, run.min_score)
    except BundleError as error:
        raise RefusalError(f"has no usable bundle: {error}") from None
    return Task(bundle, run.digest, run.columns, run.min_score, run.with_explanation)
