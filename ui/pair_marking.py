"""Text to HTML with sentence pairs numbered and differing words marked; the rest is escaped.

Pairs are in the colour, and over the kind of line, of how sure they are; see `ui.strength`.
"""

from collections.abc import Mapping, Sequence
from html import escape
from typing import TypeAlias

from indexer.passages import Passage, Span
from indexer.tables import CELL_SEPARATOR
from retriever.side_by_side import SAYS_THE_SAME
from ui.marking import merge
from ui.strength import strength_of

Numbered: TypeAlias = Mapping[Span, tuple[int, float]]
"""The number and the score of its pair, by the place of a sentence in the clean text."""


def number_badge(number: int, score: float) -> str:
    """Return the number of a pair as it stands before its sentences on both sides."""
    return f'<span class="number {strength_of(score, SAYS_THE_SAME)}">{number}</span>'


def mark_pairs(passage: Passage, numbers: Numbered) -> str:
    """Return the text of a passage, table rows with their columns, with numbered sentences.

    Parameters
    ----------
    numbers
        Of sentences that are disjoint.
    """
    if not passage.fields:
        return f"<p>{_mark_part(passage.text, (0, len(passage.text)), numbers)}</p>"
    rows = []
    position = 0
    for name, cell in passage.fields:
        start = passage.text.find(cell, position) if cell else -1
        if start < 0:
            continue
        end = start + len(cell)
        marked = _mark_part(passage.text, (start, end), numbers)
        rows.append(f"<div><dt>{escape(name)}</dt><dd>{marked}</dd></div>")
        position = end + len(CELL_SEPARATOR)
    return f"<dl>{''.join(rows)}</dl>"


def mark_differing(text: str, sentence: Span, differing: Sequence[Span]) -> str:
    """Return a sentence of a text with the words marked that the other side does not have.

    Parameters
    ----------
    differing
        Places in `text`.
    """
    start, end = sentence
    words = text[start:end]
    parts: list[str] = []
    position = 0
    for low, high in merge([(a - start, b - start) for a, b in differing], len(words)):
        parts.append(escape(words[position:low]))
        parts.append(f'<b class="differs">{escape(words[low:high])}</b>')
        position = high
    parts.append(escape(words[position:]))
    return "".join(parts)


def _mark_part(text: str, part: Span, numbers: Numbered) -> str:
    parts: list[str] = []
    position = part[0]
    for (start, end), (number, score) in sorted(numbers.items()):
        low, high = max(start, position), min(end, part[1])
        if low >= high:
            continue
        parts.append(escape(text[position:low]))
        # Of a sentence that runs through several cells, the first has the number.
        badge = number_badge(number, score) if low == start else ""
        parts.append(
            f'<mark class="linked {strength_of(score, SAYS_THE_SAME)}" data-link="{number}">'
            f"{badge}{escape(text[low:high])}</mark>"
        )
        position = high
    parts.append(escape(text[position : part[1]]))
    return "".join(parts)
