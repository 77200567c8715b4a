"""The text of a question, of which parts are taken as they are understood."""

import re
from collections.abc import Iterator

from indexer.passages import Span


class QuestionText:
    """A folded question; whoever understands a part of it takes that part."""

    def __init__(self, text: str) -> None:
        self.text = _with_digits(text)
        self._taken = bytearray(len(self.text))

    def is_free(self, start: int, end: int) -> bool:
        """Return whether nobody has taken any of a stretch."""
        return not any(self._taken[start:end])

    def claim(self, start: int, end: int) -> None:
        """Take a stretch."""
        self._taken[start:end] = b"\1" * (end - start)

    def claim_first(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Take the first free place of a pattern and return it."""
        for match in pattern.finditer(self.text):
            if match[0] and self.is_free(*match.span()):
                self.claim(*match.span())
                return match
        return None

    def claim_all(self, pattern: re.Pattern[str]) -> list[Span]:
        """Take all free places of a pattern and return them."""
        spans: list[Span] = []
        position = 0
        while match := pattern.search(self.text, position):
            start, end = match.span()
            if start < end and self.is_free(start, end):
                self.claim(start, end)
                spans.append((start, end))
                position = end
            else:
                # Without what is taken, a shorter stretch may still be one.
                position = start + 1
        return spans

    def free(self) -> Iterator[Span]:
        """Yield the stretches that nobody has taken, in order."""
        start = None
        for place, taken in enumerate([*self._taken, 1]):
            if not taken and start is None:
                start = place
            elif taken and start is not None:
                yield start, place
                start = None


_CHINESE_YEAR = re.compile(r"[一二][〇零○一二三四五六七八九]{3}(?=年)")
_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")


def _with_digits(text: str) -> str:
    """Return a text with years in Chinese numerals in digits: 二〇一八年 is 2018年."""
    return _CHINESE_YEAR.sub(lambda match: match[0].translate(_DIGITS), text)
