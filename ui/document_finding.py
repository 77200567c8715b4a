"""Finds words in the whole of a document, whatever of it a page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from indexer.normalization import fold
from indexer.store import PassageStore

MOST: Final = 5000
"""How many places are told at most; all are counted."""


@dataclass(frozen=True, slots=True)
class FoldedTexts:
    """The texts of the passages of a document."""

    texts: tuple[str, ...]
    folded: tuple[str, ...]
    """The same without what makes no difference."""
    size: int
    """Of all texts, in code points."""


def fold_texts(texts: Sequence[str]) -> FoldedTexts:
    """Return texts as they are looked through."""
    folded = tuple(text.translate(_FOLDED) for text in texts)
    return FoldedTexts(tuple(texts), folded, sum(map(len, texts)))


def read_texts(store: PassageStore, source: str) -> FoldedTexts:
    """Return the texts of a document as they are looked through.

    Raises
    ------
    UnknownDocument
        The store has no such document.
    """
    return fold_texts(store.texts(source))


class FoundThere(NamedTuple):
    """What a passage has of the words."""

    place: int
    """Of the passage in reading order."""
    texts: tuple[str, ...]
    """As they stand in its clean text, one after the other."""


def find_words(texts: FoldedTexts, words: str) -> tuple[int, list[FoundThere]]:
    """Return how often words stand in the texts of passages, and where the first `MOST` are.

    Case, full-width forms and Traditional characters make no difference.
    """
    wanted = " ".join(words.split()).translate(_FOLDED)
    count = 0
    found: list[FoundThere] = []
    if not wanted.strip():
        return count, found
    for place, (text, folded) in enumerate(zip(texts.texts, texts.folded, strict=True)):
        times = folded.count(wanted)
        if times and count < MOST:
            there = _texts(text, folded, wanted)[: MOST - count]
            found.append(FoundThere(place, tuple(there)))
        count += times
    return count, found


def _texts(text: str, folded: str, wanted: str) -> list[str]:
    sources = [place for place, character in enumerate(text) for _ in _FOLDED[ord(character)]]
    texts = []
    start = folded.find(wanted)
    while start >= 0:
        end = start + len(wanted)
        texts.append(text[sources[start] : sources[end - 1] + 1])
        start = folded.find(wanted, end)
    return texts


class _Folding(dict[int, str]):
    """For `str.translate`: what a character becomes, filled as characters are met."""

    def __missing__(self, character: int) -> str:
        folded = fold(chr(character)).text.casefold()
        self[character] = folded
        return folded


_FOLDED: Final = _Folding()
