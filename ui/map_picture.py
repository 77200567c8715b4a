"""A map of sections as a picture: an SVG that stands alone, or a part of the page.

Rows are the sections of one side, columns those of the other; the more a cell stands out from the
ground, the nearer they are. Pure functions; nothing in a picture runs, and nothing is fetched.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np
from numpy.typing import NDArray

from indexer.passages import Language
from retriever.section_map import MapSection, MapSide, SectionMap
from ui.columns import cut, text_width
from ui.html import LANGUAGE_TAGS
from ui.map_style import STEPS, file_rules
from ui.map_words import full_name, mutual, percent, section_name, side_line, side_name
from ui.messages import message
from ui.svg import FONTS, box, clean, label

_LARGEST, _SMALLEST = 20, 3
_READABLE = 12
"""Pixels of a row or column from which it has a label."""
_HIT = 6
"""Pixels from which a cell can be hit; smaller ones have neither a name nor a button."""
_AREA = 1100
"""Pixels that all columns, or all rows, should fit in."""
_COLUMN = 6.8
"""Pixels that one column of a terminal takes in labels, in the widest of the fonts on average."""
_MARGIN = 24
_HEAD = 38
_LABELS = 330
_HEADINGS = 240
_BARS = 60
_SHARES = 40
_INDENT = 9
_NARROWEST = 640
_SWATCH = 17


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where things stand, in pixels."""

    rows: int
    columns: int
    cell: tuple[int, int]
    """Width and height."""
    head: int
    """The height of the title; 0 where it stands beside the picture."""
    left: int
    top: int
    labelled: tuple[bool, bool]
    """Whether columns and rows have labels."""

    @property
    def right(self) -> int:
        return self.left + self.columns * self.cell[0]

    @property
    def bottom(self) -> int:
        return self.top + self.rows * self.cell[1]

    @property
    def width(self) -> int:
        return max(self.right + _BARS + _SHARES + 2 * _MARGIN, _NARROWEST)

    @property
    def height(self) -> int:
        return self.bottom + _BARS + 100


def draw_picture(section_map: SectionMap, language: Language) -> str:
    """Return a map as an SVG file, in the colours of the reader's system, light or dark."""
    frame = _frame(section_map, head=_HEAD)
    title = _title(section_map, language)
    return "".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{frame.width}" '
            f'height="{frame.height}" viewBox="0 0 {frame.width} {frame.height}" '
            f'font-family="{FONTS}" font-size="12" role="img" '
            f'xml:lang="{LANGUAGE_TAGS[language]}">',
            f"<title>{clean(title)}</title><style>{file_rules()}</style>",
            f'<rect class="paper" width="{frame.width}" height="{frame.height}"/>',
            *_drawing(section_map, frame, language, title, interactive=False),
            "</svg>\n",
        ]
    )


def draw_part(section_map: SectionMap, language: Language) -> str:
    """Return a map as SVG inside a page, which has the rules of `ui.map_style.page_rules`.

    Cells are buttons, except those in the colour of the ground and, where there are hundreds of
    sections, those too small to be hit: `data-a` and `data-b` hold the ids of the sections, empty
    for what stands below no heading, `data-a-source` and `data-b-source` the documents. Those whose
    sections are named as counterparts are reached with the keyboard.
    """
    frame = _frame(section_map, head=0)
    return "".join(
        [
            f'<svg class="section-map" width="{frame.width}" height="{frame.height}" '
            f'viewBox="0 0 {frame.width} {frame.height}" font-size="12" role="group" '
            f'aria-label="{clean(_title(section_map, language))}">',
            *_drawing(section_map, frame, language, "", interactive=True),
            "</svg>",
        ]
    )


def _title(section_map: SectionMap, language: Language) -> str:
    return message(
        "map-title",
        language,
        a=side_name(section_map.a, language),
        b=side_name(section_map.b, language),
    )


def _frame(section_map: SectionMap, *, head: int) -> _Frame:
    rows, columns = section_map.scores.shape
    width, height = (
        min(_LARGEST, max(_SMALLEST, _AREA // max(count, 1))) for count in (columns, rows)
    )
    labelled = (width >= _READABLE, height >= _READABLE)
    return _Frame(
        rows=rows,
        columns=columns,
        cell=(width, height),
        left=_MARGIN + (_LABELS if labelled[1] else 0),
        head=head,
        top=head + 76 + (_HEADINGS if labelled[0] else 0),
        labelled=labelled,
    )


def _drawing(
    section_map: SectionMap, frame: _Frame, language: Language, title: str, *, interactive: bool
) -> Iterator[str]:
    yield from _head(section_map, frame, language, title)
    yield from _ground(section_map, frame)
    yield from _cells(section_map, frame, language, interactive=interactive)
    yield from _row_labels(section_map.a, frame, language, interactive=interactive)
    yield from _column_labels(section_map.b, frame, language, interactive=interactive)
    yield from _row_bars(section_map.a, frame, language)
    yield from _column_bars(section_map.b, frame, language)
    yield from _legend(frame, language)


def _head(section_map: SectionMap, frame: _Frame, language: Language, title: str) -> Iterator[str]:
    room = int((frame.width - 2 * _MARGIN) / _COLUMN)
    if title:
        yield label(_MARGIN, 36, cut(title, int(room * 0.62)), "ink", 'font-size="18"', "bold")
    for number, (key, side) in enumerate(
        (("map-rows", section_map.a), ("map-columns", section_map.b))
    ):
        line = message(key, language, side=side_line(side, language))
        yield label(
            _MARGIN, frame.head + 22 + 20 * number, cut(line, room), "soft", 'font-size="13"'
        )


def _ground(section_map: SectionMap, frame: _Frame) -> Iterator[str]:
    """Yield the ground, with lines where another part of the document begins."""
    width, height = frame.right - frame.left, frame.bottom - frame.top
    yield f'<rect class="s0" {box(frame.left, frame.top, width, height)}/>'
    for number in _beginnings(section_map.a.sections):
        y = frame.top + number * frame.cell[1]
        start = _MARGIN if frame.labelled[1] else frame.left
        yield f'<path class="line" d="M{start} {y}H{frame.right + _BARS}"/>'
    for number in _beginnings(section_map.b.sections):
        x = frame.left + number * frame.cell[0]
        start = frame.top - (_HEADINGS if frame.labelled[0] else 0)
        yield f'<path class="line" d="M{x} {start}V{frame.bottom + _BARS}"/>'


def _beginnings(sections: Sequence[MapSection]) -> list[int]:
    """Return before which sections another one of the top level, or another document, begins."""
    parts = [(s.source, s.path[0] if s.path else s.heading) for s in sections]
    return [number for number, (one, other) in enumerate(pairwise(parts), 1) if one != other]


def _cells(
    section_map: SectionMap, frame: _Frame, language: Language, *, interactive: bool
) -> Iterator[str]:
    steps = np.minimum(section_map.scores * STEPS, STEPS - 1).astype(int)
    if min(frame.cell) < _HIT:
        yield from _runs(steps, frame)
    else:
        yield from _single_cells(section_map, steps, frame, language, interactive=interactive)
    width, height = frame.cell
    for row, column in sorted(mutual(section_map.a, section_map.b)):
        yield _dot(
            frame.left + (column + 0.5) * width, frame.top + (row + 0.5) * height, min(frame.cell)
        )


def _single_cells(
    section_map: SectionMap,
    steps: NDArray[np.int_],
    frame: _Frame,
    language: Language,
    *,
    interactive: bool,
) -> Iterator[str]:
    a, b = section_map.a.sections, section_map.b.sections
    names = [[clean(_numbered(n, s, language)) for n, s in enumerate(side, 1)] for side in (a, b)]
    ids = [[_ids(side, section) for section in of] for side, of in (("a", a), ("b", b))]
    width, height = frame.cell
    for row, column in np.argwhere(steps).tolist():
        score = f"{section_map.scores[row, column]:.2f}"
        name = message("map-cell", language, a=names[0][row], b=names[1][column], score=score)
        reached = ""
        if interactive:
            named = column in a[row].counterparts or row in b[column].counterparts
            reached = (
                f' role="button" tabindex="{0 if named else -1}" aria-label="{name}" '
                f"{ids[0][row]} {ids[1][column]}"
            )
        x, y = frame.left + column * width, frame.top + row * height
        place = box(x, y, width - 1, height - 1)
        yield f'<rect class="s{steps[row, column]}" {place}{reached}><title>{name}</title></rect>'


def _runs(steps: NDArray[np.int_], frame: _Frame) -> Iterator[str]:
    """Yield cells that are too small to be hit; those of one colour in a row are drawn as one."""
    width, height = frame.cell
    for row, values in enumerate(steps.tolist()):
        column = 0
        for step, cells in groupby(values):
            count = len(list(cells))
            if step:
                x, y = frame.left + column * width, frame.top + row * height
                yield f'<rect class="s{step}" {box(x, y, count * width, height)}/>'
            column += count


def _dot(x: float, y: float, size: float) -> str:
    # subtle: it lies on the cell, which must still be hit.
    return (
        f'<circle class="mark" cx="{x:g}" cy="{y:g}" r="{max(1, size / 6):.1f}" '
        'pointer-events="none"/>'
    )


def _row_labels(
    side: MapSide, frame: _Frame, language: Language, *, interactive: bool
) -> Iterator[str]:
    if not frame.labelled[1]:
        return
    for number, section in enumerate(side.sections, 1):
        y = frame.top + (number - 0.5) * frame.cell[1] + 4
        indent = _INDENT * max(0, min(section.level, 6) - 1)
        start = _MARGIN + 26 + indent
        room = int((frame.left - 8 - start) / _COLUMN)
        full = _full(number, section, language)
        yield label(_MARGIN + 20, y, str(number), "soft", 'text-anchor="end" font-size="11"')
        yield label(
            start,
            y,
            cut(section_name(section, language), room),
            "ink",
            _opens(section) if interactive else "",
            language=side.side.language,
            title=full,
        )


def _column_labels(
    side: MapSide, frame: _Frame, language: Language, *, interactive: bool
) -> Iterator[str]:
    if not frame.labelled[0]:
        return
    for number, section in enumerate(side.sections, 1):
        x = frame.left + (number - 0.5) * frame.cell[0]
        y = frame.top - 22
        room = int((_HEADINGS - 26) / _COLUMN)
        yield label(x, frame.top - 7, str(number), "soft", 'text-anchor="middle" font-size="11"')
        yield label(
            x + 4,
            y,
            cut(section_name(section, language), room),
            "ink",
            f'transform="rotate(-90 {x + 4:g} {y})"' + (_opens(section) if interactive else ""),
            language=side.side.language,
            title=_full(number, section, language),
        )


def _row_bars(side: MapSide, frame: _Frame, language: Language) -> Iterator[str]:
    height = frame.cell[1]
    for number, section in enumerate(side.sections, 1):
        y = frame.top + (number - 1) * height
        thick = max(1.0, height * 0.5)
        yield _bar(
            box(frame.right + 8, y + (height - thick) / 2, _BARS - 8, thick),
            box(frame.right + 8, y + (height - thick) / 2, (_BARS - 8) * section.coverage, thick),
            _share(number, section, language),
        )
        if frame.labelled[1]:
            yield label(
                frame.right + _BARS + _SHARES - 2,
                y + height / 2 + 4,
                f"{percent(section.coverage)}%",
                "soft",
                'text-anchor="end" font-size="11"',
            )


def _column_bars(side: MapSide, frame: _Frame, language: Language) -> Iterator[str]:
    width = frame.cell[0]
    for number, section in enumerate(side.sections, 1):
        x = frame.left + (number - 1) * width
        thick = max(1.0, width * 0.5)
        yield _bar(
            box(x + (width - thick) / 2, frame.bottom + 8, thick, _BARS - 8),
            box(x + (width - thick) / 2, frame.bottom + 8, thick, (_BARS - 8) * section.coverage),
            _share(number, section, language),
        )


def _bar(whole: str, part: str, name: str) -> str:
    return (
        f'<g><title>{clean(name)}</title><rect class="rule" {whole}/><rect class="bar" {part}/></g>'
    )


def _legend(frame: _Frame, language: Language) -> Iterator[str]:
    x, y = _MARGIN, frame.bottom + _BARS + 42
    words = message("map-legend", language)
    yield label(x, y, words, "soft")
    x += _length(words) + 10
    for step in range(STEPS):
        yield f'<rect class="s{step}" {box(x + step * _SWATCH, y - 11, _SWATCH, 13)}/>'
    for share, value, anchor in ((0.0, "0", "start"), (0.5, "0.5", "middle"), (1.0, "1", "end")):
        place = x + share * STEPS * _SWATCH
        yield label(place, y + 15, value, "soft", f'text-anchor="{anchor}" font-size="11"')
    yield label(x + STEPS * _SWATCH + 10, y, message("map-usual", language), "soft")
    y += 34
    x = _MARGIN
    words = message("map-mutual", language)
    yield f'<rect class="s{STEPS - 1}" {box(x, y - 12, 16, 16)}/>'
    yield _dot(x + 8, y - 4, 18)
    yield label(x + 24, y, words, "soft")
    x += 24 + _length(words) + 24
    yield f'<rect class="rule" {box(x, y - 8, 40, 8)}/><rect class="bar" {box(x, y - 8, 26, 8)}/>'
    yield label(x + 48, y, message("map-bar", language), "soft")


def _length(text: str) -> int:
    return round(text_width(text) * _COLUMN)


def _numbered(number: int, section: MapSection, language: Language) -> str:
    return f"{number}. {section_name(section, language)}"


def _full(number: int, section: MapSection, language: Language) -> str:
    return f"{number}. {full_name(section, language)}"


def _share(number: int, section: MapSection, language: Language) -> str:
    return message(
        "map-share",
        language,
        section=_numbered(number, section, language),
        passages=section.passages,
        percent=percent(section.coverage),
    )


def _opens(section: MapSection) -> str:
    """Return what makes a heading a button; with the keyboard those of the tables are reached."""
    if section.section_id is None:
        return ""
    return f' role="button" tabindex="-1" data-compare="{clean(section.section_id)}"'


def _ids(side: str, section: MapSection) -> str:
    return (
        f'data-{side}="{clean(section.section_id or "")}" '
        f'data-{side}-source="{clean(section.source)}"'
    )
