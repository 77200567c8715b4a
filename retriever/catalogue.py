"""What searches are restricted by: the documents, sections, kinds and table columns of an index.

For each passage there is a number a subject, in arrays, so that which passages remain is found
without going through them one by one. It is read when it is first asked for.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import RLock

import numpy as np
from numpy.typing import NDArray

from indexer.passages import KINDS, LANGUAGES, Language
from indexer.store import PassageStore
from retriever.columns import Column, find_columns, read_columns
from retriever.errors import NoCellWith, NoColumnCalled, NoSectionCalled
from retriever.listed_names import listed
from retriever.section_names import NamedSection, named_so

_Numbers = NDArray[np.int32]
_Masks = dict[Language, NDArray[np.bool_]]


@dataclass(frozen=True, slots=True)
class Places:
    """Where the passages of one language stand; arrays of int32, shape (passages,)."""

    documents: _Numbers
    """Places in `Catalogue.sources`."""
    sections: _Numbers
    """The section that each stands in directly, a place in `Catalogue.sections`; -1 for none."""
    kinds: _Numbers
    """Places in `KINDS`."""


class Catalogue:
    """The catalogue of an opened store. Threads may share one."""

    def __init__(self, store: PassageStore) -> None:
        self._store = store
        self._reading = RLock()

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """The sources of all documents."""
        return self._store.sources()

    @property
    def sections(self) -> tuple[NamedSection, ...]:
        """All sections, in reading order: those around one before it."""
        return self._read[0]

    @property
    def places(self) -> Mapping[Language, Places]:
        """Where the passages stand, by language."""
        return self._read[1]

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of all tables; those of one name are one. In order of their rows."""
        return self._read_columns

    def read(self) -> None:
        """Read all of it now, so that nobody waits for it later."""
        _ = self._read, self._read_columns

    def in_documents(self, documents: Sequence[int]) -> _Masks:
        """Return which passages stand in some documents, by their places in `sources`."""
        chosen = _chosen(len(self.sources), documents)
        return {name: chosen[places.documents] for name, places in self.places.items()}

    def in_sections(self, sections: Sequence[int]) -> _Masks:
        """Return which passages stand in some sections or below them, by places in `sections`."""
        chosen = _chosen(len(self.sections) + 1, sections)
        for number, section in enumerate(self.sections):
            if section.parent is not None and chosen[section.parent]:
                chosen[number] = True
        # The last place is that of passages below no heading, -1.
        return {name: chosen[places.sections] for name, places in self.places.items()}

    def of_kinds(self, kinds: Sequence[int]) -> _Masks:
        """Return which passages are of some kinds, by their places in `KINDS`."""
        chosen = _chosen(len(KINDS), kinds)
        return {name: chosen[places.kinds] for name, places in self.places.items()}

    def with_cells(self, name: str, values: Sequence[str]) -> _Masks:
        """Return which passages are rows with one of some values in a column.

        Raises
        ------
        NoColumnCalled, NoCellWith
            There is no such column, or none with one of the values.
        """
        columns = find_columns(self.columns, name)
        if not columns:
            raise NoColumnCalled(name=name, names=listed(c.name for c in self.columns))
        masks = {
            language: np.zeros(len(places.kinds), dtype=bool)
            for language, places in self.places.items()
        }
        for value in values:
            found = [(column, column.matches(value)) for column in columns]
            if not any(len(cells) for _, cells in found):
                raise NoCellWith(
                    value=value, column=columns[0].name, names=listed(columns[0].cells)
                )
            for column, cells in found:
                chosen = _chosen(len(column.cells), cells)
                for language, rows in column.rows.items():
                    masks[language][rows.numbers[chosen[rows.cells]]] = True
        return masks

    def find_sections(self, name: str, documents: Sequence[int] = ()) -> list[int]:
        """Return the sections with this id, or that are called so, as places in `sections`.

        Parameters
        ----------
        documents
            Where to look, by places in `sources`; in all if empty.

        Raises
        ------
        NoSectionCalled
            There is none.
        """
        known = self._section_places.get(name)
        if known is not None and (not documents or self.sections[known].document in documents):
            return [known]
        within = [
            number
            for number, section in enumerate(self.sections)
            if not documents or section.document in documents
        ]
        found = named_so(name, self.sections, within)
        if not found:
            outer = (self.sections[n].heading for n in within if self.sections[n].parent is None)
            raise NoSectionCalled(name=name, names=listed(outer))
        return found

    @cached_property
    def _section_places(self) -> dict[str, int]:
        return {section.id: number for number, section in enumerate(self.sections)}

    @cached_property
    def _read_columns(self) -> tuple[Column, ...]:
        with self._reading:
            known = self.__dict__.get("_read_columns")
            return known or read_columns(self._store.row_cells())

    @cached_property
    def _read(self) -> tuple[tuple[NamedSection, ...], Mapping[Language, Places]]:
        with self._reading:
            return self.__dict__.get("_read") or _read_places(self._store)


def _read_places(
    store: PassageStore,
) -> tuple[tuple[NamedSection, ...], Mapping[Language, Places]]:
    """Return the sections, and where each passage stands.

    A passage belongs to the heading of its path that stands last before it: the same words may
    head several sections.
    """
    sections: list[NamedSection] = []
    latest: dict[str, int] = {}
    document = -1
    kinds = {kind: number for number, kind in enumerate(KINDS)}
    read: dict[Language, list[tuple[int, int, int]]] = {language: [] for language in LANGUAGES}
    for place in store.places():
        if place.document != document:
            document, latest = place.document, {}
        section = latest.get(place.section, -1)
        if place.heading is None:
            read[place.language].append((place.document, section, kinds[place.kind]))
            continue
        path = tuple(json.loads(place.section))
        latest[_path(*path, place.heading)] = len(sections)
        sections.append(
            NamedSection(
                id=place.id,
                heading=place.heading,
                path=path,
                parent=section if section >= 0 else None,
                document=place.document,
                language=place.language,
            )
        )
    return tuple(sections), {language: _places(rows) for language, rows in read.items()}


def _path(*headings: str) -> str:
    # As the store writes `Passage.section`.
    return json.dumps(headings, ensure_ascii=False, separators=(",", ":"))


def _places(rows: Sequence[tuple[int, int, int]]) -> Places:
    table = np.array(rows, dtype=np.int32).reshape(len(rows), 3)
    documents, sections, kinds = np.ascontiguousarray(table.T)
    return Places(documents, sections, kinds)


def _chosen(size: int, places: Sequence[int] | NDArray[np.integer]) -> NDArray[np.bool_]:
    chosen = np.zeros(size, dtype=bool)
    chosen[np.asarray(places, dtype=np.int64)] = True
    return chosen
