"""Everything that is summed up of files of output, in one pass over them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hoinghi.batch.records import Reject
from hoinghi.batch.sources import Source
from hoinghi.summary.counts import Counts
from hoinghi.summary.profile import Profile, ProfileTally
from hoinghi.summary.reading import read_facts, title_levels

KEPT_REJECTS = 5


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts and profile of the records that could be read; how many could not, and the first of these."""

    counts: Counts
    profile: Profile
    rejected: int
    rejects: tuple[Reject, ...]


def sum_up(sources: Iterable[Source]) -> Overview:
    """Read and count.  The memory is that of the distinct labels, periods and months."""
    counts, tally = Counts(), ProfileTally()
    rejected, rejects = 0, list[Reject]()

    def refuse(reject: Reject) -> None:
        nonlocal rejected
        rejected += 1
        if len(rejects) < KEPT_REJECTS:
            rejects.append(reject)

    for source in sources:
        levels = title_levels(source)
        if isinstance(levels, Reject):
            refuse(levels)
            levels = None
        if levels is not None:
            counts.levels.update(levels)
        for item in read_facts([source]):
            if isinstance(item, Reject):
                refuse(item)
                continue
            counts.add(item)
            tally.add(item)
            if item.levels is None and levels is None:
                counts.levels_told = False
    return Overview(counts, tally.profile(), rejected, tuple(rejects))
