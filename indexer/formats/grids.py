"""Rows of cells to a table in the notation: which row names the columns, what is empty."""

import re
from collections import Counter
from collections.abc import Sequence
from string import ascii_uppercase

from indexer.formats.notation import table

_VALUE = re.compile(
    r"[-+(]?[¥$€£]?\s?\d[\d,. ]*%?\)?"
    r"|\d{2,4}[-/.年]\d{1,2}([-/.月]\d{1,4}日?)?(\s+\d{1,2}:\d\d(:\d\d)?)?"
    r"|\d{1,2}:\d\d(:\d\d)?|TRUE|FALSE|true|false|https?://\S+|[\w.+-]+@[\w-]+\.[\w.]+"
)
"""What stands in the rows of tables and not in their heads: numbers, dates, addresses."""

_ROWS_LOOKED_AT = 200
_NAME_LIMIT = 80
"""Code points of the longest name of a column."""


def write_grid(names: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return rows of escaped cells as a table, rows and columns without any cell left out.

    Parameters
    ----------
    names
        Of the columns, empty strings where they have none; may be shorter than the rows.
    """
    filled = [list(row) for row in rows if any(row)]
    width = max(map(len, [names, *filled]))
    padded = [[*row, *[""] * (width - len(row))] for row in [names, *filled]]
    used = [column for column in range(width) if any(row[column] for row in padded)]
    if not filled or not used:
        return ""
    head, *body = [[row[column] for column in used] for row in padded]
    return table(_distinct(head), body)


def has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first row names the columns of the rows below it.

    Names are short, each another, no values, and most columns have one. A first row of which
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
    if len(set(filled)) < len(filled) or 2 * len(filled) <= width:
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
