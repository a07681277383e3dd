"""Word clusters from raw text: ``python -m training.clusters TEXT… --out clusters.tsv``.

Words that stand among the same neighbours share a cluster.  Positive pointwise mutual information with the
two words on either side (Levy, Goldberg and Dagan, 2015), a truncated singular value decomposition, k-means,
and a binary tree over the centres (Ward, 1963) whose paths are the codes, so that a prefix of a code is a
coarser cluster.  Text whose words are joined by underscores is also read syllable by syllable, so that the
clusters serve both.  The same text gives the same file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray
from rich.console import Console
from scipy import sparse
from scipy.cluster.hierarchy import linkage, to_tree
from sklearn.cluster import KMeans
from sklearn.utils.extmath import randomized_svd

from hoinghi.text.tokens import TOKEN

IntArray = NDArray[np.int64]
_CONTEXTS = 3000  # neighbours that are told apart
_OFFSETS = (-2, -1, 1, 2)
_SMOOTHING = 0.75  # of the neighbours' frequencies: without it rare ones rule
_MINIMUM = 10  # occurrences of a word that gets a cluster
_JOINED = re.compile(r"(?<=[^\W\d_])_(?=[^\W\d_])")


def _files(paths: Sequence[Path]) -> list[Path]:
    return [file for path in paths for file in (sorted(path.rglob("*.txt")) if path.is_dir() else [path])]


def _cut(text: str) -> list[str]:
    """Tokens as hoinghi cuts them, but joined where the text joins them."""
    tokens: list[str] = []
    for part in text.split():
        if _JOINED.search(part):
            tokens.append("_".join(TOKEN.findall(_JOINED.sub(" ", part))))
        else:
            tokens += TOKEN.findall(part)
    return tokens


def read_lines(paths: Sequence[Path], limit: int) -> Iterator[list[str]]:
    """The token lists of lines, up to ``limit`` tokens; a line with joined words comes in syllables too."""
    count = 0
    for path in _files(paths):
        with path.open(encoding="utf-8-sig", errors="replace") as stream:
            for line in stream:
                tokens = _cut(line)
                if tokens:
                    count += len(tokens)
                    yield tokens
                    if "_" in line:
                        yield TOKEN.findall(_JOINED.sub(" ", line))
                if count >= limit:
                    return


def _neighbours(text: IntArray, size: int) -> sparse.csr_matrix:
    """How often each word has each context word at each offset; 0 is unknown, ``size + 1`` a line's end."""
    contexts = min(_CONTEXTS, size)
    blocks = []
    for offset in _OFFSETS:
        word = text[max(0, -offset) : len(text) - max(0, offset)]
        near = text[max(0, offset) : len(text) - max(0, -offset)]
        near = np.where(near == size + 1, contexts + 1, near)
        told = (word > 0) & (word <= size) & (near > 0) & (near <= contexts + 1)
        ones = np.ones(int(told.sum()), np.float32)
        blocks.append(sparse.csr_matrix((ones, (word[told] - 1, near[told] - 1)), shape=(size, contexts + 1)))
    return sparse.hstack(blocks).tocsr()


def _vectors(counts: sparse.csr_matrix, dimensions: int) -> NDArray[np.float64]:
    rows = np.asarray(counts.sum(axis=1)).ravel()
    columns = np.asarray(counts.sum(axis=0)).ravel() ** _SMOOTHING
    cells = counts.tocoo()
    expected = np.maximum(rows[cells.row], 1) * columns[cells.col] / columns.sum()
    values = np.log(cells.data / expected)
    kept = values > 0
    positive = sparse.csr_matrix(
        (values[kept], (cells.row[kept], cells.col[kept])), shape=counts.shape, dtype=np.float64
    )
    dimensions = min(dimensions, min(positive.shape) - 1)
    left, strength, _ = randomized_svd(positive, dimensions, n_iter=4, random_state=0)
    vectors = left * np.sqrt(strength)
    unit: NDArray[np.float64] = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return unit


def _paths(centres: NDArray[np.float64]) -> dict[int, str]:
    """The path of each centre in the binary tree over all of them."""
    if len(centres) == 1:
        return {0: "0"}
    paths, open_ = {}, [(to_tree(linkage(centres, "ward")), "")]
    while open_:
        node, path = open_.pop()
        if node.is_leaf():
            paths[node.id] = path
        else:
            open_ += [(node.left, path + "0"), (node.right, path + "1")]
    return paths


def learn_clusters(
    lines: Sequence[list[str]], words: int = 30_000, clusters: int = 800, dimensions: int = 100
) -> dict[str, str]:
    """The codes of the most frequent words, those first.  Raises ``ValueError`` if there are too few."""
    counts = Counter(token for line in lines for token in line)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    vocabulary = [word for word, count in ranked[:words] if count >= _MINIMUM]
    if len(vocabulary) < 20:
        raise ValueError(f"only {len(vocabulary)} words occur {_MINIMUM} times: give more text")
    ids = {word: number for number, word in enumerate(vocabulary, 1)}
    end = len(vocabulary) + 1
    text = np.fromiter((i for line in lines for i in (*(ids.get(w, 0) for w in line), end)), np.int64)
    vectors = _vectors(_neighbours(text, len(vocabulary)), dimensions)
    count = max(2, min(clusters, len(vocabulary) // 4))
    fitted = KMeans(count, n_init=1, max_iter=30, random_state=0).fit(vectors)
    paths = _paths(fitted.cluster_centers_)
    return {word: paths[int(label)] for word, label in zip(vocabulary, fitted.labels_, strict=True)}


def clusters_command(
    texts: Annotated[list[Path], typer.Argument(help="Text files, or folders of .txt.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Lines word<TAB>code.")],
    words: Annotated[int, typer.Option(help="Words that get a cluster.")] = 30_000,
    clusters: Annotated[int, typer.Option(help="Clusters.")] = 800,
    limit: Annotated[int, typer.Option(help="Tokens to read.")] = 10_000_000,
) -> None:
    """Learn word clusters for training.tagger --clusters."""
    try:
        codes = learn_clusters(list(read_lines(texts, limit)), words, clusters)
    except (OSError, ValueError) as error:
        Console(stderr=True).print(str(error), highlight=False, markup=False)
        raise typer.Exit(2) from None
    out.write_text("".join(f"{word}\t{code}\n" for word, code in codes.items()), encoding="utf-8")


if __name__ == "__main__":
    typer.run(clusters_command)
