"""Word documents (.docx) to text: as Word prints them with all changes accepted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from indexer.formats import notation
from indexer.formats.counting import write_numeral
from indexer.formats.docx_numbering import Numbered, Numbering
from indexer.formats.docx_styles import Look, Styles, W, is_on, read_number, value_of
from indexer.formats.docx_text import Text, TextReader
from indexer.formats.extract import Extract
from indexer.formats.grids import column_names, has_header, write_grid
from indexer.formats.packages import Package
from indexer.formats.printed_headings import Printed, guess_headings
from indexer.formats.trees import Element

SUFFIX: Final = ".docx"

_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_WRAPPERS = frozenset(
    f"{W}{name}" for name in "sdt sdtContent customXml ins moveTo smartTag".split()
) | {f"{_COMPATIBLE}AlternateContent", f"{_COMPATIBLE}Choice"}
"""Elements around paragraphs, tables, rows and cells that are read as if they were not there."""
_HEADING_LIMIT = 250
"""Code points of the longest heading; people give heading styles to paragraphs, too."""
_SPAN_LIMIT = 63
"""Columns of the widest table that Word makes."""
_NOTES = (("footnote", "decimal"), ("endnote", "lowerRoman"))
"""Kinds of notes, and how Word numbers them where nothing else is said."""


def read_docx(content: bytes, source: str) -> Extract:
    """Return the text of a document.

    Raises
    ------
    DamagedSource, EncryptedSource, LegacyFormat, OversizedSource
        As `indexer.formats.packages.Package`; or there is no document in it.
    """
    package = Package.open(content, source, SUFFIX)
    document = _Document(package)
    try:
        return document.read()
    except RecursionError as error:
        raise package.damage("nested too deep") from error


@dataclass(slots=True)
class _Block:
    """A paragraph, or a table that is written already."""

    text: str
    written: bool = False
    depth: int | None = None
    """Of a heading."""
    title: bool = False
    numbered: Numbered | None = None
    looks: tuple[tuple[Look, int], ...] = ()
    notes: list[str] = field(default_factory=list)
    """Written behind it."""


class _Document:
    """Reads the parts of a document."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._name = package.main_part("word/document.xml")
        self._parts = {
            relationship.type: relationship.target
            for relationship in package.relationships(self._name).values()
        }
        self._styles = Styles(self._part("styles"))
        self._numbering = Numbering(self._part("numbering"), self._styles)
        self._text = TextReader(self._styles)
        self._notes = _Notes(
            {kind: self._part(f"{kind}s") for kind, _ in _NOTES},
            self._part("settings"),
            self._styles,
        )
        self._waiting: list[Element] = []
        self._blocks: list[_Block] = []

    def read(self) -> Extract:
        root = self._package.part(self._name)
        body = root.find(f"{W}body") if root is not None else None
        if body is None:
            raise self._package.damage("no document in it")
        self._read_blocks(body)
        titles = [block.text for block in self._blocks if block.title]
        title = self._package.title() if len(titles) != 1 else _plain(titles[0])
        return Extract(notation.document(_write(self._blocks)), "utf-8", title=title)

    def _part(self, kind: str) -> Element | None:
        name = self._parts.get(kind)
        return self._package.part(name) if name else None

    def _read_blocks(self, container: Element) -> None:
        for element in container:
            if element.tag == f"{W}p":
                self._read_paragraph(element)
            elif element.tag == f"{W}tbl":
                self._read_table(element)
            elif element.tag in _WRAPPERS:
                self._read_blocks(element)

    def _read_paragraph(self, paragraph: Element) -> None:
        if self._styles.is_contents(paragraph):
            self._text.read(paragraph, lambda reference, custom: "")
            return
        if paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None:
            self._waiting.append(paragraph)
            return
        found = self._text.read(paragraph, self._notes.mark, self._waiting)
        self._waiting = []
        self._add_paragraph(paragraph, found)
        for box in found.boxes:
            self._read_blocks(box)

    def _add_paragraph(self, paragraph: Element, found: Text) -> None:
        numbered = self._numbering.number(paragraph)
        text = found.text
        if not text:
            return
        depth = self._styles.outline_level(paragraph)
        self._blocks.append(
            _Block(
                text=text,
                depth=depth if len(text) <= _HEADING_LIMIT else None,
                title=self._styles.is_title(paragraph),
                numbered=numbered,
                looks=tuple(found.looks),
                notes=[self._notes.write(reference) for reference in found.notes],
            )
        )

    def _read_table(self, table: Element) -> None:
        rows = [row for row in _inner(table, f"{W}tr") if row.find(f"{W}trPr/{W}del") is None]
        width = max((len(list(_inner(row, f"{W}tc"))) for row in rows), default=0)
        if len(rows) < 2 or width < 2:
            for row in rows:
                for cell in _inner(row, f"{W}tc"):
                    self._read_blocks(cell)
            return
        references: list[Element] = []
        cells: list[list[str]] = []
        for row in rows:
            cells.append(self._cells(row, cells[-1] if cells else [], references))
        heads = 0
        while heads < len(rows) - 1 and _is_head(rows[heads]):
            heads += 1
        heads = heads or has_header(cells)
        grid = write_grid(column_names(cells[:heads]), cells[heads:], self._package.source)
        notes = [self._notes.write(reference) for reference in references]
        self._blocks.append(_Block(grid, written=True, notes=notes))

    def _cells(self, row: Element, above: Sequence[str], references: list[Element]) -> list[str]:
        """Return the cells of a row; one merged with that above has the same text."""
        cells = [""] * _columns(value_of(row, f"{W}trPr/{W}gridBefore"), 0)
        for cell in _inner(row, f"{W}tc"):
            text = " ".join(filter(None, self._flat(cell, references)))
            merge = value_of(cell, f"{W}tcPr/{W}vMerge")
            if merge is not None and merge != "restart" and len(cells) < len(above):
                text = above[len(cells)]
            span = _columns(value_of(cell, f"{W}tcPr/{W}gridSpan"), 1)
            cells += [text, *([text if _is_head(row) else ""] * (span - 1))]
        return cells

    def _flat(self, container: Element, references: list[Element]) -> Iterator[str]:
        """Yield the paragraphs in a cell, those of tables in it too, with their labels."""
        for element in container:
            if element.tag == f"{W}p":
                found = self._text.read(element, self._notes.mark)
                numbered = self._numbering.number(element)
                label = notation.escape(numbered.label) if numbered else ""
                yield notation.join_label(label, found.text).strip()
                references.extend(found.notes)
                for box in found.boxes:
                    yield from self._flat(box, references)
            elif element.tag in _WRAPPERS or element.tag in _TABLE:
                yield from self._flat(element, references)


_TABLE = frozenset(f"{W}{name}" for name in ("tbl", "tr", "tc"))


class _Notes:
    """The footnotes and endnotes of a document, numbered as they are referred to."""

    def __init__(
        self, parts: dict[str, Element | None], settings: Element | None, styles: Styles
    ) -> None:
        self._styles = styles
        self._counts = dict.fromkeys(parts, 0)
        self._marks: dict[Element, str] = {}
        self._notes: dict[tuple[str, str], Element] = {}
        self._styles_of: dict[str, tuple[str, int]] = {}
        for kind, numeral in _NOTES:
            root = parts[kind]
            for note in root.iter(f"{W}{kind}") if root is not None else ():
                self._notes[kind, note.get(f"{W}id") or ""] = note
            properties = settings.find(f"{W}{kind}Pr") if settings is not None else None
            said = value_of(properties, f"{W}numFmt") if properties is not None else None
            start = value_of(properties, f"{W}numStart") if properties is not None else None
            self._styles_of[kind] = (said or numeral, read_number(start, 1))

    def mark(self, reference: Element, custom: str) -> str:
        """Return the mark of a reference, which is the next one."""
        kind = "footnote" if reference.tag == f"{W}footnoteReference" else "endnote"
        mark = custom
        if not mark:
            style, start = self._styles_of[kind]
            mark = write_numeral(start + self._counts[kind], style)
            self._counts[kind] += 1
        self._marks[reference] = mark
        return mark

    def write(self, reference: Element) -> str:
        """Return the note of a reference that has its mark; nothing where there is none."""
        kind = "footnote" if reference.tag == f"{W}footnoteReference" else "endnote"
        note = self._notes.get((kind, reference.get(f"{W}id") or ""))
        mark = self._marks[reference]
        if note is None:
            return ""
        reader = TextReader(self._styles)
        texts = [
            reader.read(paragraph, lambda inner, custom: custom).text
            for paragraph in note.iter(f"{W}p")
        ]
        text = " ".join(filter(None, texts)).strip()
        if is_on(reference.get(f"{W}customMarkFollows", "0")):
            text = text.removeprefix(notation.escape(mark)).lstrip()
        return notation.note(mark, text) if text else ""


def _inner(container: Element, tag: str) -> Iterator[Element]:
    """Yield the elements of a kind directly below one, or below what only wraps them."""
    for element in container:
        if element.tag == tag:
            yield element
        elif element.tag in _WRAPPERS:
            yield from _inner(element, tag)


def _is_head(row: Element) -> bool:
    head = row.find(f"{W}trPr/{W}tblHeader")
    return head is not None and is_on(head.get(f"{W}val") or "")


def _columns(value: str | None, default: int) -> int:
    return min(read_number(value, default), _SPAN_LIMIT)


def _plain(text: str) -> str:
    return text.replace("\\", "")


def _write(blocks: Sequence[_Block]) -> Iterator[str]:
    _find_depths(blocks)
    running = _running_lists(blocks)
    for block in blocks:
        yield _write_block(block, running)
        yield from block.notes


def _find_depths(blocks: Sequence[_Block]) -> None:
    """Set the depths of headings where styles do not say them; the title stands above all."""
    paragraphs = [block for block in blocks if not block.written]
    if not any(block.depth for block in paragraphs):
        printed = [Printed(_labelled(block), block.looks) for block in paragraphs]
        for number, depth in guess_headings(printed).items():
            paragraphs[number].depth = depth
        return
    titles = [block for block in paragraphs if block.title]
    if len(titles) == 1 and titles[0].depth is None:
        for block in paragraphs:
            if block.depth:
                block.depth += 1
        titles[0].depth = 1


def _running_lists(blocks: Sequence[_Block]) -> frozenset[str]:
    """Return the lists whose numbers run on over headings: those of paragraphs, not of items."""
    headings = 0
    seen: dict[str, int] = {}
    running: set[str] = set()
    for block in blocks:
        numbered = block.numbered
        if block.depth is not None:
            headings += 1
        elif numbered is not None and numbered.level == 0 and numbered.label:
            if not numbered.first and seen.get(numbered.list, headings) != headings:
                running.add(numbered.list)
            seen[numbered.list] = headings
    return frozenset(running)


def _write_block(block: _Block, running: frozenset[str]) -> str:
    numbered = block.numbered
    if block.written:
        return block.text
    if block.depth is not None:
        return notation.heading(block.depth, _labelled(block))
    if numbered is None:
        return notation.paragraph(block.text)
    label = notation.escape(numbered.label)
    if numbered.list not in running:
        return notation.item(numbered.level, label, block.text)
    if numbered.level == 0:
        return notation.paragraph(notation.join_label(label, block.text))
    return notation.item(numbered.level - 1, label, block.text)


def _labelled(block: _Block) -> str:
    label = notation.escape(block.numbered.label) if block.numbered else ""
    return notation.join_label(label, block.text)
