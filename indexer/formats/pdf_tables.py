"""Tables of PDF pages, where lines are ruled between their rows and columns."""

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.formats.inline import Inline
from indexer.formats.pdf_lines import read_lines
from indexer.formats.pdfium import Glyph, RawPage, Rule

_NEAR = 3.0
"""Points by which lines that meet may miss each other."""
_SHORT = 8.0
"""Points up to which a line is a dash."""
_LIMIT = 300
"""Rows and columns of the largest table on a page."""


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table and where it stands."""

    left: float
    right: float
    bottom: float
    top: float
    rows: tuple[tuple[str, ...], ...]
    """Escaped cells."""

    def holds(self, glyph: Glyph) -> bool:
        """Tell whether a glyph is in the table."""
        middle = (glyph.left + glyph.right) / 2
        return self.left <= middle <= self.right and self.bottom - 1 <= glyph.bottom <= self.top


def find_tables(page: RawPage) -> list[RuledTable]:
    """Return the ruled tables of a page, from top to bottom.

    A table is a group of lines that meet, with at least two rows and two columns between them.
    """
    rules = [rule for rule in page.rules if _length(rule) > _SHORT]
    tables = [table for group in _groups(rules) if (table := _read(group, page.glyphs))]
    return sorted(tables, key=lambda table: -table.top)


def _length(rule: Rule) -> float:
    return max(rule.right - rule.left, rule.top - rule.bottom)


def _is_horizontal(rule: Rule) -> bool:
    return rule.right - rule.left > rule.top - rule.bottom


def _groups(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Return lines in groups of those that meet, also through others."""
    groups: list[list[Rule]] = []
    for rule in rules[:4000]:
        met = [group for group in groups if any(_meet(rule, other) for other in group)]
        groups = [group for group in groups if all(group is not other for other in met)]
        groups.append([rule, *(other for group in met for other in group)])
    return groups


def _meet(first: Rule, second: Rule) -> bool:
    return (
        first.left <= second.right + _NEAR
        and second.left <= first.right + _NEAR
        and first.bottom <= second.top + _NEAR
        and second.bottom <= first.top + _NEAR
    )


def _read(rules: Sequence[Rule], glyphs: Sequence[Glyph]) -> RuledTable | None:
    across = [rule for rule in rules if _is_horizontal(rule)]
    down = [rule for rule in rules if not _is_horizontal(rule)]
    ys = _places([rule.bottom for rule in across])[::-1]
    xs = _places([rule.left for rule in down])
    if not (3 <= len(ys) <= _LIMIT and 3 <= len(xs) <= _LIMIT):
        return None
    cells: dict[tuple[int, int], list[Glyph]] = {}
    for glyph in glyphs:
        column = _between(xs, (glyph.left + glyph.right) / 2)
        row = _between([-y for y in ys], -(glyph.bottom + 0.3 * glyph.size))
        if column is not None and row is not None:
            place = _first_of(row, column, xs, ys, across, down)
            cells.setdefault(place, []).append(glyph)
    rows = [
        tuple(_text(cells.get((row, column), [])) for column in range(len(xs) - 1))
        for row in range(len(ys) - 1)
    ]
    kept = tuple(row for row in rows if any(row))
    if len(kept) < 2:
        return None
    return RuledTable(xs[0], xs[-1], ys[-1], ys[0], kept)


def _places(values: Sequence[float]) -> list[float]:
    """Return the distinct places of lines, in order."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > _NEAR:
            places.append(value)
    return places


def _between(edges: Sequence[float], value: float) -> int | None:
    return next(
        (
            number
            for number in range(len(edges) - 1)
            if edges[number] - 1 <= value < edges[number + 1]
        ),
        None,
    )


def _first_of(
    row: int,
    column: int,
    xs: Sequence[float],
    ys: Sequence[float],
    across: Sequence[Rule],
    down: Sequence[Rule],
) -> tuple[int, int]:
    """Return the first row and column of a cell, which no line divides from those it has."""
    y = (ys[row] + ys[row + 1]) / 2
    while column > 0 and not any(
        abs(rule.left - xs[column]) <= _NEAR and rule.bottom <= y <= rule.top for rule in down
    ):
        column -= 1
    x = (xs[column] + xs[column + 1]) / 2
    while row > 0 and not any(
        abs(rule.bottom - ys[row]) <= _NEAR and rule.left <= x <= rule.right for rule in across
    ):
        row -= 1
    return row, column


def _text(glyphs: Sequence[Glyph]) -> str:
    inline = Inline()
    for line in read_lines(glyphs):
        line.add_to(inline)
        inline.add("\n")
    return inline.take()
