"""Tells a translation from two texts that only share a subject.

Sentences that are each other's nearest are paired. In a translation most of these pairs are in
the same order on both sides; in other texts as many are as in any two shuffled lists, where the
longest run in order has about twice the square root of their number.
"""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

SAMPLE: Final = 1000
"""Sentences of a text that are looked at, evenly spread, when the two are told apart."""
FEWEST: Final = 6
"""Pairs from which an order can be told; texts with fewer count as translations."""
MARGIN: Final = 0.2
"""Share of the pairs that must be in order beyond what chance gives."""
ALIKE: Final = 0.45
"""Cosine from which two sentences of texts on the same subject are paired."""
_ROWS: Final = 1024


def is_translation(a: Floats, b: Floats) -> bool:
    """Return whether the sentences that are nearest to each other are in the same order.

    Parameters
    ----------
    a, b : ndarray of float32, shape (n, dimension) and (m, dimension)
        Centred unit vectors of the sentences.
    """
    sample = np.unique(np.linspace(0, len(a) - 1, min(len(a), SAMPLE)).astype(np.int64))
    nearest = _nearest(a[sample], b)[0]
    back = _nearest(b[nearest], a)[0]
    ordered = [
        int(column)
        for column, row, found in zip(nearest, sample, back, strict=True)
        if row == found
    ]
    return order_share(ordered) >= MARGIN


def order_share(numbers: Sequence[int]) -> float:
    """Return the share of numbers in the longest rising run of them, less what chance gives."""
    count = len(numbers)
    if count < FEWEST:
        return 1.0
    chance: float = 2 / count**0.5
    return longest_rising(numbers) / count - min(chance, 1 - MARGIN)


def longest_rising(numbers: Sequence[int]) -> int:
    """Return how many numbers the longest rising subsequence has."""
    ends: list[int] = []
    for number in numbers:
        place = bisect_left(ends, number)
        ends[place : place + 1] = [number]
    return len(ends)


def free_pairs(
    a: Floats, b: Floats, rejected: Sequence[tuple[int, int]] = ()
) -> list[tuple[int, int, float]]:
    """Return the pairs of sentences that are each other's nearest and alike, with their cosine.

    Parameters
    ----------
    rejected
        Pairs that are passed over, as if they were not alike at all.
    """
    if not len(a) or not len(b):
        return []
    nearest, cosines = _nearest(a, b, rejected)
    back = _nearest(b, a, [(column, row) for row, column in rejected])[0]
    return [
        (row, int(column), min(float(cosine), 1.0))
        for row, (column, cosine) in enumerate(zip(nearest, cosines, strict=True))
        if back[column] == row and cosine >= ALIKE
    ]


def _nearest(
    a: Floats, b: Floats, rejected: Sequence[tuple[int, int]] = ()
) -> tuple[NDArray[np.int64], Floats]:
    """Return for each row of the first the number of the nearest of the second, and the cosine."""
    pairs = np.array(rejected, np.int64).reshape(-1, 2)
    numbers = np.zeros(len(a), np.int64)
    cosines = np.zeros(len(a), np.float32)
    for first in range(0, len(a), _ROWS):
        rows = slice(first, first + _ROWS)
        block = a[rows] @ b.T
        inside = pairs[(pairs[:, 0] >= first) & (pairs[:, 0] < first + _ROWS)]
        block[inside[:, 0] - first, inside[:, 1]] = -1
        numbers[rows] = block.argmax(axis=1)
        cosines[rows] = block.max(axis=1)
    return numbers, cosines
