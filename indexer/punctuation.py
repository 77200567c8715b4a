"""How sentences end and titles look, in both languages."""

import re

from indexer.languages import HAN, language_of
from indexer.numbering import read_label
from indexer.passages import Span

_CLOSING = "\"'”’」』）)】］\\]》〉*_"
_NOTE_MARKS = "¹²³⁴⁵⁶⁷⁸⁹⁰"
_TERMINAL = re.compile(rf"[.!?。！？…][{_CLOSING}{_NOTE_MARKS}]*$")
_ITEM_TERMINAL = re.compile(r"[;；:：][^\S\n]*(?:and|or|及|和|或)?$")

_SENTENCE_END = re.compile(
    rf"[。！？…]+[{_CLOSING}{_NOTE_MARKS}]*"
    rf"|(?<![.!?])[.!?]++[{_CLOSING}{_NOTE_MARKS}]*+(?=\s+[\"'“‘(\[]*[A-Z0-9{HAN}]|\s*[{HAN}])"
)
_CLAUSE_END = re.compile(r"[；;](?:\s*(?:and|or)\b)?")
_END = 100
"""Code points of the end of a text that are looked at."""
_CELL_END = re.compile(r" \| ")

_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|Nos|Art|Arts|para|paras|vol|ed|eds|pp|p|cf|vs|e\.g|i\.e|etc"
    r"|al|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|approx|Inc|Ltd|Co)|\b[A-Z])\.$",
    re.IGNORECASE,
)

# A title stops at a noun; text that ends in one of these was cut.
_FUNCTION_WORDS = frozenset(
    """
    a an the and or nor but of to in on at by for from with without as into onto upon under over
    between among through during including its their his her our this that these those which who
    whose is are was were be been has have had will would shall should may might can could not
    if when where while than such per via
    """.split()
)

LONG_SENTENCE = {"zh": 120, "en": 320}
"""Code points from which a sentence is divided at its semicolons: a quoted list item is easier
to check than a quoted half page."""

TITLE_LIMIT = {"zh": 60, "en": 180}
"""Code points that a title has at most. The longest title of the report has 145."""


def is_terminated(text: str, *, item: bool = False) -> bool:
    """Return whether a text ends where a sentence ends.

    Parameters
    ----------
    item
        The text is an item of a list, which may end in a semicolon, with or without `and`.
    """
    stripped = text.rstrip()[-_END:]
    if _TERMINAL.search(stripped):
        return True
    if stripped.endswith((":", "：")):
        return True
    return item and _ITEM_TERMINAL.search(stripped) is not None


def looks_like_title(text: str) -> bool:
    """Return whether a text could be a heading: short, one piece, without an end mark.

    A printed label before it (`A.`, `(a)`) does not count.
    """
    label = read_label(text.strip())
    stripped = text.strip()[label.width if label else 0 :].rstrip(_NOTE_MARKS)
    if not stripped or len(stripped) > TITLE_LIMIT[language_of(stripped)]:
        return False
    if stripped[-1] in ".!。！…;；:：,，、":
        return False
    if len(split_sentences(stripped)) > 1:
        return False
    words = stripped.split()
    return not (words[-1].lower() in _FUNCTION_WORDS and stripped.isascii())


def split_sentences(text: str) -> tuple[Span, ...]:
    """Return the sentences of a clean text as half-open ranges of it, in order.

    Only white space lies between them. The cells of a table row (joined by ``" | "``) count as
    sentences. Long sentences are divided at semicolons.
    """
    pieces: list[Span] = []
    for start, end in _cut(text, 0, len(text), _CELL_END, keep_mark=False):
        for low, high in _cut(text, start, end, _SENTENCE_END, keep_mark=True):
            if high - low > LONG_SENTENCE[language_of(text[low:high])]:
                pieces.extend(_cut(text, low, high, _CLAUSE_END, keep_mark=True))
            else:
                pieces.append((low, high))
    return tuple(pieces)


def cut_at_ends(text: str) -> tuple[Span, ...]:
    """Return the sentences of a text as half-open ranges, however long they are."""
    return tuple(_cut(text, 0, len(text), _SENTENCE_END, keep_mark=True))


def _cut(text: str, start: int, end: int, mark: re.Pattern[str], *, keep_mark: bool) -> list[Span]:
    pieces = []
    low = start
    for match in mark.finditer(text, start, end):
        if _ABBREVIATION.search(text, max(low, match.start() - 8), match.end()):
            continue
        pieces.append((low, match.end() if keep_mark else match.start()))
        low = match.end()
    pieces.append((low, end))
    return [stripped for piece in pieces if (stripped := _strip(text, piece))]


def _strip(text: str, span: Span) -> Span | None:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
