"""Glyphs of a page to lines of text in reading order, in one column or two."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from indexer.formats.docx_styles import Look
from indexer.formats.inline import Inline
from indexer.formats.pdfium import Glyph
from indexer.languages import is_han

_SAME_LINE = 0.45
"""Share of the size by which glyphs of one line may be raised or lowered."""
_SPACE = 0.17
"""Share of the size from which a gap is a space."""
_SPACE_IN_FILE = 0.05
"""The same where the file has a space there; in some files each letter has one."""
_APART = 1.6
"""Sizes of the gap from which two pieces of a line are in different columns."""
_RAISED = 0.85
"""Share of the size of the line up to which raised glyphs are marks."""
_LEAST_LINES = 4
"""Lines that a column has at least."""


@dataclass(frozen=True)
class PrintedLine:
    """A line of text, or the piece of one that is in a column."""

    glyphs: tuple[Glyph, ...]
    """From left to right."""
    column: int = 0
    """0 for what goes over all columns or where there is one; else from 1."""

    @cached_property
    def left(self) -> float:
        """Where its first glyph begins."""
        return self.glyphs[0].left

    @cached_property
    def right(self) -> float:
        """Where its last glyph ends."""
        return max(glyph.right for glyph in self.glyphs)

    @cached_property
    def bottom(self) -> float:
        """The line that most of its glyphs stand on."""
        size = self.size
        return max(
            (glyph.bottom for glyph in self.glyphs if glyph.size == size),
            default=self.glyphs[0].bottom,
        )

    @cached_property
    def size(self) -> float:
        """The size of most of its glyphs."""
        return Counter(glyph.size for glyph in self.glyphs).most_common(1)[0][0]

    @cached_property
    def looks(self) -> tuple[tuple[Look, int], ...]:
        """How its glyphs are printed, and how many are so."""
        counts = Counter((glyph.bold, glyph.size) for glyph in self.glyphs)
        return tuple((Look(bold, size, False, False), n) for (bold, size), n in counts.items())

    def is_raised(self, glyph: Glyph) -> bool:
        """Tell whether a glyph is smaller than the line and above it: the mark of a note."""
        return glyph.size <= _RAISED * self.size and glyph.bottom > self.bottom + 0.1 * self.size

    def add_to(self, inline: Inline) -> None:
        """Add its words to a block."""
        before: Glyph | None = None
        raised = ""
        for glyph in self.glyphs:
            space = before is not None and _is_space(before, glyph, self.size)
            if raised and (space or not self.is_raised(glyph) or not glyph.text.isdecimal()):
                inline.raise_(raised)
                raised = ""
            if space:
                inline.add(" ")
            if self.is_raised(glyph) and glyph.text.isdecimal():
                raised += glyph.text
            else:
                inline.add(glyph.text)
            before = glyph
        if raised:
            inline.raise_(raised)

    @cached_property
    def plain(self) -> str:
        """Its words, escaped."""
        inline = Inline()
        self.add_to(inline)
        return inline.take()


def read_lines(glyphs: Iterable[Glyph]) -> list[PrintedLine]:
    """Return the lines of a page from top to bottom, pieces far apart as lines of their own."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.bottom):
        row = next(
            (row for row in reversed(rows[-6:]) if _is_level(row, glyph)),
            None,
        )
        if row is None:
            rows.append([glyph])
        else:
            row.append(glyph)
    _lower_marks(rows)
    pieces = [piece for row in rows if row for piece in _pieces(row)]
    return sorted(pieces, key=lambda line: (-line.bottom, line.left))


def in_reading_order(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Return lines in the order in which they are read: the left column before the right.

    Lines that go over both columns, such as titles, divide the page: what stands above them is
    read first.
    """
    gutter = _gutter(lines)
    if gutter is None:
        return _joined(lines)
    ordered: list[PrintedLine] = []
    left: list[PrintedLine] = []
    right: list[PrintedLine] = []
    for line in lines:
        if line.right <= gutter:
            left.append(PrintedLine(line.glyphs, 1))
        elif line.left >= gutter:
            right.append(PrintedLine(line.glyphs, 2))
        else:
            ordered += [*left, *right, line]
            left, right = [], []
    return [*ordered, *left, *right]


def _is_level(row: Sequence[Glyph], glyph: Glyph) -> bool:
    largest = max(row, key=lambda other: other.size)
    size = max(largest.size, glyph.size)
    return abs(largest.bottom - glyph.bottom) < _SAME_LINE * size


def _lower_marks(rows: Sequence[list[Glyph]]) -> None:
    """Move raised marks, which were met before their lines, into these."""
    for row, below in pairwise(rows):
        if not below:
            continue
        line = PrintedLine(tuple(below))
        size, bottom = line.size, line.bottom
        marks = [
            glyph
            for glyph in row
            if glyph.size <= _RAISED * size
            and glyph.bottom - bottom < 0.7 * size
            and any(abs(other.right - glyph.left) < 0.5 * size for other in below)
        ]
        if marks and len(marks) == len(row):
            below.extend(row)
            row.clear()


def _pieces(row: Sequence[Glyph]) -> list[PrintedLine]:
    glyphs = sorted(row, key=lambda glyph: (glyph.left, glyph.right))
    pieces: list[list[Glyph]] = [[glyphs[0]]]
    for before, glyph in pairwise(glyphs):
        if glyph.text == before.text and abs(glyph.left - before.left) < 0.1 * glyph.size:
            continue  # bold letters that are printed twice
        if glyph.left - before.right > _APART * max(glyph.size, before.size):
            pieces.append([])
        pieces[-1].append(glyph)
    return [PrintedLine(tuple(piece)) for piece in pieces]


def _joined(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Return lines with pieces of the same line put together, where there are no columns."""
    joined: list[PrintedLine] = []
    for line in lines:
        if joined and abs(joined[-1].bottom - line.bottom) < 0.2 * line.size:
            joined[-1] = PrintedLine(joined[-1].glyphs + line.glyphs)
        else:
            joined.append(line)
    return joined


def _gutter(lines: Sequence[PrintedLine]) -> float | None:
    """Return where the space between two columns is, None where the page has one column.

    Most lines stop before it or begin behind it, on both sides there are several full ones, and
    the columns stand beside each other.
    """
    if len(lines) < 2 * _LEAST_LINES:
        return None
    low = min(line.left for line in lines)
    high = max(line.right for line in lines)
    best: tuple[int, float] | None = None
    for x in sorted({line.left - 0.1 for line in lines}):
        if not low + 0.3 * (high - low) < x < low + 0.7 * (high - low):
            continue
        left = [line for line in lines if line.right <= x]
        right = [line for line in lines if line.left >= x]
        crossing = len(lines) - len(left) - len(right)
        if min(len(left), len(right)) < _LEAST_LINES or crossing > 0.3 * len(lines):
            continue
        if not (_is_column(left, x - low) and _is_column(right, high - x)):
            continue
        if best is None or crossing < best[0]:
            best = (crossing, x)
    return best[1] if best else None


def _is_column(lines: Sequence[PrintedLine], width: float) -> bool:
    """Tell a column of text from one of a table: half of its lines fill it."""
    full = sum(line.right - line.left > 0.6 * width for line in lines)
    return full >= _LEAST_LINES and 2 * full >= len(lines)


def _is_space(before: Glyph, glyph: Glyph, size: float) -> bool:
    gap = glyph.left - before.right
    if glyph.spaced and gap > _SPACE_IN_FILE * size:
        return True
    wide = is_han(before.text) or is_han(glyph.text)
    return gap > (0.6 if wide and is_han(before.text) and is_han(glyph.text) else _SPACE) * size
