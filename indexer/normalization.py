"""Folds what readers hold for the same: full-width forms, ligatures, Traditional characters.

Folding is for matching only. What is shown and cited stays as it stands in the source, so every
folded character knows the place it comes from.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, repeat
from typing import Protocol, cast

from indexer.languages import is_han
from indexer.numbering import SUPERSCRIPTS


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text."""

    text: str
    places: Sequence[int]
    """For each character of `text`, the offset of the one it comes from."""


def fold(text: str) -> Folded:
    """Return a text in compatibility form (NFKC, Unicode Standard Annex 15) and Simplified.

    Case stays, because capitals tell acronyms from words. Superscript digits become spaces:
    they are marks of footnotes, and as numbers they would match what they do not mean.
    """
    if unicodedata.is_normalized("NFKC", text):
        return Folded(to_simplified(text), range(len(text)))
    forms = [_compatible(character) for character in text]
    places = list(chain.from_iterable(repeat(place, len(form)) for place, form in enumerate(forms)))
    return Folded(to_simplified("".join(forms)), places)


def to_simplified(text: str) -> str:
    """Return a text with Traditional characters simplified, character by character.

    OpenCC's tables, phrases first (乾坤 stays, 乾飯 becomes 干饭). The length never changes.
    """
    if not any(map(is_han, text)):
        return text
    simplified = _converter().convert(text)
    if len(simplified) == len(text):
        return simplified
    return "".join(_converter().convert(character)[:1] or character for character in text)


def _compatible(character: str) -> str:
    return " " if character in SUPERSCRIPTS else unicodedata.normalize("NFKC", character)


@cache
def _converter() -> _Converter:
    from opencc import OpenCC

    return cast(_Converter, OpenCC("t2s"))
