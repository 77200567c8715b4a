"""How a document is cut into blocks, so that a page need not hold the whole of it.

A layout is made of what stands in the index beside the texts, and holds for one generation of it.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from indexer.passages import Section
from indexer.store import PassageStore
from indexer.store_records import Sketched

BLOCK: Final = 100
"""From how many passages on a block ends."""
WHOLE_TABLE: Final = 400
"""A block does not end in a table before it has so many passages."""
WINDOW: Final = 800
"""How many passages are sent with a document at most, unless its block alone has more."""

_LINE: Final = 75
"""How many bytes of text fit on a line, about."""


class Note(NamedTuple):
    """A footnote of a passage."""

    id: str
    label: str


class Heading(NamedTuple):
    """A heading, and its place in reading order."""

    place: int
    section: Section


@dataclass(frozen=True, slots=True)
class DocumentLayout:
    """A document but for its passages."""

    source: str
    title: str
    symbol: str | None
    starts: tuple[int, ...]
    """The place in reading order of the first passage of each block."""
    end: int
    """How many passages the document has."""
    heights: tuple[int, ...]
    """For each block how high it is, about, in tenths of a line."""
    tables: tuple[int, ...]
    """For each block where the table rows begin that it goes on with; its own start for none."""
    headings: tuple[Heading, ...]
    notes: Mapping[str, tuple[Note, ...]]
    """By the id of the passage with their marks."""
    furniture: tuple[tuple[int, str], ...]
    """What the page showed between passages: its offset in the source, and its words."""

    def range_of(self, block: int) -> tuple[int, int]:
        """Return the places of the passages of a block, half-open."""
        following = self.starts[block + 1] if block + 1 < len(self.starts) else self.end
        return self.starts[block], following

    def block_of(self, place: int) -> int:
        """Return the block that has a place."""
        return max(0, bisect_right(self.starts, place) - 1)

    def window_around(self, place: int) -> range:
        """Return the blocks that are sent with a document that is opened at a place."""
        first = last = self.block_of(place)
        grown = True
        while grown:
            grown = False
            for low, high in ((first, last + 1), (first - 1, last)):
                if low < 0 or high >= len(self.starts):
                    continue
                if self.range_of(high)[1] - self.starts[low] <= WINDOW:
                    first, last, grown = low, high, True
                    break
        return range(first, last + 1 if self.starts else 0)


def lay_out_document(store: PassageStore, source: str) -> DocumentLayout:
    """Return the layout of a document.

    Raises
    ------
    UnknownDocument
        The index has no such document.
    """
    document = store.document(source)
    sketched = store.sketch(source)
    starts = _cut(sketched)
    ends = [*starts[1:], len(sketched)]
    sections = {section.id: section for section in store.sections(source)}
    furniture = (
        (start, words)
        for (start, end), reason in ((d.span, d.reason) for d in store.dropped(source))
        if reason == "furniture" and (words := document.text[start:end].strip())
    )
    return DocumentLayout(
        source=source,
        title=document.title,
        symbol=document.symbol,
        starts=tuple(starts),
        end=len(sketched),
        heights=tuple(
            sum(map(_height, sketched[start:end])) for start, end in zip(starts, ends, strict=True)
        ),
        tables=tuple(find_table_starts(sketched, starts)),
        headings=tuple(
            Heading(place, sections[passage.id])
            for place, passage in enumerate(sketched)
            if passage.kind == "heading" and passage.id in sections
        ),
        notes=_notes(sketched),
        furniture=tuple(furniture),
    )


def find_table_starts(sketched: Sequence[Sketched], starts: Sequence[int]) -> Iterator[int]:
    """Yield for each block where the rows begin that it goes on with; its own start for none."""
    begin = before = 0
    for start in starts:
        place = start
        # Not behind the block before, whose beginning is known: a table may be the whole document.
        while place > before and sketched[place].kind == sketched[place - 1].kind == "table-row":
            place -= 1
        begin = begin if place == before else place
        before = start
        yield begin


def _cut(sketched: Sequence[Sketched]) -> list[int]:
    starts: list[int] = []
    for place, passage in enumerate(sketched):
        size = place - starts[-1] if starts else 0
        in_table = place > 0 and passage.kind == sketched[place - 1].kind == "table-row"
        if not starts or size >= (WHOLE_TABLE if in_table else BLOCK):
            starts.append(place)
    return starts


def _height(passage: Sketched) -> int:
    return 14 + 10 * (passage.size // _LINE)


def _notes(sketched: Sequence[Sketched]) -> dict[str, tuple[Note, ...]]:
    notes: dict[str, tuple[Note, ...]] = {}
    for passage in sketched:
        if passage.kind == "footnote" and passage.parent and passage.label:
            note = Note(passage.id, passage.label)
            notes[passage.parent] = (*notes.get(passage.parent, ()), note)
    return notes
