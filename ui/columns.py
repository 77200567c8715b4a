"""Text in columns of a terminal: how wide characters are there, and where a line may end."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from wcwidth import wcswidth, wcwidth, wrap

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\U00020000-\U0003134f"
_OPENING = "「『《〈（【“‘(["
_CLOSING = "」』》〉）】”’，。、；：？！…)],.;:?!%"
# What stays together on a line, with the space behind it.
_PIECE = re.compile(
    rf"[{re.escape(_OPENING)}]*(?:[{_WIDE}]|[^\s{_WIDE}]+)[{re.escape(_CLOSING)}]*\s*|\S+\s*"
)


def table_text(rows: Sequence[Sequence[str]]) -> str:
    """Return rows of cells in columns; the first column to the left, numbers to the right."""
    widths = [max(text_width(row[n]) for row in rows) for n in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell + " " * (size - text_width(cell))
            if n == 0
            else " " * (size - text_width(cell)) + cell
            for n, (cell, size) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def wrapped(text: str, width: int, indent: str) -> str:
    """Return a text in lines of at most `width` columns.

    A line may end at a space and between Chinese characters, but not before a mark that closes
    nor behind one that opens (GB/T 15834).
    """
    room = max(width, 20) - len(indent)
    lines = [""]
    for piece in _PIECE.findall(safe(text)):
        if lines[-1] and text_width(lines[-1] + piece.rstrip()) > room:
            lines.append("")
        # A piece that is wider than a whole line (an address) is cut.
        *full, rest = (
            wrap(piece, room, drop_whitespace=False) if text_width(piece) > room else [piece]
        )
        lines[-1:] = (
            [*(lines[-1] + part for part in full[:1]), *full[1:], rest]
            if full
            else [lines[-1] + rest]
        )
    return "\n".join(indent + line.strip() for line in lines)


def cut(text: str, width: int) -> str:
    """Return the beginning of a text that fits, with an ellipsis where something is left out."""
    text = safe(text)
    if text_width(text) <= width:
        return text
    ends = accumulate(max(0, wcwidth(character)) for character in text)
    kept = text[: bisect_right(list(ends), width - 1)]
    # subtle: characters may be wider together than one by one, such as those with U+FE0F.
    while kept and text_width(f"{kept}…") > width:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def safe(text: str) -> str:
    """Return a text without what a terminal would obey: escapes, overrides of direction."""
    return _CONTROL.sub(" ", text)


def text_width(text: str) -> int:
    """Return how many columns a text takes."""
    return max(0, wcswidth(text))
