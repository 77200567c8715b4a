"""Rows of tables to records by column name; rows that a page break cut are joined."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from indexer.markup import clean
from indexer.outline import Part
from indexer.passages import Run, Span

_PIPE = re.compile(r"(?<!\\)\|")
_SERIAL = re.compile(r"[(（]?(?:\d{1,5}|[A-Za-z]|[IVXL]{1,6})[)）.]?|[A-Z]{0,3}[-.]?\d{1,5}")
_LAST_WORD = re.compile(r"\s*\b([A-Z][A-Z-]{1,9})$")

CELL_SEPARATOR = " | "

_CELL_LIMIT = 4_000_000
"""Cells of a table up to which each row has one for each column."""
_NAME_LIMIT = 500
"""Code points of the longest name of a column; each row has it with its cell."""

_Half: TypeAlias = tuple[Span, list[Span]]
"""A row, or what one page shows of it, with its cells."""


@dataclass(frozen=True, slots=True)
class Row:
    """A table row: the record and where it stands."""

    part: int
    """Number of its first part in the sequence given."""
    label: str | None
    """Its serial, where the first column counts."""
    fields: tuple[tuple[str, str], ...]
    spans: tuple[Span, ...]
    text: str
    """The cells that are not empty, joined by `CELL_SEPARATOR`."""
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one table and what was left out of them."""

    rows: tuple[Row, ...]
    headers: tuple[Span, ...]
    """Header rows, with every repetition."""
    residue: tuple[Span, ...]
    """Words that a page break left in both halves of a cell; the first copies."""


def read_table(
    source: str, parts: Sequence[Part], numbers: Sequence[int], *, whole: bool = False
) -> Table:
    """Return the table whose rows are the given parts.

    Parameters
    ----------
    parts
        All parts of the document.
    numbers
        Those that are rows of this table, in order; the first is the header.
    whole
        No page break cut its rows.
    """
    if len(numbers) == 1:
        # A row alone is not the header of nothing: keep it, with numbered columns.
        span = parts[numbers[0]].block.spans[0]
        cells = _cells(source, span)
        row, _ = _row(source, numbers[0], [], [(span, cells)], serial=False, padded=False)
        return Table((row,), (), ())
    header, *body = [_cells(source, parts[number].block.spans[0]) for number in numbers]
    headings = [clean(source, [span])[0] for span in header]
    names = [text[:_NAME_LIMIT].strip() for text in headings]
    headers = [parts[numbers[0]].block.spans[0]]
    serial = _counts([clean(source, [cells[0]])[0] for cells in body if cells])
    grouped: list[tuple[int, list[_Half]]] = []
    for number, cells in zip(numbers[1:], body, strict=True):
        texts = [clean(source, [span])[0] for span in cells]
        span = parts[number].block.spans[0]
        if texts == headings:
            headers.append(span)
        elif serial and not whole and not texts[0] and grouped and any(texts):
            grouped[-1][1].append((span, cells))
        else:
            grouped.append((number, [(span, cells)]))
    rows: list[Row] = []
    residue: list[Span] = []
    # Of a wide table with many rows that are short, those have no cell for each name.
    padded = len(names) * len(grouped) <= _CELL_LIMIT
    for number, halves in grouped:
        row, left = _row(source, number, names, halves, serial=serial, padded=padded)
        rows.append(row)
        residue.extend(left)
    return Table(tuple(rows), tuple(headers), tuple(residue))


def group_tables(source: str, parts: Sequence[Part], *, whole: bool = False) -> list[list[int]]:
    """Return the tables of a document: for each, the numbers of the parts that are its rows.

    Rows stay in one table across blank lines (page breaks) while the header comes back, or while
    a row of the same width goes on (no serial, or the next one). Other text ends a table.

    Parameters
    ----------
    whole
        No page break cut the tables, so that a blank line ends one, too.
    """
    tables: list[list[int]] = []
    open_table: list[int] | None = None
    header: list[str] = []
    for number, part in enumerate(parts):
        if part.kind == "table-row":
            if open_table is not None and _belongs(source, part, header, whole=whole):
                open_table.append(number)
            else:
                open_table = [number]
                tables.append(open_table)
                header = [] if whole else _texts(source, part.block.spans[0])
        elif part.kind is not None and part.kind != "footnote":
            open_table = None
    return tables


def _belongs(source: str, part: Part, header: Sequence[str], *, whole: bool) -> bool:
    block = part.block
    if whole or not (block.gap or block.new_page):
        return not block.gap
    row = _texts(source, block.spans[0])
    if row == header:
        return True
    return len(row) == len(header) and (not row[0] or _SERIAL.fullmatch(row[0]) is not None)


def _texts(source: str, span: Span) -> list[str]:
    return [clean(source, [cell])[0] for cell in _cells(source, span)]


def _cells(source: str, span: Span) -> list[Span]:
    start, end = span
    if "\t" in source[start:end]:
        marks = [m.span() for m in re.compile("\t").finditer(source, start, end)]
    else:
        marks = [m.span() for m in _PIPE.finditer(source, start, end)]
        if marks and marks[0][0] == start:
            start = marks.pop(0)[1]
        if marks and marks[-1][1] == end:
            end = marks.pop()[0]
    edges = [start, *(edge for mark in marks for edge in mark), end]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _counts(first_cells: Sequence[str]) -> bool:
    """Return whether the first column holds serials: short, and of one kind nearly throughout."""
    filled = [cell for cell in first_cells if cell]
    return bool(filled) and sum(
        _SERIAL.fullmatch(cell) is not None for cell in filled
    ) >= 0.8 * len(filled)


def _row(
    source: str,
    number: int,
    names: Sequence[str],
    halves: Sequence[_Half],
    *,
    serial: bool,
    padded: bool,
) -> tuple[Row, list[Span]]:
    columns = max(len(names) if padded else 0, *(len(cells) for _, cells in halves))
    residue: list[Span] = []
    fields: list[tuple[str, str]] = []
    filled: list[list[Span]] = []
    for column in range(columns):
        spans = [cells[column] for _, cells in halves if column < len(cells)]
        spans = [span for span in spans if source[span[0] : span[1]].strip()]
        spans, left = _without_residue(source, spans)
        residue.extend(left)
        filled.append(spans)
        name = names[column] if column < len(names) else ""
        fields.append((name or str(column + 1), clean(source, spans)[0]))
    text, runs = _join_cells(source, [spans for spans in filled if spans])
    row = Row(
        part=number,
        label=(fields[0][1].rstrip(".") or None) if serial else None,
        fields=tuple(fields),
        spans=_outside([span for span, _ in halves], residue, source),
        text=text,
        runs=runs,
    )
    return row, residue


def _without_residue(source: str, spans: list[Span]) -> tuple[list[Span], list[Span]]:
    """Return the halves of a cell without an acronym that stands at the end of both.

    The report's rows end a cell with the body that runs the project; where the cell is cut the
    body can stand behind the first half too (pillar III, 87: ``... for Tunisia, UNODC`` and
    ``Morocco and Algeria (2013–2018) UNODC``).
    """
    if len(spans) < 2:
        return spans, []
    ends = [_LAST_WORD.search(source[start:end].rstrip()) for start, end in spans]
    first, last = ends[0], ends[-1]
    if first is None or last is None or first[1] != last[1]:
        return spans, []
    start = spans[0][0]
    cut = start + first.start(1)
    while cut > start and source[cut - 1].isspace():
        cut -= 1
    return [(start, cut), *spans[1:]], [(start + first.start(1), start + first.end(1))]


def _outside(halves: Sequence[Span], residue: Sequence[Span], source: str) -> tuple[Span, ...]:
    """Return the halves of a row less the residue, trimmed of white space."""
    spans: list[Span] = []
    for start, end in halves:
        low = start
        for left, right in sorted(residue):
            if start <= left and right <= end:
                spans.append((low, left))
                low = right
        spans.append((low, end))
    trimmed = []
    for low, high in spans:
        while low < high and source[low].isspace():
            low += 1
        while high > low and source[high - 1].isspace():
            high -= 1
        if low < high:
            trimmed.append((low, high))
    return tuple(trimmed)


def _join_cells(source: str, cells: Sequence[Sequence[Span]]) -> tuple[str, tuple[Run, ...]]:
    pieces: list[str] = []
    runs: list[Run] = []
    offset = 0
    for spans in cells:
        text, cell_runs = clean(source, spans)
        if not text:
            continue
        if pieces:
            offset += len(CELL_SEPARATOR)
        runs.extend(Run(run.clean + offset, run.source, run.length) for run in cell_runs)
        pieces.append(text)
        offset += len(text)
    return CELL_SEPARATOR.join(pieces), tuple(sorted(runs, key=lambda run: run.clean))
