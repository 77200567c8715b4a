"""Chinese text to words by jieba's dictionary and rules; the only module that knows rjieba."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_HALVES: Final = re.compile("[\ud800-\udfff]")
"""Halves of characters, of which what is written in Rust knows nothing."""


class Word(NamedTuple):
    """A word of a text."""

    text: str
    start: int
    end: int


def find_known_words(text: str) -> Iterator[Word]:
    """Yield the words of a Chinese text in order; they cover it without overlap.

    What the dictionary does not have comes as single characters, never as a guess.
    """
    import rjieba

    for _, start, end in rjieba.tokenize(_whole(text), mode="default", hmm=False):
        yield Word(text[start:end], start, end)


def find_words(text: str) -> Iterator[Word]:
    """Yield the words of a Chinese text, and the shorter words inside long ones before them.

    A reader who types 反恐 and one who types 反恐怖主义 must both find 反恐怖主义办公室.
    """
    import rjieba

    for _, start, end in rjieba.tokenize(_whole(text), mode="search", hmm=True):
        yield Word(text[start:end], start, end)


def _whole(text: str) -> str:
    return _HALVES.sub("\ufffd", text)
