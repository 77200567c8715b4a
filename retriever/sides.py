"""All of one language, or of one document, against all of the other: what a map is drawn of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from indexer.passages import Language, Passage
from indexer.store import PassageStore
from retriever.compared_texts import TextReader, compare_passages
from retriever.counterparts import LEAST
from retriever.likeness import Floats, Integers, measured, section_likeness
from retriever.relations import passage_score, section_score
from retriever.section_passages import SectionPassages, own_sections


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
    """(n, m) of the passages, as `retriever.likeness.passage_likeness` gives it."""


@dataclass(frozen=True, slots=True)
class SectionMatrix:
    """How near all sections of one side are to all of the other."""

    a: tuple[SectionPassages, ...]
    """The rows: the sections of the first side in which passages stand directly, in reading
    order."""
    b: tuple[SectionPassages, ...]
    """The columns."""
    scores: Floats
    """(len(a), len(b)) in [0, 1]; 0.5 where their passages are as near as the nearest ones
    usually are."""
    covered: Floats
    """(len(a),) the share of the passages of each section of the first side that have a
    counterpart anywhere on the second."""
    covering: Floats
    """(len(b),) the same for the sections of the second side."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Whether a passage of one side has a counterpart on the other."""

    passage: Passage
    score: float
    """Of the nearest passage there, in [0, 1]; 0 where there is none."""
    counterpart: Passage | None
    """That passage, or None where it is not near enough to be a counterpart."""


def compare_sides(reader: TextReader, a: Side, b: Side) -> ComparedSides:
    """Compare all passages of two sides, which takes time for both: n times m.

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
    a_numbers, b_numbers = _numbers(store, a), _numbers(store, b)
    likeness = compare_passages(
        reader.read(a.language, a_numbers), reader.read(b.language, b_numbers)
    )
    return ComparedSides(a, b, a_numbers, b_numbers, likeness)


def section_matrix(store: PassageStore, sides: ComparedSides) -> SectionMatrix:
    """Return how near the sections of two sides are to each other."""
    a = own_sections(store, sides.a.language, _sources(store, sides.a))
    b = own_sections(store, sides.b.language, _sources(store, sides.b))
    rows = [np.searchsorted(sides.a_numbers, section.numbers) for section in a]
    columns = [np.searchsorted(sides.b_numbers, section.numbers) for section in b]
    of_rows, of_columns = section_likeness(measured(sides.likeness), rows, columns)
    return SectionMatrix(
        a=tuple(a),
        b=tuple(b),
        scores=_each(section_score, (of_rows + of_columns) / np.float32(2)),
        covered=_shares(_best(sides.likeness), rows),
        covering=_shares(_best(sides.likeness.T), columns),
    )


def find_coverage(store: PassageStore, sides: ComparedSides) -> tuple[Coverage, ...]:
    """Return for each passage of the first side whether the second one has a counterpart.

    In the order of the collection; for the other way round compare the sides the other way.
    """
    passages = store.passages_at(sides.a.language, sides.a_numbers)
    if not sides.likeness.shape[1]:
        return tuple(Coverage(passage, 0.0, None) for passage in passages)
    nearest = sides.likeness.argmax(axis=1)
    found = store.passages_at(sides.b.language, sides.b_numbers[nearest])
    return tuple(
        Coverage(passage, float(score), counterpart if score >= LEAST else None)
        for passage, counterpart, score in zip(passages, found, _best(sides.likeness), strict=True)
    )


def _numbers(store: PassageStore, side: Side) -> Integers:
    if side.source is None:
        return np.arange(store.searchable(side.language))
    numbers = [
        store.number_of(passage.id)
        for passage in store.passages(side.source)
        if passage.language == side.language and passage.kind != "heading"
    ]
    return np.array(sorted(number for number in numbers if number is not None), np.int64)


def _sources(store: PassageStore, side: Side) -> Sequence[str]:
    return store.sources() if side.source is None else (side.source,)


def _best(likeness: Floats) -> Floats:
    """Return the score of the nearest column of each row; 0 where there are no columns."""
    if not likeness.size:
        return np.zeros(len(likeness), np.float32)
    return _each(passage_score, likeness.max(axis=1))


def _each(score: Callable[[float], float], values: Floats) -> Floats:
    scores: Floats = np.array([score(float(value)) for value in values.flat], np.float32)
    return scores.reshape(values.shape)


def _shares(scores: Floats, sections: Sequence[Integers]) -> Floats:
    shares: Floats = np.zeros(len(sections), np.float32)
    for number, section in enumerate(sections):
        shares[number] = (scores[section] >= LEAST).mean()
    return shares
