"""Proper names that no glossary has: whether a text names whom a sentence names.

English shows names by capitals, Chinese does not: there the dictionary tells what is a name. It
also tells what the name is in the other language; where it does not, nobody can say that the
other text has it, so it has not.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple

from indexer.dictionary import read_names
from indexer.jieba_segmenter import find_known_words
from indexer.languages import HAN
from indexer.passages import Span
from indexer.stemming import stem
from indexer.terms import STOP_WORDS
from indexer.translations import Translations

_RUN: Final = re.compile(
    r"(?<![\w-])[A-Z][\w'’.-]*\w(?:(?:\s+(?:of|the|and|for|de|van|von|al)){0,2}\s+[A-Z][\w'’.-]*\w)*"
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_HAN_RUN: Final = re.compile(f"[{HAN}]+")
_COMMON: Final = frozenset(
    """
    Annex Article Assembly Board Bureau Centre Center Chair Chairman Commission Committee Compact
    Conference Convention Council Country Countries Department Director Document Fund General
    Government Governments Group Groups Head Heads Member Members Minister Ministry Mission Office
    Offices Organization Organizations Organisation Paragraph Parties Party Plan President
    Programme Program Project Projects Protocol Report Resolution Secretariat Secretary Section
    Session State States Strategy Summit Task Force Working
    January February March April May June July August September October November December Monday
    Tuesday Wednesday Thursday Friday Saturday Sunday
    """.split()
)
"""Words that capitals make no name of, and such as dates are made of, which are checked apart."""
_OPENINGS: Final = "\"'“‘(（「"


class ProperName(NamedTuple):
    """A name in a sentence."""

    words: str
    start: int
    end: int


def find_proper_names(sentence: str, known: Sequence[Span]) -> Iterator[ProperName]:
    """Yield the names in a folded sentence.

    Parameters
    ----------
    known
        Places of names that others know: the glossary, and the list of countries.
    """
    for match in _RUN.finditer(sentence):
        first = not sentence[: match.start()].strip(f" {_OPENINGS}")
        words = list(_WORD.finditer(match[0]))
        # The first word of a sentence has its capital for that, unless it is known as a name.
        kept = [
            word[0]
            for word in words
            if _may_be_name(word[0])
            and not _is_inside(match.start() + word.start(), known)
            and not (first and word.start() == 0 and word[0] not in _by_english())
        ]
        if kept:
            yield ProperName(" ".join(kept), *match.span())
    names = read_names()
    for han in _HAN_RUN.finditer(sentence):
        for found in find_known_words(han[0]):
            start = han.start() + found.start
            english = names.get(found.text)
            if english and _stands_for_one(found.text, english) and not _is_inside(start, known):
                yield ProperName(found.text, start, start + len(found.text))


def has_proper_name(name: str, text: str, translations: Translations) -> bool:
    """Return whether a folded text has a name, in whichever of the two languages it is.

    Parameters
    ----------
    translations
        Of the index, for names that are words as well.
    """
    if _HAN_RUN.match(name):
        return name in text or any(_has_words(text, _WORD.findall(e)) for e in read_names()[name])
    if _has_words(text, name.split()) or _has_chinese(text, name):
        return True
    return all(
        _has_words(text, [word])
        or _has_chinese(text, word)
        or any(_HAN_RUN.match(t) and t in text for t in translations.of(stem(word.lower())))
        for word in name.split()
    )


def _stands_for_one(chinese: str, english: Sequence[str]) -> bool:
    """Return whether a Chinese word can hardly be anything but the name.

    Two characters for a long name are an abbreviation, and stand in other words by chance: 人大.
    """
    return len(chinese) > 2 or all(len(name.split()) <= 2 for name in english)


def _may_be_name(word: str) -> bool:
    # All capitals are acronyms, which `retriever.facts` finds.
    return (
        len(word) > 1
        and not word.isupper()
        and word[0].isupper()
        and word not in _COMMON
        and word.lower() not in STOP_WORDS
    )


def _is_inside(start: int, spans: Sequence[Span]) -> bool:
    return any(low <= start < high for low, high in spans)


def _has_words(text: str, words: Sequence[str]) -> bool:
    """Return whether a text has all the words, or such as they are made of (Iraq, Iraqi)."""
    there = {word.lower() for word in _WORD.findall(text)}
    return bool(words) and all(
        any(_same(word.lower(), other) for other in there)
        for word in words
        if word.lower() not in STOP_WORDS
    )


def _same(word: str, other: str) -> bool:
    if word == other:
        return True
    shorter, longer = sorted((word, other), key=len)
    return len(shorter) >= 4 and longer.startswith(shorter) and len(longer) - len(shorter) <= 3


def _has_chinese(text: str, name: str) -> bool:
    """Return whether a text has what an English name is called in Chinese."""
    return any(chinese in text for chinese in _by_english().get(name, ()))


@cache
def _by_english() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for chinese, english in read_names().items():
        for name in english:
            found.setdefault(" ".join(_WORD.findall(name)), []).append(chinese)
    return {name: tuple(names) for name, names in found.items()}
