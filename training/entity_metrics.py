"""Entity-level precision, recall and F1: an entity counts where both its ends and its label are right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.table import Table

from hoinghi.tagging.tagger import runs

Entity = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class EntityCounts:
    """Hits, wrong and missed entities; they add up over sentences and labels."""

    hits: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: EntityCounts) -> EntityCounts:
        return EntityCounts(self.hits + other.hits, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def support(self) -> int:
        return self.hits + self.missed

    @property
    def precision(self) -> float:
        return self.hits / (self.hits + self.wrong) if self.hits + self.wrong else 0.0

    @property
    def recall(self) -> float:
        return self.hits / self.support if self.support else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean; 1 where there was nothing to find and nothing found."""
        total = 2 * self.hits + self.wrong + self.missed
        return 2 * self.hits / total if total else 1.0


def entities(tags: Sequence[str]) -> set[Entity]:
    """The entities of BIO tags as ``(first, behind the last, label)``."""
    return set(runs(tags))


def count_entities(pairs: Iterable[tuple[set[Entity], set[Entity]]]) -> dict[str, EntityCounts]:
    """Counts a label of ``(gold, found)`` pairs, one pair a sentence or text; labels in order."""
    counts: dict[str, EntityCounts] = {}
    for gold, found in pairs:
        for entity in gold | found:
            one = EntityCounts(
                int(entity in gold and entity in found), int(entity not in gold), int(entity not in found)
            )
            counts[entity[2]] = counts.get(entity[2], EntityCounts()) + one
    return dict(sorted(counts.items()))


def micro(counts: dict[str, EntityCounts]) -> EntityCounts:
    """The counts of all labels together."""
    return sum(counts.values(), EntityCounts())


def entity_table(title: str, counts: dict[str, EntityCounts]) -> Table:
    """Precision, recall, F1 and the number of gold entities, a label and micro."""
    table = Table(title=title, title_justify="left")
    table.add_column("label")
    for name in ("precision", "recall", "F1", "entities"):
        table.add_column(name, justify="right")
    for label, one in [*counts.items(), ("micro", micro(counts))]:
        table.add_row(label, f"{one.precision:.4f}", f"{one.recall:.4f}", f"{one.f1:.4f}", str(one.support))
    return table
