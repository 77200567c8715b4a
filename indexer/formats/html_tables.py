"""Tables of HTML pages to rows of cells, with cells that span others."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from indexer.formats.grids import check_size, column_names, has_header, write_grid
from indexer.formats.trees import Element

_SPAN_LIMIT = 1000
"""Rows and columns that a cell may span, as browsers have it."""
_COLUMN_LIMIT = 1000
_BLOCKS = ("h1", "h2", "h3", "h4", "h5", "h6", "table", "form", "nav", "article", "section")
_PARTS = ("thead", "tbody", "tfoot")


@dataclass(frozen=True, slots=True)
class _Row:
    cells: list[str]
    head: bool
    """Its cells name columns."""


def is_data_table(table: Element) -> bool:
    """Tell a table from one that lays out the page: several rows and columns, no blocks in it."""
    if (table.get("role") or "") in ("presentation", "none"):
        return False
    rows = list(table_rows(table))
    inner = {element.tag for element in table.iter(*_BLOCKS) if element is not table}
    return len(rows) > 1 and max(len(_cells(row)) for row in rows) > 1 and not inner


def write_table(table: Element, text_of: Callable[[Element], str], source: str) -> str:
    """Return a table in the notation.

    Parameters
    ----------
    text_of
        Returns the text of a cell, as one line and escaped.
    source
        What errors call the page.

    Raises
    ------
    OversizedSource
        It has more cells, or more text, than can be indexed.
    """
    rows = _expand(list(table_rows(table)), text_of, source)
    heads = 0
    while heads < len(rows) - 1 and rows[heads].head:
        heads += 1
    cells = [row.cells for row in rows]
    if heads == 0 and has_header(cells):
        heads = 1
    return write_grid(column_names(cells[:heads]), cells[heads:], source)


def table_rows(table: Element) -> Iterator[Element]:
    """Yield the rows of a table, not those of tables in its cells."""
    for element in table:
        if element.tag == "tr":
            yield element
        elif element.tag in _PARTS:
            yield from (row for row in element if row.tag == "tr")


def _cells(row: Element) -> list[Element]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _expand(rows: Sequence[Element], text_of: Callable[[Element], str], source: str) -> list[_Row]:
    """Return the rows with cells that span rows in each of them, and columns in the first one.

    A name that spans columns is in each of them, so that each has its full name.
    """
    expanded: list[_Row] = []
    below: dict[int, tuple[int, str]] = {}
    count = 0
    for row in rows:
        parent = row.getparent()
        cells = _cells(row)
        head = bool(cells) and (
            (parent is not None and parent.tag == "thead")
            or all(cell.tag == "th" for cell in cells)
        )
        texts: dict[int, str] = {}
        column = 0
        for cell in cells:
            while column in below:
                column += 1
            text = text_of(cell)
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            for offset in range(min(wide, _COLUMN_LIMIT - column)):
                texts[column + offset] = text if head or not offset else ""
                if high > 1:
                    below[column + offset] = (high, texts[column + offset])
            column += wide
        texts |= {place: text for place, (_, text) in below.items()}
        below = {place: (left - 1, text) for place, (left, text) in below.items() if left > 1}
        width = max(texts, default=-1) + 1
        count += width
        check_size(count, 0, source)
        expanded.append(_Row([texts.get(place, "") for place in range(width)], head))
    return expanded


def _span(cell: Element, name: str) -> int:
    value = (cell.get(name) or "").strip()
    return max(1, min(int(value), _SPAN_LIMIT)) if value.isascii() and value.isdigit() else 1
