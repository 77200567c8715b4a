"""A document as HTML, in reading order and part by part: pure functions.

The page of a document has no words but the document's own, so it stays as it is when the reader
changes the language of the interface; `ui.reader_head` has the words.
"""

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import groupby
from typing import Final, TypeAlias
from urllib.parse import quote

from indexer.passages import Passage, Span
from ui.document_block import Block, Piece, Table, table_of
from ui.document_layout import DocumentLayout, Note
from ui.html import LANGUAGE_TAGS
from ui.marking import mark_cells, mark_slice

DEEPEST_HEADING = 6
"""Headings of HTML end here; deeper ones are set like the deepest."""

_HIGHEST: Final = 5_000_000
"""Tenths of lines; browsers show nothing that stands much deeper than some ten million pixels."""

Evidence: TypeAlias = Mapping[str, Sequence[Span]]
"""By passage id, offsets into the clean text."""


def element_id(passage_id: str) -> str:
    """Return the id of the element that shows a passage; ids of passages hold any character."""
    return f"passage-{quote(passage_id, safe='')}"


def document_page(
    layout: DocumentLayout,
    blocks: Iterable[Block],
    evidence: Evidence,
    *,
    key: str = "",
    opened: str | None = None,
    generation: str = "",
) -> str:
    """Return the document with its structure, and the evidence marked.

    Of blocks that are not given only the room is kept; the page asks for them when they are near.

    Parameters
    ----------
    key
        Names the evidence; the page sends it along, to see whether what is shown is still right.
    opened
        Id of the passage to begin at.
    generation
        Of the index; the page asks for more of this one.
    """
    contents = {block.number: block_content(layout, block, evidence) for block in blocks}
    scale = min(1, _HIGHEST / max(1, sum(layout.heights)))
    parts = "".join(
        f'<div class="part" data-start="{start}" style="--height: {height * scale:.0f}">'
        f"{contents.get(number, '')}</div>"
        for number, (start, height) in enumerate(zip(layout.starts, layout.heights, strict=True))
    )
    return (
        f'<article class="document" data-source="{escape(layout.source)}" '
        f'data-key="{escape(key)}" data-opened="{escape(element_id(opened) if opened else "")}" '
        f'data-generation="{escape(generation)}" data-marks="{escape(json.dumps(evidence))}">'
        f"{parts}</article>"
    )


def block_content(layout: DocumentLayout, block: Block, evidence: Evidence) -> str:
    """Return the HTML of a block."""
    levels = {heading.section.id: heading.section.level for heading in layout.headings}
    return "".join(
        _table(list(pieces), evidence, block.measured if table == block.table else ())
        if table is not None
        else _others(pieces, evidence, layout.notes, levels, block.depths)
        for table, pieces in _runs(block)
    )


def _runs(block: Block) -> Iterator[tuple[Table | None, Iterator[Piece]]]:
    """Group the rows of one table together; furniture between them stays with them."""
    tables: list[Table | None] = []
    for piece in block.pieces:
        if isinstance(piece, str):
            tables.append(tables[-1] if tables else block.table)
        else:
            tables.append(table_of(piece))
    paired = zip(tables, block.pieces, strict=True)
    for table, group in groupby(paired, key=lambda pair: pair[0]):
        yield table, (piece for _, piece in group)


def _table(pieces: Sequence[Piece], evidence: Evidence, measured: Sequence[Passage]) -> str:
    rows = [piece for piece in pieces if isinstance(piece, Passage)]
    between = "".join(_furniture(piece) for piece in pieces if isinstance(piece, str))
    if not rows:
        return between
    names = "".join(f'<th scope="col">{escape(name)}</th>' for name, _ in rows[0].fields)
    body = "".join(_row(row, evidence.get(row.id, ())) for row in rows)
    return (
        f'<div class="table" tabindex="0"><table><colgroup>{_widths(measured or rows)}</colgroup>'
        f"<thead><tr>{names}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>{between}"
    )


def _row(row: Passage, evidence: Sequence[Span]) -> str:
    cells = [cell for _, cell in mark_cells(row, evidence)]
    cells[-1] += _compare(row)
    return f"<tr {_attributes(row)}>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _widths(rows: Sequence[Passage]) -> str:
    """Return the columns with widths: more for those with more text, but not in proportion."""
    totals = [
        sum(len(cell) for _, cell in column)
        for column in zip(*(r.fields for r in rows), strict=True)
    ]
    weights = [math.sqrt(total) + 1 for total in totals]
    return "".join(f'<col style="width: {100 * weight / sum(weights):.0f}%">' for weight in weights)


def _others(
    pieces: Iterator[Piece],
    evidence: Evidence,
    notes: Mapping[str, Sequence[Note]],
    levels: Mapping[str, int],
    depths: Mapping[str, int],
) -> str:
    parts = []
    for piece in pieces:
        if isinstance(piece, str):
            parts.append(_furniture(piece))
            continue
        text = _marked_text(piece, evidence.get(piece.id, ()), notes.get(piece.id, ()))
        if piece.kind == "heading":
            level = min(levels.get(piece.id, 1) + 1, DEEPEST_HEADING)
            parts.append(f"<h{level} {_attributes(piece)}>{text}{_compare(piece)}</h{level}>")
        elif piece.kind == "footnote":
            parts.append(_footnote(piece, text))
        else:
            parts.append(_numbered(piece, text, depths.get(piece.id, 0)))
    return "".join(parts)


def _numbered(passage: Passage, text: str, depth: int) -> str:
    label = passage.label or ""
    if label.isdigit():
        label += "."
    shown = f'<span class="label">{escape(label)}</span>' if label else ""
    indent = f' style="--depth: {depth}"' if depth else ""
    return f"<p {_attributes(passage)}{indent}>{shown}<span>{text}</span>{_compare(passage)}</p>"


def _footnote(passage: Passage, text: str) -> str:
    label = escape(passage.label or "")
    if passage.parent:
        target = escape(_mark_id(passage.id))
        label = f'<a href="#{quote(target)}" data-target="{target}">{label} ↩</a>'
    return (
        f'<aside role="note" {_attributes(passage)}>'
        f'<span class="label">{label}</span><span>{text}</span>{_compare(passage)}</aside>'
    )


def _furniture(words: str) -> str:
    return f'<p class="furniture">{escape(words)}</p>'


def _attributes(passage: Passage) -> str:
    return (
        f'id="{element_id(passage.id)}" class="passage {passage.kind}" '
        f'lang="{LANGUAGE_TAGS[passage.language]}"'
    )


def _compare(passage: Passage) -> str:
    # The page gives it its name, in the language of the interface, and lets one at a time be
    # reached by the Tab key.
    return (
        f'<button type="button" class="compare" tabindex="-1" '
        f'data-compare="{escape(passage.id)}" aria-describedby="{element_id(passage.id)}"></button>'
    )


def _mark_id(note_id: str) -> str:
    return f"mark-{quote(note_id, safe='')}"


def _marked_text(passage: Passage, evidence: Sequence[Span], notes: Sequence[Note]) -> str:
    """Return the text of a passage with the marks of its footnotes as links to them."""
    parts: list[str] = []
    position = 0
    for start, note in _note_marks(passage.text, notes):
        parts.append(mark_slice(passage.text, (position, start), evidence))
        target = element_id(note.id)
        parts.append(
            f'<a class="note" id="{_mark_id(note.id)}" href="#{quote(target)}" '
            f'data-target="{target}">{escape(note.label)}</a>'
        )
        position = start
        if passage.text.startswith(note.label, start):
            position += len(note.label)
    parts.append(mark_slice(passage.text, (position, len(passage.text)), evidence))
    return "".join(parts)


def _note_marks(text: str, notes: Sequence[Note]) -> list[tuple[int, Note]]:
    """Return where in the text each footnote is referred to; the end where that is not plain."""
    marks = []
    position = 0
    for note in notes:
        label = note.label
        # A bare figure or letter may stand anywhere in a text.
        plain = label.isascii() and label.isalnum()
        start = -1 if plain else text.find(label, position)
        if start >= 0:
            position = start + len(label)
        marks.append((start if start >= 0 else len(text), note))
    return sorted(marks, key=lambda item: item[0])
