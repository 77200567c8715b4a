"""Which passage refers to a footnote."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from indexer.passages import Passage

_NOTE_MARK = re.compile(r"[¹²³⁴⁵⁶⁷⁸⁹⁰]+")
_REFERENCE: Final = re.compile(r"(?<!\bm)(?<!\b[kcmd]m)[¹²³⁴⁵⁶⁷⁸⁹⁰]+")
"""A note mark in a text, where m² and km² are none."""


class References:
    """The passages that refer to footnotes, by mark: all are found in one pass over the texts."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        marks = {p.label for p in passages if p.kind == "footnote" and p.label is not None}
        raised = {mark for mark in marks if _NOTE_MARK.fullmatch(mark)}
        lengths = {len(mark) for mark in marks - raised}
        self._numbers: dict[str, list[int]] = {}
        for number, passage in enumerate(passages if marks else ()):
            if passage.kind == "footnote":
                continue
            found = raised.intersection(_REFERENCE.findall(passage.text))
            found |= (marks - raised).intersection(_printed(passage.text, lengths))
            for mark in found:
                self._numbers.setdefault(mark, []).append(number)

    def referrer(self, mark: str | None, number: int) -> int | None:
        """Return the passage with the mark of a footnote: the nearest before it, else behind it.

        Parameters
        ----------
        mark
            The label of the footnote, if it has one.
        number
            Of the footnote; passages are known by their places in the sequence.
        """
        numbers = self._numbers.get(mark or "", [])
        if not numbers:
            return None
        return numbers[max(0, bisect_left(numbers, number) - 1)]


def _printed(text: str, lengths: set[int]) -> Iterator[str]:
    """Yield what may be a mark that is not raised: the end of a text, and words in brackets."""
    yield from (text[-length:] for length in lengths)
    for bracket in re.finditer(r"\[", text) if lengths else ():
        start = bracket.end()
        yield from (
            text[start : start + length]
            for length in lengths
            if text[start + length : start + length + 1] == "]"
        )
