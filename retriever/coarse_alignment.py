"""From coarse to fine: where the path runs, before groups are looked at.

Neighbouring sentences are put together two by two until all pairs can be looked at, and the path
that is found there is the middle of the band one level finer, as in Vecalign (Thompson and Koehn,
"Vecalign: Improved sentence alignment in linear time and space", EMNLP 2019). Unlike there, the
coarsest level is still long (`CELLS`), so that texts of up to some 1,400 sentences are looked at in
full and a chapter that one side lacks cannot lead astray.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from retriever.alignment_path import Side, Step, Weights, band_around, best_path, full_band

CELLS: Final = 2_000_000
"""Pairs up to which all are looked at."""
SHORTEST: Final = 64
"""Sentences that the shorter text must have to be made coarser."""
RADIUS: Final = 10
"""How far from the path of the coarser level the band reaches, in sentences."""

_WEIGHTS: Final = Weights(
    threshold=0.3,
    power=1.0,
    merge=np.array([[0.0, 0.1], [0.1, 0.5]], np.float32),
    length=0.0,
)


def rough_path(a: Side, b: Side) -> list[Step]:
    """Return a path of single sentences and pairs that is right to within some sentences."""
    levels = [(a, b)]
    while len(a) * len(b) > CELLS and min(len(a), len(b)) > SHORTEST:
        a, b = _coarser(a), _coarser(b)
        levels.append((a, b))
    band = full_band(len(a), len(b))
    steps: list[Step] = []
    for number, (first, second) in enumerate(reversed(levels)):
        if number:
            steps = _finer(steps, len(first), len(second))
            band = band_around(steps, len(first), len(second), RADIUS)
        steps = best_path(first, second, band, _WEIGHTS)
    return steps


def _coarser(side: Side) -> Side:
    starts = np.arange(0, len(side), 2)
    return Side(np.add.reduceat(side.vectors, starts), np.add.reduceat(side.lengths, starts))


def _finer(steps: Sequence[Step], n: int, m: int) -> list[Step]:
    """Return the steps in sentences of the level below, where the last pair may be a single."""
    finer = []
    for a, size_a, b, size_b in steps:
        end_a, end_b = min(2 * (a + size_a), n), min(2 * (b + size_b), m)
        finer.append(Step(2 * a, end_a - 2 * a, 2 * b, end_b - 2 * b))
    return finer
