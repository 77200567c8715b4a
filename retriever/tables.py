"""The tables of an index as records that can be counted and filtered.

Rows with the same columns in one document are one table, whatever sections they stand in: a
matrix that is printed in four parts is asked about as a whole, and by its parts.
"""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Literal, TypeAlias

from indexer.gazetteer import Gazetteer
from indexer.normalization import fold
from indexer.passages import Passage
from indexer.store import PassageStore
from retriever.cells import (
    Years,
    find_names,
    find_years,
    names_at_end,
    read_amount,
    split_items,
)

ROW_LIMIT: Final = 50_000
"""Rows of all tables up to which they are read into memory for questions."""
LIST_WIDTH: Final = 60
"""Code points that the cells of a column have at most, in the mean, whose items are values."""
WHOLE_SHARE: Final = 0.6
"""Share of the filled cells that must be of a kind for the column to be of that kind."""
PART_SHARE: Final = 0.3
"""The same for a kind that stands in the cells beside other things."""

Facet: TypeAlias = Literal["serial", "items", "names", "years", "amount"]
"""What the cells of a column can be asked by."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, read once."""

    text: str
    """As it stands in the passage."""
    items: tuple[str, ...] = ()
    """In small letters."""
    names: frozenset[str] = frozenset()
    """As `retriever.cells.find_names` calls them."""
    bodies: str = ""
    """The words that its names stand in."""
    years: Years | None = None
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    number: int
    name: str
    facets: frozenset[Facet]
    whole: bool
    """Its names are the whole of the cells and not the end of them."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its cells."""

    passage: Passage
    cells: tuple[Cell, ...]
    """One for each column."""


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Table:
    """The rows of one document that have the same columns, in reading order; equal to itself."""

    source: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def sections(self) -> tuple[str, ...]:
        """Return the innermost headings that its rows stand under, each once."""
        return tuple(
            dict.fromkeys(row.passage.section[-1] for row in self.rows if row.passage.section)
        )


@dataclass(slots=True)
class Tables:
    """The tables of an index, read when they are first asked for. Threads may share one."""

    store: PassageStore
    gazetteer: Gazetteer
    row_count: int
    """Rows of tables that the index has."""
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _read: tuple[Table, ...] | None = None

    def read(self) -> tuple[Table, ...]:
        """Return the tables; none where there are too many rows to keep."""
        if not 0 < self.row_count <= ROW_LIMIT:
            return ()
        with self._lock:
            if self._read is None:
                self._read = tuple(_read_tables(self.store, self.gazetteer))
            return self._read


def _read_tables(store: PassageStore, gazetteer: Gazetteer) -> Iterator[Table]:
    groups: dict[tuple[str, tuple[str, ...]], list[Passage]] = {}
    for passage in store.table_rows():
        if len(passage.fields) > 1:
            columns = tuple(name for name, _ in passage.fields)
            groups.setdefault((passage.source, columns), []).append(passage)
    for (source, names), passages in sorted(groups.items()):
        ordered = sorted(passages, key=lambda passage: passage.spans)
        yield read_table(source, names, ordered, gazetteer)


def read_table(
    source: str, names: tuple[str, ...], passages: list[Passage], gazetteer: Gazetteer
) -> Table:
    """Return the table of passages that have the given columns, in reading order."""
    columns: list[Column] = []
    cells: list[list[Cell]] = []
    for number, name in enumerate(names):
        texts = [passage.fields[number][1] for passage in passages]
        labels = [passage.label for passage in passages]
        column, read = _read_column(number, name, texts, labels, gazetteer)
        columns.append(column)
        cells.append(read)
    rows = tuple(
        Row(passage, tuple(column[place] for column in cells))
        for place, passage in enumerate(passages)
    )
    return Table(source, tuple(columns), rows)


def _read_column(
    number: int, name: str, texts: list[str], labels: list[str | None], gazetteer: Gazetteer
) -> tuple[Column, list[Cell]]:
    filled = [text for text in texts if text.strip()]
    if number == 0 and any(labels):
        return Column(number, name, frozenset({"serial"}), whole=True), [Cell(t) for t in texts]
    short = bool(filled) and sum(map(len, filled)) <= LIST_WIDTH * len(filled)
    facets: set[Facet] = set()
    amounts = [read_amount(text) for text in texts]
    years = [find_years(fold(text).text) for text in texts]
    if _share(amounts, filled) >= WHOLE_SHARE and _share(years, filled) < WHOLE_SHARE:
        facets.add("amount")
    if _share(years, filled) >= PART_SHARE:
        facets.add("years")
    named = [_named(text, gazetteer, whole=short) for text in texts]
    if not facets & {"amount"} and _share([n for n in named if n[0]], filled) >= PART_SHARE:
        facets.add("names")
    if short and not facets & {"amount", "years"}:
        facets.add("items")
    cells = [
        Cell(
            text=text,
            items=split_items(fold(text).text) if "items" in facets else (),
            names=names if "names" in facets else frozenset(),
            bodies=words,
            years=period if "years" in facets else None,
            amount=amount if "amount" in facets else None,
        )
        for text, (names, words), period, amount in zip(texts, named, years, amounts, strict=True)
    ]
    return Column(number, name, frozenset(facets), whole=short), cells


def _named(text: str, gazetteer: Gazetteer, *, whole: bool) -> tuple[frozenset[str], str]:
    folded = fold(text).text
    span = (0, len(folded)) if whole else names_at_end(folded, gazetteer)
    if span is None:
        return frozenset(), ""
    words = folded[slice(*span)]
    return frozenset(name for name, _ in find_names(words, gazetteer)), words


def _share(found: Sequence[object], filled: Sequence[str]) -> float:
    return sum(thing is not None for thing in found) / len(filled) if filled else 0.0
