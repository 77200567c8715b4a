"""A whole document as HTML, in reading order: pure functions.

The page of a document has no words but the document's own, so it stays as it is when the reader
changes the language of the interface; the head above it has the words.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import groupby
from typing import TypeAlias
from urllib.parse import quote

from indexer.passages import Document, Language, Passage, Section, Span, SplitDocument
from ui.html import LANGUAGE_TAGS
from ui.marking import mark_cells, mark_slice
from ui.messages import message

DEEPEST_HEADING = 6
"""Headings of HTML end here; deeper ones are set like the deepest."""

_Evidence: TypeAlias = Mapping[str, Sequence[Span]]
_Piece: TypeAlias = Passage | str
"""A passage, or what the page showed between two: numbers and running heads."""


def element_id(passage_id: str) -> str:
    """Return the id of the element that shows a passage; ids of passages hold any character."""
    return f"passage-{quote(passage_id, safe='')}"


def document_page(
    split: SplitDocument, evidence: _Evidence, *, key: str = "", opened: str | None = None
) -> str:
    """Return the document with its structure, and the evidence marked.

    Parameters
    ----------
    evidence
        By passage id, offsets into the clean text.
    key
        Names the evidence; the page sends it along, to see whether what is shown is still right.
    opened
        Id of the passage to begin at.
    """
    notes = _notes(split.passages)
    content = "".join(
        _table(list(rows), evidence) if table is not None else _others(rows, evidence, notes, split)
        for table, rows in _runs(_pieces(split))
    )
    return (
        f'<article class="document" data-source="{escape(split.document.source)}" '
        f'data-key="{escape(key)}" data-opened="{escape(element_id(opened) if opened else "")}">'
        f"{content}</article>"
    )


def document_head(document: Document, sections: Sequence[Section], language: Language) -> str:
    """Return what stands above a document: its title, where it comes from, and its contents."""
    facts = " · ".join(filter(None, (document.symbol, document.source)))
    links = "".join(map(_contents_item, sections))
    contents = (
        f"<details><summary>{escape(message('contents', language))}</summary>"
        f"<ol>{links}</ol></details>"
        if links
        else ""
    )
    parallel = (
        f'<button type="button" class="quiet" data-open-parallel="{escape(document.source)}" '
        f'title="{escape(message("parallel-hint", language))}">'
        f"{escape(message('parallel', language))}</button>"
    )
    return (
        f'<div class="head" lang="{LANGUAGE_TAGS[language]}"><button type="button" class="back">'
        f"{escape(message('back-to-results', language))}</button>"
        f"<h2>{escape(document.title)}</h2><p>{escape(facts)}</p>{parallel}{contents}</div>"
    )


def empty_head(language: Language) -> str:
    """Return what stands in the reader before a document is opened."""
    return (
        f'<div class="head empty" lang="{LANGUAGE_TAGS[language]}">'
        f"<h2>{escape(message('reader', language))}</h2>"
        f"<p>{escape(message('reader-hint', language))}</p></div>"
    )


def _contents_item(section: Section) -> str:
    target = element_id(section.id)
    level = min(section.level, DEEPEST_HEADING)
    return (
        f'<li class="level-{level}" lang="{LANGUAGE_TAGS[section.language]}">'
        f'<a href="#{quote(target)}" data-target="{target}">{escape(section.heading)}</a></li>'
    )


def _pieces(split: SplitDocument) -> list[_Piece]:
    """Return the passages and what stands between them, in reading order."""
    text = split.document.text
    placed: list[tuple[int, _Piece]] = [(p.spans[0][0], p) for p in split.passages]
    placed += [
        (dropped.span[0], words)
        for dropped in split.dropped
        if dropped.reason == "furniture" and (words := text[slice(*dropped.span)].strip())
    ]
    return [piece for _, piece in sorted(placed, key=lambda item: item[0])]


def _runs(pieces: Sequence[_Piece]) -> Iterator[tuple[object, Iterator[_Piece]]]:
    """Group the rows of one table together; furniture between them stays with them."""
    tables: list[object] = []
    for piece in pieces:
        if isinstance(piece, str):
            tables.append(tables[-1] if tables else None)
        elif piece.kind == "table-row":
            tables.append((piece.section, tuple(name for name, _ in piece.fields)))
        else:
            tables.append(None)
    paired = zip(tables, pieces, strict=True)
    for table, group in groupby(paired, key=lambda pair: pair[0]):
        yield table, (piece for _, piece in group)


def _table(pieces: Sequence[_Piece], evidence: _Evidence) -> str:
    rows = [piece for piece in pieces if isinstance(piece, Passage)]
    names = "".join(f'<th scope="col">{escape(name)}</th>' for name, _ in rows[0].fields)
    body = "".join(_row(row, evidence.get(row.id, ())) for row in rows)
    between = "".join(_furniture(piece) for piece in pieces if isinstance(piece, str))
    return (
        f'<div class="table" tabindex="0"><table><colgroup>{_widths(rows)}</colgroup>'
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
    pieces: Iterator[_Piece],
    evidence: _Evidence,
    notes: Mapping[str, Sequence[Passage]],
    split: SplitDocument,
) -> str:
    levels = {node.id: node.level for node in split.sections}
    depths = _depths(split.passages)
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


def _marked_text(passage: Passage, evidence: Sequence[Span], notes: Sequence[Passage]) -> str:
    """Return the text of a passage with the marks of its footnotes as links to them."""
    parts: list[str] = []
    position = 0
    for start, note in _note_marks(passage.text, notes):
        parts.append(mark_slice(passage.text, (position, start), evidence))
        target = element_id(note.id)
        parts.append(
            f'<a class="note" id="{_mark_id(note.id)}" href="#{quote(target)}" '
            f'data-target="{target}">{escape(note.label or "")}</a>'
        )
        position = start
        if passage.text.startswith(note.label or "", start):
            position += len(note.label or "")
    parts.append(mark_slice(passage.text, (position, len(passage.text)), evidence))
    return "".join(parts)


def _note_marks(text: str, notes: Sequence[Passage]) -> list[tuple[int, Passage]]:
    """Return where in the text each footnote is referred to; the end where that is not plain."""
    marks = []
    position = 0
    for note in notes:
        label = note.label or ""
        # A bare figure or letter may stand anywhere in a text.
        plain = label.isascii() and label.isalnum()
        start = -1 if plain else text.find(label, position)
        if start >= 0:
            position = start + len(label)
        marks.append((start if start >= 0 else len(text), note))
    return sorted(marks, key=lambda item: item[0])


def _notes(passages: Sequence[Passage]) -> dict[str, list[Passage]]:
    notes: dict[str, list[Passage]] = {}
    for passage in passages:
        if passage.kind == "footnote" and passage.parent and passage.label:
            notes.setdefault(passage.parent, []).append(passage)
    return notes


def _depths(passages: Sequence[Passage]) -> dict[str, int]:
    """Return how deep each list item is nested, 1 for the outermost."""
    depths: dict[str, int] = {}
    for passage in passages:
        if passage.kind == "list-item":
            depths[passage.id] = depths.get(passage.parent or "", 0) + 1
    return depths
