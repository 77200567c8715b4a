"""A document to sections and passages: the pipeline in one screenful, then its last steps."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from indexer.blocks import find_blocks
from indexer.healing import heal_paragraphs
from indexer.languages import language_of
from indexer.lines import find_furniture, read_lines
from indexer.markup import clean
from indexer.numbering import heading_style
from indexer.outline import Part, outline
from indexer.passages import (
    LANGUAGES,
    Document,
    Dropped,
    DropReason,
    Passage,
    RawDocument,
    Run,
    Section,
    Span,
    SplitDocument,
)
from indexer.punctuation import split_sentences
from indexer.sections import build_tree
from indexer.tables import Row, Table, group_tables, read_table
from indexer.titles import find_symbol, find_title

PASSAGE_LIMIT = 6000
"""Code points of the longest passage; a longer paragraph is divided at its sentences. The longest
paragraph of the report has 2,600: the limit is for text without paragraphs."""

_MARKDOWN = (".md", ".markdown")
_WHITE = re.compile(r"(?P<white>[\s\ufeff\u200b]+)|[^\s\ufeff\u200b]+")
_NOTE_MARK = re.compile(r"[¹²³⁴⁵⁶⁷⁸⁹⁰]+")


def split(raw: RawDocument) -> SplitDocument:
    """Return the sections and passages of a document, and what was dropped, in reading order.

    The spans of all passages and of all that was dropped cover ``raw.text`` exactly once. What
    a document is made of is told from print alone (numbers, titles, blank lines), so that the
    rules hold for any document of the kind; no file is a special case.
    """
    text = raw.text
    markdown = PurePosixPath(raw.source).suffix.lower() in _MARKDOWN
    lines = read_lines(text)
    blocks = find_blocks(lines, find_furniture(lines), markdown=markdown)
    parts = outline(blocks)
    tables = [read_table(text, parts, numbers) for numbers in group_tables(text, parts)]
    drafts = _drafts(text, parts, tables)
    passages = _identify(raw.source, _relate(_divide(drafts)))
    dropped = _dropped(text, parts, tables, passages)
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


def _drafts(text: str, parts: Sequence[Part], tables: Sequence[Table]) -> list[_Draft]:
    rows = {row.part: row for table in tables for row in table.rows}
    in_tables = {n for n, part in enumerate(parts) if part.kind == "table-row"}
    # Healing only joins text, so rows may go in as markers of where a table stands.
    kept = [
        part if number not in in_tables else replace(part, block=replace(part.block, gap=number))
        for number, part in enumerate(parts)
        if number not in in_tables or number in rows
    ]
    drafts = []
    for part in heal_paragraphs(kept):
        if part.kind is None:
            continue
        row = rows[part.block.gap] if part.kind == "table-row" else None
        draft = _row_draft(row) if row else _text_draft(text, part)
        if draft is not None:
            drafts.append(draft)
    drafts.sort(key=lambda draft: draft.passage.spans[0])
    return _under_headings(drafts, [part for part in parts if part.kind == "heading"])


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
    return _Draft(passage, style=label.style if label else "")


def _row_draft(row: Row) -> _Draft:
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
    by_span = {
        part.block.spans: node for part, node in zip(headings, nodes, strict=True)
    }
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
    """Divide passages over `PASSAGE_LIMIT`; numbers of headings stay those of the result."""
    divided: list[_Draft] = []
    moved: dict[int, int] = {}
    for number, draft in enumerate(drafts):
        moved[number] = len(divided)
        heading = moved[draft.heading] if draft.heading is not None else None
        for passage in _pieces(draft.passage):
            divided.append(replace(draft, passage=passage, heading=heading))
    return divided


def _pieces(passage: Passage) -> list[Passage]:
    if len(passage.text) <= PASSAGE_LIMIT or passage.kind == "table-row":
        return [passage]
    cuts = [0]
    for _, end in split_sentences(passage.text):
        while end - cuts[-1] > PASSAGE_LIMIT:
            fits = cuts[-1] + PASSAGE_LIMIT
            earlier = passage.text.rfind(" ", cuts[-1] + 1, fits)
            cuts.append(earlier + 1 if earlier > 0 else fits)
        if end - cuts[-1] > PASSAGE_LIMIT // 2:
            cuts.append(end)
    if cuts[-1] < len(passage.text):
        cuts.append(len(passage.text))
    pieces = []
    for start, end in zip(cuts, cuts[1:], strict=False):
        low, high = _trim(passage.text, start, end)
        if low == high:
            continue
        runs = tuple(
            Run(
                max(run.clean, low) - low,
                run.source + max(0, low - run.clean),
                min(run.clean + run.length, high) - max(run.clean, low),
            )
            for run in passage.runs
            if run.clean < high and run.clean + run.length > low
        )
        pieces.append(replace(passage, text=passage.text[low:high], runs=runs))
    return [
        replace(piece, spans=_share(passage.spans, pieces, number))
        for number, piece in enumerate(pieces)
    ]


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _share(spans: Sequence[Span], pieces: Sequence[Passage], number: int) -> tuple[Span, ...]:
    """Return the part of the spans that a piece has: from its first character to the next's."""
    low = spans[0][0] if number == 0 else pieces[number].runs[0].source
    last = number + 1 == len(pieces)
    high = spans[-1][1] if last else pieces[number + 1].runs[0].source
    cut = ((max(start, low), min(end, high)) for start, end in spans)
    return tuple((start, end) for start, end in cut if start < end)


def _relate(drafts: list[_Draft]) -> list[_Draft]:
    """Set the passage that each hangs from."""
    related: list[_Draft] = []
    paragraph: int | None = None
    items: list[tuple[str, int]] = []
    heading: int | None = None
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
            parent = _referrer(drafts, number)
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


def _referrer(drafts: Sequence[_Draft], number: int) -> int | None:
    """Return the passage with the mark of a footnote: the nearest before it, else behind it."""
    mark = drafts[number].passage.label
    if mark is None:
        return None
    order = [*range(number - 1, -1, -1), *range(number + 1, len(drafts))]
    for other in order:
        passage = drafts[other].passage
        if passage.kind == "footnote":
            continue
        if _NOTE_MARK.fullmatch(mark):
            found = mark in _NOTE_MARK.findall(passage.text)
        else:
            found = passage.text.endswith(mark) or f"[{mark}]" in passage.text
        if found:
            return other
    return None


def _identify(source: str, drafts: Sequence[_Draft]) -> tuple[Passage, ...]:
    """Return the passages with ids: the file's name and a digest of what tells them apart."""
    stem = re.sub(r"[^\w-]+", "-", PurePosixPath(source).stem).strip("-").lower()
    seen: Counter[tuple[object, ...]] = Counter()
    ids: list[str] = []
    for draft in drafts:
        passage = draft.passage
        key = (source, passage.kind, passage.label, passage.section, passage.text)
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
        title=find_title(raw.text, stem, passages),
        symbol=find_symbol(raw.text, stem),
        languages=tuple(language for language in LANGUAGES if language in present),
    )


def _dropped(
    text: str, parts: Sequence[Part], tables: Sequence[Table], passages: Sequence[Passage]
) -> tuple[Dropped, ...]:
    """Return what belongs to no passage, in order, each piece with its reason.

    White space is dropped anywhere, other text only where it was recognised: what none of the
    rules knows is left out here too, and the cover has a hole that the tests find.
    """
    known: list[tuple[Span, DropReason]] = [
        (span, "header-row") for table in tables for span in table.headers
    ]
    known += [(span, "furniture") for table in tables for span in table.residue]
    for part in parts:
        if part.block.shape == "furniture":
            known.append((part.block.extent, "furniture"))
        elif part.kind != "table-row":
            known.append((part.block.extent, "markup"))
    dropped: list[Dropped] = []
    position = 0
    for start, end in [*sorted(s for p in passages for s in p.spans), (len(text), len(text))]:
        for match in _WHITE.finditer(text, position, start):
            if match["white"]:
                dropped.append(Dropped(match.span(), "white-space"))
                continue
            reason = _reason(match.span(), known)
            if reason is not None:
                _append(dropped, Dropped(match.span(), reason), text)
        position = max(position, end)
    return tuple(dropped)


def _append(dropped: list[Dropped], word: Dropped, text: str) -> None:
    """Append a word, as one piece with those before it on its line."""
    if len(dropped) > 1 and dropped[-1].reason == "white-space":
        before, space = dropped[-2:]
        touching = before.span[1] == space.span[0] and space.span[1] == word.span[0]
        if touching and before.reason == word.reason and "\n" not in text[slice(*space.span)]:
            dropped[-2:] = [Dropped((before.span[0], word.span[1]), word.reason)]
            return
    dropped.append(word)


def _reason(span: Span, known: Sequence[tuple[Span, DropReason]]) -> DropReason | None:
    for (start, end), reason in known:
        if start <= span[0] and span[1] <= end:
            return reason
    return None
