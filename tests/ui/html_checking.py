"""Reads HTML as a browser would, for tests of what the page shows."""

from html.parser import HTMLParser

HOSTILE = (
    """\"'><script>alert(1)</script><img src=x onerror="alert(2)"> &amp; ${alert(3)} {{value}}"""
)
VOID = {"br", "col", "img", "meta", "input", "hr"}


class Checker(HTMLParser):
    """Reads HTML as a browser would, and keeps elements, attributes and text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), names
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, tag
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def assert_harmless(html: str) -> Checker:
    checked = Checker(html)
    assert not {"script", "img"} & {tag for tag, _ in checked.elements}
    for _, attributes in checked.elements:
        assert not [name for name in attributes if name.startswith("on")]
    return checked
