"""The best monotone path through the pairs of sentences of two texts, inside a band.

A step takes ``k`` sentences of one side and ``l`` of the other as saying the same, or passes over
one sentence. Vectors of sentences are additive: the vector of a group is the sum of those of its
members, so that the cosine of every pair of groups comes from one banded matrix of products of
single sentences, and nothing but single sentences is ever encoded.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_ROWS: Final = 64
"""Rows of the matrix of products that are computed at once."""
_ACROSS: Final = 0
"""Step that passes over a sentence of the second text."""
_DOWN: Final = 1
"""Step that passes over a sentence of the first text; pairs of groups follow it."""


class Step(NamedTuple):
    """A pair of groups, or a sentence without a counterpart."""

    a: int
    """Number of the first sentence of the group in the first text."""
    size_a: int
    """Sentences of the group; 0 where the first text has none."""
    b: int
    size_b: int


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """Which boundaries between sentences a path may go through.

    Row ``i`` stands for the place behind the first ``i`` sentences of the first text, column ``j``
    for that in the second.
    """

    low: NDArray[np.int64]
    """First column of each row, shape (n + 1,), never falling."""
    high: NDArray[np.int64]
    """Last column of each row, never falling; each row shares a column with the one before."""


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """What makes a pair of groups worth taking."""

    threshold: float
    """Cosine from which a pair is worth more than no pair."""
    skip: float
    """What passing over a sentence costs."""
    merge: Floats
    """What a pair of ``k`` and ``l`` sentences costs at ``[k - 1, l - 1]``; infinite where it is
    not allowed."""
    length: float
    """What a pair costs for each unit of the squared logarithm of the ratio of its lengths."""


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """The sentences of a text, ready to be compared."""

    vectors: Floats
    """Shape (n, dimension); the vector of a group is the sum of those of its members."""
    lengths: Floats
    """Shape (n,), positive; a sentence and its translation have about the same."""

    def __len__(self) -> int:
        """Return the number of sentences."""
        return len(self.lengths)


def full_band(n: int, m: int) -> Band:
    """Return the band that keeps every path."""
    return Band(np.zeros(n + 1, np.int64), np.full(n + 1, m, np.int64))


def band_around(steps: Sequence[Step], n: int, m: int, radius: int) -> Band:
    """Return the band of all places within some sentences of a path."""
    low = np.full(n + 1, m, np.int64)
    high = np.zeros(n + 1, np.int64)
    for a, size_a, b, size_b in steps:
        rows = slice(a, a + size_a + 1)
        low[rows] = np.minimum(low[rows], b)
        high[rows] = np.maximum(high[rows], b + size_b)
    if not steps:
        return full_band(n, m)
    rows_before = np.maximum(np.arange(n + 1) - radius, 0)
    rows_after = np.minimum(np.arange(n + 1) + radius, n)
    low = np.minimum.accumulate(low[::-1])[::-1]
    high = np.maximum.accumulate(high)
    return Band(np.maximum(low[rows_before] - radius, 0), np.minimum(high[rows_after] + radius, m))


def best_path(a: Side, b: Side, band: Band, weights: Weights) -> list[Step]:
    """Return the steps of the path of the highest worth, in order; every sentence once.

    Time and memory grow with the number of places in the band.
    """
    n, m = len(a), len(b)
    groups_a, groups_b = weights.merge.shape
    scale_a, lengths_a = _groups(a, groups_a)
    scale_b, lengths_b = _groups(b, groups_b)
    sizes = (np.arange(1, groups_a + 1)[:, None] + np.arange(1, groups_b + 1)) / 2
    fixed = (weights.merge + sizes * weights.threshold)[:, :, None]
    starts = np.concatenate([[0], np.cumsum(band.high - band.low + 1)])
    back = np.zeros(starts[-1], np.uint8)
    worth: list[tuple[int, NDArray[np.float64]]] = []
    sums: list[tuple[int, Floats]] = []
    products = _products(a, b, band, groups_a, groups_b)
    for i in range(n + 1):
        low, high = int(band.low[i]), int(band.high[i])
        width = high - low + 1
        best = np.full(width, -np.inf)
        choice = np.full(width, _DOWN, np.uint8)
        if i == 0:
            best[0] = 0.0
        else:
            sums.append(next(products))
            del sums[:-groups_a], worth[:-groups_a]
            best = _aligned(worth[-1:], low, width, -np.inf)[0] - weights.skip
            reach = min(i, groups_a)
            block = np.cumsum(
                _aligned(sums[-reach:][::-1], low - groups_b, width + groups_b, 0.0), axis=0
            )
            before = _aligned(worth[-reach:][::-1], low - groups_b, width + groups_b, -np.inf)
            sizes_a = np.arange(reach)
            value = block[:, None, groups_b:] - _shifted(block, groups_b, width)
            value *= scale_a[sizes_a, i - 1 - sizes_a][:, None, None]
            value *= scale_b[:, low : high + 1]
            if weights.length:
                ratio = lengths_a[sizes_a, i - 1 - sizes_a][:, None, None]
                ratio = ratio - lengths_b[:, low : high + 1]
                value -= np.minimum(ratio * ratio, 9.0) * weights.length
            value *= sizes[:reach, :, None]
            value -= fixed[:reach]
            value += _shifted(before, groups_b, width)
            pairs = value.reshape(reach * groups_b, width)
            taken = pairs.argmax(axis=0)
            found = np.take_along_axis(pairs, taken[None], axis=0)[0]
            better = found > best
            best = np.where(better, found, best)
            choice = np.where(better, taken + _DOWN + 1, _DOWN).astype(np.uint8)
        # Steps across cost the same everywhere, so the best start of each is a running maximum.
        slope = weights.skip * np.arange(width)
        across = np.maximum.accumulate(best + slope) - slope
        choice[across > best + 1e-12] = _ACROSS
        if i == 0:
            choice[1:] = _ACROSS
        worth.append((low, across))
        back[starts[i] : starts[i + 1]] = choice
    return _trace(back, starts, band, n, m, groups_b)


def _trace(
    back: NDArray[np.uint8], starts: NDArray[np.int64], band: Band, n: int, m: int, groups_b: int
) -> list[Step]:
    steps = []
    i, j = n, m
    while i or j:
        choice = int(back[starts[i] + j - band.low[i]])
        size_a, size_b = (
            (0, 1)
            if choice == _ACROSS
            else (1, 0)
            if choice == _DOWN
            else ((choice - 2) // groups_b + 1, (choice - 2) % groups_b + 1)
        )
        i, j = i - size_a, j - size_b
        steps.append(Step(i, size_a, j, size_b))
    return steps[::-1]


def _groups(side: Side, most: int) -> tuple[Floats, Floats]:
    """Return the inverse norms and the logarithms of the lengths of all groups.

    Both have the shape (most, n + 1): at ``[k - 1, i]`` the group of ``k`` sentences that ends
    before boundary ``i`` for the second text. For the first text the caller counts from 0.
    """
    n = len(side)
    scales = np.zeros((most, n + 1), np.float32)
    lengths = np.zeros((most, n + 1), np.float32)
    group = np.zeros_like(side.vectors)
    length = np.zeros(n, np.float32)
    for k in range(1, min(most, n) + 1):
        group = (group[:-1] if k > 1 else group) + side.vectors[k - 1 :]
        length = (length[:-1] if k > 1 else length) + side.lengths[k - 1 :]
        norms = np.sqrt(np.einsum("ij,ij->i", group, group))
        scales[k - 1, k:] = np.divide(1, norms, out=np.zeros_like(norms), where=norms > 1e-9)
        lengths[k - 1, k:] = np.log(length)
    return scales, lengths


def _products(
    a: Side, b: Side, band: Band, groups_a: int, groups_b: int
) -> Iterator[tuple[int, Floats]]:
    """Yield for each sentence of the first text its products, summed up along the columns.

    Each as its first column and the sums up to each boundary.
    """
    n = len(a)
    lows = np.maximum(band.low[1:] - groups_b, 0)
    highs = band.high[np.minimum(np.arange(n) + groups_a, n)]
    for first in range(0, n, _ROWS):
        last = min(first + _ROWS, n)
        low, high = int(lows[first]), int(highs[last - 1])
        block = a.vectors[first:last] @ b.vectors[low:high].T
        for row in range(first, last):
            start, end = int(lows[row]), int(highs[row])
            sums = np.zeros(end - start + 1, np.float32)
            np.cumsum(block[row - first, start - low : end - low], out=sums[1:])
            yield start, sums


def _aligned(
    rows: Sequence[tuple[int, NDArray[np.floating]]], low: int, width: int, missing: float
) -> NDArray[np.float64]:
    """Return rows that start at different columns as one array that starts at `low`."""
    array = np.full((len(rows), width), missing)
    for line, (start, values) in zip(array, rows, strict=True):
        first, last = max(start, low), min(start + len(values), low + width)
        if first < last:
            line[first - low : last - low] = values[first - start : last - start]
    return array


def _shifted(array: NDArray[np.float64], groups: int, width: int) -> NDArray[np.float64]:
    """Return a view ``[k, l - 1, j]`` of ``array[k, groups + j - l]`` for ``l`` to `groups`."""
    across = array.strides[1]
    return np.lib.stride_tricks.as_strided(
        array[:, groups - 1 :],
        shape=(len(array), groups, width),
        strides=(array.strides[0], -across, across),
        writeable=False,
    )
