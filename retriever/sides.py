"""All of one language, or of one document, against all of the other: what a map is drawn of."""

from dataclasses import dataclass

import numpy as np

from indexer.passages import Language, Passage
from indexer.store import PassageStore
from retriever.compared_texts import ComparedTexts, TextReader, compare_passages
from retriever.counterparts import LEAST
from retriever.likeness import Floats, Integers
from retriever.progress import ComparingProgress
from retriever.relations import passage_score


@dataclass(frozen=True, slots=True)
class Side:
    """What is compared with another side."""

    language: Language
    source: str | None = None
    """One document; None for all."""


@dataclass(frozen=True, slots=True)
class ComparedSides:
    """Two sides, passage by passage; made by `compare_sides`."""

    a: Side
    b: Side
    a_numbers: Integers
    """(n,) the passages of the first side in the list of their language, ascending."""
    b_numbers: Integers
    """(m,) those of the second."""
    likeness: Floats
    """(n, m) of the passages, as `retriever.likeness.passage_likeness` gives it; those with
    confirmed sentences are at least as near as what says the same."""

    def turned(self) -> "ComparedSides":
        """Return the same seen from the other side."""
        return ComparedSides(self.b, self.a, self.b_numbers, self.a_numbers, self.likeness.T)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Whether a passage of one side has a counterpart on the other."""

    passage: Passage
    score: float
    """Of the nearest passage there, in [0, 1]; 0 where there is none."""
    counterpart: Passage | None
    """That passage, or None where it is not near enough to be a counterpart."""


def compare_sides(
    reader: TextReader,
    a: Side,
    b: Side,
    progress: ComparingProgress = lambda stage, done, total: None,
) -> ComparedSides:
    """Compare all passages of two sides, which takes time for both: n times m.

    Parameters
    ----------
    progress
        Told how far it is.

    Raises
    ------
    ValueError
        Both sides are in the same language.
    UnknownDocument
        The index has no such document.
    """
    if a.language == b.language:
        raise ValueError(f"both sides are in the same language, {a.language}")
    store = reader.index.store
    a_numbers, b_numbers = side_numbers(store, a), side_numbers(store, b)
    count = len(a_numbers) + len(b_numbers)

    def read(side: Side, numbers: Integers, before: int) -> ComparedTexts:
        return reader.read(
            side.language, numbers, lambda done: progress("read", before + done, count)
        )

    likeness = reader.verdicts.raise_confirmed(
        compare_passages(
            read(a, a_numbers, 0),
            read(b, b_numbers, len(a_numbers)),
            lambda done: progress("compare", done, len(a_numbers)),
        ),
        a.language,
        a_numbers,
        b_numbers,
    )
    return ComparedSides(a, b, a_numbers, b_numbers, likeness)


def find_coverage(store: PassageStore, sides: ComparedSides) -> tuple[Coverage, ...]:
    """Return for each passage of the first side whether the second one has a counterpart.

    In the order of the collection; `ComparedSides.turned` gives the other way round.
    """
    passages = store.passages_at(sides.a.language, sides.a_numbers)
    if not sides.likeness.shape[1]:
        return tuple(Coverage(passage, 0.0, None) for passage in passages)
    nearest = sides.likeness.argmax(axis=1)
    found = store.passages_at(sides.b.language, sides.b_numbers[nearest])
    return tuple(
        Coverage(passage, float(score), counterpart if score >= LEAST else None)
        for passage, counterpart, score in zip(
            passages, found, nearest_scores(sides.likeness), strict=True
        )
    )


def nearest_scores(likeness: Floats) -> Floats:
    """Return the score of the nearest column of each row; 0 where there are no columns."""
    if not likeness.size:
        return np.zeros(len(likeness), np.float32)
    scores = [passage_score(float(value)) for value in likeness.max(axis=1)]
    return np.array(scores, np.float32)


def side_numbers(store: PassageStore, side: Side) -> Integers:
    """Return the numbers of the passages of a side in the list of its language, ascending."""
    if side.source is None:
        return np.arange(store.searchable(side.language))
    numbers = [
        store.number_of(passage.id)
        for passage in store.passages(side.source)
        if passage.language == side.language and passage.kind != "heading"
    ]
    return np.array(sorted(number for number in numbers if number is not None), np.int64)
