"""A document to sections and passages: the pipeline in one screenful, then its last steps."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Final

from indexer.blocks import find_blocks
from indexer.division import divide
from indexer.healing import heal_paragraphs
from indexer.languages import language_of
from indexer.leftovers import find_dropped
from indexer.lines import find_furniture, read_lines
from indexer.markup import clean
from indexer.numbering import heading_style
from indexer.outline import Part, outline
from indexer.pages import place_on_pages
from indexer.passages import (
    LANGUAGES,
    Document,
    Passage,
    RawDocument,
    Section,
    SplitDocument,
)
from indexer.references import References
from indexer.sections import build_tree
from indexer.tables import Row, Table, group_tables, read_table
from indexer.titles import find_symbol, find_title

SPLITTING: Final = "blocks/5"
"""Names these rules and those of the readers; counted up whenever a document gives other passages
than before."""

_MARKDOWN = (".md", ".markdown")


def split(raw: RawDocument, *, identity: str | None = None) -> SplitDocument:
    """Return the sections and passages of a document, and what was dropped, in reading order.

    The spans of all passages and of all that was dropped cover ``raw.text`` exactly once. What
    a document is made of is told from print alone (numbers, titles, blank lines), so that the
    rules hold for any document of the kind; no file is a special case. Where a reader marked it
    (`RawDocument.marked`) nothing is guessed, and there are no pages that cut anything.

    Parameters
    ----------
    raw
        The document.
    identity
        What the ids are made with; None for its source. A document that was moved keeps the ids
        of its passages by the name that it had.
    """
    text = raw.text
    markdown = PurePosixPath(raw.source).suffix.lower() in _MARKDOWN
    lines = read_lines(text)
    marked = raw.marked
    furniture = frozenset[int]() if marked else find_furniture(lines)
    blocks = find_blocks(lines, furniture, markdown=markdown, marked=marked)
    parts = outline(blocks, marked=marked)
    tables = [
        read_table(text, parts, numbers, whole=marked)
        for numbers in group_tables(text, parts, whole=marked)
    ]
    drafts = _drafts(text, parts, tables, whole=marked)
    passages = _identify(raw.source, identity or raw.source, _relate(_divide(drafts)))
    passages = place_on_pages(passages, raw.pages)
    dropped = find_dropped(text, parts, tables, passages)
    return SplitDocument(
        document=_document(raw, passages),
        sections=_sections(passages),
        passages=passages,
        dropped=dropped,
    )


@dataclass(frozen=True, slots=True)
class _Draft:
    """A passage in the making: its relations are numbers of other drafts, not ids."""

    passage: Passage
    heading: int | None = None
    """The innermost heading above it."""
    level: int = 0
    style: str = ""
    parent: int | None = None


def _drafts(
    text: str, parts: Sequence[Part], tables: Sequence[Table], *, whole: bool
) -> list[_Draft]:
    rows = {row.part: row for table in tables for row in table.rows}
    in_tables = {n for n, part in enumerate(parts) if part.kind == "table-row"}
    # Healing only joins text, so rows may go in as markers of where a table stands.
    kept = [
        part if number not in in_tables else replace(part, block=replace(part.block, gap=number))
        for number, part in enumerate(parts)
        if number not in in_tables or number in rows
    ]
    drafts = []
    for part in kept if whole else heal_paragraphs(kept):
        if part.kind is None:
            continue
        row = rows[part.block.gap] if part.kind == "table-row" else None
        draft = _row_draft(row) if row else _text_draft(text, part)
        if draft is not None:
            drafts.append(draft)
    drafts.sort(key=lambda draft: draft.passage.spans[0])
    # A line that is mark-up alone may look like a heading; nothing of it is left to stand above.
    left = {draft.passage.spans for draft in drafts}
    headings = [part for part in parts if part.kind == "heading" and part.block.spans in left]
    return _under_headings(drafts, headings)


def _text_draft(text: str, part: Part) -> _Draft | None:
    block, label = part.block, part.block.label
    spans = block.spans
    if label is not None and part.kind != "heading":
        spans = ((spans[0][0] + label.width, spans[0][1]), *spans[1:])
    words, runs = clean(text, [span for span in spans if span[0] < span[1]])
    if not words or part.kind is None:
        return None
    printed = label.printed if label else None
    if part.kind == "heading" and label is None:
        worded = heading_style(block.text)
        printed = (worded[1] or None) if worded else None
    passage = Passage(
        id="",
        source="",
        kind=part.kind,
        language=language_of(words),
        label=printed,
        section=(),
        spans=block.spans,
        text=words,
        runs=runs,
    )
    nested = part.kind == "list-item" and block.depth
    return _Draft(passage, style=f"level {nested}" if nested else label.style if label else "")


def _row_draft(row: Row) -> _Draft | None:
    if not row.text:
        return None
    passage = Passage(
        id="",
        source="",
        kind="table-row",
        language=language_of(row.text),
        label=row.label,
        section=(),
        spans=row.spans,
        text=row.text,
        runs=row.runs,
        fields=row.fields,
    )
    return _Draft(passage)


def _under_headings(drafts: list[_Draft], headings: Sequence[Part]) -> list[_Draft]:
    """Set the level of each heading and the section of each passage."""
    nodes = build_tree([part.block for part in headings])
    by_span = {part.block.spans: node for part, node in zip(headings, nodes, strict=True)}
    numbers: dict[int, int] = {}
    paths: dict[int | None, tuple[str, ...]] = {None: ()}
    placed: list[_Draft] = []
    heading: int | None = None
    for number, draft in enumerate(drafts):
        passage = draft.passage
        node = by_span.get(passage.spans) if passage.kind == "heading" else None
        if node is None:
            section = paths[heading]
            placed.append(
                replace(draft, passage=replace(passage, section=section), heading=heading)
            )
            continue
        above = numbers[node.parent] if node.parent is not None else None
        numbers[node.heading] = number
        paths[number] = (*paths[above], passage.text)
        placed.append(
            replace(
                draft,
                passage=replace(passage, section=paths[above]),
                heading=above,
                level=node.level,
            )
        )
        heading = number
    return placed


def _divide(drafts: Iterable[_Draft]) -> list[_Draft]:
    """Divide passages that are too long; numbers of headings stay those of the result."""
    divided: list[_Draft] = []
    moved: dict[int, int] = {}
    for number, draft in enumerate(drafts):
        moved[number] = len(divided)
        heading = moved[draft.heading] if draft.heading is not None else None
        divided.extend(
            replace(draft, passage=passage, heading=heading) for passage in divide(draft.passage)
        )
    return divided


def _relate(drafts: list[_Draft]) -> list[_Draft]:
    """Set the passage that each hangs from."""
    related: list[_Draft] = []
    paragraph: int | None = None
    items: list[tuple[str, int]] = []
    heading: int | None = None
    references = References([draft.passage for draft in drafts])
    for number, draft in enumerate(drafts):
        kind, parent = draft.passage.kind, None
        if kind == "heading" or draft.heading != heading:
            paragraph, items = None, []
            heading = number if kind == "heading" else draft.heading
        if kind == "list-item":
            items = _open_items(items, draft, drafts)
            parent = items[-1][1] if items else paragraph
            items.append((draft.style, number))
        elif kind == "footnote":
            parent = references.referrer(draft.passage.label, number)
        elif kind == "paragraph":
            items = []
            if draft.passage.label is not None or paragraph is None:
                paragraph = number
            elif drafts[paragraph].passage.label is not None:
                parent = paragraph
            else:
                paragraph = number
        related.append(replace(draft, parent=parent))
    return related


def _open_items(
    items: list[tuple[str, int]], draft: _Draft, drafts: Sequence[_Draft]
) -> list[tuple[str, int]]:
    """Return the items that a new one is nested in: those of other styles above its own."""
    for position, (style, number) in enumerate(items):
        if style == draft.style:
            return items[:position]
        if not draft.style and not drafts[number].style:
            return items[:position]
    return items


def _identify(source: str, identity: str, drafts: Sequence[_Draft]) -> tuple[Passage, ...]:
    """Return the passages with ids: the document's name and a digest of what tells them apart.

    That is what a passage says, not where it stands nor the number it has there, so that it keeps
    its id when something is put before it. Where a document says the same more than once, the
    headings and then the order tell its passages apart.
    """
    stem = re.sub(r"[^\w-]+", "-", PurePosixPath(identity).stem).strip("-").lower()
    said = Counter((draft.passage.kind, draft.passage.text) for draft in drafts)
    seen: Counter[tuple[object, ...]] = Counter()
    ids: list[str] = []
    for draft in drafts:
        passage = draft.passage
        key: tuple[object, ...] = (identity, passage.kind, passage.text)
        if said[passage.kind, passage.text] > 1:
            key = (*key, passage.section)
        seen[key] += 1
        digest = hashlib.blake2b(repr((key, seen[key])).encode(), digest_size=6).hexdigest()
        ids.append(f"{stem}:{digest}")
    return tuple(
        replace(
            draft.passage,
            id=ids[number],
            source=source,
            parent=None if draft.parent is None else ids[draft.parent],
        )
        for number, draft in enumerate(drafts)
    )


def _sections(passages: Sequence[Passage]) -> tuple[Section, ...]:
    """Return the heading tree; a section has the id of its heading."""
    open_: list[Section] = []
    sections: list[Section] = []
    for passage in passages:
        if passage.kind != "heading":
            continue
        open_ = open_[: len(passage.section)]
        section = Section(
            id=passage.id,
            heading=passage.text,
            level=len(passage.section) + 1,
            parent=open_[-1].id if open_ else None,
            language=passage.language,
        )
        open_.append(section)
        sections.append(section)
    return tuple(sections)


def _document(raw: RawDocument, passages: Sequence[Passage]) -> Document:
    stem = PurePosixPath(raw.source).stem
    present = {passage.language for passage in passages if passage.kind != "heading"}
    return Document(
        source=raw.source,
        sha256=raw.sha256,
        encoding=raw.encoding,
        text=raw.text,
        title=raw.title or find_title(raw.text, stem, passages, cover=not raw.marked),
        symbol=find_symbol(raw.text, stem),
        languages=tuple(language for language in LANGUAGES if language in present),
        pages=raw.pages,
    )
