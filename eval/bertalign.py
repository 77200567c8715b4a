"""The peer of our alignment: Bertalign, written anew after its paper.

Liu and Zhu, "Bertalign: Improved word embedding-based sentence alignment for Chinese-English
parallel corpora of literary texts" (Digital Scholarship in the Humanities, 2022). Every run of up
to `OVERLAPS` sentences is encoded. The first pass finds one-to-one anchors on a monotone chain
among the nearest neighbours of each sentence; the second looks for groups near the anchors, whose
score is the cosine less that of the neighbouring sentences, times a penalty for unequal lengths.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import log2
from typing import Final

import numpy as np
from numpy.typing import NDArray

from indexer.encoders import Encoder
from indexer.languages import language_of

Group = tuple[int, ...]
Pair = tuple[Group, Group]

OVERLAPS: Final = 5
"""Sentences of the longest run, and of the largest pair of groups, both sides together."""
NEIGHBOURS: Final = 3
WINDOW: Final = 5
SKIP: Final = -0.1

_SIZES: Final = [(0, 1), (1, 0)] + [
    (k, total - k) for total in range(2, OVERLAPS + 1) for k in range(1, total)
]


@dataclass(frozen=True, slots=True)
class _Text:
    vectors: NDArray[np.float32]
    """Shape (OVERLAPS, n, dimension): at ``[k - 1, i]`` the ``k`` sentences that end with ``i``."""
    lengths: NDArray[np.int64]
    """Of the same runs, in characters."""


def bertalign(a: Sequence[str], b: Sequence[str], encoder: Encoder) -> list[Pair]:
    """Return the pairs of groups of sentences in order; one side may be empty."""
    first, second = _text(a, encoder), _text(b, encoder)
    anchors = _anchors(first.vectors[0], second.vectors[0])
    return _second_pass(first, second, anchors)


def _text(sentences: Sequence[str], encoder: Encoder) -> _Text:
    joint = "" if language_of(" ".join(sentences)) == "zh" else " "
    count = len(sentences)
    vectors = np.zeros((OVERLAPS, count, encoder.dimension), np.float32)
    lengths = np.zeros((OVERLAPS, count), np.int64)
    for size in range(1, OVERLAPS + 1):
        runs = [joint.join(sentences[i + 1 - size : i + 1]) for i in range(size - 1, count)]
        vectors[size - 1, size - 1 :] = encoder.encode_passages(runs)
        lengths[size - 1, size - 1 :] = [len(run) for run in runs]
    return _Text(vectors, lengths)


def _anchors(first: NDArray[np.float32], second: NDArray[np.float32]) -> list[tuple[int, int]]:
    """Return the one-to-one pairs of the first pass, the ends of the texts among them."""
    similar = first @ second.T
    nearest = np.argsort(-similar, axis=1)[:, :NEIGHBOURS]
    n, m = similar.shape
    reward = np.zeros((n, m))
    np.put_along_axis(reward, nearest, np.take_along_axis(similar, nearest, axis=1), axis=1)
    best = np.zeros((n + 1, m + 1))
    for i in range(n):
        best[i + 1, 1:] = np.maximum(best[i, 1:], best[i, :-1] + reward[i])
        best[i + 1] = np.maximum.accumulate(best[i + 1])
    anchors = [(n, m)]
    i, j = n, m
    while i and j:
        if best[i, j] == best[i - 1, j]:
            i -= 1
        elif best[i, j] == best[i, j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            anchors.append((i, j))
    return [*anchors, (0, 0)][::-1]


def _second_pass(a: _Text, b: _Text, anchors: Sequence[tuple[int, int]]) -> list[Pair]:
    n, m = a.vectors.shape[1], b.vectors.shape[1]
    ratio = a.lengths[0].sum() / max(b.lengths[0].sum(), 1)

    @cache
    def score(i: int, j: int, k: int, l: int) -> float:  # noqa: E741  as in (k, l) sentences
        x, y = a.vectors[k - 1, i - 1], b.vectors[l - 1, j - 1]
        around_b = [b.vectors[0, place] for place in (j - l - 1, j) if 0 <= place < m]
        around_a = [a.vectors[0, place] for place in (i - k - 1, i) if 0 <= place < n]
        nearby = [
            float(np.mean([vector @ other for vector in around]))
            for other, around in ((x, around_b), (y, around_a))
            if around
        ]
        margin = float(x @ y) - (sum(nearby) / len(nearby) if nearby else 0.0)
        lengths = (float(a.lengths[k - 1, i - 1]), ratio * float(b.lengths[l - 1, j - 1]))
        return margin * log2(1 + min(lengths) / max(*lengths, 1.0))

    windows = _windows(anchors, n, m)
    best: dict[tuple[int, int], tuple[float, int, int]] = {(0, 0): (0.0, 0, 0)}
    for i in range(n + 1):
        for j in range(windows[i][0], windows[i][1] + 1):
            options = [
                (best[i - k, j - l][0] + (score(i, j, k, l) if k and l else SKIP), k, l)
                for k, l in _SIZES  # noqa: E741
                if (i - k, j - l) in best
            ]
            if options:
                best[i, j] = max(options)
    pairs: list[Pair] = []
    i, j = n, m
    while i or j:
        _, k, l = best[i, j]  # noqa: E741
        pairs.append((tuple(range(i - k, i)), tuple(range(j - l, j))))
        i, j = i - k, j - l
    return pairs[::-1]


def _windows(anchors: Sequence[tuple[int, int]], n: int, m: int) -> list[tuple[int, int]]:
    """Return the first and last column of each row: between its anchors, and some around them."""
    windows = []
    place = 0
    for i in range(n + 1):
        while place + 1 < len(anchors) - 1 and anchors[place + 1][0] <= i:
            place += 1
        low, high = anchors[place][1], anchors[min(place + 1, len(anchors) - 1)][1]
        windows.append((max(0, low - WINDOW), min(m, high + WINDOW)))
    return windows
