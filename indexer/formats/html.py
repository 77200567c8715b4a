"""HTML to text: what a browser would show of the page itself, in its order."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from indexer.decoding import decode
from indexer.formats import notation
from indexer.formats.counting import write_numeral
from indexer.formats.extract import Extract
from indexer.formats.html_notes import Notes, find_notes
from indexer.formats.html_tables import is_data_table, write_table
from indexer.formats.inline import Inline
from indexer.formats.trees import Element, parse_html

_DECLARED = re.compile(
    rb"<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)|<meta[^>]*?charset\s*=\s*[\"']?\s*([\w.:-]+)",
    re.IGNORECASE,
)
_DECLARED_WITHIN = 4096
"""Bytes in which browsers look for a declaration are 1024; some pages have theirs later."""

_HEADINGS: Final = {f"h{depth}": depth for depth in range(1, 7)}
_UNSEEN = frozenset(
    "script style template noscript head title nav iframe object embed svg canvas audio video map"
    " input select button textarea datalist del rt rp annotation annotation-xml".split()
)
_UNSEEN_ROLES = frozenset("navigation search doc-toc doc-backlink".split())
_UNSEEN_CLASSES = frozenset("mw-editsection mw-jump-link headerlink footnote-back".split())
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data dfn em font i img ins kbd label mark math meter"
    " output progress q ruby rb rtc s samp small span strike strong sub sup time tt u var wbr"
    " mi mn mo ms mtext mrow msup msub msubsup mfrac msqrt mroot munder mover mstyle".split()
)
_LISTS = frozenset(("ol", "ul", "menu", "dir"))
_NUMERALS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman"} | {
    "I": "upperRoman"
}
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)")
_STYLES = {
    "decimal": "decimal",
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "cjk-ideographic": "chineseCounting",
    "cjk-decimal": "chineseCounting",
    "simp-chinese-informal": "chineseCounting",
    "trad-chinese-informal": "chineseCounting",
    "none": "none",
}


def read_html(content: bytes, source: str) -> Extract:
    """Return the text of a page.

    Raises
    ------
    BinarySource, EmptySource, UndecodableSource
        As `indexer.decoding.decode`.
    DamagedSource
        Elements are nested too deep.
    OversizedSource
        A table is larger than can be indexed.
    """
    text, encoding = decode(content, source, _declared_encoding(content))
    root = parse_html(text, source)
    if root is None:
        return Extract("", encoding)
    main = _main(root)
    blocks = _Page(find_notes(root), source).read(main)
    return Extract(notation.document(blocks), encoding, title=_title(root, main))


def _declared_encoding(content: bytes) -> str | None:
    match = _DECLARED.search(content, 0, _DECLARED_WITHIN)
    return (match[1] or match[2]).decode("ascii") if match else None


def _main(root: Element) -> Element:
    """Return the element that holds what the page is about, where it says which."""
    mains = [element for element in root.iter("main") if not _is_unseen(element)]
    mains = mains or [element for element in root.iter() if element.get("role") == "main"]
    return mains[0] if len(mains) == 1 else root


def _title(root: Element, main: Element) -> str | None:
    """Return the title of a page; the site's name in it goes where the only h1 tells what it is."""
    element = root.find("head/title")
    title = notation.fold("".join(element.itertext())) if element is not None else ""
    tops = [notation.fold("".join(heading.itertext())) for heading in main.iter("h1")]
    if len(tops) == 1 and tops[0] and tops[0] in title:
        return tops[0]
    return title or None


def _is_unseen(element: Element) -> bool:
    if element.tag in _UNSEEN or element.get("hidden") is not None:
        return True
    if element.get("aria-hidden") == "true" or _HIDDEN.search(element.get("style") or ""):
        return True
    return (element.get("role") or "") in _UNSEEN_ROLES or not _UNSEEN_CLASSES.isdisjoint(
        (element.get("class") or "").split()
    )


@dataclass(slots=True)
class _List:
    """A list that is open."""

    style: str
    next: int
    step: int = 1


class _Page:
    """Walks through a page and writes its blocks; `_enter` and `_leave` are called in pairs."""

    def __init__(self, notes: Notes, source: str) -> None:
        self._notes = notes
        self._source = source
        self._blocks: list[str] = []
        self._inline = Inline()
        self._write: Callable[[str], str] = notation.paragraph
        self._lists: list[_List] = []
        self._later: list[Element] = []

    def read(self, root: Element) -> list[str]:
        """Return the blocks below an element."""
        self._walk(root, self._enter, self._leave)
        self._flush()
        return self._blocks

    def _walk(
        self,
        root: Element,
        enter: Callable[[Element], bool],
        leave: Callable[[Element], None],
    ) -> None:
        """Go through the elements below one; where `enter` returns False, not into it.

        Pages nest deeper than Python calls functions.
        """
        if not enter(root):
            return
        self._inline.add(root.text or "")
        waiting: list[tuple[Element, Iterator[Element]]] = [(root, iter(root))]
        while waiting:
            element, children = waiting[-1]
            child = next(children, None)
            if child is None:
                waiting.pop()
                leave(element)
                if waiting:
                    self._inline.add(element.tail or "")
            elif enter(child):
                self._inline.add(child.text or "")
                waiting.append((child, iter(child)))
            else:
                self._inline.add(child.tail or "")

    def _flush(self) -> None:
        """Write what was gathered as a block, if it is anything."""
        if self._inline:
            text = self._inline.take()
            if text:
                self._blocks.append(self._write(text))
                self._write = notation.paragraph
        else:
            self._inline.take()

    def _enter(self, element: Element) -> bool:
        if not self._is_read(element):
            return False
        tag = element.tag
        if element in self._notes.notes:
            self._flush()
            self._add_note(element)
            return False
        if tag == "table" and is_data_table(element):
            self._flush()
            self._add_table(element)
            return False
        if tag in _LISTS:
            self._flush()
            self._lists.append(_open_list(element))
        elif tag == "li":
            self._flush()
            self._write = self._item_writer(element)
        elif tag in _HEADINGS:
            self._flush()
            depth = _HEADINGS[tag]
            self._write = lambda text: notation.heading(depth, text)
        elif tag not in _INLINE and not _is_part_of_item(element):
            self._flush()
        return True

    def _leave(self, element: Element) -> None:
        tag = element.tag
        if tag == "q":
            self._inline.add("”")
        if tag in _INLINE:
            return
        if _is_part_of_item(element):
            self._inline.add(" ")
            return
        self._flush()
        if tag in _LISTS:
            self._lists.pop()
        if tag == "li" or tag in _HEADINGS:
            self._write = notation.paragraph

    def _is_read(self, element: Element) -> bool:
        """Handle what is read the same way anywhere; return whether to go into it."""
        tag = element.tag
        if not isinstance(tag, str) or element in self._notes.back_links or _is_unseen(element):
            return False
        if element in self._notes.references:
            self._inline.refer(self._notes.references[element])
            return False
        if tag == "br":
            self._inline.add(" ")
            return False
        if tag == "sup" and self._notes.references.keys().isdisjoint(element.iter()):
            text = "".join(element.itertext()).strip()
            if text.isdecimal():
                self._inline.raise_(text)
                return False
        if tag == "q":
            self._inline.add("“")
        return True

    def _item_writer(self, element: Element) -> Callable[[str], str]:
        depth = max(0, len(self._lists) - 1)
        label = ""
        if self._lists:
            label = _next_label(self._lists[-1], element)
        return lambda text: notation.item(depth, label, text)

    def _add_table(self, table: Element) -> None:
        caption = table.find("caption")
        if caption is not None and (text := self._text_of(caption)):
            self._blocks.append(notation.paragraph(text))
        self._blocks.append(write_table(table, self._text_of, self._source))
        self._add_notes_inside()

    def _add_note(self, element: Element) -> None:
        mark = self._notes.notes[element]
        text = _without_mark(self._text_of(element), mark)
        if text:
            self._blocks.append(notation.note(mark, text))
        self._add_notes_inside()

    def _add_notes_inside(self) -> None:
        while self._later:
            self._add_note(self._later.pop(0))

    def _text_of(self, element: Element) -> str:
        """Return all text below an element as one line; notes in it wait until it is written."""
        outer, self._inline = self._inline, Inline()

        def enter(inner: Element) -> bool:
            if inner is element:
                return True
            if inner in self._notes.notes:
                self._later.append(inner)
                return False
            if inner.tag not in _INLINE:
                self._inline.add(" ")
            return self._is_read(inner)

        def leave(inner: Element) -> None:
            if inner.tag == "q":
                self._inline.add("”")
            if inner.tag not in _INLINE:
                self._inline.add(" ")

        self._walk(element, enter, leave)
        text = self._inline.take()
        self._inline = outer
        return text


def _is_part_of_item(element: Element) -> bool:
    """Tell a paragraph of an item, which goes on with what stands before it in the item."""
    parent = element.getparent()
    return element.tag in ("p", "div") and parent is not None and parent.tag == "li"


def _open_list(element: Element) -> _List:
    if element.tag != "ol":
        return _List("none", 1)
    styled = _LIST_STYLE.search(element.get("style") or "")
    style = _STYLES.get(styled[1]) if styled else None
    style = style or _NUMERALS.get(element.get("type") or "1", "decimal")
    if element.get("reversed") is None:
        return _List(style, _integer(element.get("start"), 1))
    items = sum(child.tag == "li" for child in element)
    return _List(style, _integer(element.get("start"), items), -1)


def _next_label(list_: _List, item: Element) -> str:
    number = _integer(item.get("value"), list_.next)
    list_.next = number + list_.step
    if list_.style == "none":
        return ""
    numeral = write_numeral(number, list_.style)
    return f"{numeral}、" if list_.style == "chineseCounting" else f"{numeral}."


def _integer(value: str | None, default: int) -> int:
    return int(value) if value and re.fullmatch(r"\s*-?\d{1,9}\s*", value) else default


def _without_mark(text: str, mark: str) -> str:
    """Return the text of a note without its mark, and without arrows that led back."""
    escaped = re.escape(notation.escape(mark))
    text = re.sub(r"^(?:\^\s*)?(?:[↑↩⇧]\ufe0e?\s*)?", "", text)
    raised = re.escape(notation.superscript(mark) or notation.escape(mark))
    text = re.sub(
        rf"^(?:\\?[\[(（]?{escaped}\\?[\])）]?[.:：、]?|{raised})(?=\s|$|\W)\s*", "", text
    )
    return re.sub(r"\s*(?:[↑↩⇧]\ufe0e?\s*)+$", "", text)
