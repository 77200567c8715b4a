"""The text that a model writes, cut into sentences with what they cite, while it is written."""

import re
import unicodedata
from typing import Final

from indexer.punctuation import cut_at_ends
from retriever.written import CitedSentence

_NUMBERS = r"\d{1,3}(?:\s*[,，、;；–-]\s*\d{1,3})*"
_MARK: Final = re.compile(
    rf"\s*[\[【［]\s*(?:\^|#|[Pp]assages?|[Ss]ources?|段落?|来源)?\s*({_NUMBERS})\s*[\]】］]"
)
_MARKS: Final = re.compile(rf"(?:{_MARK.pattern})+")
_UNFINISHED_MARK: Final = re.compile(r"\s*(?:[\[【［][^\]】］]{0,40})?")
_NUMBER: Final = re.compile(r"(\d+)(?:\s*[–-]\s*(\d+))?")
_MARKUP: Final = re.compile(r"^\s*(?:#{1,6}\s|>\s?|[-*•–]\s+|\d{1,2}[.)]\s+|\*\*$)*")
_EMPHASIS: Final = re.compile(r"\*\*|__|`")
_SAYS_SOMETHING: Final = re.compile(r"\w")
MOST_CITED: Final = 20
"""Passages that a sentence may cite; `[1-999]` is no citation."""


def take_sentences(text: str) -> tuple[list[CitedSentence], str]:
    """Return the sentences of a text that are complete, and the rest, which may go on.

    A citation may stand before the full stop, after it, or within the sentence. So a sentence is
    complete when another one has begun, or a new line.
    """
    *lines, last = text.replace("\r\n", "\n").split("\n")
    found = [sentence for line in lines for sentence in _cut(line)]
    starts = _starts(last)
    # What follows may be the citation of the sentence before it.
    while len(starts) > 1 and _UNFINISHED_MARK.fullmatch(last, starts[-1]):
        starts.pop()
    return found + _cut(last[: starts[-1]]), last[starts[-1] :]


def take_last_sentences(rest: str) -> list[CitedSentence]:
    """Return the sentences of what is left when the text has ended."""
    return _cut(rest)


def _cut(line: str) -> list[CitedSentence]:
    line = _EMPHASIS.sub("", _MARKUP.sub("", line))
    starts = _starts(line)
    ends = [*starts[1:], len(line)]
    sentences = [_read(line[start:end]) for start, end in zip(starts, ends, strict=True)]
    return [sentence for sentence in sentences if sentence is not None]


def _starts(line: str) -> list[int]:
    """Return where the sentences of a line begin; the first one with the line."""
    # A mark behind a full stop is taken for a closing bracket of the sentence before it.
    masked = _MARKS.sub(lambda marks: "*" * (len(marks[0]) - 1) + " ", line)
    spans = cut_at_ends(masked)
    return [0, *(start for start, _ in spans[1:])]


def _read(text: str) -> CitedSentence | None:
    marks = list(_MARK.finditer(text))
    words = _visible(_MARK.sub("", text))
    numbers = (number for mark in marks for number in _numbers(mark[1]))
    if not _SAYS_SOMETHING.search(words):
        return None
    return CitedSentence(words, tuple(dict.fromkeys(numbers)))


def _visible(text: str) -> str:
    """Return a text without what is not seen, such as zero-width spaces within a number."""
    kept = (" " if c == "\t" else c for c in text if c == "\t" or unicodedata.category(c)[0] != "C")
    return "".join(kept).strip()


def _numbers(printed: str) -> list[int]:
    numbers: list[int] = []
    for match in _NUMBER.finditer(printed):
        first, last = int(match[1]), int(match[2] or match[1])
        numbers += range(first, min(last, first + MOST_CITED) + 1)
    return numbers
