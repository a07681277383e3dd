"""A whole batch: from path arguments to an output that is there when all of it is, and to be gone on with."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from hashlib import blake2b
from itertools import chain
from pathlib import Path

import hoinghi
from hoinghi.batch import journal
from hoinghi.batch.chunks import Chunk, cut
from hoinghi.batch.engine import Outcome, Task
from hoinghi.batch.places import Places
from hoinghi.batch.progress import Advanced, Finished, Note, Progress, Rejected, Started, silent
from hoinghi.batch.publishing import check_format, format_of, publish
from hoinghi.batch.raw import read_raw
from hoinghi.batch.records import Columns
from hoinghi.batch.report import RunReport, Summary, is_as_written, read_report
from hoinghi.batch.sources import STANDARD_INPUT, Source, plan
from hoinghi.batch.spool import Kept, Spool
from hoinghi.batch.workers import outcomes
from hoinghi.bundle.folder import default_bundle, load_bundle
from hoinghi.errors import HoinghiError, OutputError

FIELDS = Columns()


class Interrupted(KeyboardInterrupt):
    """A run was stopped by the user; what was done stays for the next one to go on with."""


def run(
    inputs: Sequence[str],
    output: Path | str,
    *,
    bundle: Path | str | None = None,
    jobs: int = 1,
    resume: bool = False,
    format: str | None = None,
    columns: Columns = FIELDS,
    min_score: float = 0.0,
    with_explanation: bool = False,
    progress: Progress | None = None,
) -> Summary:
    """Tag all records of ``inputs`` (paths, patterns, addresses, ``-``) into the file ``output``.

    ``jobs`` processes predict (-1: one a processor); the bytes that are written depend on input, bundle and
    options alone.  ``format`` is ``"jsonl"``, ``"csv"`` or ``"parquet"`` (default: by the suffix).  What is
    done is kept beside the output until it is whole: ``resume`` goes on with it.  ``progress`` is called
    with each :data:`hoinghi.batch.progress.Event`.

    Raises :class:`hoinghi.errors.InputError`, :class:`hoinghi.errors.BundleError`,
    :class:`hoinghi.errors.OutputError`, :class:`hoinghi.errors.HoinghiError` for a number of ``jobs`` that is
    none, :class:`hoinghi.batch.workers.WorkerError` where a process died, ``ValueError`` where ``min_score``
    is no probability, and :class:`Interrupted` for Ctrl-C.
    """
    places = Places(Path(output))
    chosen = format_of(places.output, format)
    check_format(places.output, chosen, with_explanation)
    places.check()
    sources = plan(inputs, skip=places.own)
    refuse_own(sources, places)
    task = task_of(bundle, columns, min_score, with_explanation)
    header = _header(task)
    workers, say = count_of(jobs), progress or silent
    if resume and (report := _finished(places)) is not None:
        summary = _already_done(report, header, chosen, places, sources, task)
        if summary is not None:
            with Spool(places) as left:  # what a run that was killed at its very end has not removed
                left.remove()
            say(Note("nothing to do: the output is whole, and the input is what it was made of"))
            say(Finished(summary))
            return summary
        say(Note("the input is not what the output was made of; the run begins again"))
    with Spool(places) as spool:
        work = _Run(spool, places, header, task, workers, say)
        return work.whole(sources, resume, chosen)


def task_of(bundle: Path | str | None, columns: Columns, min_score: float, with_explanation: bool) -> Task:
    """What is done to every chunk.

    Raises :class:`hoinghi.errors.BundleError` for an unusable bundle, ``ValueError`` for a ``min_score`` that
    is no probability.
    """
    if not 0.0 <= min_score <= 1.0:
        raise ValueError(f"min_score is a probability, not {min_score}")
    path = Path(bundle).resolve() if bundle is not None else default_bundle()
    return Task(path, load_bundle(path).digest, columns, min_score, with_explanation)


def count_of(jobs: int) -> int:
    """The number of processes that ``jobs`` asks for."""
    if jobs == -1:
        return os.cpu_count() or 1
    if jobs < 1:
        raise HoinghiError(f"--jobs is a number from 1 on, or -1 for one a processor, not {jobs}")
    return jobs


def chunks_of(sources: Sequence[Source], columns: Columns) -> Iterator[Chunk]:
    """The records of ``sources``, cut."""
    return cut(read_raw(sources, columns))


def size_of(sources: Sequence[Source]) -> int | None:
    """Bytes of all sources as stored; ``None`` where one of them does not say."""
    sizes = [source.size for source in sources if source.fault is None]
    return None if None in sizes else sum(size or 0 for size in sizes)


def refuse_own(sources: Sequence[Source], places: Places) -> None:
    """Raise :class:`OutputError` where an input is a file that the run would overwrite."""
    for source in sources:
        if "://" not in source.address and Path(source.address).resolve() in places.own:
            raise OutputError(f"{source.address}: is an input and would be overwritten; name another output")


def _header(task: Task) -> journal.Header:
    columns = task.columns
    options = journal.Options(columns.text, columns.id, columns.date, task.min_score, task.with_explanation)
    return journal.Header(journal.FORMAT, hoinghi.__version__, task.digest, options)


def _finished(places: Places) -> RunReport | None:
    """The report of a whole run; ``None`` where there is none, or a later run has begun."""
    if places.journal.exists() or not places.output.exists():
        return None
    return read_report(places.report)


def _already_done(
    report: RunReport,
    header: journal.Header,
    format: str,
    places: Places,
    sources: Sequence[Source],
    task: Task,
) -> Summary | None:
    """What the earlier run did, if it read the same input; ``None`` if not."""
    if difference := report.run.difference(header):
        raise OutputError(f"{places.output}: {difference}")
    if report.format != format:
        raise OutputError(f"{places.output}: holds {report.format}, not {format}; {journal.BEGIN_AGAIN[3:]}")
    if not is_as_written(report, places.output.parent):
        raise OutputError(f"{places.output}: was changed since it was written; {journal.BEGIN_AGAIN[3:]}")
    found = blake2b(digest_size=16)
    for chunk in chunks_of(sources, task.columns):
        found.update(bytes.fromhex(chunk.digest(task.columns)))
    if found.hexdigest() == report.input:
        return _summary(report, places, resumed=report.records)
    if any(source.address == STANDARD_INPUT for source in sources):
        raise OutputError(
            f"{places.output}: standard input is not what it was made of; {journal.BEGIN_AGAIN[3:]}"
        )
    return None


def _summary(report: RunReport, places: Places, resumed: int) -> Summary:
    files = tuple(places.output.with_name(file.name) for file in report.files)
    return Summary(report.written, report.rejected, resumed, report.duplicates, files)


class _Run:
    """One run over its spool."""

    def __init__(
        self, spool: Spool, places: Places, header: journal.Header, task: Task, jobs: int, say: Progress
    ) -> None:
        self._spool, self._places, self._header = spool, places, header
        self._task, self._jobs, self._say = task, jobs, say
        self._resumed = 0

    def whole(self, sources: Sequence[Source], resume: bool, format: str) -> Summary:
        """Go on or begin, predict what is not done, publish."""
        earlier = self._spool.header()
        goes_on = resume and earlier is not None
        if resume and earlier is not None and (difference := earlier.difference(self._header)):
            raise OutputError(f"{self._places.output}: the earlier run {difference}")
        try:
            self._say(Started(len(sources), size_of(sources)))
            chunks = chunks_of(sources, self._task.columns)
            if goes_on:
                chunks = self._undone(chunks)
            else:
                if earlier is not None:
                    self._say(Note("an unfinished run was left here; without --resume it begins again"))
                self._spool.begin(self._header)
            self._predict(chunks)
            report = publish(self._spool, self._places, self._header, format)
            self._spool.remove()
        except KeyboardInterrupt:
            raise Interrupted(self._stopped()) from None
        except BaseException:
            # Nothing to go on with; what an earlier run has done stays, whatever stopped this one.
            if not goes_on and not self._spool.written and not self._spool.rejected:
                self._spool.remove()
            raise
        summary = _summary(report, self._places, self._resumed)
        self._say(Finished(summary))
        return summary

    def _undone(self, chunks: Iterator[Chunk]) -> Iterator[Chunk]:
        """The chunks that no earlier run has done; those that it has are counted."""
        last: Kept | None = None
        for kept in self._spool.kept():
            chunk = next(chunks, None)
            if chunk is None:
                self._say(Note("the input is shorter than it was; what was predicted of the rest is dropped"))
                break
            if chunk.digest(self._task.columns) != kept.entry.input:
                self._say(
                    Note(f"the input changed at {chunk.first} to {chunk.last}; the run goes on from there")
                )
                chunks = chain([chunk], chunks)
                break
            last = kept
            self._spool.keep(kept)
            self._resumed = self._spool.written + self._spool.rejected
            self._advanced(chunk, kept.lines)
        self._spool.cut(last, self._header)
        return chunks

    def _predict(self, chunks: Iterator[Chunk]) -> None:
        with closing(outcomes(chunks, self._task, self._jobs)) as stream:
            for chunk, outcome in stream:
                self._spool.append(chunk.digest(self._task.columns), outcome)
                for reject in outcome.rejects:
                    self._say(Rejected(reject))
                self._advanced(chunk, outcome.lines)

    def _advanced(self, chunk: Chunk, lines: bytes) -> None:
        spool = self._spool
        self._say(Advanced(spool.written, spool.rejected, chunk.read, self._resumed, lines))

    def _stopped(self) -> str:
        done = self._spool.written + self._spool.rejected
        return f"{self._places.output}: stopped; {done} records are done: run again with --resume to go on"


def tagged(
    inputs: Sequence[str],
    *,
    bundle: Path | str | None = None,
    jobs: int = 1,
    columns: Columns = FIELDS,
    min_score: float = 0.0,
    with_explanation: bool = False,
    progress: Progress | None = None,
) -> Generator[Outcome, None, None]:
    """The outcomes of all records of ``inputs``, chunk by chunk, for a stream that nothing goes back on.

    The arguments are those of :func:`run`.
    """
    say = progress or silent
    sources = plan(inputs)
    task = task_of(bundle, columns, min_score, with_explanation)
    written = rejected = 0
    say(Started(len(sources), size_of(sources)))
    with closing(outcomes(chunks_of(sources, columns), task, count_of(jobs))) as stream:
        for chunk, outcome in stream:
            written += outcome.written
            rejected += len(outcome.rejects)
            for reject in outcome.rejects:
                say(Rejected(reject))
            yield outcome
            say(Advanced(written, rejected, chunk.read, 0, outcome.lines))
    say(Finished(Summary(written, rejected)))
