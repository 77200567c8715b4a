"""The text of Word paragraphs: what Word shows of runs, fields, tracked changes and references."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TypeAlias

from indexer.formats.docx_styles import Look, Styles, W, is_on
from indexer.formats.inline import Inline
from indexer.formats.trees import Element

MarkOf: TypeAlias = Callable[[Element, str], str]

_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

_GONE = frozenset(
    f"{W}{name}" for name in "del moveFrom rPr pPr sdtPr sdtEndPr instrText delText rt".split()
) | {f"{_COMPATIBLE}Fallback"}
"""What Word does not show: deleted text, properties, the codes of fields; of alternatives the
first is taken."""
_BLANKS = frozenset(f"{W}{name}" for name in "tab br cr ptab".split())
_SYMBOLS = {0xB7: "•", 0xA7: "▪", 0xA8: "□", 0xFC: "✓", 0xFE: "☑", 0x6F: "□", 0xD8: "➢"}
"""Characters of Wingdings and Symbol that stand in texts; the rest are ornaments."""
_PRIVATE = range(0xE000, 0xF900)


@dataclass(slots=True)
class Text:
    """A paragraph as it is shown."""

    text: str = ""
    """One line, escaped."""
    notes: list[Element] = field(default_factory=list)
    """References to notes, in order."""
    boxes: list[Element] = field(default_factory=list)
    """The content of text boxes that are anchored in it."""
    looks: list[tuple[Look, int]] = field(default_factory=list)
    """How its characters are printed, and how many are so."""


class TextReader:
    """Reads paragraphs in order; fields may begin in one and end in another."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._fields: list[bool] = []

    def read(self, paragraph: Element, mark_of: MarkOf, before: Sequence[Element] = ()) -> Text:
        """Return a paragraph.

        Parameters
        ----------
        before
            Paragraphs that go on in it, because their ends were deleted.
        mark_of
            Returns the mark of a reference to a note, given the one that the author set, if any.
        """
        found = Text()
        inline = Inline()
        style = self._styles.paragraph_style(paragraph)
        for run in chain.from_iterable(map(_runs, [*before, paragraph])):
            if run.tag == f"{_MATH}t":
                inline.add(run.text or "")
                continue
            look = self._styles.look(run, style)
            if not look.hidden:
                self._read_run(run, look, inline, found, mark_of)
            else:
                self._follow_fields(run)
        found.text = inline.take()
        # The code of a field ends with its paragraph; in a broken one it would have no end.
        self._fields = [True] * len(self._fields)
        return found

    def _read_run(
        self, run: Element, look: Look, inline: Inline, found: Text, mark_of: MarkOf
    ) -> None:
        marked = False
        for element in _shown(run):
            tag = element.tag
            if tag == f"{W}fldChar":
                self._follow(element)
            elif not all(self._fields):
                continue
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                marked = is_on(element.get(f"{W}customMarkFollows", "0"))
                mark = mark_of(element, _own_text(run) if marked else "")
                found.notes.append(element)
                inline.refer(mark)
            elif tag == f"{W}txbxContent":
                found.boxes.append(element)
            elif not marked:
                words = _words(element)
                if words and look.raised and words.strip().isdecimal():
                    inline.raise_(words.strip())
                elif words:
                    inline.add(words)
                    found.looks.append((look, len(words.strip())))

    def _follow_fields(self, run: Element) -> None:
        for element in run.iter(f"{W}fldChar"):
            self._follow(element)

    def _follow(self, element: Element) -> None:
        """Keep in mind which fields are open, and whether their result has begun."""
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()


def _runs(paragraph: Element) -> Iterator[Element]:
    """Yield the runs of a paragraph and the texts of its formulas, in order."""
    for element in paragraph:
        if element.tag in (f"{W}r", f"{_MATH}t"):
            yield element
        elif element.tag not in _GONE:
            yield from _runs(element)


def _shown(run: Element) -> Iterator[Element]:
    """Yield what a run shows, text boxes as a whole."""
    for element in run:
        if element.tag in _GONE:
            continue
        yield element
        if element.tag != f"{W}txbxContent":
            yield from _shown(element)


def _own_text(run: Element) -> str:
    return "".join(map(_words, _shown(run))).strip()


def _words(element: Element) -> str:
    tag = element.tag
    if tag == f"{W}t":
        return element.text or ""
    if tag in _BLANKS:
        return " "
    if tag == f"{W}noBreakHyphen":
        return "-"
    return _symbol(element.get(f"{W}char") or "") if tag == f"{W}sym" else ""


def _symbol(code: str) -> str:
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    if number in _PRIVATE:
        return _SYMBOLS.get(number & 0xFF, "")
    return chr(number) if 0 <= number < 0xD800 else ""
