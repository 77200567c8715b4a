"""The best monotone path through the pairs of sentences of two texts, inside a band.

A step takes ``k`` sentences of one side and ``l`` of the other as saying the same, or passes over
one sentence. Vectors of sentences are additive: the vector of a group is the sum of those of its
members, so that the cosine of every pair of groups comes from one banded matrix of products of
single sentences, and nothing but single sentences is ever encoded.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Flags: TypeAlias = NDArray[np.bool_]
RejectedPairs: TypeAlias = Mapping[tuple[int, int], Mapping[int, NDArray[np.int64]]]
"""For a group of the first text, as its first sentence and its size: the groups of the second that
it must not be paired with, as their first sentences, ascending, by their size."""

LONGEST_RATIO: Final = 9.0
"""Squared logarithm of a ratio of lengths from which a worse one costs no more."""

SMALLEST_NORM: Final = 1e-9

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
    """Cosine from which a pair is worth more than to pass over its sentences."""
    power: float
    """The worth of a pair grows with its mean number of sentences to this power."""
    merge: Floats
    """What a pair of ``k`` and ``l`` sentences costs at ``[k - 1, l - 1]``; infinite where it is
    not allowed."""
    length: float
    """What the squared logarithm of the ratio of the lengths takes from the cosine, a unit."""

    @property
    def sizes(self) -> NDArray[np.float64]:
        """By how much the worth of each pair is multiplied, shaped like `merge`."""
        rows, columns = self.merge.shape
        means = (np.arange(1, rows + 1)[:, None] + np.arange(1, columns + 1)) / 2
        sizes: NDArray[np.float64] = means**self.power
        return sizes


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

    def part(self, first: int, end: int) -> "Side":
        """Return a stretch of the sentences."""
        return Side(self.vectors[first:end], self.lengths[first:end])

    def without(self, sentences: Flags) -> "Side":
        """Return the side with some sentences like nothing at all."""
        return Side(np.where(sentences[:, None], np.float32(0), self.vectors), self.lengths)


@dataclass(frozen=True, slots=True, eq=False)
class Barred:
    """What a path must not take; to pass over a sentence is always allowed."""

    alone_a: Flags
    """(n,) the sentences of the first text that are in no pair."""
    alone_b: Flags
    """(m,) the same for the second."""
    pairs: RejectedPairs
    a: int = 0
    """Number that the first sentence has in `pairs`."""
    b: int = 0

    def part(self, a: tuple[int, int], b: tuple[int, int]) -> "Barred":
        """Return the same for a stretch of each text, half open."""
        return replace(
            self,
            alone_a=self.alone_a[slice(*a)],
            alone_b=self.alone_b[slice(*b)],
            a=self.a + a[0],
            b=self.b + b[0],
        )

    def allows(self, step: Step) -> bool:
        """Tell whether a pair of groups may be taken."""
        if self.alone_a[step.a : step.a + step.size_a].any():
            return False
        if self.alone_b[step.b : step.b + step.size_b].any():
            return False
        starts = self.pairs.get((self.a + step.a, step.size_a), {}).get(step.size_b)
        return starts is None or self.b + step.b not in starts

    def mask(self, values: NDArray[np.float64], row: int, low: int) -> None:
        """Make the pairs that end in a row worth nothing that could be taken.

        Parameters
        ----------
        values : ndarray of float64, shape (k, l, width)
            At ``[k - 1, l - 1, j]`` of the pair of ``k`` sentences before the boundary `row` and
            ``l`` before ``low + j``; changed in place.
        """
        reach, most, width = values.shape
        ends = np.arange(low, low + width)
        passed = np.concatenate([[0], np.cumsum(self.alone_b)])
        for size_b in range(1, most + 1):
            alone = passed[ends] > passed[np.maximum(ends - size_b, 0)]
            values[:, size_b - 1, alone] = -np.inf
        for size_a in range(1, reach + 1):
            if self.alone_a[row - size_a]:
                values[size_a - 1 :] = -np.inf
                return
            rejected = self.pairs.get((self.a + row - size_a, size_a), {})
            for size_b, starts in rejected.items():
                columns = starts + (size_b - self.b - low)
                if size_b <= most:
                    inside = columns[(columns >= 0) & (columns < width)]
                    values[size_a - 1, size_b - 1, inside] = -np.inf


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


def best_path(
    a: Side, b: Side, band: Band, weights: Weights, barred: Barred | None = None
) -> list[Step]:
    """Return the steps of the path of the highest worth, in order; every sentence once.

    Time and memory grow with the number of places in the band.

    Parameters
    ----------
    barred
        What the path must not take; None where it may take everything.
    """
    n, m = len(a), len(b)
    most_a, most_b = weights.merge.shape
    groups_a, groups_b = _groups(a, most_a), _groups(b, most_b)
    starts = np.concatenate([[0], np.cumsum(band.high - band.low + 1)])
    back = np.full(starts[-1], _ACROSS, np.uint8)
    worth = [(int(band.low[0]), np.zeros(int(band.high[0] - band.low[0]) + 1))]
    sums: list[tuple[int, Floats]] = []
    for i, product in enumerate(_products(a, b, band, most_a, most_b), start=1):
        sums.append(product)
        del sums[:-most_a], worth[:-most_a]
        low, width = int(band.low[i]), int(band.high[i] - band.low[i]) + 1
        best = _aligned(worth[-1:], low, width, -np.inf)[0]
        pairs = _pairs(i, low, width, sums, worth, groups_a, groups_b, weights, barred)
        taken = pairs.argmax(axis=0)
        found = np.take_along_axis(pairs, taken[None], axis=0)[0]
        choice = np.where(found > best, taken + _DOWN + 1, _DOWN).astype(np.uint8)
        best = np.maximum(found, best)
        # To pass over a sentence costs nothing: the best start of a run across is the best so far.
        across = np.maximum.accumulate(best)
        choice[across > best] = _ACROSS
        worth.append((low, across))
        back[starts[i] : starts[i + 1]] = choice
    return _trace(back, starts, band, n, m, most_b)


def _pairs(
    i: int,
    low: int,
    width: int,
    sums: Sequence[tuple[int, Floats]],
    worth: Sequence[tuple[int, NDArray[np.float64]]],
    groups_a: "_Groups",
    groups_b: "_Groups",
    weights: Weights,
    barred: Barred | None,
) -> NDArray[np.float64]:
    """Return the worth of all paths that end in a row with a pair of groups.

    Shape (sizes of both groups, width), with ``(k - 1) * most_b + l - 1`` in the first.
    """
    reach = min(i, weights.merge.shape[0])
    most_b = weights.merge.shape[1]
    columns = slice(low, low + width)
    block = np.cumsum(_aligned(sums[-reach:][::-1], low - most_b, width + most_b, 0.0), axis=0)
    value = block[:, None, most_b:] - _shifted(block, most_b, width)
    value *= groups_a.scales[:reach, i][:, None, None]
    value *= groups_b.scales[:, columns]
    value -= weights.threshold
    if weights.length:
        ratio = groups_a.lengths[:reach, i][:, None, None] - groups_b.lengths[:, columns]
        value -= weights.length * np.minimum(ratio * ratio, LONGEST_RATIO)
    value *= weights.sizes[:reach, :, None]
    value -= weights.merge[:reach, :, None]
    if barred is not None:
        barred.mask(value, i, low)
    before = _aligned(worth[-reach:][::-1], low - most_b, width + most_b, -np.inf)
    value += _shifted(before, most_b, width)
    return value.reshape(reach * most_b, width)


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


class _Groups(NamedTuple):
    """Of all groups of a text, at ``[k - 1, i]`` that of ``k`` sentences that ends at boundary i.

    Both have the shape (most, n + 1).
    """

    scales: Floats
    """Inverse norms of the vectors."""
    lengths: Floats
    """Logarithms of the lengths."""


def _groups(side: Side, most: int) -> _Groups:
    n = len(side)
    groups = _Groups(np.zeros((most, n + 1), np.float32), np.zeros((most, n + 1), np.float32))
    vectors, length = side.vectors, side.lengths
    for k in range(1, min(most, n) + 1):
        if k > 1:
            vectors = vectors[:-1] + side.vectors[k - 1 :]
            length = length[:-1] + side.lengths[k - 1 :]
        norms = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
        groups.scales[k - 1, k:] = np.divide(
            1, norms, out=np.zeros_like(norms), where=norms > SMALLEST_NORM
        )
        groups.lengths[k - 1, k:] = np.log(length)
    return groups


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
