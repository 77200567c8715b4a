"""Footnotes of HTML pages: which links refer to notes, and which elements are the notes.

HTML has no footnotes, only links. One is a reference if its words are a mark (a number, a letter,
a symbol), its target lies in an element that is no more than a note, and the note says so too: by
a link back, or by what EPUB, pandoc, Sphinx, Word and Wikipedia call it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from indexer.formats.trees import Element

_MARK = re.compile(
    r"[\[(（［]?\s*(\d{1,4}|[a-zA-Z]{1,5}(?:\s\d{1,4})?|\*{1,3}|[†‡§※#])\s*[\])）］]?"
)
_NAMED = re.compile(
    r"foot-?note|end-?note|noteref|fnref|doc-note|rearnote|cite_note|\breference", re.I
)
_CONTAINERS = frozenset("li p div aside dd td section".split())
_TOO_MUCH = frozenset("html body main article ol ul table section".split())
_NOTE_LIMIT = 5000
"""Code points of the longest note; what is longer is a section that someone linked to."""


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes of a page, by element: lxml has one object for each while somebody holds it."""

    references: Mapping[Element, str]
    """The elements whose text is a reference, with the mark as printed."""
    notes: Mapping[Element, str]
    """The elements that are notes, with their marks."""
    back_links: frozenset[Element]
    """Links in notes to where they are referred to, with the brackets around them."""


def find_notes(root: Element) -> Notes:
    """Return the notes of a page and the references to them."""
    anchors = _anchors(root)
    links = [link for link in root.iter("a") if _target(link)]
    references: dict[Element, str] = {}
    notes: dict[Element, str] = {}
    back: set[Element] = set()
    units: set[Element] = set()
    for link in links:
        mark = _MARK.fullmatch("".join(link.itertext()).strip())
        target = anchors.get(_target(link))
        note = _container(target) if target is not None else None
        if mark is None or note is None or link in back or _is_within(link, note):
            continue
        back_links = [
            inner
            for inner in note.iter("a")
            if (to := anchors.get(_target(inner))) is not None and _surrounds(to, link)
        ]
        if not (back_links or (_is_named(link) and _is_named(note))):
            continue
        references[_unit(link, mark[0])] = mark[1]
        notes.setdefault(note, mark[1])
        back.update(back_links)
        units.update(_unit(inner, "".join(inner.itertext())) for inner in back_links)
    return Notes(references, notes, frozenset(units))


def _anchors(root: Element) -> dict[str, Element]:
    anchors: dict[str, Element] = {}
    for element in root.iter():
        for name in (element.get("id"), element.get("name") if element.tag == "a" else None):
            if name:
                anchors.setdefault(name, element)
    return anchors


def _target(link: Element) -> str:
    """Return the name that a link leads to on its page; nothing where it leads elsewhere."""
    reference = link.get("href") or ""
    return unquote(reference[1:]) if reference.startswith("#") else ""


def _container(target: Element) -> Element | None:
    """Return the element that would be the note if the target is in one."""
    for element in (target, *_ancestors(target)):
        if element.tag in _CONTAINERS and not (element.tag == "section" and element is not target):
            long = sum(map(len, element.itertext())) > _NOTE_LIMIT
            return None if long else element
        if element.tag in _TOO_MUCH:
            return None
    return None


def _ancestors(element: Element) -> Iterator[Element]:
    around = element.getparent()
    while around is not None:
        yield around
        around = around.getparent()


def _is_within(element: Element, outer: Element) -> bool:
    return any(around is outer for around in _ancestors(element))


def _surrounds(anchor: Element, link: Element) -> bool:
    """Tell whether an anchor is the link itself, an element close around it, or close inside."""
    if anchor is link or any(inner is anchor for inner in link.iter()):
        return True
    if any(around is anchor for around in _ancestors(link)):
        return sum(map(len, anchor.itertext())) <= _NOTE_LIMIT
    # An empty anchor that stands before the link: <a id="r1"></a><sup><a href="#n1">1</a></sup>
    around = anchor.getparent()
    empty = not "".join(anchor.itertext()).strip()
    return empty and any(element is around for element in _ancestors(link))


def _is_named(element: Element) -> bool:
    return any(
        _NAMED.search(element_.get(key) or "")
        for element_ in (element, *_ancestors(element))
        for key in ("role", "class", "id", "epub:type", "{http://www.idpf.org/2007/ops}type")
    )


def _unit(link: Element, printed: str) -> Element:
    """Return the outermost element that holds a reference and nothing else: brackets, a sup."""
    unit = link
    for element in _ancestors(link):
        text = "".join("".join(element.itertext()).split())
        if text.strip("[]()（）［］") != "".join(printed.split()).strip("[]()（）［］"):
            break
        if element.tag not in ("sup", "span", "a", "b", "i", "em", "strong", "small"):
            break
        unit = element
    return unit
