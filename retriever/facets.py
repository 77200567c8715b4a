"""How many passages each filter would leave, beside the other filters that are chosen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from indexer.passages import KINDS, LANGUAGES, Kind, Language
from retriever.columns import Column
from retriever.hits import LanguageFilter
from retriever.restrictions import Mask, Restriction, Restrictions, Restrictor
from retriever.section_names import NamedSection

_Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Facets:
    """What can be chosen, with the number of passages that it would leave."""

    remaining: int
    """How many passages all that is chosen leaves."""
    documents: tuple[tuple[str, int], ...]
    """By source."""
    sections: tuple[tuple[NamedSection, int, int], ...]
    """Section, its depth from 0, and passages in it or below; those without any are left out."""
    kinds: tuple[tuple[Kind, int], ...]
    """Of the kinds that there are."""
    columns: tuple[tuple[Column, tuple[int, ...]], ...]
    """With a number for each of `Column.cells`."""


def count_facets(
    restrictor: Restrictor, restrictions: Restrictions, language: LanguageFilter = "all"
) -> Facets:
    """Return what can be chosen for a search that is restricted already.

    What is counted for a subject meets all other subjects, and for a column all other columns.

    Raises
    ------
    RestrictionError
        As `Restrictor.restrict`.
    """
    catalogue = restrictor.catalogue
    chosen = list(restrictor.restrict(restrictions))
    languages = LANGUAGES if language == "all" else (language,)

    def left(keep: Callable[[Restriction], bool]) -> Mapping[Language, Mask]:
        masks = {name: np.ones(len(catalogue.places[name].kinds), dtype=bool) for name in languages}
        for restriction in filter(keep, chosen):
            for name in languages:
                masks[name] = masks[name] & restriction.masks[name]
        return masks

    def count(subject: str, size: int) -> _Counts:
        masks = left(lambda restriction: restriction.subject != subject)
        counts = np.zeros(size, dtype=np.int64)
        for name in languages:
            numbers = getattr(catalogue.places[name], subject)[masks[name]]
            counts += np.bincount(numbers[numbers >= 0], minlength=size)
        return counts

    sections = count("sections", len(catalogue.sections))
    for number in range(len(sections) - 1, -1, -1):
        parent = catalogue.sections[number].parent
        if parent is not None:
            sections[parent] += sections[number]
    kinds = count("kinds", len(KINDS)).tolist()
    within = {catalogue.sources.index(source) for source in restrictions.documents}
    return Facets(
        remaining=sum(int(mask.sum()) for mask in left(lambda _: True).values()),
        documents=tuple(
            zip(catalogue.sources, count("documents", len(catalogue.sources)).tolist(), strict=True)
        ),
        sections=tuple(
            (section, len(section.path), number)
            for section, number in zip(catalogue.sections, sections.tolist(), strict=True)
            if number and (not within or section.document in within)
        ),
        kinds=tuple((kind, n) for kind, n in zip(KINDS, kinds, strict=True) if kind != "heading"),
        columns=tuple(
            (column, _cells(column, left(partial(_is_not, column.name)), languages))
            for column in catalogue.columns
        ),
    )


def _is_not(column: str, restriction: Restriction) -> bool:
    return restriction.column != column


def _cells(
    column: Column, masks: Mapping[Language, Mask], languages: Sequence[Language]
) -> tuple[int, ...]:
    counts = np.zeros(len(column.cells), dtype=np.int64)
    for language in languages:
        rows = column.rows[language]
        counts += np.bincount(rows.cells[masks[language][rows.numbers]], minlength=len(counts))
    return tuple(counts.tolist())
