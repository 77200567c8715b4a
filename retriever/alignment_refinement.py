"""Looks again at the doubtful places of a path, with groups of sentences encoded as one text.

The mean of the vectors of two sentences is near to the vector of both as one text (a cosine of
0.83 to 0.90), that of four less so. To encode every group takes many times as long as to encode
the sentences; here only groups are encoded that are in a path nearly as good as the best.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from retriever.alignment_path import (
    LONGEST_RATIO,
    SMALLEST_NORM,
    Barred,
    Floats,
    Side,
    Step,
    Weights,
)

SURE: Final = 0.45
"""Cosine from which a pair of single sentences of about equal length is not looked at again."""
EQUAL: Final = 0.5
"""Logarithm of a ratio of lengths up to which lengths are about equal."""
NEAR: Final = 0.2
"""How much less than the best path one may be worth whose groups are encoded."""
LONGEST: Final = 12
"""Sentences of a side in the longest stretch that is looked at in one piece."""

EncodeGroups = Callable[[Sequence[tuple[int, int]]], Floats]
"""Centred unit vectors of groups, each given as its first sentence and the one behind its last."""


@dataclass(frozen=True, slots=True)
class _Region:
    first: int
    """Number of its first step."""
    last: int
    """Number behind its last step."""
    a: tuple[int, int]
    """Sentences of the first text, half open."""
    b: tuple[int, int]


def refine(
    steps: Sequence[Step],
    a: Side,
    b: Side,
    weights: Weights,
    encode_a: EncodeGroups,
    encode_b: EncodeGroups,
    barred: Barred | None = None,
) -> list[Step]:
    """Return the steps with the doubtful ones taken anew, without what is barred."""
    regions = list(_regions(steps, _doubtful(steps, a, b)))
    estimates = [
        {s: v for s, v in values.items() if barred is None or barred.allows(s)}
        for values in (_values(region, a, b, weights, {}, {}) for region in regions)
    ]
    close = [
        _close(values, region.a, region.b)
        for region, values in zip(regions, estimates, strict=True)
    ]
    exact_a = _encoded({(s.a, s.a + s.size_a) for found in close for s in found}, encode_a)
    exact_b = _encoded({(s.b, s.b + s.size_b) for found in close for s in found}, encode_b)
    refined: list[Step] = []
    place = 0
    for region, found in zip(regions, close, strict=True):
        values = _values(region, a, b, weights, exact_a, exact_b)
        refined += steps[place : region.first]
        refined += _best({step: values[step] for step in found}, region.a, region.b)
        place = region.last
    return [*refined, *steps[place:]]


def _doubtful(steps: Sequence[Step], a: Side, b: Side) -> NDArray[np.bool_]:
    """Return for each step whether it or one beside it is doubtful."""
    doubtful = np.array([(s.size_a, s.size_b) != (1, 1) for s in steps], dtype=np.bool_)
    singles = np.flatnonzero(~doubtful).tolist()
    rows, columns = [steps[n].a for n in singles], [steps[n].b for n in singles]
    first, second = _unit(a.vectors[rows]), _unit(b.vectors[columns])
    ratios = np.abs(np.log(a.lengths[rows] / b.lengths[columns]))
    doubtful[singles] = (np.einsum("ij,ij->i", first, second) < SURE) | (ratios > EQUAL)
    spread = doubtful.copy()
    spread[1:] |= doubtful[:-1]
    spread[:-1] |= doubtful[1:]
    return spread


def _regions(steps: Sequence[Step], doubtful: NDArray[np.bool_]) -> Iterator[_Region]:
    """Yield the doubtful stretches, long ones in pieces; those with sentences on both sides."""
    first = 0
    while first < len(steps):
        if not doubtful[first]:
            first += 1
            continue
        start = steps[first]
        last = first
        while last < len(steps) and doubtful[last]:
            step = steps[last]
            if max(step.a + step.size_a - start.a, step.b + step.size_b - start.b) > LONGEST:
                break
            last += 1
        end = steps[last - 1]
        a, b = (start.a, end.a + end.size_a), (start.b, end.b + end.size_b)
        if a[0] < a[1] and b[0] < b[1]:
            yield _Region(first, last, a, b)
        first = last


def _values(
    region: _Region,
    a: Side,
    b: Side,
    weights: Weights,
    exact_a: Mapping[tuple[int, int], Floats],
    exact_b: Mapping[tuple[int, int], Floats],
) -> dict[Step, float]:
    """Return what each pair of groups of a region is worth."""
    most_a, most_b = weights.merge.shape
    spans_a, vectors_a, lengths_a = _groups(a, region.a, most_a, exact_a)
    spans_b, vectors_b, lengths_b = _groups(b, region.b, most_b, exact_b)
    ratios = lengths_a[:, None] - lengths_b
    values = vectors_a @ vectors_b.T - weights.threshold
    values -= weights.length * np.minimum(ratios * ratios, LONGEST_RATIO)
    sizes = np.ix_(
        [end - start - 1 for start, end in spans_a], [end - start - 1 for start, end in spans_b]
    )
    values = values * weights.sizes[sizes] - weights.merge[sizes]
    return {
        Step(start_a, end_a - start_a, start_b, end_b - start_b): value
        for (start_a, end_a), row in zip(spans_a, values.tolist(), strict=True)
        for (start_b, end_b), value in zip(spans_b, row, strict=True)
        if value > -np.inf
    }


def _groups(
    side: Side, within: tuple[int, int], most: int, exact: Mapping[tuple[int, int], Floats]
) -> tuple[list[tuple[int, int]], Floats, Floats]:
    first, last = within
    spans = [
        (start, start + size)
        for size in range(1, most + 1)
        for start in range(first, last - size + 1)
    ]
    sums = np.concatenate(
        [np.zeros((1, side.vectors.shape[1])), np.cumsum(side.vectors[first:last], axis=0)]
    )
    ends = np.array(spans) - first
    vectors = _unit((sums[ends[:, 1]] - sums[ends[:, 0]]).astype(np.float32))
    for number, span in enumerate(spans):
        if span in exact:
            vectors[number] = exact[span]
    totals = np.concatenate([[0.0], np.cumsum(side.lengths[first:last], dtype=np.float64)])
    lengths = np.log(totals[ends[:, 1]] - totals[ends[:, 0]]).astype(np.float32)
    return spans, vectors, lengths


def _close(values: Mapping[Step, float], a: tuple[int, int], b: tuple[int, int]) -> list[Step]:
    """Return the pairs of groups that are on a path nearly as good as the best one."""
    ahead = _worth(values, a, b)
    mirrored = {
        Step(-s.a - s.size_a, s.size_a, -s.b - s.size_b, s.size_b): value
        for s, value in values.items()
    }
    behind = _worth(mirrored, (-a[1], -a[0]), (-b[1], -b[0]))[::-1, ::-1]
    least = ahead[-1, -1] - NEAR
    return [
        s
        for s, value in values.items()
        if ahead[s.a - a[0], s.b - b[0]]
        + value
        + behind[s.a + s.size_a - a[0], s.b + s.size_b - b[0]]
        >= least
    ]


def _worth(
    values: Mapping[Step, float], a: tuple[int, int], b: tuple[int, int]
) -> NDArray[np.float64]:
    """Return the worth of the best path to each place of a region."""
    worth = np.zeros((a[1] - a[0] + 1, b[1] - b[0] + 1))
    by_row: dict[int, list[tuple[Step, float]]] = {}
    for step, value in values.items():
        by_row.setdefault(step.a + step.size_a - a[0], []).append((step, value))
    for row in range(1, len(worth)):
        worth[row] = worth[row - 1]
        for step, value in by_row.get(row, ()):
            column = step.b - b[0]
            total = worth[step.a - a[0], column] + value
            if total > worth[row, column + step.size_b]:
                worth[row, column + step.size_b] = total
        worth[row] = np.maximum.accumulate(worth[row])
    return worth


def _best(values: Mapping[Step, float], a: tuple[int, int], b: tuple[int, int]) -> list[Step]:
    """Return the best path through a region."""
    worth = _worth(values, a, b)
    by_end: dict[tuple[int, int], list[tuple[Step, float]]] = {}
    for step, value in values.items():
        by_end.setdefault((step.a + step.size_a, step.b + step.size_b), []).append((step, value))
    steps = []
    i, j = a[1], b[1]
    while (i, j) != (a[0], b[0]):
        here = worth[i - a[0], j - b[0]]
        step = Step(i - 1, 1, j, 0)
        if i == a[0] or (j > b[0] and worth[i - a[0], j - 1 - b[0]] == here):
            step = Step(i, 0, j - 1, 1)
        elif worth[i - 1 - a[0], j - b[0]] != here:
            step = next(
                step
                for step, value in by_end[i, j]
                if worth[step.a - a[0], step.b - b[0]] + value == here
            )
        steps.append(step)
        i, j = step.a, step.b
    return steps[::-1]


def _encoded(spans: set[tuple[int, int]], encode: EncodeGroups) -> dict[tuple[int, int], Floats]:
    groups = sorted(span for span in spans if span[1] - span[0] > 1)
    return dict(zip(groups, encode(groups), strict=True)) if groups else {}


def _unit(vectors: Floats) -> Floats:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Floats = np.divide(
        vectors, norms, out=np.zeros_like(vectors), where=norms > SMALLEST_NORM
    )
    return unit
