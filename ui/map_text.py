"""A map of sections for people in a terminal: each section with its nearest ones, and the rest."""

from collections.abc import Iterator
from typing import Final

from indexer.passages import Language
from retriever.likeness import Floats
from retriever.section_map import MapSection, MapSide, SectionMap
from ui.columns import cut, text_width, wrapped
from ui.map_words import percent, section_name, side_line, side_name
from ui.messages import message

BAR: Final = 8
"""Columns of a bar of coverage."""
NEAR: Final = 0.5
"""Score from which more than the nearest section is named."""
NARROWEST: Final = 60
"""Columns below which a table cannot be read any more."""

_INDENT: Final = "  "
_EIGHTHS: Final[tuple[str, ...]] = ("", *"▏▎▍▌▋▊▉")


def map_text(section_map: SectionMap, language: Language, width: int) -> str:
    """Return both sides of a map, the second one in short, and how much of each is covered.

    Parameters
    ----------
    width
        Columns of the terminal.
    """
    a, b, scores = section_map.a, section_map.b, section_map.scores
    width = max(width, NARROWEST)
    return "\n\n".join(
        [
            *_side(a, b, scores, language, width, near=NEAR),
            # More than 1 is never reached: only the nearest one is named.
            *_side(b, a, scores.T, language, width, near=2.0),
            "\n".join(wrapped(side_line(side, language), width, "") for side in (a, b)),
        ]
    )


def bar(share: float) -> str:
    """Return a share in [0, 1] as a bar of `BAR` columns."""
    full, eighths = divmod(round(share * BAR * 8), 8)
    return ("█" * full + _EIGHTHS[eighths]).ljust(BAR, "·")


def _side(
    side: MapSide, other: MapSide, scores: Floats, language: Language, width: int, *, near: float
) -> Iterator[str]:
    yield wrapped(side_line(side, language), width, "")
    yield "\n".join(_table(side, other, scores, language, width, near=near))
    uncovered = [
        f"{number:{len(str(len(side.sections)))}}  {section_name(section, language)}"
        for number, section in enumerate(side.sections, start=1)
        if not section.counterparts
    ]
    key = "map-uncovered" if uncovered else "map-all-covered"
    yield "\n".join(
        [
            wrapped(message(key, language, side=side_name(other, language)), width, ""),
            *(cut(line, width) for line in uncovered),
        ]
    )


def _table(
    side: MapSide, other: MapSide, scores: Floats, language: Language, width: int, *, near: float
) -> Iterator[str]:
    """Yield the lines of a table: number, heading, coverage, nearest sections."""
    digits, other_digits = len(str(len(side.sections))), len(str(len(other.sections)))
    fixed = digits + 2 + BAR + 6 + 2 + 5 + other_digits + 2
    left = (width - fixed) // 2
    right = width - fixed - left
    several = len({section.source for section in side.sections}) > 1
    above: tuple[str, ...] = ()
    for number, (section, row) in enumerate(zip(side.sections, scores, strict=True), start=1):
        place = ((section.source,) if several else ()) + section.path
        yield from _headings(place, above, left, digits, width)
        above = (*place, section.heading) if section.section_id else place
        indent = _indent(len(place), left)
        heading = cut(section_name(section, language), left - len(indent))
        start = f"{number:{digits}}  {indent}{heading}"
        start += " " * (digits + 2 + left - text_width(start))
        share = f"{bar(section.coverage)} {percent(section.coverage):3d}%"
        nearest = list(_nearest(section, other, row, language, right, near=near))
        yield f"{start}  {share}  {nearest[0]}".rstrip()
        blank = " " * (digits + 2 + left + 2 + BAR + 5 + 2)
        for more in nearest[1:]:
            yield f"{blank}{more}"


def _headings(
    place: tuple[str, ...], above: tuple[str, ...], left: int, digits: int, width: int
) -> Iterator[str]:
    """Yield the headings down to a place that were not printed yet."""
    for depth, heading in enumerate(place):
        if place[: depth + 1] != above[: depth + 1]:
            indent = " " * (digits + 2) + _indent(depth, left)
            yield indent + cut(heading, width - len(indent))


def _indent(depth: int, room: int) -> str:
    """Return the indent of a heading, which leaves room for most of it however deep it stands."""
    return (_INDENT * depth)[: room // 3]


def _nearest(
    section: MapSection,
    other: MapSide,
    scores: Floats,
    language: Language,
    room: int,
    *,
    near: float,
) -> Iterator[str]:
    if not section.counterparts:
        yield message("map-nothing", language)
    digits = len(str(len(other.sections)))
    for rank, number in enumerate(section.counterparts):
        score = float(scores[number])
        if rank == 0 or score >= near:
            heading = cut(section_name(other.sections[number], language), room)
            yield f"{score:.2f} {number + 1:{digits}} {heading}"
