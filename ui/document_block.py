"""Reads what a block of a document takes: its passages, and what of the rest they need."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from indexer.errors import UnknownPassage
from indexer.passages import Passage
from indexer.store import PassageStore
from ui.document_layout import WHOLE_TABLE, DocumentLayout

Table: TypeAlias = tuple[tuple[str, ...], tuple[str, ...]]
"""The sections that a table stands in, and its columns."""
Piece: TypeAlias = Passage | str
"""A passage, or what the page showed between two: numbers and running heads."""


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a document, ready to be shown."""

    number: int
    start: int
    """Place of its first passage in reading order."""
    pieces: tuple[Piece, ...]
    """In reading order."""
    depths: Mapping[str, int]
    """How deep each list item is nested, 1 for the outermost."""
    table: Table | None
    """The table that it goes on with, where that began before it."""
    measured: tuple[Passage, ...]
    """The first rows of that table, by which its columns are as wide as above."""


def read_block(store: PassageStore, layout: DocumentLayout, number: int) -> Block:
    """Return a block of a document; of the other passages no more is read than it needs.

    Raises
    ------
    UnknownDocument
        The index has no such document.
    """
    start, end = layout.range_of(number)
    # With the one behind it, which tells where its part of the source ends.
    read = store.passages(layout.source, start, end + 1)
    passages = read[: end - start]
    low = passages[0].spans[0][0] if start and passages else 0
    high = read[-1].spans[0][0] if len(read) > len(passages) else None
    placed: list[tuple[int, Piece]] = [(passage.spans[0][0], passage) for passage in passages]
    placed += [
        (offset, words)
        for offset, words in layout.furniture
        if offset >= low and (high is None or offset < high)
    ]
    table, measured = _begun_before(store, layout, number, passages)
    return Block(
        number=number,
        start=start,
        pieces=tuple(piece for _, piece in sorted(placed, key=lambda item: item[0])),
        depths=_depths(store, passages),
        table=table,
        measured=measured,
    )


def table_of(passage: Passage) -> Table | None:
    """Return the table that a passage is a row of."""
    if passage.kind != "table-row":
        return None
    return passage.section, tuple(name for name, _ in passage.fields)


def _begun_before(
    store: PassageStore, layout: DocumentLayout, number: int, passages: Sequence[Passage]
) -> tuple[Table | None, tuple[Passage, ...]]:
    begin, start = layout.tables[number], layout.starts[number]
    if begin == start:
        return None, ()
    table = table_of(passages[0])
    rows = store.passages(layout.source, begin, min(start, begin + WHOLE_TABLE))
    return table, tuple(row for row in rows if table_of(row) == table)


def _depths(store: PassageStore, passages: Sequence[Passage]) -> dict[str, int]:
    known = {passage.id: passage for passage in passages}
    depths: dict[str, int] = {}

    def depth(passage: Passage) -> int:
        found = 1
        seen = {passage.id}
        while passage.parent and passage.parent not in seen:
            seen.add(passage.parent)
            if passage.parent not in known:
                try:
                    known[passage.parent] = store.passage(passage.parent)
                except UnknownPassage:
                    break
            passage = known[passage.parent]
            if passage.kind != "list-item":
                break
            found += 1
        return found

    for passage in passages:
        if passage.kind == "list-item":
            depths[passage.id] = depth(passage)
    return depths
