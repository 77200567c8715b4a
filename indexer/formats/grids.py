"""Rows of cells to a table in the notation: which row names the columns, what is empty."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from string import ascii_uppercase

from indexer.errors import OversizedSource
from indexer.formats.notation import document, paragraph, table

_VALUE = re.compile(
    r"[-+(]?[¥$€£]?\s?\d[\d,. ]*%?\)?"
    r"|\d{2,4}[-/.年]\d{1,2}([-/.月]\d{1,4}日?)?(\s+\d{1,2}:\d\d(:\d\d)?)?"
    r"|\d{1,2}:\d\d(:\d\d)?|TRUE|FALSE|true|false|https?://\S+|[\w.+-]+@[\w-]+\.[\w.]+"
)
"""What stands in the rows of tables and not in their heads: numbers, dates, addresses."""

_ROWS_LOOKED_AT = 200
ROW_LIMIT = 200_000
"""Rows of the largest sheet; to encode so many takes an hour."""
_CELL_LIMIT = 4_000_000
"""Cells of the largest table, empty ones included."""
_TEXT_LIMIT = 2**24
"""Code points of the largest table. A small file may give more: a cell may span a thousand rows,
and has its text in each, and cells of a workbook share theirs."""
_NAMES_HEIGHT = 3
"""Rows that the names of columns take at most."""
_NAME_LIMIT = 80
"""Code points of the longest name of a column."""


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells of a sheet that are one."""

    left: int
    right: int
    """The column behind it."""
    bottom: int
    """The row behind it."""


def write_grid(names: Sequence[str], rows: Sequence[Sequence[str]], source: str) -> str:
    """Return rows of escaped cells as a table, rows and columns without any cell left out.

    Parameters
    ----------
    names
        Of the columns, empty strings where they have none; may be shorter than the rows.
    source
        What errors call the file.

    Raises
    ------
    OversizedSource
        It has more cells, or more text, than can be indexed.
    """
    filled = [row for row in rows if any(row)]
    used = sorted({column for row in [names, *filled] for column, cell in enumerate(row) if cell})
    if not filled or not used:
        return ""
    check_size(len(used) * len(filled), sum(map(len, chain.from_iterable(filled))), source)
    head, *body = [
        [row[column] if column < len(row) else "" for column in used] for row in [names, *filled]
    ]
    return table(_distinct(head), body)


def check_size(cells: int, characters: int, source: str) -> None:
    """Make sure that a table, as far as it is known, can be indexed.

    Raises
    ------
    OversizedSource
        It has too many cells, empty ones included, or too much text.
    """
    for size, limit, unit in (
        (cells, _CELL_LIMIT, "cells"),
        (characters, _TEXT_LIMIT, "characters"),
    ):
        if size > limit:
            raise OversizedSource(source=source, size=f"{size} {unit}", limit=limit)


def write_sheet(
    rows: Sequence[Sequence[str]],
    source: str,
    merges: Mapping[int, Sequence[Merge]] | None = None,
) -> str:
    """Return the rows of a sheet as a table, columns by their letters where nothing names them.

    Rows of one cell above the first row of several are titles, which are paragraphs. The names
    take more than one row where merged cells among them do.

    Parameters
    ----------
    rows
        Escaped cells, empty ones and rows included.
    source
        What errors call the file.
    merges
        By the number of the row that they begin in.

    Raises
    ------
    OversizedSource
        As `write_grid`.
    """
    merges = merges or {}
    filled = [number for number, row in enumerate(rows) if any(row)]
    wide = [number for number in filled if sum(map(bool, rows[number])) > 1]
    if not filled:
        return ""
    begin = wide[0] if wide else filled[0]
    titles = [next(cell for cell in rows[number] if cell) for number in filled if number < begin]
    body = [rows[number] for number in filled if number >= begin]
    height = _height_of_names(rows, merges.get(begin, ()), begin)
    below = [rows[number] for number in filled if number >= begin + height]
    if height and below:
        heads = [_spread(rows[n], merges.get(n, ())) for n in range(begin, begin + height)]
        names, body = column_names([row for row in heads if any(row)]), below
    elif has_header(body):
        names, body = list(body[0]), body[1:]
    else:
        names = [
            letter if any(column < len(row) and row[column] for row in body) else ""
            for column, letter in enumerate(column_letters(max(map(len, body))))
        ]
    return document([*map(paragraph, titles), write_grid(names, body, source)]).rstrip("\n")


def _height_of_names(rows: Sequence[Sequence[str]], merged: Sequence[Merge], begin: int) -> int:
    """Return how many rows the names of columns take where cells are merged in them, else 0."""
    if not merged or any(map(_is_value, rows[begin])):
        return 0
    height = max(merge.bottom - begin for merge in merged)
    if height == 1 and begin + 2 < len(rows) and not any(map(_is_value, rows[begin + 1])):
        height = 2
    return height if height <= _NAMES_HEIGHT else 0


def _spread(row: Sequence[str], merges: Sequence[Merge]) -> list[str]:
    """Return the names in a row, those of merged cells in each column below them."""
    width = max([len(row), *(merge.right for merge in merges)])
    names = [*row, *[""] * (width - len(row))]
    for merge in merges:
        names[merge.left : merge.right] = [names[merge.left]] * (merge.right - merge.left)
    return names


def has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first row names the columns of the rows below it.

    Names are short, mostly different, no values, and most columns have one. A first row of which
    some cells, but not all, come back in their columns is a record like the others. Where none
    of this tells, there is a header, as most tables have one.
    """
    if len(rows) < 2:
        return False
    first = [cell.strip() for cell in rows[0]]
    filled = [cell for cell in first if cell]
    if not filled or any(len(cell) > _NAME_LIMIT or _is_value(cell) for cell in filled):
        return False
    width = max(len(row) for row in rows[:_ROWS_LOOKED_AT])
    if 2 * len(set(filled)) <= len(filled) or 2 * len(filled) <= width:
        return False
    again = [
        any(column < len(row) and row[column].strip() == cell for row in rows[1:_ROWS_LOOKED_AT])
        for column, cell in enumerate(first)
        if cell
    ]
    return all(again) or not any(again)


def column_names(heads: Sequence[Sequence[str]]) -> list[str]:
    """Return the names of the columns, read from the top where there are several rows of them."""
    width = max(map(len, heads), default=0)
    names = []
    for column in range(width):
        words: list[str] = []
        for row in heads:
            if column < len(row) and row[column] and row[column] not in words:
                words.append(row[column])
        names.append(" ".join(words))
    return names


def column_letters(count: int) -> list[str]:
    """Return what spreadsheets call their columns: A, B, ..., Z, AA, ..."""
    names = []
    for number in range(1, count + 1):
        name = ""
        while number > 0:
            number, digit = divmod(number - 1, 26)
            name = ascii_uppercase[digit] + name
        names.append(name)
    return names


def _is_value(cell: str) -> bool:
    # A year heads a column of figures as often as it stands in one.
    return _VALUE.fullmatch(cell) is not None and not re.fullmatch(r"(?:19|20)\d\d年?", cell)


def _distinct(names: Sequence[str]) -> list[str]:
    """Return names with a number behind those that came before, so that fields have one each."""
    seen: Counter[str] = Counter()
    distinct = []
    for name in names:
        seen[name] += 1
        distinct.append(f"{name} {seen[name]}" if name and seen[name] > 1 else name)
    return distinct
