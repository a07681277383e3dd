"""A batch on a Dask cluster: partitions go out, each becomes a part file, a manifest says what is done."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

import hoinghi
from hoinghi.batch import journal
from hoinghi.batch.progress import Advanced, Finished, Note, Progress, Started, silent
from hoinghi.batch.records import Columns
from hoinghi.batch.remote import is_address
from hoinghi.batch.report import Summary
from hoinghi.batch.running import Interrupted, count_of, size_of, task_of
from hoinghi.batch.sources import STANDARD_INPUT, Source, plan
from hoinghi.cluster.connection import ClusterError, connected
from hoinghi.cluster.crew import Call, Crew, Failed
from hoinghi.cluster.folder import OutputFolder
from hoinghi.cluster.manifest import MANIFEST, Manifest, Part, waiting
from hoinghi.cluster.partitions import Partition, divided, numbered, partitions_of, size_for
from hoinghi.cluster.pieces import is_dividable
from hoinghi.cluster.work import CountOrder, Order, Run, count, tag
from hoinghi.errors import InputError, OutputError
from hoinghi.extras import optional_module

FIELDS = Columns()
IN_A_ROW = 8  # partitions that fail one behind the other: it is not they, it is the cluster


def run(
    inputs: Sequence[str],
    output: Path | str,
    address: str,
    *,
    bundle: Path | str | None = None,
    jobs: int = 1,
    resume: bool = False,
    columns: Columns = FIELDS,
    min_score: float = 0.0,
    with_explanation: bool = False,
    progress: Progress | None = None,
    partition_bytes: int | None = None,
) -> Summary:
    """Tag all records of ``inputs`` into the folder ``output`` on the workers of a Dask cluster.

    ``address`` is that of a scheduler (``tcp://…``, ``tls://…``), or ``local`` for ``jobs`` workers on this
    machine.  Inputs and output lie where all machines see them.  Parts are gzipped where the folder's name
    ends in ``.gz``.  ``partition_bytes`` is about what one part is made of (default: by the size of the
    input, at most 64 MiB); ``resume`` goes on with the folder's earlier run, in partitions of its size.

    Raises what :func:`hoinghi.batch.run` does, and :class:`hoinghi.cluster.crew.ClusterError`.
    """
    optional_module("distributed", "cluster", "--dask")
    folder, say = Path(output).absolute(), progress or silent
    if folder.suffix.lower() == ".zst":
        raise OutputError(f"{folder}: parts are plain or .gz")
    sources = _planned(inputs, folder)
    task = task_of(bundle, columns, min_score, with_explanation)
    options = journal.Options(columns.text, columns.id, columns.date, min_score, with_explanation)
    header = journal.Header(journal.FORMAT, hoinghi.__version__, task.digest, options)
    suffix = ".jsonl.gz" if folder.suffix.lower() == ".gz" else ".jsonl"
    with OutputFolder(folder, suffix) as out:
        earlier = out.earlier(resume)
        if earlier is not None and (difference := earlier.run.difference(header)):
            raise OutputError(
                f"{folder}: {difference.replace(journal.BEGIN_AGAIN, 'or name another folder')}"
            )
        size = (
            earlier.partition_bytes if earlier is not None else partition_bytes or size_for(size_of(sources))
        )
        order = Run(
            out.token,
            str(folder),
            suffix,
            hoinghi.__version__,
            None if bundle is None else str(Path(bundle).absolute()),
            task.digest,
            columns,
            min_score,
            with_explanation,
        )
        work = _Work(out, order, header, say)
        try:
            # The folder is given back first: workers that see it stop, and are not waited for.
            with connected(address, count_of(jobs)) as client, closing(out):
                say(Started(len(sources), size_of(sources)))
                partitions = partitions_of(sources, lambda one: is_dividable(one, columns), size)
                work.perform(client, partitions, size, earlier)
                return work.end()
        except KeyboardInterrupt:
            raise Interrupted(work.stopped) from None


def _planned(inputs: Sequence[str], folder: Path) -> list[Source]:
    """The sources, under names that hold on other machines, whatever they work in."""
    own = {str(folder) + os.sep, str(folder.resolve()) + os.sep}
    found = []
    for source in plan(inputs):
        if source.address == STANDARD_INPUT:
            raise InputError("<stdin>: workers of a cluster cannot read it; give files")
        if not is_address(source.address):
            path = str(Path(source.address).absolute())
            if any(path.startswith(folder) for folder in own):
                raise OutputError(f"{source.address}: is an input within the output; name another folder")
            source = replace(source, address=path)
        found.append(source)
    return found


class _Work:
    """One run over its folder."""

    def __init__(self, out: OutputFolder, order: Run, header: journal.Header, say: Progress) -> None:
        self._out, self._order, self._header, self._say = out, order, header, say
        self._partitions: dict[str, Partition] = {}
        self._parts: dict[str, Part] = {}
        self._written = self._rejected = self._read = self._resumed = 0
        self._has_changed = False

    def perform(self, client: Any, partitions: list[Partition], size: int, earlier: Manifest | None) -> None:
        """Count the lines of divided files, make the folder this run's own, tag all partitions."""
        crew = Crew(client, lambda message: self._say(Note(message)), self._unseen)
        self._begin(self._numbered(crew, partitions), size, earlier)
        try:
            self._tag(crew)
        finally:
            self._out.save()

    def _begin(self, partitions: list[Partition], size: int, earlier: Manifest | None) -> None:
        before = {part.number: part for part in earlier.parts} if earlier is not None else {}
        for partition in partitions:
            part, old = waiting(partition), before.get(partition.number)
            if old is not None and old.status == "done":
                part = msgspec.structs.replace(old, inputs=part.inputs)
            self._parts[_name(partition)] = part
        self._partitions = {_name(partition): partition for partition in partitions}
        self._out.begin(self._header, size, list(self._parts.values()))

    def _tag(self, crew: Crew) -> None:
        failed: list[Part] = []
        in_a_row = 0
        with closing(crew.answers(self._calls())) as answers:
            for call, answer in answers:
                part = self._done(call, answer)
                self._out.note(part)
                if part.status == "failed":
                    failed.append(part)
                    in_a_row += 1
                    self._say(Note(f"part {part.number} ({part.inputs.first}): {part.reason}"))
                else:
                    in_a_row = 0
                if in_a_row == IN_A_ROW:
                    raise ClusterError(f"{IN_A_ROW} parts failed in a row, the last one: {part.reason}")
        if failed:
            raise ClusterError(
                f"{len(failed)} of {len(self._parts)} parts failed, one of {failed[0].inputs.first}: "
                f"{failed[0].reason}; the others are done: run again with --resume to try these once more"
            )

    def _numbered(self, crew: Crew, partitions: list[Partition]) -> list[Partition]:
        pieces = {f"lines-{number}": piece for number, piece in enumerate(divided(partitions))}
        calls = (
            Call(name, count, msgspec.to_builtins(CountOrder(self._order, piece)))
            for name, piece in pieces.items()
        )
        lines = {}
        with closing(crew.answers(calls)) as answers:
            for call, answer in answers:
                if isinstance(answer, Failed):
                    raise ClusterError(f"{pieces[call.name].source.label}: {answer.reason}")
                lines[pieces[call.name]] = int(answer)
        return numbered(partitions, lines)

    def _calls(self) -> Iterator[Call]:
        for name in self._partitions:
            yield self._call(name)

    def _call(self, name: str) -> Call:
        order = Order(self._order, self._partitions[name], self._parts[name])
        return Call(name, tag, msgspec.to_builtins(order))

    def _unseen(self, call: Call, address: str) -> Call | None:
        """An input that a worker does not see: gone for everybody, or for that worker alone."""
        if os.path.exists(address):
            return None
        if call.function is count:
            raise InputError(f"{address}: vanished during the run")
        self._partitions[call.name] = self._partitions[call.name].without(address, "no such file any more")
        return self._call(call.name)

    def _done(self, call: Call, answer: Any) -> Part:
        if isinstance(answer, Failed):
            part = msgspec.structs.replace(waiting(self._partitions[call.name]), status="failed")
            part = msgspec.structs.replace(part, reason=answer.reason)
        else:
            part = msgspec.convert(answer["part"], Part)
            if self._parts[call.name].status == "done" and not answer["kept"] and not self._has_changed:
                self._has_changed = True
                self._say(
                    Note(f"part {part.number} ({part.inputs.first}) or its input has changed: made anew")
                )
            self._resumed += part.records if answer["kept"] else 0
            self._written += part.written
            self._rejected += part.rejected
            self._read += self._partitions[call.name].size
            self._say(Advanced(self._written, self._rejected, self._read, self._resumed, b""))
        self._parts[call.name] = part
        return part

    @property
    def stopped(self) -> str:
        """What is done, and how to go on."""
        done = self._written + self._rejected
        return f"{self._out.path}: stopped; {done} records are done: run again with --resume to go on"

    def end(self) -> Summary:
        """The run is whole."""
        self._out.check_whole()
        if self._rejected:
            self._say(
                Note(f"what was rejected is in {self._out.path}{os.sep}part-*.rejects{self._order.suffix}")
            )
        summary = Summary(self._written, self._rejected, self._resumed, files=(self._out.path / MANIFEST,))
        self._say(Finished(summary))
        return summary


def _name(partition: Partition) -> str:
    return f"part-{partition.number}"
