"""The map of two sides: section against section, and what has no counterpart on the other side."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from indexer.manifest import IndexedDocument
from indexer.passages import Passage
from indexer.store import PassageStore
from retriever.compared_texts import TextReader
from retriever.counterparts import LEAST
from retriever.hits import Citation
from retriever.likeness import Floats, Integers, measured, section_likeness
from retriever.relations import passage_score, section_score
from retriever.search import Index, cite_passage
from retriever.section_passages import own_sections
from retriever.sides import ComparedSides, Side, compare_sides, nearest_scores

NAMED: Final = 3
"""Counterparts of a section that are named; a reader follows no longer list."""


@dataclass(frozen=True, slots=True)
class MapSection:
    """A section of one side, with the passages that stand directly in it."""

    source: str
    section_id: str | None
    """The id of its heading; None for what stands below no heading of its document."""
    heading: str
    """Where there is none, the title of the document."""
    path: tuple[str, ...]
    """The headings above it, outermost first."""
    level: int
    """1 at the top, 0 for what stands below no heading."""
    passages: int
    """At least 1."""
    coverage: float
    """The share of them that have a counterpart anywhere on the other side, in [0, 1]."""
    counterparts: tuple[int, ...]
    """The numbers of the nearest sections of the other side, best first, `NAMED` at most: those
    that hold a counterpart of one of its passages. None where the coverage is 0."""


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A passage without a counterpart."""

    passage: Passage
    citation: Citation


@dataclass(frozen=True, slots=True)
class MapSide:
    """One of the two sides of a map."""

    side: Side
    document: IndexedDocument | None
    """The one it consists of; None where it is all of a language."""
    sections: tuple[MapSection, ...]
    """In reading order; each passage of the side stands in one of them."""
    passages: int
    uncovered: tuple[Uncovered, ...]
    """In reading order."""

    @property
    def coverage(self) -> float:
        """The share of its passages that have a counterpart, in [0, 1]; 0 where it has none."""
        return 1 - len(self.uncovered) / self.passages if self.passages else 0.0


@dataclass(frozen=True, slots=True)
class SectionMap:
    """What of two sides belongs together; made by `make_map`."""

    a: MapSide
    """The rows."""
    b: MapSide
    """The columns."""
    scores: Floats
    """(len(a.sections), len(b.sections)) in [0, 1]; 0.5 where the passages of two sections are as
    near as the nearest ones usually are."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Passages that stand in one section."""

    source: str
    heading: Passage | None
    places: Integers
    """(n,) among the passages of the side, ascending."""


def make_map(reader: TextReader, a: Side, b: Side) -> SectionMap:
    """Compare all passages of two sides, and their sections.

    Raises
    ------
    ValueError
        Both sides are in the same language.
    UnknownDocument
        The index has no such document.
    """
    return draw_map(reader.index, compare_sides(reader, a, b))


def draw_map(index: Index, sides: ComparedSides) -> SectionMap:
    """Return the map of two sides that were compared."""
    turned = sides.turned()
    rows, columns = _groups(index.store, sides), _groups(index.store, turned)
    of_rows, of_columns = section_likeness(
        measured(sides.likeness),
        [group.places for group in rows],
        [group.places for group in columns],
    )
    nearness = (of_rows + of_columns) / np.float32(2)
    scores = np.array([section_score(float(value)) for value in nearness.flat], np.float32)
    scores = scores.reshape(nearness.shape)
    return SectionMap(
        a=_side(index, sides, rows, columns, scores),
        b=_side(index, turned, columns, rows, scores.T),
        scores=scores,
    )


def _groups(store: PassageStore, sides: ComparedSides) -> list[_Group]:
    """Return the sections of the first side; first in each document what is below no heading."""
    side, numbers = sides.a, sides.a_numbers
    sources = store.sources() if side.source is None else (side.source,)
    sections = own_sections(store, side.language, sources)
    below = {number for section in sections for number in section.numbers}
    loose: dict[str, list[int]] = {}
    rest = [place for place, number in enumerate(numbers.tolist()) if number not in below]
    for place, passage in zip(
        rest, store.passages_at(side.language, numbers[rest] if rest else []), strict=True
    ):
        loose.setdefault(passage.source, []).append(place)
    groups = []
    for source in sources:
        if source in loose:
            groups.append(_Group(source, None, np.array(loose[source], np.int64)))
        groups += [
            _Group(source, section.heading, np.searchsorted(numbers, section.numbers))
            for section in sections
            if section.heading.source == source
        ]
    return groups


def _side(
    index: Index,
    sides: ComparedSides,
    groups: Sequence[_Group],
    others: Sequence[_Group],
    scores: Floats,
) -> MapSide:
    """Return the first side, with its sections in the rows of `scores`."""
    covered = nearest_scores(sides.likeness) >= LEAST
    levels = {
        section.id: section.level
        for source in dict.fromkeys(group.source for group in groups)
        for section in index.store.sections(source)
    }
    sections = []
    for group, row in zip(groups, scores, strict=True):
        heading = group.heading
        sections.append(
            MapSection(
                source=group.source,
                section_id=None if heading is None else heading.id,
                heading=index.documents[group.source].title if heading is None else heading.text,
                path=() if heading is None else heading.section,
                level=0 if heading is None else levels[heading.id],
                passages=len(group.places),
                coverage=float(covered[group.places].mean()),
                counterparts=_counterparts(sides.likeness, group, others, row)
                if covered[group.places].any()
                else (),
            )
        )
    return MapSide(
        side=sides.a,
        document=None if sides.a.source is None else index.documents[sides.a.source],
        sections=tuple(sections),
        passages=len(covered),
        uncovered=tuple(
            Uncovered(passage, cite_passage(index, passage))
            for passage in index.store.passages_at(
                sides.a.language, sides.a_numbers[np.flatnonzero(~covered)]
            )
        ),
    )


def _counterparts(
    likeness: Floats, group: _Group, others: Sequence[_Group], scores: Floats
) -> tuple[int, ...]:
    nearest = likeness[group.places].max(axis=0)
    found: list[int] = []
    for number in np.argsort(-scores, kind="stable"):
        if passage_score(float(nearest[others[number].places].max())) >= LEAST:
            found.append(int(number))
        if len(found) == NAMED:
            break
    return tuple(found)
