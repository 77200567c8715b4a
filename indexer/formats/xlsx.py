"""Excel workbooks (.xlsx) to text: each sheet a section with a table, cells as they are shown."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from indexer.errors import OversizedSource
from indexer.formats import notation
from indexer.formats.extract import Extract
from indexer.formats.grids import ROW_LIMIT, Merge, check_size, write_sheet
from indexer.formats.number_formats import BUILT_IN, display
from indexer.formats.packages import Package
from indexer.formats.trees import Element

SUFFIX: Final = ".xlsx"

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_HIDDEN = ("hidden", "veryHidden")
_COLUMN_LIMIT = 16_384
_MERGE_LIMIT = 10_000
"""Rows that a merged cell is written into at most."""


@dataclass(frozen=True, slots=True)
class _Workbook:
    """What the sheets of a workbook share."""

    strings: Sequence[str]
    """Those that cells share, each as one line and escaped."""
    formats: Sequence[str]
    """The number formats of cells, by their style."""
    from_1904: bool


def read_xlsx(content: bytes, source: str) -> Extract:
    """Return the sheets of a workbook that are not hidden.

    Raises
    ------
    DamagedSource, EncryptedSource, LegacyFormat, OversizedSource
        As `indexer.formats.packages.Package`; or a sheet is larger than can be indexed.
    """
    package = Package.open(content, source, SUFFIX)
    name = package.main_part("xl/workbook.xml")
    root = package.part(name)
    relationships = package.relationships(name)
    parts = {relation.type: relation.target for relation in relationships.values()}
    workbook = _Workbook(
        strings=_strings(
            package.part(parts["sharedStrings"]) if "sharedStrings" in parts else None
        ),
        formats=_formats(package.part(parts["styles"]) if "styles" in parts else None),
        from_1904=_is_from_1904(root),
    )
    blocks: list[str] = []
    for sheet in root.iter(f"{_S}sheet") if root is not None else ():
        relation = relationships.get(sheet.get(_ID) or "")
        if relation is None or relation.type != "worksheet" or sheet.get("state") in _HIDDEN:
            continue
        part = package.part(relation.target)
        text = _read_sheet(part, workbook, source) if part is not None else ""
        if text:
            heading = _line(sheet.get("name") or "")
            blocks += [notation.heading(1, heading), text]
    title = package.title() or PurePosixPath(source).stem
    return Extract(notation.document(blocks), "utf-8", title=title)


def _strings(root: Element | None) -> list[str]:
    items = root.iter(f"{_S}si") if root is not None else ()
    return [_line(_text_of(item)) for item in items]


def _text_of(item: Element) -> str:
    """Return the text of a string, without the readings of its characters."""
    texts = [child.text or "" for child in item if child.tag == f"{_S}t"]
    for part in item:
        if part.tag == f"{_S}r":
            texts += [child.text or "" for child in part if child.tag == f"{_S}t"]
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), "".join(texts))
    # Characters beyond 16 bits are escaped as two halves; half a one is no text.
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")


def _formats(root: Element | None) -> list[str]:
    if root is None:
        return []
    codes = dict(BUILT_IN)
    for element in root.iter(f"{_S}numFmt"):
        codes[_number(element.get("numFmtId"), -1)] = element.get("formatCode") or ""
    styles = root.find(f"{_S}cellXfs")
    return [
        codes.get(_number(style.get("numFmtId"), 0), "General")
        for style in (styles if styles is not None else ())
    ]


def _is_from_1904(root: Element | None) -> bool:
    properties = root.find(f"{_S}workbookPr") if root is not None else None
    return properties is not None and properties.get("date1904") in ("1", "true")


def _read_sheet(root: Element, workbook: _Workbook, source: str) -> str:
    rows: list[list[str]] = []
    numbers: dict[int, int] = {}
    cells = characters = 0
    for number, row in _rows(root):
        texts = _read_row(row, workbook)
        cells += len(texts)
        characters += sum(map(len, texts))
        check_size(cells, characters, source)
        if len(rows) >= ROW_LIMIT:
            raise OversizedSource(source=source, size=f"> {ROW_LIMIT}", limit=f"{ROW_LIMIT}")
        if any(texts):
            numbers[number] = len(rows)
            rows.append(texts)
    return write_sheet(rows, source, _merge(root, rows, numbers))


def _rows(root: Element) -> Iterator[tuple[int, Element]]:
    number = 0
    for row in root.iter(f"{_S}row"):
        number = _number(row.get("r"), number + 1)
        yield number, row


def _read_row(row: Element, workbook: _Workbook) -> list[str]:
    texts: list[str] = []
    for cell in row:
        if cell.tag != f"{_S}c":
            continue
        place = _place(cell.get("r") or "")
        column = place[1] if place else len(texts)
        text = _text_in(cell, workbook)
        if text and column < _COLUMN_LIMIT:
            texts += [""] * (column + 1 - len(texts))
            texts[column] = text
        elif place is None:
            texts.append("")
    return texts


def _text_in(cell: Element, workbook: _Workbook) -> str:
    kind = cell.get("t") or "n"
    if kind != "s":
        return _line(_show(cell, kind, workbook))
    element = cell.find(f"{_S}v")
    number = _number((element.text or "").strip() if element is not None else None, -1)
    return workbook.strings[number] if 0 <= number < len(workbook.strings) else ""


def _line(text: str) -> str:
    return notation.escape(notation.fold(text))


def _show(cell: Element, kind: str, workbook: _Workbook) -> str:
    if kind == "inlineStr":
        inline = cell.find(f"{_S}is")
        return _text_of(inline) if inline is not None else ""
    element = cell.find(f"{_S}v")
    value = (element.text or "") if element is not None else ""
    if kind == "b":
        return "TRUE" if value.strip() == "1" else "FALSE" if value else ""
    if kind == "n" and value:
        style = _number(cell.get("s"), 0)
        code = workbook.formats[style] if style < len(workbook.formats) else "General"
        return display(value.strip(), code, from_1904=workbook.from_1904)
    return value


def _merge(
    root: Element, rows: list[list[str]], numbers: Mapping[int, int]
) -> dict[int, list[Merge]]:
    """Return the merged cells by row; what is merged over rows is written into each of them."""
    merges: dict[int, list[Merge]] = {}
    for element in root.iter(f"{_S}mergeCell"):
        first, _, last = (element.get("ref") or "").partition(":")
        begin, end = _place(first), _place(last)
        if begin is None or end is None or begin[0] not in numbers:
            continue
        top = numbers[begin[0]]
        last_row = min(end[0], begin[0] + _MERGE_LIMIT)
        below = [numbers[n] for n in range(begin[0], last_row + 1) if n in numbers]
        left, right = begin[1], min(end[1] + 1, _COLUMN_LIMIT)
        text = rows[top][left] if left < len(rows[top]) else ""
        if not text or left >= right:
            continue
        for number in below[1:]:
            rows[number] += [""] * (left + 1 - len(rows[number]))
            rows[number][left] = rows[number][left] or text
        merges.setdefault(top, []).append(Merge(left, right, below[-1] + 1))
    return merges


def _place(reference: str) -> tuple[int, int] | None:
    """Return the number of the row, from 1, and the column, from 0, that a reference names."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(match[2]), column - 1


def _number(value: str | None, default: int) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 10 else default
