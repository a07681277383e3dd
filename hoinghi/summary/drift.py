"""How far a batch is from the articles of the training: the population stability index of each feature.

The index of two distributions ``a`` and ``e`` over the same bins is ``Σ (a - e) ln(a / e)``, the sum of their
relative entropies.  Its customary limits, 0.10 and 0.25, are rules of thumb of credit scoring: E. M. Lewis,
An Introduction to Credit Scoring (1994); N. Siddiqi, Credit Risk Scorecards (2006).  They know nothing of
the size of the batch; what chance alone gives does: B. Yurdakul, Statistical Properties of Population
Stability Index (2018), shows that ``index / (1/n + 1/m)`` of samples of ``n`` and ``m`` follows the
chi-squared distribution with ``bins - 1`` degrees of freedom where nothing has changed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from statistics import NormalDist

import msgspec

from hoinghi.errors import BundleError
from hoinghi.summary.profile import KEY, Profile

CHANGED, SHIFTED = 0.10, 0.25
FALSE_ALARMS = 0.05  # probability that a report of a batch without any change calls one
_PRIOR = 0.5  # articles added to every bin (Jeffreys' prior): an empty bin is rare, not impossible


class Shift(msgspec.Struct, frozen=True):
    """One feature: its stability ``index``, the largest that ``chance`` explains, and what to make of it.

    ``reading`` is ``stable`` (below 0.10, or within chance), ``changed`` (below 0.25) or ``shifted``.
    """

    feature: str
    index: float
    chance: float
    reading: str


class Rate(msgspec.Struct, frozen=True):
    """The share of articles with a label, in the batch and in the training; both in [0, 1]."""

    label: str
    batch: float
    training: float


class Drift(msgspec.Struct, frozen=True):
    """A batch beside the training: features by falling index, shares of labels, means an article."""

    articles: int
    training_articles: int
    shifts: tuple[Shift, ...]
    meeting_types: tuple[Rate, ...]
    topics: tuple[Rate, ...]
    means: dict[str, tuple[float, float]]


def training_profile(manifest: Mapping[str, object]) -> Profile | None:
    """The profile in a bundle's manifest, ``None`` where it holds none.  Raises :class:`BundleError`."""
    if not manifest.get(KEY):
        return None
    try:
        return msgspec.convert(manifest[KEY], Profile)
    except msgspec.ValidationError as error:
        raise BundleError(f"the bundle's profile cannot be used: {error}; retrain the bundle") from None


def drift_of(batch: Profile, training: Profile) -> Drift:
    """Compare the features that both profiles tell.  Neither may be of no articles."""
    pairs = {
        name: (batch.features[name], bins)
        for name, bins in training.features.items()
        if name in batch.features and name != "meeting_type"
    }
    pairs["meeting_type"] = (batch.features["meeting_type"], training.features["meeting_type"])
    for label in sorted(batch.topics.keys() | training.topics.keys()):
        pairs[f"topic {label}"] = (_with_and_without(batch, label), _with_and_without(training, label))
    shifts = [_shift(name, *pair, FALSE_ALARMS / len(pairs)) for name, pair in pairs.items()]
    return Drift(
        batch.articles,
        training.articles,
        tuple(sorted(shifts, key=lambda shift: (-shift.index, shift.feature))),
        _rates(batch.features["meeting_type"], training.features["meeting_type"], batch, training),
        _rates(batch.topics, training.topics, batch, training),
        {name: (batch.mean(name), training.mean(name)) for name in training.totals},
    )


def _with_and_without(profile: Profile, label: str) -> dict[str, int]:
    having = profile.topics.get(label, 0)
    return {"with": having, "without": profile.articles - having}


def _rates(
    batch: Mapping[str, int], training: Mapping[str, int], batch_profile: Profile, training_profile: Profile
) -> tuple[Rate, ...]:
    rates = [
        Rate(
            label,
            batch.get(label, 0) / batch_profile.articles,
            training.get(label, 0) / training_profile.articles,
        )
        for label in batch.keys() | training.keys()
    ]
    return tuple(sorted(rates, key=lambda rate: (-abs(rate.batch - rate.training), rate.label)))


def _shift(feature: str, batch: Mapping[str, int], training: Mapping[str, int], probability: float) -> Shift:
    index = stability_index(training, batch)
    bins = sum(1 for name in batch.keys() | training.keys() if batch.get(name) or training.get(name))
    chance = chance_limit(bins, sum(training.values()), sum(batch.values()), probability)
    if index < CHANGED or index <= chance:
        return Shift(feature, index, chance, "stable")
    return Shift(feature, index, chance, "changed" if index < SHIFTED else "shifted")


def stability_index(expected: Mapping[str, int], actual: Mapping[str, int]) -> float:
    """The population stability index of two sets of counts over the same bins; 0 for equal shares."""
    bins = sorted(expected.keys() | actual.keys())
    shares = zip(_shares(expected, bins), _shares(actual, bins), strict=True)
    return sum((a - e) * math.log(a / e) for e, a in shares)


def _shares(counts: Mapping[str, int], bins: Sequence[str]) -> list[float]:
    total = sum(counts.values()) + _PRIOR * len(bins)
    return [(counts.get(name, 0) + _PRIOR) / total for name in bins]


def chance_limit(bins: int, expected: int, actual: int, probability: float) -> float:
    """The index that samples of one distribution exceed with ``probability``.

    ``expected`` and ``actual`` are the sizes of the samples.  The chi-squared quantile is Wilson and
    Hilferty's (1931), right to two digits.
    """
    freedom = bins - 1
    if freedom < 1:
        return 0.0
    width = 2 / (9 * freedom)
    quantile = freedom * (1 - width + NormalDist().inv_cdf(1 - probability) * math.sqrt(width)) ** 3
    return quantile * (1 / expected + 1 / actual)
