r"""The notation in which readers write what they extract, and `indexer.splitting` reads it.

A block is one line, a blank line stands between two; only the rows of a table follow each other.

::

    ## 1.2 A heading             as many # as it is deep
    A paragraph, with a note.¹
    12. A numbered paragraph
    - (a) An item                two spaces before it for each level that it is nested deeper
    | Column | Column |          a table: names, a line of dashes, rows
    |---|---|
    | cell | cell |
    ¹ A note                     or ``* A note``, or ``[^i]: A note``, referred to by ``[^i]``

It is Markdown, but for numbers printed as they are, and a reader of Markdown would show it well.
Characters that Markdown would take for mark-up have a backslash, which the clean text drops.
"""

import re
from collections.abc import Iterable, Sequence

from indexer.languages import HAN
from indexer.numbering import SUPERSCRIPTS

DEEPEST_HEADING = 6
"""Deeper headings are written like the deepest; Markdown has no more."""

_MARKS = re.compile(r"[\\`*_\[\]<~]")
_BREAK = re.compile(r"\s+")
_WIDE = f"[{HAN}\u3000-\u303f\uff00-\uffef]"
_TIGHT = re.compile(rf"(?<={_WIDE})[^\S\n]*\n\s*(?={_WIDE})")
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\xad\u200b\u2060\ufeff]")
_OPENING = re.compile(r"#")
_CLOSING_HASHES = re.compile(r"#(?=#*$)")
_NUMERIC = re.compile(r"\d+")
_TO_SUPERSCRIPT = str.maketrans("0123456789", SUPERSCRIPTS)
_NOT_NAMED = re.compile(r"[^\w-]+")
_SYMBOL = re.compile(r"\*{1,3}|†|‡|※")


def fold(text: str, keep: str = "") -> str:
    """Return text as one line: white space folded, soft hyphens and control characters gone.

    A line feed between Chinese characters is where the source was wrapped and leaves no space.

    Parameters
    ----------
    keep
        Control characters that stay.
    """
    text = _INVISIBLE.sub(lambda match: match[0] if match[0] in keep else "", text)
    return _BREAK.sub(" ", _TIGHT.sub("", text)).strip()


def escape(text: str) -> str:
    """Return text with a backslash before what would be mark-up."""
    return _MARKS.sub(r"\\\g<0>", text)


def superscript(text: str) -> str | None:
    """Return digits as superscripts, None where there is anything else."""
    return text.translate(_TO_SUPERSCRIPT) if _NUMERIC.fullmatch(text) and text.isascii() else None


def note_mark(mark: str) -> str:
    """Return how a text refers to a note: `¹` for `1`, `†` as it is, `[^i]` for a letter."""
    raised = mark if mark and set(mark) <= set(SUPERSCRIPTS) else superscript(mark)
    if raised is not None:
        return raised
    if _SYMBOL.fullmatch(mark):
        return escape(mark)
    return f"[^{_NOT_NAMED.sub('', mark) or 'note'}]"


def insert_mark(text: str, mark: str) -> str:
    """Return text, already escaped, with a reference to a note behind it.

    Two numbers that follow each other would be one.
    """
    raised = note_mark(mark)
    apart = text[-1:] in SUPERSCRIPTS and text and raised[0] in SUPERSCRIPTS
    return f"{text} {raised}" if apart else text + raised


def append(text: str, more: str) -> str:
    """Return text with more behind it, both escaped; a bracket behind a mark makes no link."""
    if text.endswith("]") and not text.endswith("\\]") and more.startswith("("):
        more = "\\" + more
    return text + more


def heading(depth: int, text: str) -> str:
    """Return a heading; `text` here and below is one line and escaped."""
    marks = "#" * max(1, min(depth, DEEPEST_HEADING))
    closed = _CLOSING_HASHES.sub(r"\\#", text)
    return f"{marks} {closed}"


def paragraph(text: str) -> str:
    """Return a paragraph; a label that stands before it is part of the text."""
    return "\\" + text if _OPENING.match(text) else text


def item(depth: int, label: str, text: str) -> str:
    """Return an item of a list.

    Parameters
    ----------
    depth
        How deep it is nested, from 0.
    label
        As printed, with its full stop or brackets; empty for a bullet.
    """
    return f"{'  ' * depth}- {join_label(label, text)}"


def join_label(label: str, text: str) -> str:
    """Return a text behind its label, with a space where print has one."""
    tight = not label or label[-1] in "、．）："
    return f"{label}{text}" if tight else f"{label} {text}"


def note(mark: str, text: str) -> str:
    """Return a note by its mark as printed."""
    if _SYMBOL.fullmatch(mark):
        return f"{mark} {text}"
    raised = note_mark(mark)
    return f"{raised}: {text}" if raised.startswith("[^") else f"{raised} {text}"


def table(names: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table: the names of its columns, empty where they have none, and its rows."""
    lines = [_row(names), "|" + "---|" * len(names), *(_row(cells) for cells in rows)]
    return "\n".join(lines)


def document(blocks: Iterable[str]) -> str:
    """Return the text of a document from its blocks."""
    text = "\n\n".join(block for block in blocks if block)
    return f"{text}\n" if text else ""


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
