"""Text to lines with their offsets; what a page adds (furniture) is told from what it says."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.punctuation import is_terminated

_LINE = re.compile(r"[^\r\n\f\v\x1c-\x1e\x85\u2028\u2029]+")
_SPACES = " \u3000\xa0\ufeff\u200b"
_PAGE_BREAK = "\f"

_PAGE_NUMBER = re.compile(
    r"(?:[-–—]\s*)?(?:page\s+|p\.\s*|第\s*)?\d{1,4}(?:\s*页)?"
    r"(?:\s*(?:/|of|，?共)\s*\d{1,4}(?:\s*页)?)?(?:\s*[-–—])?",
    re.IGNORECASE,
)
_JOB_NUMBER = re.compile(r"\d{2}-\d{5}(?:\s*\([A-Z]\))?(?:\s+\d{1,3}/\d{1,3})?")
_SYMBOL_LINE = re.compile(r"(?:[A-Z]{1,4}/)+[\w./()-]+")
_DIGITS = re.compile(r"\d+")

FURNITURE_LIMIT = 90
"""Code points of the longest line that can be furniture."""
FURNITURE_REPEATS = 3
"""How often a line must come back, digits aside, to be furniture."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank."""

    start: int
    """Offset of its first character that is not white space."""
    end: int
    """Offset behind its last one."""
    text: str
    """``source[start:end]``."""
    indent: int
    """White space before it on its line, in code points."""
    gap: int
    """Blank lines before it."""
    new_page: bool
    """A form feed stands between it and the line before."""


def read_lines(source: str) -> list[Line]:
    """Return the lines of a text that are not blank, in order.

    A line ends where Unicode ends one (LF, CR, CRLF, form feed, line separator, ...). Tabs at
    its start and end belong to it: they are empty cells.
    """
    lines: list[Line] = []
    previous = 0
    for match in _LINE.finditer(source):
        raw = match[0]
        body = raw.strip(_SPACES)
        if not body.strip():
            continue
        start = match.start() + raw.index(body)
        between = source[previous : match.start()]
        breaks = between.count("\n") or between.count("\r")
        lines.append(
            Line(
                start=start,
                end=start + len(body),
                text=body,
                indent=start - match.start(),
                gap=max(0, breaks - 1),
                new_page=_PAGE_BREAK in between,
            )
        )
        previous = start + len(body)
    return lines


def find_furniture(lines: Sequence[Line]) -> frozenset[int]:
    """Return the numbers of the lines that are page furniture: running heads and page numbers.

    A line is furniture when it stands alone, comes back at least `FURNITURE_REPEATS` times with
    only its digits changed, and looks like something that only a page has (page number,
    document symbol, job number) or stands beside a form feed or such a line every time, or cuts
    a sentence in two most times. Repeated headings and captions do none of these.
    """
    candidates = [index for index in range(len(lines)) if _stands_alone(lines, index)]
    forms = {index: _DIGITS.sub("#", lines[index].text) for index in candidates}
    counts = Counter(forms.values())
    repeated = [i for i in candidates if counts[forms[i]] >= FURNITURE_REPEATS]
    marks = {i for i in repeated if _is_page_mark(lines[i].text)}
    furniture = set(marks)
    by_form: dict[str, list[int]] = {}
    for index in repeated:
        if index not in marks:
            by_form.setdefault(forms[index], []).append(index)
    for members in by_form.values():
        cuts = sum(_cuts_sentence(lines, index) for index in members)
        if 2 * cuts > len(members) or all(_beside_break(lines, index, marks) for index in members):
            furniture.update(members)
    return frozenset(furniture)


def _stands_alone(lines: Sequence[Line], index: int) -> bool:
    line = lines[index]
    if len(line.text) > FURNITURE_LIMIT or "\t" in line.text or line.text.startswith("|"):
        return False
    if _is_page_mark(line.text):
        return True
    opens = index == 0 or line.gap > 0 or line.new_page or _is_page_mark(lines[index - 1].text)
    return opens and not is_terminated(line.text)


def _is_page_mark(text: str) -> bool:
    return any(pattern.fullmatch(text) for pattern in (_PAGE_NUMBER, _JOB_NUMBER, _SYMBOL_LINE))


def _beside_break(lines: Sequence[Line], index: int, marks: set[int]) -> bool:
    after = index + 1
    return (
        lines[index].new_page
        or index - 1 in marks
        or after in marks
        or (after < len(lines) and lines[after].new_page)
    )


def _cuts_sentence(lines: Sequence[Line], index: int) -> bool:
    if index == 0 or index + 1 == len(lines):
        return False
    before, after = lines[index - 1].text, lines[index + 1].text
    return (
        "\t" not in before
        and len(before) > FURNITURE_LIMIT
        and not is_terminated(before)
        and (after[0].islower() or not after[0].isascii())
    )
