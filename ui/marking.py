"""Text to HTML with evidence and matched words marked; everything else is escaped."""

from collections.abc import Sequence
from html import escape

from indexer.passages import Passage, Span
from indexer.tables import CELL_SEPARATOR


def mark(text: str, evidence: Sequence[Span] = (), matches: Sequence[Span] = ()) -> str:
    """Return a text as HTML.

    Evidence is the outer element; a match that reaches over its edge is cut there, so that the
    elements always nest.

    Parameters
    ----------
    text
        Any text; it is escaped.
    evidence
        Offsets into `text`, in any order; what overlaps or lies outside is put right.
    matches
        The same for the words that matched.
    """
    parts: list[str] = []
    position = 0
    inner = merge(matches, len(text))
    for start, end in merge(evidence, len(text)):
        parts.append(_mark_matches(text, position, start, inner))
        marked = _mark_matches(text, start, end, inner)
        parts.append(f'<mark class="evidence">{marked}</mark>')
        position = end
    parts.append(_mark_matches(text, position, len(text), inner))
    return "".join(parts)


def mark_slice(
    text: str, part: Span, evidence: Sequence[Span] = (), matches: Sequence[Span] = ()
) -> str:
    """Return a part of a text as HTML; evidence and matches are offsets into the whole."""
    start, end = part
    return mark(text[start:end], _shift(evidence, -start), _shift(matches, -start))


def mark_cells(
    passage: Passage, evidence: Sequence[Span] = (), matches: Sequence[Span] = ()
) -> list[tuple[str, str]]:
    """Return the fields of a table row as (column name, cell in HTML), empty cells included."""
    cells = []
    position = 0
    for name, cell in passage.fields:
        start = passage.text.find(cell, position) if cell else -1
        if start < 0:
            cells.append((name, escape(cell)))
            continue
        end = start + len(cell)
        cells.append((name, mark_slice(passage.text, (start, end), evidence, matches)))
        position = end + len(CELL_SEPARATOR)
    return cells


def clean_spans(passage: Passage, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return where spans of the source stand in the clean text of a passage."""
    found = [
        (run.clean + low - run.source, run.clean + high - run.source)
        for start, end in spans
        for run in passage.runs
        if (low := max(start, run.source)) < (high := min(end, run.source + run.length))
    ]
    return merge(found, len(passage.text))


def merge(spans: Sequence[Span], length: int) -> tuple[Span, ...]:
    """Return spans in order, without overlaps, inside a text of this length."""
    merged: list[Span] = []
    for low, high in sorted(spans):
        start, end = max(low, 0), min(high, length)
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(merged)


def _mark_matches(text: str, start: int, end: int, matches: Sequence[Span]) -> str:
    parts: list[str] = []
    position = start
    for match_start, match_end in matches:
        low, high = max(match_start, position), min(match_end, end)
        if low >= high:
            continue
        parts.append(escape(text[position:low]))
        parts.append(f'<b class="match">{escape(text[low:high])}</b>')
        position = high
    parts.append(escape(text[position:end]))
    return "".join(parts)


def _shift(spans: Sequence[Span], by: int) -> list[Span]:
    return [(start + by, end + by) for start, end in spans]
