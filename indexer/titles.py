"""What a document is called: its title and its symbol."""

import re
from collections.abc import Sequence

from indexer.passages import Passage

_FRONT_MATTER_TITLE = re.compile(
    r"\A\ufeff?---\s*\n(?:.*\n)*?title:[ \t]*(.+?)[ \t]*\r?\n(?:.*\n)*?---"
)
_FILE_SYMBOL = re.compile(r"(a|s|e|st|ac|dp|tc)[-_](?:\w+[-_])*\d+(?:[-_]\w+)*", re.IGNORECASE)
_SYMBOL = re.compile(r"(?:[A-Z]{1,4}/)+[A-Z0-9./]*\d[\w./()-]*")


def find_title(text: str, stem: str, passages: Sequence[Passage], *, cover: bool = True) -> str:
    """Return the title of a document.

    From the front matter of a Markdown file; else from the cover, where the longest line is the
    title and the others say who, when and where; else the first heading, or the file's name.

    Parameters
    ----------
    stem
        The name of the file without its ending.
    passages
        In reading order.
    cover
        The lines before the first heading can be a cover; where headings are marked, they are text.
    """
    match = _FRONT_MATTER_TITLE.match(text)
    if match:
        return match[1].strip("\"'")
    lines = []
    for passage in passages if cover else ():
        if passage.section or passage.kind == "heading" or passage.label:
            break
        lines.append(passage.text)
    titles = [line for line in lines if len(line) <= 200]
    if len(titles) >= 2 and len(titles) == len(lines):
        return max(titles, key=len)
    return next((passage.text for passage in passages if passage.kind == "heading"), stem)


def find_symbol(text: str, stem: str) -> str | None:
    """Return the symbol that a document is cited by, if it has one.

    Taken from a line of its own among the first ones, else from the file's name, where the
    United Nations write a hyphen or underscore for the stroke (`a-72-840` is `A/72/840`).
    """
    for line in text[:2000].splitlines():
        if _SYMBOL.fullmatch(line.strip()):
            return line.strip()
    if _FILE_SYMBOL.fullmatch(stem):
        return re.sub(r"[-_]", "/", stem).upper()
    return None
