r"""From spans of the source to clean text, with the way back.

What is dropped: Markdown's links, images, emphasis, code marks and escapes (which text
extracted from a PDF may carry, too: ``[2178 \(2014\)](#)``), and white space beyond one space.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from indexer.languages import HAN
from indexer.passages import Run, Span

# What opens is looked for only so far, or each mark that nothing closes would be looked for in all
# of a long text.
_LINK = re.compile(
    r"(?<!\\)(!?\[)((?:\\.|[^\[\]\\])*)(\]\((?:\\.|[^()\s\\]|\([^()\s]*\))*(?:\s+\"[^\"]*\")?\))"
)
_AUTOLINK = re.compile(r"(?<!\\)(<)((?:https?|ftp|mailto):[^<>\s]+)(>)")
_TAG = re.compile(
    r"(?<!\\)(?:</?[A-Za-z](?![\w.+-]*:)[^<>\n]{0,200}>|<!--(?:(?!<!--).)*?-->)", re.DOTALL
)
_ESCAPE = re.compile(r"(\\)[\\`*_{}\[\]()#+\-.!|<>~$&]")
_EMPHASIS = re.compile(
    r"(?<![\\*])(\*\*\*|\*\*|\*)(?=[^\s*])(?:(?!\n\s*\n).){0,1000}?[^\s\\*](\1)(?!\*)"
    r"|(?<![\\\w])(__|_)(?=[^\s_])(?:(?!\n\s*\n).){0,1000}?[^\s\\_](\3)(?!\w)"
    r"|(?<!\\)(~~)(?=\S).{1,1000}?\S(\5)",
    re.DOTALL,
)
_CODE = re.compile(r"(?<![\\`])(`+)(?!`)(.{1,5000}?)(?<!`)(\1)(?!`)", re.DOTALL)

_NO_SPACE = f"{HAN}\u3000-\u303f\uff00-\uffef“”‘’…—"
_TIGHT_BEFORE = re.compile(f"[{_NO_SPACE}]$")
_TIGHT_AFTER = re.compile(f"^[{_NO_SPACE}]")
_HAN_END = re.compile(f"[{HAN}\u3000-\u303f\uff00-\uffef]")


def clean(
    source: str, spans: Sequence[Span], separator: str | None = None
) -> tuple[str, tuple[Run, ...]]:
    """Return the clean text of spans of the source, and how it maps back.

    Parameters
    ----------
    spans
        In order and disjoint. They are joined by `separator`; where that is None, as a line
        break would be: by nothing between Chinese characters or behind a hyphen, else by a space.

    Returns
    -------
    text, runs
        Every code point of `text` is in a run, but for the white space put in when joining.
    """
    characters: list[str] = []
    positions: list[int | None] = []
    for span in spans:
        piece = list(_kept(source, span))
        if not piece:
            continue
        if characters:
            for character in _joint(characters, source, piece) if separator is None else separator:
                characters.append(character)
                positions.append(None)
        for character, position in piece:
            characters.append(character)
            positions.append(position)
    return "".join(characters), _runs(positions)


def _joint(characters: list[str], source: str, piece: list[tuple[str, int | None]]) -> str:
    before, after = characters[-1], piece[0][0]
    if before == "-" and after.isalpha():
        return ""
    if _TIGHT_BEFORE.match(before) and _TIGHT_AFTER.match(after):
        return "" if _HAN_END.match(before) or _HAN_END.match(after) else " "
    # Between a Han character and a digit or letter a break leaves no trace of whether a space
    # stood there; the report sets none between Han characters and the marks around them.
    if _HAN_END.match(before) and _HAN_END.match(after):
        return ""
    return " "


def _kept(source: str, span: Span) -> list[tuple[str, int | None]]:
    """Return the characters of a span that are kept, with their positions; spaces folded."""
    start, end = span
    drop = _marked(source[start:end])
    kept: list[tuple[str, int | None]] = []
    space: int | None = None
    pending = False
    for offset in range(start, end):
        if drop[offset - start]:
            continue
        character = source[offset]
        if character.isspace():
            if not pending:
                space = offset if character == " " else None
            pending = True
            continue
        if pending and kept:
            before = kept[-1][0]
            broken = any(mark in source[kept[-1][1] or start : offset] for mark in "\r\n\f")
            tight = broken and _HAN_END.match(before) and _HAN_END.match(character)
            if not tight:
                kept.append((" ", space))
        pending = False
        kept.append((character, offset))
    return kept


def _marked(text: str) -> bytearray:
    """Return one byte a code point, 1 where it is mark-up."""
    drop = bytearray(len(text))
    if not any(mark in text for mark in "\\[*_`<~"):
        return drop
    code = bytearray(len(text))
    for match in _CODE.finditer(text):
        _set(drop, match.span(1))
        _set(drop, match.span(3))
        _set(code, match.span(2))
    for pattern, groups in ((_LINK, (1, 3)), (_AUTOLINK, (1, 3)), (_TAG, (0,)), (_ESCAPE, (1,))):
        for match in pattern.finditer(text):
            if not code[match.start()]:
                for group in groups:
                    _set(drop, match.span(group))
    for match in _EMPHASIS.finditer(text):
        if code[match.start()] or drop[match.start()]:
            continue
        for group in range(1, 7):
            _set(drop, match.span(group))
    return drop


def _set(mask: bytearray, span: Span) -> None:
    start, end = span
    if start >= 0:
        mask[start:end] = b"\x01" * (end - start)


def _runs(positions: list[int | None]) -> tuple[Run, ...]:
    runs: list[Run] = []
    bounds = [
        index
        for index, (before, after) in enumerate(pairwise([None, *positions, None]))
        if before is None or after is None or after != before + 1
    ]
    for start, end in pairwise(bounds):
        position = positions[start] if start < len(positions) else None
        if position is not None:
            runs.append(Run(start, position, end - start))
    return tuple(runs)
