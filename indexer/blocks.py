"""Lines to blocks, by an ordered table of small rules.

A rule looks at the lines from one position on and returns the block that begins there with the
position behind it, or None. The first rule that answers wins; `_paragraph` answers always.
What kind of passage a block becomes (a numbered line may be a heading, a paragraph or an item)
is decided later, in `indexer.outline`, where its neighbours are known.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal, TypeAlias

from indexer.languages import language_of
from indexer.lines import Line
from indexer.numbering import Label, heading_style, read_label
from indexer.passages import Span
from indexer.punctuation import is_terminated, looks_like_title

Shape: TypeAlias = Literal[
    "heading", "labelled", "bullet", "footnote", "row", "plain", "markup", "furniture"
]


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of lines that belong together."""

    shape: Shape
    spans: tuple[Span, ...]
    """In the source, in order; what mark-up stands before them on the line is outside."""
    text: str
    """The lines as they stand, joined by line breaks; for looking at, not for showing."""
    extent: Span
    """The whole lines; what lies in it outside of all spans is mark-up."""
    label: Label | None = None
    depth: int = 0
    """Headings by mark-up: the number of #; 0 where only the print tells. Items of a marked text:
    how deep they are nested, from 1."""
    alone: bool = True
    """Nothing but blank lines stands before it and behind it."""
    gap: int = 0
    """Blank lines before it."""
    new_page: bool = False
    """A form feed stands before it."""


Found: TypeAlias = tuple[list[Block], int]
Rule: TypeAlias = Callable[[Sequence[Line], int, "Setting"], Found | None]


@dataclass(frozen=True, slots=True)
class Setting:
    """What the rules must know of the whole document."""

    markdown: bool
    """The file is Markdown, where `*` opens an item and not a note."""
    wrapped: bool
    """Lines are cut at a width, so that a paragraph has several."""
    marked: bool = False
    """A reader wrote it that knew the structure: a line is a block, and # a heading."""
    table_lines: frozenset[int] = frozenset()
    """The lines of pipe tables."""


_ATX = re.compile(r"(#{1,6})(?:\s+|$)(.*?)(?:\s+#+)?$")
_FENCE = re.compile(r"(`{3,}|~{3,})")
_RULE = re.compile(r"(?:[-*_=—─]\s*){3,}$|[-*+_=•·]$")
_BULLET = re.compile(r"[-*+•·‣◦▪●○–]\s+(?=\S)")
_NOTE = re.compile(r"(\*{1,3}|†|‡|※)\s+(?=\S)|(\*{1,3})(?=[\u3400-\u9fff])")
_QUOTE = re.compile(r"(?:>\s?)+")
_BOLD = re.compile(r"\*\*+")
_PIPE_DELIMITER = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?$")
_DEFINITION = re.compile(r"\[[^\]^]+\]:\s+\S+(?:\s+\"[^\"]*\")?$")
_COMMENT = re.compile(r"<!--.*-->$|</?[A-Za-z][^<>]*>$")
_SETEXT = re.compile(r"(=+|-{2,})$")


def find_blocks(
    lines: Sequence[Line], furniture: frozenset[int], *, markdown: bool, marked: bool = False
) -> list[Block]:
    """Return the blocks of a document in the order of their lines.

    Every line is in exactly one block; blocks of shape ``markup`` and ``furniture`` are dropped
    later.
    """
    wrapped = not marked and _is_wrapped(lines)
    setting = Setting(markdown, wrapped, marked, _table_lines(lines))
    blocks: list[Block] = []
    position = 0
    if markdown and (front := _front_matter(lines)):
        blocks.append(_block("markup", lines, 0, front))
        position = front
    before: list[Line] = []
    for stop in [*sorted(furniture), len(lines)]:
        before.extend(lines[len(before) : stop])
        while position < stop:
            found, position = _apply_rules(before, position, setting)
            blocks.extend(found)
        if position == stop < len(lines):
            blocks.append(_block("furniture", lines, stop, stop + 1))
            position += 1
    return blocks


def _apply_rules(lines: Sequence[Line], position: int, setting: Setting) -> Found:
    for rule in _RULES:
        found = rule(lines, position, setting)
        if found is not None:
            return found
    return _paragraph(lines, position, setting)


def _fence(lines: Sequence[Line], position: int, setting: Setting) -> Found | None:
    match = _FENCE.match(lines[position].text) if setting.markdown else None
    if match is None:
        return None
    end = next(
        (
            index
            for index in range(position + 1, len(lines))
            if lines[index].text.strip() == match[1]
        ),
        len(lines),
    )
    blocks = [_block("markup", lines, position, position + 1)]
    if end > position + 1:
        blocks.append(_block("plain", lines, position + 1, end))
    if end < len(lines):
        blocks.append(_block("markup", lines, end, end + 1))
    return blocks, min(end + 1, len(lines))


def _thematic_break(lines: Sequence[Line], position: int, setting: Setting) -> Found | None:
    text = lines[position].text
    dropped = _RULE.fullmatch(text) or (
        setting.markdown and (_COMMENT.fullmatch(text) or _DEFINITION.fullmatch(text))
    )
    if not dropped:
        return None
    return [_block("markup", lines, position, position + 1)], position + 1


def _atx_heading(lines: Sequence[Line], position: int, setting: Setting) -> Found | None:
    line = lines[position]
    match = _ATX.fullmatch(line.text)
    certain = setting.markdown or setting.marked
    if match is None or not (certain or looks_like_title(match[2])):
        return None
    if not match[2]:
        return [_block("markup", lines, position, position + 1)], position + 1
    span = (line.start + match.start(2), line.start + match.end(2))
    heading = _block("heading", lines, position, position + 1, spans=(span,), text=match[2])
    return [replace(heading, depth=len(match[1]))], position + 1


def _setext_heading(lines: Sequence[Line], position: int, setting: Setting) -> Found | None:
    if not setting.markdown or position + 1 >= len(lines) or lines[position + 1].gap:
        return None
    under = _SETEXT.fullmatch(lines[position + 1].text)
    if under is None or not looks_like_title(lines[position].text):
        return None
    heading = _block("heading", lines, position, position + 1)
    depth = 1 if under[1][0] == "=" else 2
    return [
        replace(heading, depth=depth),
        _block("markup", lines, position + 1, position + 2),
    ], position + 2


def _bold_headings(lines: Sequence[Line], position: int, setting: Setting) -> Found | None:
    """Read a line of bold titles run together: ``Annex IV**Joint report****A. Introduction**``."""
    line = lines[position]
    if "**" not in line.text:
        return None
    pieces: list[Span] = []
    low = 0
    for mark in [*_BOLD.finditer(line.text), None]:
        high = mark.start() if mark else len(line.text)
        if line.text[low:high].strip():
            pieces.append((low, high))
        low = mark.end() if mark else high
    if not pieces:
        return [_block("markup", lines, position, position + 1)], position + 1
    # Emphasis in mid-sentence also has `**`; here every piece must be able to stand as a title
    # and no plain text may follow the last mark.
    if not line.text.endswith("**") or not all(looks_like_title(line.text[a:b]) for a, b in pieces):
        return None
    if len(pieces) == 1 and (pieces[0][0] != 2 or not _is_alone(lines, position, position + 1)):
        return None
    headings = []
    for low, high in pieces:
        text = line.text[low:high].strip()
        start = line.start + line.text.index(text, low)
        headings.append(
            _block(
                "heading",
                lines,
                position,
                position + 1,
                spans=((start, start + len(text)),),
                text=text,
            )
        )
    return headings, position + 1


def _tab_row(lines: Sequence[Line], position: int, setting: Setting) -> Found | None:
    if not _is_tab_row(lines, position):
        return None
    return [_block("row", lines, position, position + 1)], position + 1


def _is_tab_row(lines: Sequence[Line], position: int) -> bool:
    """Tell a row: it has tabs, and a neighbour with as many; a lone tab may be an indent."""
    tabs = lines[position].text.count("\t")
    if tabs == 0:
        return False
    if tabs >= 2:
        return True
    neighbours = (position - 1, position + 1)
    return any(
        0 <= other < len(lines) and lines[other].text.count("\t") == tabs for other in neighbours
    )


def _pipe_row(lines: Sequence[Line], position: int, setting: Setting) -> Found | None:
    text = lines[position].text
    if "|" not in text:
        return None
    if _PIPE_DELIMITER.fullmatch(text) and position and "|" in lines[position - 1].text:
        return [_block("markup", lines, position, position + 1)], position + 1
    if position not in setting.table_lines:
        return None
    if setting.marked:
        return _whole_pipe_table(lines, position)
    return [_block("row", lines, position, position + 1)], position + 1


def _whole_pipe_table(lines: Sequence[Line], position: int) -> Found:
    """Return all rows of a table, so that the way up to its head is not gone for each."""
    end = position + 2
    while end < len(lines) and not lines[end].gap:
        end += 1
    return [
        _block("markup" if row == position + 1 else "row", lines, row, row + 1)
        for row in range(position, end)
    ], end


def _table_lines(lines: Sequence[Line]) -> frozenset[int]:
    """Return the numbers of the lines of pipe tables: a delimiter row stands below their first."""
    found: set[int] = set()
    first = 0
    for number, line in enumerate(lines):
        if "|" not in line.text:
            first = number + 1
            continue
        if line.gap:
            first = number
        elif number == first + 1 and _PIPE_DELIMITER.fullmatch(line.text):
            found.add(first)
        if first in found:
            found.add(number)
    return frozenset(found)


def _quotation(lines: Sequence[Line], position: int, setting: Setting) -> Found | None:
    if not setting.markdown or not lines[position].text.startswith(">"):
        return None
    end = position + 1
    while end < len(lines) and not lines[end].gap and lines[end].text.startswith(">"):
        end += 1
    spans = []
    for line in lines[position:end]:
        mark = _QUOTE.match(line.text)
        start = line.start + (mark.end() if mark else 0)
        if start < line.end:
            spans.append((start, line.end))
    if not spans:
        return [_block("markup", lines, position, end)], end
    return [_block("plain", lines, position, end, spans=tuple(spans))], end


def _bullet_or_note(lines: Sequence[Line], position: int, setting: Setting) -> Found | None:
    line = lines[position]
    bullet = _BULLET.match(line.text)
    note = _note(lines, position, setting)
    if note is not None:
        mark = (note[1] or note[2]).strip()
        end = _paragraph_end(lines, position, setting)
        label = Label("footnote", mark, 0, note.end())
        return [_block("footnote", lines, position, end, label=label)], end
    if bullet is None:
        return None
    end = _paragraph_end(lines, position, setting)
    inner = read_label(line.text[bullet.end() :])
    spans = _lines_spans(lines, position, end, skip=bullet.end())
    item = _block("bullet", lines, position, end, spans=spans, label=inner)
    return [replace(item, depth=line.indent // 2 + 1) if setting.marked else item], end


def _note(lines: Sequence[Line], position: int, setting: Setting) -> re.Match[str] | None:
    note = _NOTE.match(lines[position].text) if not setting.markdown else None
    return note if setting.marked or not _in_bullet_list(lines, position) else None


def _in_bullet_list(lines: Sequence[Line], position: int) -> bool:
    mark = lines[position].text[0]
    return any(
        0 <= other < len(lines)
        and lines[other].text[0] == mark
        and _BULLET.match(lines[other].text)
        for other in (position - 1, position + 1)
    )


def _footnote(lines: Sequence[Line], position: int, setting: Setting) -> Found | None:
    label = read_label(lines[position].text)
    if label is None or label.style != "footnote":
        return None
    end = _paragraph_end(lines, position, setting)
    return [_block("footnote", lines, position, end, label=label)], end


def _labelled(lines: Sequence[Line], position: int, setting: Setting) -> Found | None:
    label = read_label(lines[position].text)
    if label is None:
        return None
    end = _paragraph_end(lines, position, setting)
    return [_block("labelled", lines, position, end, label=label)], end


def _paragraph(lines: Sequence[Line], position: int, setting: Setting) -> Found:
    end = _paragraph_end(lines, position, setting)
    return [_block("plain", lines, position, end)], end


_LINE_RULES: tuple[Rule, ...] = (
    _fence,
    _setext_heading,
    _thematic_break,
    _atx_heading,
    _bold_headings,
    _pipe_row,
    _tab_row,
    _quotation,
)
_TEXT_RULES: tuple[Rule, ...] = (_footnote, _bullet_or_note, _labelled)
"""Those whose blocks go on to the end of a paragraph."""
_RULES = _LINE_RULES + _TEXT_RULES


def _paragraph_end(lines: Sequence[Line], position: int, setting: Setting) -> int:
    """Return the position behind the paragraph that begins at `position`."""
    end = position + 1
    if not (setting.wrapped or setting.markdown):
        return end
    if heading_style(lines[position].text) and looks_like_title(lines[position].text):
        return end
    while end < len(lines) and not lines[end].gap and not lines[end].new_page:
        if _begins(lines, end, setting) and not _is_sentence_end(lines, position, end):
            break
        end += 1
    return end


def _begins(lines: Sequence[Line], position: int, setting: Setting) -> bool:
    """Tell whether a rule answers at a position."""
    # Not by asking `_TEXT_RULES`: each would ask this of all lines up to the end of its paragraph,
    # and each of these again.
    text = lines[position].text
    return (
        read_label(text) is not None
        or _BULLET.match(text) is not None
        or _note(lines, position, setting) is not None
        or any(rule(lines, position, setting) for rule in _LINE_RULES)
    )


def _is_sentence_end(lines: Sequence[Line], position: int, number: int) -> bool:
    """Return whether a number that begins a line ends the sentence of the line before.

    In ``... erupted again in / 1991. Geologists ...`` it neither begins a count nor goes on with
    the one of the paragraph.
    """
    label = read_label(lines[number].text)
    if label is None or label.style != "arabic" or is_terminated(lines[number - 1].text):
        return False
    first = read_label(lines[position].text)
    counted = first.number + 1 if first is not None and first.style == label.style else 1
    return label.number != counted


def _is_wrapped(lines: Sequence[Line]) -> bool:
    """Return whether paragraphs are spread over lines cut at a width.

    Then lines inside a block mostly stop in mid-sentence, and none is much longer than the rest.
    """
    inner = [
        line
        for line, after in pairwise(lines)
        if not after.gap and "\t" not in line.text and not read_label(after.text)
    ]
    if len(inner) < 2:
        return False
    width = {"zh": 60, "en": 110}
    narrow = sum(len(line.text) <= width[language_of(line.text)] for line in inner)
    open_ended = sum(not is_terminated(line.text) for line in inner)
    return narrow > 0.9 * len(inner) and open_ended > 0.5 * len(inner)


def _front_matter(lines: Sequence[Line]) -> int:
    if not lines or lines[0].text != "---" or lines[0].start > 1:
        return 0
    return next((i + 1 for i in range(1, len(lines)) if lines[i].text == "---"), 0)


def _lines_spans(lines: Sequence[Line], start: int, end: int, *, skip: int = 0) -> tuple[Span, ...]:
    return ((lines[start].start + skip, lines[end - 1].end),)


def _is_alone(lines: Sequence[Line], start: int, end: int) -> bool:
    before = start == 0 or lines[start].gap > 0 or lines[start].new_page
    return before and (end >= len(lines) or lines[end].gap > 0 or lines[end].new_page)


def _block(
    shape: Shape,
    lines: Sequence[Line],
    start: int,
    end: int,
    *,
    spans: tuple[Span, ...] = (),
    text: str = "",
    label: Label | None = None,
) -> Block:
    return Block(
        shape=shape,
        spans=spans or _lines_spans(lines, start, end),
        text=text or "\n".join(line.text for line in lines[start:end]),
        extent=(lines[start].start, lines[end - 1].end),
        label=label or (read_label(text or lines[start].text) if shape == "heading" else None),
        alone=_is_alone(lines, start, end),
        gap=lines[start].gap,
        new_page=lines[start].new_page,
    )
