"""PDF with a text layer to text: in reading order, paragraphs whole, without running heads.

Print alone tells what a page is made of, so the text is not marked through: the splitter joins
what pages cut and tells items and numbered paragraphs, as it does with text from elsewhere.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from indexer.errors import DamagedSource, ScannedSource
from indexer.formats import notation
from indexer.formats.extract import Extract
from indexer.formats.inline import Inline
from indexer.formats.pdf_lines import PrintedLine, in_reading_order, read_lines
from indexer.formats.pdf_tables import RuledTable, find_tables
from indexer.formats.pdfium import RawPage, read_pages, read_title
from indexer.formats.printed_headings import Printed, guess_headings
from indexer.languages import is_han
from indexer.numbering import read_label
from indexer.passages import Page
from indexer.punctuation import is_terminated, looks_like_title

_EDGE_LINES = 3
"""Lines at the top and the bottom of a page that may be furniture."""
_REPEATS = 0.4
"""Share of pages, at least 2, on which furniture comes back at the same height."""
_PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:page|p\.|第)?\s*(?:\d{1,4}|[ivxl]{1,6})\s*页?"
    r"(?:\s*(?:/|of|，?\s*共)\s*\d{1,4}\s*页?)?[-–—\s]*",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_NOTE = re.compile(
    r"(?:\\?\[)?([¹²³⁴⁵⁶⁷⁸⁹⁰]+|\d{1,3}(?=\s)|[①-⑳]|\\\*{1,3}|[*†‡])(?:\\?\])?\s*(?=\S)"
)
_SMALLER = 0.93
"""Share of the size of the text up to which notes are printed."""
_GLYPHS_OF_A_STAMP = 40
"""Glyphs a page up to which the text on pictures of pages is a stamp of the scanner."""


@dataclass(slots=True)
class _Sheet:
    """A page as it is read."""

    page: RawPage
    lines: list[PrintedLine]
    tables: list[RuledTable]


@dataclass(slots=True)
class _Paragraph:
    """Lines that belong together, or a table."""

    lines: list[PrintedLine] = field(default_factory=list)
    table: RuledTable | None = None
    is_note: bool = False
    text: str = ""


def read_pdf(content: bytes, source: str, on_page: Callable[[], None] = lambda: None) -> Extract:
    """Return the text of a document, with the places where its pages begin.

    Parameters
    ----------
    on_page
        Called before a page is read, and before they are laid out.

    Raises
    ------
    DamagedSource, EncryptedSource, OversizedSource
        As `indexer.formats.pdfium.read_pages`.
    ScannedSource
        Its pages are pictures.
    """
    on_page()
    pages = []
    for page in read_pages(content, source):
        pages.append(page)
        on_page()
    if not pages:
        raise DamagedSource(source=source, suffix=".pdf", reason="no pages")
    _require_text(pages, source)
    sheets = [_lay_out(page) for page in pages]
    _drop_furniture(sheets)
    body = _body_size(sheets)
    vocabulary = _hyphenated(sheets)
    found = [_paragraphs(sheet, body) for sheet in sheets]
    for paragraphs in found:
        for paragraph in paragraphs:
            paragraph.text = _text(paragraph, vocabulary)
    depths = _depths([paragraph for paragraphs in found for paragraph in paragraphs])
    texts: list[str] = []
    starts: list[Page] = []
    offset = 0
    for page, paragraphs in zip(pages, found, strict=True):
        blocks = [_write(paragraph, depths) for paragraph in paragraphs]
        text = notation.document(blocks) + "\f\n"
        starts.append(Page(offset, page.label))
        texts.append(text)
        offset += len(text)
    title = _title(content, "".join(texts[:1]))
    return Extract("".join(texts), "utf-8", marked=False, title=title, pages=tuple(starts))


def _require_text(pages: Sequence[RawPage], source: str) -> None:
    glyphs = sum(len(page.glyphs) for page in pages)
    pictures = sum(page.has_images for page in pages)
    if glyphs == 0 or (2 * pictures > len(pages) and glyphs < _GLYPHS_OF_A_STAMP * len(pages)):
        raise ScannedSource(source=source)


def _lay_out(page: RawPage) -> _Sheet:
    tables = find_tables(page)
    outside = [glyph for glyph in page.glyphs if not any(table.holds(glyph) for table in tables)]
    return _Sheet(page, read_lines(outside), tables)


def _drop_furniture(sheets: Sequence[_Sheet]) -> None:
    """Take out running heads and feet: lines at the edge that come back, and page numbers."""
    places: Counter[tuple[str, int]] = Counter()
    keys: list[dict[int, tuple[str, int]]] = []
    for sheet in sheets:
        edge = [*range(len(sheet.lines))[:_EDGE_LINES], *range(len(sheet.lines))[-_EDGE_LINES:]]
        found = {number: _key(sheet.lines[number]) for number in edge}
        places.update(set(found.values()))
        keys.append(found)
    least = max(2, _REPEATS * len(sheets))
    for sheet, found in zip(sheets, keys, strict=True):
        furniture = {
            number
            for number, key in found.items()
            if places[key] >= least or _is_page_number(sheet, number)
        }
        sheet.lines = [line for number, line in enumerate(sheet.lines) if number not in furniture]


def _key(line: PrintedLine) -> tuple[str, int]:
    return _DIGITS.sub("#", line.plain), round(line.bottom / 4)


def _is_page_number(sheet: _Sheet, number: int) -> bool:
    line = sheet.lines[number]
    edge = 0.08 * sheet.page.height
    outside = line.bottom < edge or line.bottom > sheet.page.height - edge
    return outside and _PAGE_NUMBER.fullmatch(line.plain) is not None


def _body_size(sheets: Sequence[_Sheet]) -> float:
    sizes = Counter(glyph.size for sheet in sheets for line in sheet.lines for glyph in line.glyphs)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _hyphenated(sheets: Sequence[_Sheet]) -> frozenset[str]:
    """Return the words that the document writes with a hyphen inside a line."""
    words = re.compile(r"[^\W\d_]+-[^\W\d_]+")
    return frozenset(
        match[0].lower()
        for sheet in sheets
        for line in sheet.lines
        for match in words.finditer(line.plain[:-1])
    )


def _paragraphs(sheet: _Sheet, body: float) -> list[_Paragraph]:
    """Return what is on a page in reading order, notes last."""
    text, notes = _divide_notes(sheet.lines, body)
    paragraphs: list[_Paragraph] = []
    waiting = list(sheet.tables)
    ordered = in_reading_order(text)
    leading = _leading(ordered)
    edges = {column: _edges(ordered, column) for column in {line.column for line in ordered}}
    for number, line in enumerate(ordered):
        before = ordered[number - 1] if number else None
        while waiting and _is_above(waiting[0], line, before):
            paragraphs.append(_Paragraph(table=waiting.pop(0)))
            before = None
        if before is None or not paragraphs or _begins(before, line, edges[line.column], leading):
            paragraphs.append(_Paragraph())
        paragraphs[-1].lines.append(line)
    paragraphs += [_Paragraph(table=table) for table in waiting]
    for line in notes:
        if not paragraphs or not paragraphs[-1].is_note or _NOTE.match(line.plain):
            paragraphs.append(_Paragraph(is_note=True))
        paragraphs[-1].lines.append(line)
    return paragraphs


def _divide_notes(
    lines: list[PrintedLine], body: float
) -> tuple[list[PrintedLine], list[PrintedLine]]:
    """Return the text and the notes at the foot: small lines, the first of them with a mark."""
    begin = len(lines)
    while begin and lines[begin - 1].size <= _SMALLER * body:
        begin -= 1
    while begin < len(lines) and not _NOTE.match(lines[begin].plain):
        begin += 1
    notes = lines[begin:]
    return lines[:begin], in_reading_order(notes)


def _leading(lines: Sequence[PrintedLine]) -> float:
    """Return the usual distance of lines, in sizes."""
    steps = [
        (before.bottom - line.bottom) / line.size
        for before, line in pairwise(lines)
        if 0.8 * line.size < before.bottom - line.bottom < 3 * line.size
    ]
    return median(steps) if steps else 1.3


def _edges(lines: Sequence[PrintedLine], column: int) -> tuple[float, float]:
    """Return the left and right edge of a column."""
    same = [line for line in lines if line.column == column]
    return min(other.left for other in same), max(other.right for other in same)


def _is_above(table: RuledTable, line: PrintedLine, before: PrintedLine | None) -> bool:
    beside = line.left < table.right and line.right > table.left
    return table.bottom >= line.bottom and (beside or before is None)


def _begins(
    before: PrintedLine, line: PrintedLine, edges: tuple[float, float], leading: float
) -> bool:
    """Tell whether a line begins a paragraph behind the line before it."""
    size = line.size
    if abs(before.size - size) > 0.06 * size or _is_bold(before) != _is_bold(line):
        return True
    text, text_before = line.plain, before.plain
    if before.column != line.column or line.bottom > before.bottom:
        return is_terminated(text_before) or read_label(text) is not None
    if before.bottom - line.bottom > (leading + 0.35) * size:
        return True
    if line.left > before.left + 0.8 * size:
        # A first line, unless the one before began with a label that hangs out.
        return read_label(text_before) is None or is_terminated(text_before)
    short = before.right < edges[1] - 2.5 * size
    if read_label(text) is not None:
        return short or is_terminated(text_before) or is_terminated(text_before, item=True)
    ends = is_terminated(text_before)
    return short and (ends or before.right - before.left < 0.6 * (edges[1] - edges[0]))


def _is_bold(line: PrintedLine) -> bool:
    return all(glyph.bold for glyph in line.glyphs)


def _text(paragraph: _Paragraph, hyphenated: frozenset[str]) -> str:
    """Return the lines of a paragraph as one."""
    inline = Inline()
    for number, line in enumerate(paragraph.lines):
        following = paragraph.lines[number + 1] if number + 1 < len(paragraph.lines) else None
        if following is None:
            line.add_to(inline)
        elif _is_divided(line, following, hyphenated):
            PrintedLine(line.glyphs[:-1], line.column).add_to(inline)
        else:
            line.add_to(inline)
            wide = is_han(line.glyphs[-1].text) and is_han(following.glyphs[0].text)
            kept = line.glyphs[-1].text in "-‐" and len(line.glyphs) > 1
            inline.add("" if wide or kept else "\n")
    return inline.take()


def _is_divided(line: PrintedLine, following: PrintedLine, hyphenated: frozenset[str]) -> bool:
    """Tell whether a line ends with a hyphen that only divides a word."""
    if line.glyphs[-1].text not in "-‐\xad" or len(line.glyphs) < 2:
        return False
    first = re.search(r"[^\W\d_]+$", line.plain.rstrip("-‐"))
    second = re.match(r"[^\W\d_]+", following.plain)
    if first is None or second is None or not second[0].islower():
        return False
    return f"{first[0]}-{second[0]}".lower() not in hyphenated


def _depths(paragraphs: Sequence[_Paragraph]) -> dict[int, int]:
    """Return the depths of the headings, by the identity of their paragraphs."""
    texts = [paragraph for paragraph in paragraphs if not (paragraph.table or paragraph.is_note)]
    printed = [
        Printed(
            paragraph.text,
            tuple(look for line in paragraph.lines for look in line.looks),
        )
        for paragraph in texts
    ]
    return {
        id(texts[number]): depth for number, depth in guess_headings(printed, labels=False).items()
    }


def _write(paragraph: _Paragraph, depths: dict[int, int]) -> str:
    if paragraph.table is not None:
        # Rows with tabs, because pages cut them; the splitter joins those.
        rows = ("\t".join(cell.replace("|", "\\|") for cell in row) for row in paragraph.table.rows)
        return "\n".join(rows)
    if paragraph.is_note:
        return _write_note(paragraph.text)
    depth = depths.get(id(paragraph))
    if depth is not None and looks_like_title(paragraph.text):
        return notation.heading(depth, paragraph.text)
    return notation.paragraph(paragraph.text)


def _write_note(text: str) -> str:
    match = _NOTE.match(text)
    if match is None:
        return notation.paragraph(text)
    mark = match[1].replace("\\", "")
    return notation.note(mark, text[match.end() :])


def _title(content: bytes, first_page: str) -> str | None:
    """Return the title in the properties if the first page has it; many are names of files."""
    title = notation.fold(read_title(content))
    seen = "".join(first_page.replace("\\", "").split()).casefold()
    return title if title and "".join(title.split()).casefold() in seen else None
