"""Numbered lists of Word documents: the labels as Word prints them.

ECMA-376 part 1, 17.9. A list (`num`) shows an abstract one; all that show the same count together,
but where one of them says with which number it starts.
"""

import re
from dataclasses import dataclass, field

from indexer.formats.counting import write_numeral
from indexer.formats.docx_styles import Styles, W, is_on, read_number, value_of
from indexer.formats.trees import Element

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Numbered:
    """The label of a paragraph in a list."""

    label: str
    """As printed; empty for a bullet."""
    level: int
    """From 0."""
    list: str
    """Names the list that counts."""
    first: bool
    """The count begins with it."""


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    style: str = "decimal"
    text: str = ""
    legal: bool = False
    """All numerals in it are digits."""
    restart: int | None = None
    """The level, from 1, behind which it begins again; 0 for never, None for any above."""


@dataclass(slots=True)
class _Abstract:
    levels: dict[int, _Level]
    by_style: dict[str, int]
    """Levels by the styles of paragraphs that are tied to them."""
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the numbered paragraphs of a document, which are to be given in order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, _Abstract] = {}
        self._lists: dict[str, Element] = {}
        self._used: set[str] = set()
        if root is None:
            return
        linked: dict[str, str] = {}
        links: dict[str, str] = {}
        for element in root.iter(f"{W}abstractNum"):
            name = element.get(f"{W}abstractNumId") or ""
            self._abstract[name] = _read_abstract(element)
            linked[value_of(element, f"{W}styleLink") or ""] = name
            links[name] = value_of(element, f"{W}numStyleLink") or ""
        for name, style in links.items():
            if style and style in linked:
                self._abstract[name] = self._abstract[linked[style]]
        for element in root.iter(f"{W}num"):
            self._lists[element.get(f"{W}numId") or ""] = element

    def number(self, paragraph: Element) -> Numbered | None:
        """Return the label of the next paragraph, None where it is in no list."""
        name, stated, style = self._styles.numbering(paragraph)
        element = self._lists.get(name or "")
        if name is None or element is None:
            return None
        abstract = self._abstract.get(value_of(element, f"{W}abstractNumId") or "")
        if abstract is None:
            return None
        tied = abstract.by_style.get(style or self._styles.paragraph_style(paragraph), 0)
        level = min(read_number(stated, tied), _LEVELS - 1)
        if name not in self._used:
            self._used.add(name)
            self._override(abstract, element)
        before = abstract.counts.get(level)
        _count(abstract, level)
        return Numbered(
            label=_print(abstract, level),
            level=level,
            list=str(id(abstract)),
            first=before is None,
        )

    def _override(self, abstract: _Abstract, element: Element) -> None:
        for override in element.iter(f"{W}lvlOverride"):
            level = read_number(override.get(f"{W}ilvl"), _LEVELS)
            if level >= _LEVELS:
                continue
            changed = override.find(f"{W}lvl")
            if changed is not None:
                abstract.levels[level] = _read_level(changed)
            start = read_number(value_of(override, f"{W}startOverride"), -1)
            if start >= 0:
                abstract.counts[level] = start - 1
                _begin_again(abstract, level)
                if start == abstract.levels.get(level, _Level()).start:
                    abstract.counts.pop(level)


def _read_abstract(element: Element) -> _Abstract:
    levels: dict[int, _Level] = {}
    by_style: dict[str, int] = {}
    for level in element.iter(f"{W}lvl"):
        number = read_number(level.get(f"{W}ilvl"), _LEVELS)
        if number >= _LEVELS:
            continue
        levels[number] = _read_level(level)
        style = value_of(level, f"{W}pStyle")
        if style:
            by_style[style] = number
    return _Abstract(levels, by_style)


def _read_level(element: Element) -> _Level:
    restart = read_number(value_of(element, f"{W}lvlRestart"), -1)
    legal = element.find(f"{W}isLgl")
    return _Level(
        start=read_number(value_of(element, f"{W}start"), 1),
        style=value_of(element, f"{W}numFmt") or "decimal",
        text=value_of(element, f"{W}lvlText") or "",
        legal=legal is not None and is_on(legal.get(f"{W}val") or ""),
        restart=restart if restart >= 0 else None,
    )


def _count(abstract: _Abstract, level: int) -> None:
    for above in range(level):
        abstract.counts.setdefault(above, abstract.levels.get(above, _Level()).start)
    start = abstract.levels.get(level, _Level()).start
    abstract.counts[level] = abstract.counts[level] + 1 if level in abstract.counts else start
    _begin_again(abstract, level)


def _begin_again(abstract: _Abstract, level: int) -> None:
    """Forget the counts below a level, but of levels that go on counting there."""
    for below in range(level + 1, _LEVELS):
        restart = abstract.levels.get(below, _Level()).restart
        if restart is None or (restart and level < restart):
            abstract.counts.pop(below, None)


def _print(abstract: _Abstract, level: int) -> str:
    shown = abstract.levels.get(level, _Level())
    if shown.style in ("bullet", "none") and not _PLACE.search(shown.text):
        return "" if shown.style == "bullet" else shown.text

    def numeral(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        other = abstract.levels.get(place, _Level())
        style = "decimal" if shown.legal else other.style
        return write_numeral(abstract.counts.get(place, other.start), style)

    return _PLACE.sub(numeral, shown.text).strip()
