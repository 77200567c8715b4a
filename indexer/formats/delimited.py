"""Delimited text (.csv, .tsv) to a table: the separator is found out, the encoding as for text."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import PurePosixPath
from typing import Final

from indexer.decoding import decode
from indexer.errors import DamagedSource, OversizedSource
from indexer.formats import notation
from indexer.formats.extract import Extract
from indexer.formats.grids import ROW_LIMIT, write_sheet

_SEPARATORS: Final = "\t;,|，"
"""In the order in which they are preferred where several would do: a comma may be in numbers."""
_LINES_LOOKED_AT = 200
_FIELD_LIMIT = 10_000_000
"""Code points of the longest cell; Python's own limit of 131,072 is for small files."""


def read_delimited(content: bytes, source: str) -> Extract:
    """Return the rows of a file as a table whose first row names the columns, if it does.

    Raises
    ------
    BinarySource, EmptySource, UndecodableSource
        As `indexer.decoding.decode`.
    OversizedSource
        It has more rows or cells than can be indexed.
    DamagedSource
        A cell never ends.
    """
    text, encoding = decode(content, source)
    suffix = PurePosixPath(source).suffix.lower()
    separator, text = ("\t", text) if suffix == ".tsv" else _separator(text)
    csv.field_size_limit(_FIELD_LIMIT)
    rows: list[list[str]] = []
    try:
        for row in _rows(text, separator):
            if len(rows) == ROW_LIMIT:
                raise OversizedSource(source=source, size=f"> {ROW_LIMIT}", limit=f"{ROW_LIMIT}")
            rows.append([notation.escape(notation.fold(cell)) for cell in row])
    except csv.Error as error:
        raise DamagedSource(source=source, suffix=suffix, reason=error) from error
    return Extract(notation.document([write_sheet(rows, source)]), encoding)


def _separator(text: str) -> tuple[str, str]:
    """Return what separates the cells, and the text without the line that says it (Excel's).

    It is what gives most lines the same number of cells, more than one; quoted cells are read as
    such for each.
    """
    first, _, rest = text.partition("\n")
    said = first.strip().removeprefix("sep=")
    if first.startswith("sep=") and len(said) <= 1:
        return said or "\t", rest
    best, best_score = ",", 0.0
    for separator in _SEPARATORS:
        rows = islice(_rows(text, separator), _LINES_LOOKED_AT)
        widths = Counter(len(row) for row in rows if any(row))
        if not widths:
            continue
        width, count = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
        score = count / widths.total() if width > 1 else 0.0
        if score > best_score:
            best, best_score = separator, score
    return best, text


def _rows(text: str, separator: str) -> Iterator[Sequence[str]]:
    """Yield the rows; one with a quotation mark that never closes is read without quoting."""
    lines = io.StringIO(text.replace("\0", ""), newline="")
    if text.count('"') % 2:
        yield from csv.reader(lines, delimiter=separator, quoting=csv.QUOTE_NONE)
    else:
        yield from csv.reader(lines, delimiter=separator, skipinitialspace=True)
