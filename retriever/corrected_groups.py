"""What corrections say of two texts: which groups of sentences are fixed, which are ruled out."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np

from indexer.corrections import Correction, merge, normal_sentence
from indexer.passages import Language
from retriever.alignment_path import Barred, Flags, RejectedPairs, Step

Placed: TypeAlias = tuple[Correction, Step]
"""A confirmed correction and where it stands; of one side alone the other size is 0."""


@dataclass(frozen=True, slots=True)
class CorrectedGroups:
    """What corrections say of the sentences of two texts; made by `find_groups`."""

    placed: tuple[Placed, ...]
    """Confirmed corrections with their places, by the first text; no sentence is in two."""
    rejected: RejectedPairs

    @property
    def fixed(self) -> list[Step]:
        """The confirmed groups that have both sides, in the order of the first text."""
        return [step for _, step in self.placed if step.size_a and step.size_b]

    @property
    def alone(self) -> tuple[set[int], set[int]]:
        """The sentences of each text that are confirmed to have no counterpart."""
        lone = [step for _, step in self.placed if not (step.size_a and step.size_b)]
        return (
            {n for step in lone for n in range(step.a, step.a + step.size_a)},
            {n for step in lone for n in range(step.b, step.b + step.size_b)},
        )


def find_groups(
    a: Sequence[str],
    b: Sequence[str],
    languages: tuple[Language, Language],
    corrections: Sequence[Correction],
) -> CorrectedGroups:
    """Return what corrections say of two texts.

    A correction holds where its sentences stand one after the other. Where they stand several
    times, the first on one side belongs to the first on the other, and so on; where they stand
    more often on one side, to those at about the same place. Of confirmed corrections that want
    the same sentence the later one has it.

    Parameters
    ----------
    a, b
        Sentences, none of them blank.
    languages
        Of the texts; corrections say nothing of two texts in one language.
    """
    if languages[0] == languages[1] or not corrections:
        return CorrectedGroups((), {})
    first, second = _Places(a), _Places(b)
    taken = (np.zeros(len(a), np.bool_), np.zeros(len(b), np.bool_))
    placed: list[Placed] = []
    rejected: dict[tuple[int, int], dict[int, list[int]]] = {}
    for correction in reversed(merge(corrections)):
        sides = (correction.zh, correction.en)
        x, y = sides if languages[0] == "zh" else sides[::-1]
        if correction.verdict == "rejected":
            starts = second.find(y)
            for start in first.find(x) if starts else ():
                by_size = rejected.setdefault((start, len(x)), {})
                by_size[len(y)] = sorted({*by_size.get(len(y), ()), *starts})
            continue
        for step in _steps(first.free(x, taken[0]), second.free(y, taken[1]), x, y, (a, b)):
            taken[0][step.a : step.a + step.size_a] = True
            taken[1][step.b : step.b + step.size_b] = True
            placed.append((correction, step))
    return CorrectedGroups(
        tuple(sorted(placed, key=lambda item: item[1])),
        {
            group: {size: np.array(starts, np.int64) for size, starts in by_size.items()}
            for group, by_size in rejected.items()
        },
    )


def largest_in_order(steps: Sequence[Step]) -> list[Step]:
    """Return the largest set of groups that are in the same order in both texts.

    Parameters
    ----------
    steps
        In the order of the first text, without common sentences.
    """
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, step in enumerate(steps):
        place = bisect_left(ends, step.b)
        before.append(last[place - 1] if place else -1)
        ends[place : place + 1] = [step.b]
        last[place : place + 1] = [number]
    chosen: list[Step] = []
    number = last[-1] if last else -1
    while number >= 0:
        chosen.append(steps[number])
        number = before[number]
    return chosen[::-1]


class Piece(NamedTuple):
    """A stretch of both texts between confirmed groups, half open."""

    a: tuple[int, int]
    b: tuple[int, int]

    def shifted(self, step: Step) -> Step:
        """Return a step of the piece with the numbers that its sentences have in the texts."""
        return step._replace(a=step.a + self.a[0], b=step.b + self.b[0])


def find_pieces(anchors: Sequence[Step], n: int, m: int) -> list[Piece]:
    """Return what lies before, between and behind groups that are in order.

    Parameters
    ----------
    n, m
        How many sentences there are.
    """
    starts = [(0, 0), *((s.a + s.size_a, s.b + s.size_b) for s in anchors)]
    ends = [*((s.a, s.b) for s in anchors), (n, m)]
    return [
        Piece((start[0], end[0]), (start[1], end[1]))
        for start, end in zip(starts, ends, strict=True)
    ]


def bar(groups: CorrectedGroups, crossing: Iterable[Step], n: int, m: int) -> Barred | None:
    """Return what a path between the fixed groups must not take; None where it may take all.

    Parameters
    ----------
    crossing
        Fixed groups that the path cannot go through; their sentences are in no other pair.
    n, m
        How many sentences there are.
    """
    alone_a, alone_b = groups.alone
    for step in crossing:
        alone_a.update(range(step.a, step.a + step.size_a))
        alone_b.update(range(step.b, step.b + step.size_b))
    if not (alone_a or alone_b or groups.rejected):
        return None
    return Barred(_flags(alone_a, n), _flags(alone_b, m), groups.rejected)


class _Places:
    """Where sentences stand in a text."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self._sentences = [normal_sentence(sentence) for sentence in sentences]
        self._starts: dict[str, list[int]] = {}
        for number, sentence in enumerate(self._sentences):
            self._starts.setdefault(sentence, []).append(number)

    def find(self, run: Sequence[str]) -> list[int]:
        """Return where sentences stand one after the other, each time, in order."""
        wanted = list(run)
        starts = self._starts.get(wanted[0], ()) if wanted else ()
        return [s for s in starts if self._sentences[s : s + len(wanted)] == wanted]

    def free(self, run: Sequence[str], taken: Flags) -> list[int]:
        """Return the same without places that are taken or overlap with the one before."""
        found: list[int] = []
        for start in self.find(run):
            if not taken[start : start + len(run)].any() and (
                not found or start >= found[-1] + len(run)
            ):
                found.append(start)
        return found


def _steps(
    starts_a: list[int],
    starts_b: list[int],
    x: Sequence[str],
    y: Sequence[str],
    texts: tuple[Sequence[str], Sequence[str]],
) -> list[Step]:
    if not y:
        return [Step(start, len(x), 0, 0) for start in starts_a]
    if not x:
        return [Step(0, 0, start, len(y)) for start in starts_b]
    n, m = len(texts[0]), len(texts[1])
    if len(starts_a) <= len(starts_b):
        nearest = _nearest([s / n for s in starts_a], [s / m for s in starts_b])
        pairs = [(s, starts_b[k]) for s, k in zip(starts_a, nearest, strict=True)]
    else:
        nearest = _nearest([s / m for s in starts_b], [s / n for s in starts_a])
        pairs = [(starts_a[k], s) for s, k in zip(starts_b, nearest, strict=True)]
    return [Step(start, len(x), other, len(y)) for start, other in pairs]


def _nearest(few: Sequence[float], many: Sequence[float]) -> list[int]:
    """Return for each of a few ascending places a near one of many, in order, none twice."""
    chosen: list[int] = []
    low = 0
    for number, place in enumerate(few):
        high = len(many) - (len(few) - number)
        while low < high and abs(many[low + 1] - place) <= abs(many[low] - place):
            low += 1
        chosen.append(low)
        low += 1
    return chosen


def _flags(numbers: set[int], size: int) -> Flags:
    flags = np.zeros(size, np.bool_)
    flags[sorted(numbers)] = True
    return flags
