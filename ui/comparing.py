"""What the page compares across the two languages, and how it is kept for a reader."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from indexer.errors import YinjuError
from indexer.passages import Passage
from retriever.compared_texts import TextReader
from retriever.counterparts import Counterpart, find_counterparts
from retriever.hits import Citation
from retriever.search import cite_passage
from retriever.section_counterparts import find_section_counterparts
from retriever.side_by_side import Row, SideBySide, check_pairs, set_sections_side_by_side
from ui.current_index import CurrentIndex

COUNTERPARTS = 10
"""How many are shown, at most."""

Citations: TypeAlias = Mapping[str, Citation]
"""By passage id."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Compared:
    """A counterpart with what it shares with the passage that was asked for."""

    counterpart: Counterpart
    rows: tuple[Row, ...]
    """Its sentence pairs, in the order of the passage that was asked for."""


@dataclass(frozen=True, slots=True)
class Counterparts:
    """A passage or section, and what the other language has on its subject."""

    asked: Passage
    """Of a section its heading."""
    found: tuple[Compared, ...]
    """Best first; empty where there is nothing."""
    citations: Citations
    """Of all passages in it."""


@dataclass(frozen=True, slots=True)
class Sections:
    """Two sections side by side."""

    sections: SideBySide
    citations: Citations


@dataclass(frozen=True, slots=True)
class Comparison:
    """What stands in the place of the results while languages are compared."""

    passage_id: str
    """What was asked for."""
    beside: str
    """The section that is set beside it; empty for all counterparts."""
    shown: Counterparts | Sections | YinjuError
    generation: str = ""
    """Of the index that was compared."""
    of_map: str = ""
    """The map that it was opened from, as `ui.mapping.MapAsked` names it; empty for none."""


def compare(
    current: CurrentIndex, passage_id: str, beside: str = "", of_map: str = ""
) -> Comparison | None:
    """Return the comparison for a passage or section, or why there is none; None for no passage.

    Parameters
    ----------
    beside
        Id of a section in the other language, to be set beside the one that was asked for.
    of_map
        The map that it is opened from.
    """
    if not passage_id:
        return None
    try:
        with current.lease_reader() as reader:
            shown: Counterparts | Sections
            if beside:
                shown = _sections(reader, passage_id, beside)
            else:
                shown = _counterparts(reader, passage_id)
            generation = reader.index.manifest.generation
            return Comparison(passage_id, beside, shown, generation, of_map)
    except YinjuError as error:
        return Comparison(passage_id, beside, error, of_map=of_map)
    except Exception:
        _log.exception("languages could not be compared")
        return Comparison(passage_id, beside, YinjuError(), of_map=of_map)


def renew(current: CurrentIndex, comparison: Comparison | None) -> Comparison | None:
    """Return the same comparison for the index as it stands now."""
    if comparison is None:
        return None
    with current.lease() as index:
        if comparison.generation == index.manifest.generation:
            return comparison
    return compare(current, comparison.passage_id, comparison.beside, comparison.of_map)


def _counterparts(reader: TextReader, passage_id: str) -> Counterparts:
    asked = reader.index.store.passage(passage_id)
    if asked.kind == "heading":
        found = find_section_counterparts(reader, asked.id, top_k=COUNTERPARTS)
        compared = [Compared(item, _section_rows(reader, item)) for item in found]
    else:
        found = find_counterparts(reader, asked, top_k=COUNTERPARTS)
        compared = [Compared(item, check_pairs(reader, item.pairs)) for item in found]
    passages = [asked]
    for item in compared:
        passages.append(item.counterpart.passage)
        passages += _passages(item.rows)
    return Counterparts(asked, tuple(compared), _citations(reader, passages))


def _section_rows(reader: TextReader, found: Counterpart) -> tuple[Row, ...]:
    """Return the pairs of sections, each checked with those of the same two passages."""
    by_passages: dict[tuple[str, str], list[int]] = {}
    for number, pair in enumerate(found.pairs):
        by_passages.setdefault((pair.a.id, pair.b.id), []).append(number)
    rows = [
        row
        for numbers in by_passages.values()
        for row in check_pairs(reader, [found.pairs[number] for number in numbers])
    ]
    return tuple(sorted(rows, key=lambda row: -row.score))


def _sections(reader: TextReader, passage_id: str, beside: str) -> Sections:
    sections = set_sections_side_by_side(reader, passage_id, beside)
    passages = [sections.a, sections.b, *_passages(sections.rows)]
    return Sections(sections, _citations(reader, passages))


def _passages(rows: Iterable[Row]) -> list[Passage]:
    return [sentence.passage for row in rows for sentence in (row.a, row.b) if sentence is not None]


def _citations(reader: TextReader, passages: Iterable[Passage]) -> Citations:
    by_id = {passage.id: passage for passage in passages}
    return {name: cite_passage(reader.index, passage) for name, passage in by_id.items()}
