"""Folds grouped by origin: articles of one writer's batch never stand on both sides of a split."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from training.article import Article


def assign_folds(articles: Sequence[Article], count: int, seed: int) -> NDArray[np.int64]:
    """The fold of each article, shape ``(n,)``, values below ``count``.

    Origins are dealt largest first to the smallest fold, ties in an order drawn from ``seed``.
    Raises ``ValueError`` where there are fewer origins than folds.
    """
    origins = [article.origin for article in articles]
    sizes = {origin: origins.count(origin) for origin in sorted(set(origins))}
    if len(sizes) < count:
        raise ValueError(f"{count} folds need as many origins, the articles have {len(sizes)}")
    order = np.random.default_rng(seed).permutation(len(sizes))
    ranked = sorted(zip(sizes, order.tolist(), strict=True), key=lambda item: (-sizes[item[0]], item[1]))
    filled = [0] * count
    fold_of: dict[str, int] = {}
    for origin, _ in ranked:
        fold = filled.index(min(filled))
        fold_of[origin] = fold
        filled[fold] += sizes[origin]
    return np.array([fold_of[origin] for origin in origins], dtype=np.int64)
