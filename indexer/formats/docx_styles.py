"""Styles of Word documents: which paragraphs are headings, what is bold, large or hidden."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.formats.trees import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""The namespace of WordprocessingML, as a prefix of names."""

_HEADING = re.compile(r"(?:heading|标题|標題|überschrift|titre|título|заголовок)\s*([1-9])", re.I)
_TITLE = re.compile(r"title|标题|標題|doc(?:ument)? title", re.IGNORECASE)
_CONTENTS = re.compile(r"toc\s*\d|toc heading|目录\s*\d?|table of (?:figures|authorities)", re.I)
_OFF = ("0", "false", "off", "none")
_STYLE_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Look:
    """How characters are printed."""

    bold: bool
    size: float
    """In points; 0 where nothing says."""
    hidden: bool
    raised: bool


class Styles:
    """The styles of a document, each with what it takes over from those that it is based on."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Element] = {}
        self._default = ""
        self._character_defaults: Element | None = None
        if root is None:
            return
        self._character_defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        for style in root.iter(f"{W}style"):
            name = style.get(f"{W}styleId") or ""
            self._styles.setdefault(name, style)
            if style.get(f"{W}type") == "paragraph" and is_on(style.get(f"{W}default", "0")):
                self._default = name

    def paragraph_style(self, paragraph: Element) -> str:
        """Return the id of the style of a paragraph."""
        return value_of(paragraph, f"{W}pPr/{W}pStyle") or self._default

    def outline_level(self, paragraph: Element) -> int | None:
        """Return the level of a heading, 1 at the top; None where a paragraph is none."""
        direct = value_of(paragraph, f"{W}pPr/{W}outlineLvl")
        if direct is not None:
            return _level(direct)
        for style in self._chain(self.paragraph_style(paragraph)):
            level = value_of(style, f"{W}pPr/{W}outlineLvl")
            if level is not None:
                return _level(level)
            named = _HEADING.fullmatch(_name(style))
            if named is not None:
                return int(named[1])
        return None

    def is_title(self, paragraph: Element) -> bool:
        """Tell whether a paragraph is the title of the document."""
        chain = self._chain(self.paragraph_style(paragraph))
        return any(_TITLE.fullmatch(_name(style)) for style in chain)

    def is_contents(self, paragraph: Element) -> bool:
        """Tell whether a paragraph belongs to a table of contents."""
        chain = self._chain(self.paragraph_style(paragraph))
        return any(_CONTENTS.fullmatch(_name(style)) for style in chain)

    def numbering(self, paragraph: Element) -> tuple[str | None, str | None, str]:
        """Return the list that a paragraph is in, its level there, and the style that says so.

        Each is None where nothing says; a list of `0` is none. The style is empty where the
        paragraph itself says it.
        """
        properties = paragraph.find(f"{W}pPr/{W}numPr")
        if properties is not None:
            own = value_of(properties, f"{W}numId")
            level = value_of(properties, f"{W}ilvl")
            if own is not None:
                return own, level, ""
        for style in self._chain(self.paragraph_style(paragraph)):
            number = value_of(style, f"{W}pPr/{W}numPr/{W}numId")
            if number is not None:
                level = value_of(style, f"{W}pPr/{W}numPr/{W}ilvl")
                return number, level, style.get(f"{W}styleId") or ""
        return None, None, ""

    def look(self, run: Element, paragraph_style: str) -> Look:
        """Return how the characters of a run are printed."""
        sources = [properties for properties in (run.find(f"{W}rPr"),) if properties is not None]
        for name in (value_of(run, f"{W}rPr/{W}rStyle") or "", paragraph_style):
            for style in self._chain(name):
                properties = style.find(f"{W}rPr")
                if properties is not None:
                    sources.append(properties)
        if self._character_defaults is not None:
            sources.append(self._character_defaults)
        size = _first(sources, "sz")
        raised = next((value_of(source, f"{W}vertAlign") for source in sources[:1]), None)
        return Look(
            bold=_switch(sources, "b"),
            size=_points(size),
            hidden=_switch(sources, "vanish"),
            raised=raised == "superscript",
        )

    def _chain(self, name: str) -> Iterator[Element]:
        """Yield a style and those that it is based on; a circle ends."""
        for _ in range(_STYLE_DEPTH):
            style = self._styles.get(name)
            if style is None:
                return
            yield style
            name = value_of(style, f"{W}basedOn") or ""


def value_of(element: Element, path: str) -> str | None:
    """Return the `w:val` of an element on a path below, None where there is none."""
    found = element.find(path)
    return None if found is None else found.get(f"{W}val") or ""


def read_number(value: str | None, default: int) -> int:
    """Return a number of at most nine digits; whatever else stands there is the default."""
    return int(value) if value and value.isdecimal() and len(value) < 10 else default


def is_on(value: str | None) -> bool:
    """Tell whether a switch is on; one without a value is."""
    return value is not None and value not in _OFF


def _name(style: Element) -> str:
    return (value_of(style, f"{W}name") or "").strip()


def _level(value: str) -> int | None:
    return int(value) + 1 if value.isdecimal() and int(value) < 9 else None


def _first(sources: list[Element], name: str) -> str | None:
    return next(
        (value for source in sources if (value := value_of(source, f"{W}{name}")) is not None), None
    )


def _switch(sources: list[Element], name: str) -> bool:
    return is_on(_first(sources, name))


def _points(half_points: str | None) -> float:
    try:
        return float(half_points or 0) / 2
    except ValueError:
        return 0.0
