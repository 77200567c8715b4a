"""HTML and XML to trees of elements; the only module that knows lxml.

Nothing outside the bytes is ever read: no document types, no entities, no network.
"""

import re
from collections.abc import Iterator
from typing import Protocol, cast

from indexer.errors import DamagedSource

_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\0!\0(?:D\0O\0C|E\0N\0T)|\0<\0!\0(?:D\0O|E\0N)")


class Element(Protocol):
    """An element of a tree, as lxml and the standard library have it."""

    tag: str
    text: str | None
    tail: str | None

    def get(self, key: str, default: str = ...) -> str | None:
        """Return an attribute."""
        ...

    def iter(self, *tags: str) -> Iterator["Element"]:
        """Yield the element and all below it, in document order."""
        ...

    def itertext(self) -> Iterator[str]:
        """Yield all text below the element."""
        ...

    def getparent(self) -> "Element | None":
        """Return the element around it."""
        ...

    def find(self, path: str) -> "Element | None":
        """Return the first element on a path below."""
        ...

    def __len__(self) -> int:
        """Return how many elements are directly below."""
        ...

    def __iter__(self) -> Iterator["Element"]:
        """Yield the elements directly below."""
        ...


def parse_html(text: str, source: str) -> Element | None:
    """Return the `html` element of a page, None where it has nothing; comments are left out.

    Raises
    ------
    DamagedSource
        Elements are nested too deep, so that the parser would lose text.
    """
    import lxml.html

    parser = lxml.html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        tree = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except lxml.etree.ParserError:
        return None
    if any("xcessive depth" in entry.message for entry in parser.error_log):
        raise DamagedSource(source=source, suffix=".html", reason="nested too deep")
    return cast(Element, tree)


def parse_xml(content: bytes) -> Element:
    """Return the root of an XML document; comments are left out.

    Raises
    ------
    ValueError
        It is not well-formed, or has a document type, which formats of Office forbid and bombs
        of entities need.
    """
    import lxml.etree

    if _DOCTYPE.search(content, 0, 4096):
        raise ValueError("a document type in the XML")
    parser = lxml.etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,
    )
    try:
        return cast(Element, lxml.etree.fromstring(content, parser))
    except lxml.etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error
