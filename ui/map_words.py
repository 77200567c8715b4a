"""What a map is called in words: its sides, its sections, and shares of passages."""

from typing import Final

from indexer.passages import Language
from retriever.section_map import MapSection, MapSide
from ui.columns import cut
from ui.messages import message

LONGEST: Final = 48
"""Columns of the title of a document; where it has none, that is a paragraph."""


def side_name(side: MapSide, language: Language) -> str:
    """Return what a side is called: its document, or all of them, and its language."""
    if side.document is None:
        document = message("map-all", language)
    else:
        document = cut(side.document.symbol or side.document.title, LONGEST)
    name = message(f"language-{side.side.language}", language)
    return message("map-side", language, document=document, name=name)


def side_line(side: MapSide, language: Language) -> str:
    """Return what a side is called, and how much of it has a counterpart."""
    counts = message(
        "map-counts",
        language,
        sections=len(side.sections),
        passages=side.passages,
        percent=percent(side.coverage),
    )
    return message("map-of", language, side=side_name(side, language), counts=counts)


def section_name(section: MapSection, language: Language) -> str:
    """Return the heading of a section, or that its passages stand below none."""
    if section.section_id is None:
        return message("map-loose", language, title=section.heading)
    return section.heading


def full_name(section: MapSection, language: Language) -> str:
    """Return the headings down to that of a section."""
    separator = message("section-separator", language)
    return separator.join([*section.path, section_name(section, language)])


def percent(share: float) -> int:
    """Return a share in percent: 100 only where nothing is missing, 0 only where nothing is."""
    return round(100 * share) if share in (0, 1) else min(99, max(1, round(100 * share)))


def mutual(a: MapSide, b: MapSide) -> frozenset[tuple[int, int]]:
    """Return the sections that are nearest to each other, by their numbers in both sides."""
    return frozenset(
        (number, section.counterparts[0])
        for number, section in enumerate(a.sections)
        if section.counterparts
        and b.sections[section.counterparts[0]].counterparts[:1] == (number,)
    )
