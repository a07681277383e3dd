"""Titles of one person that cannot both be held: kept, and flagged for whoever reads the record.

Two people may share a name, a page may tell an office before and after an election, a writer may err: which
of the two titles is right is not for the record to guess.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from hoinghi.prediction import OfficialTitle

# Offices of one leadership by rank: who leads, and who stands in.  "Phó Bí thư" may be the standing one.
_RANKS = {
    "chair": ("chair", 1),
    "standing_deputy_chair": ("chair", 2),
    "deputy_chair": ("chair", 2),
    "secretary": ("secretary", 1),
    "standing_deputy_secretary": ("secretary", 2),
    "deputy_secretary": ("secretary", 2),
    "director": ("director", 1),
    "standing_deputy_director": ("director", 2),
    "deputy_director": ("director", 2),
}
MOST = 32  # offices of one person that are compared, each with each: a list of thousands is no person's
# Of these a territory has one at each level, so that two posts there are two posts of the same body.
_ONE_OF_A_KIND = frozenset(
    "party_committee peoples_council peoples_committee fatherland_front womens_union farmers_union "
    "veterans_association trade_union youth_union elderly_association red_cross police".split()
)


def contradict(first: OfficialTitle, second: OfficialTitle) -> bool:
    """Whether nobody holds both titles at one time.

    Both are offices of today in the leadership of the same body at the same level, and either one leads it
    where the other stands in, or both lead it in two places.  What a title does not say contradicts nothing.
    """
    if first.former or second.former or None in (first.body, first.level):
        return False
    if (first.body, first.level) != (second.body, second.level) or first.body not in _ONE_OF_A_KIND:
        return False
    one, other = _RANKS.get(first.role or ""), _RANKS.get(second.role or "")
    if one is None or other is None or one[0] != other[0]:
        return False
    places = {title.place.casefold() for title in (first, second) if title.place is not None}
    return one[1] != other[1] if len(places) < 2 else one[1] == other[1] == 1


def contradictions(titles: Sequence[OfficialTitle]) -> tuple[tuple[int, int], ...]:
    """The pairs of positions in ``titles`` that contradict each other, among the first ``MOST`` offices."""
    offices = [(i, title) for i, title in enumerate(titles) if title.role in _RANKS][:MOST]
    return tuple((i, j) for (i, one), (j, other) in combinations(offices, 2) if contradict(one, other))
