"""The records that flow from a file to the index: Document, Section, Passage.

Positions are half-open ``[start, end)`` offsets in code points. Those called spans point into
the decoded source text as it stands; those into the clean text of a passage say so.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Language: TypeAlias = Literal["zh", "en"]
"""The language a text is treated as: Chinese where it has Han characters, else English."""

Kind: TypeAlias = Literal["paragraph", "list-item", "table-row", "footnote", "heading"]
"""What a passage is in print. Headings are navigable, never answers."""

Span: TypeAlias = tuple[int, int]
"""Half-open range of code points."""

DropReason: TypeAlias = Literal["white-space", "header-row", "furniture", "markup"]
"""Why a stretch of the source belongs to no passage."""

LANGUAGES: tuple[Language, ...] = ("zh", "en")
KINDS: tuple[Kind, ...] = ("paragraph", "list-item", "table-row", "footnote", "heading")


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a document that has pages."""

    start: int
    """Offset of its first character in the text; it ends where the next one begins."""
    label: str
    """Its number as it is printed or shown: `3`, `iv`."""


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A file that was read and decoded."""

    source: str
    """Path as the index keeps it: relative to the working directory where it can be, with `/`."""
    sha256: str
    """Of the bytes of the file, in hexadecimal."""
    encoding: str
    """The encoding it was decoded from, as Python names it."""
    text: str
    """The decoded text, line ends as they are, without byte order mark; of a file that is no
    text (HTML, Word, PDF, tables) what was extracted from it."""
    marked: bool = False
    """A reader that knew the structure wrote the text in the notation of
    `indexer.formats.notation`; else print alone tells it."""
    title: str | None = None
    """What the file says it is called, where it does so apart from its text."""
    pages: tuple[Page, ...] = ()
    """In order; none where the format knows no pages."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it is cited and opened."""

    source: str
    sha256: str
    encoding: str
    text: str
    title: str
    """From the cover or the first heading, else the name of the file."""
    symbol: str | None
    """The printed symbol it is cited by (`A/72/840`), if it has one."""
    languages: tuple[Language, ...]
    """Those of its passages, in the order of `LANGUAGES`."""
    pages: tuple[Page, ...] = ()
    """As in `RawDocument`."""


@dataclass(frozen=True, slots=True)
class Section:
    """A node of the heading tree."""

    id: str
    """The id of the heading's passage."""
    heading: str
    """Clean text, with its number as printed."""
    level: int
    """1 at the top."""
    parent: str | None
    """Id of the section it stands in."""
    language: Language


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of clean text that stands in the source letter by letter."""

    clean: int
    """Offset in the clean text."""
    source: int
    """Offset in the source."""
    length: int
    """In code points, at least 1."""


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit that is retrieved and cited."""

    id: str
    """Stable while the passage keeps its wording, wherever it moves in its document and whatever
    its file is called (`indexer.renaming`); two documents never share one."""
    source: str
    """`Document.source`."""
    kind: Kind
    language: Language
    label: str | None
    """Number or mark as printed, without the full stop: `54`, `(c)`, `¹`, the serial of a row."""
    section: tuple[str, ...]
    """The headings above it, outermost first; for a heading, those above it."""
    spans: tuple[Span, ...]
    """Its places in the source, in order and disjoint; two where a page break cut it."""
    text: str
    """Clean text: marks of layout removed, the halves joined, line ends as single spaces."""
    runs: tuple[Run, ...]
    """How `text` maps back to the source; what lies between runs was put in when joining."""
    parent: str | None = None
    """Id of the passage it hangs from: a list item's paragraph, the paragraph with the
    footnote's mark, the numbered paragraph that an unnumbered one continues."""
    fields: tuple[tuple[str, str], ...] = ()
    """Table rows: (column name, cell) in the order of the columns."""
    pages: tuple[str, ...] = ()
    """Labels of the pages that it begins and ends on: two, one where they are the same, none
    where the document has no pages."""

    def source_spans(self, start: int, end: int) -> tuple[Span, ...]:
        """Return where ``text[start:end]`` stands in the source.

        Stretches of one span that only mark-up separates are given as one.
        """
        pieces: list[Span] = []
        for run in self.runs:
            low = max(start, run.clean)
            high = min(end, run.clean + run.length)
            if low >= high:
                continue
            piece = (run.source + low - run.clean, run.source + high - run.clean)
            if pieces and self._same_span(pieces[-1], piece):
                pieces[-1] = (pieces[-1][0], piece[1])
            else:
                pieces.append(piece)
        return tuple(pieces)

    def _same_span(self, first: Span, second: Span) -> bool:
        # A cell that a page break cut goes back in the source for the next one of its row.
        return first[1] <= second[0] and any(
            start <= first[0] and second[1] <= end for start, end in self.spans
        )


@dataclass(frozen=True, slots=True)
class Dropped:
    """A stretch of the source that belongs to no passage, and why."""

    span: Span
    reason: DropReason


@dataclass(frozen=True, slots=True)
class SplitDocument:
    """Everything that splitting finds in one document."""

    document: Document
    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    """In reading order: by the first span."""
    dropped: tuple[Dropped, ...]
    """Together with the spans of all passages these cover the source exactly once."""
