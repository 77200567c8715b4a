"""Finds the names of a glossary in a text, in whichever language and form they stand.

All names of one concept give the same term, so that 毒品和犯罪问题办公室, its short form, `United
Nations Office on Drugs and Crime` and `UNODC` match each other, as words or characters never
would. Such a term begins with `MARK`, which no word does.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from indexer.glossary_entries import GlossaryEntry
from indexer.jieba_segmenter import find_known_words
from indexer.normalization import fold
from indexer.passages import Language
from indexer.stemming import stem

MARK: Final = "="
SHORT_ACRONYM: Final = 3
"""Letters up to which an acronym must stand in capitals: `WHO`, `LAS`, `ICE` are words as well."""

SHORT_NAME: Final = 3
"""Characters up to which a Chinese name must begin and end where words do."""

_CONTEXT: Final = 8
_TOKEN = re.compile(r"[A-Za-z0-9]+")
_PREFIX = 2


class Name(NamedTuple):
    """A name of a concept in a text."""

    concept: str
    """The term that all names of the concept give."""
    start: int
    end: int


class _Token(NamedTuple):
    text: str
    stem: str
    start: int
    end: int


class Gazetteer:
    """The names of a glossary, ready to be found. Threads may share one.

    Names that mean something in one document only are left out.
    """

    def __init__(self, entries: Iterable[GlossaryEntry]) -> None:
        self._chinese: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._english: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        self._acronyms: dict[str, str] = {}
        self._names: dict[tuple[str, Language], str] = {}
        for entry in entries:
            if entry.origin == "local":
                continue
            concept = concept_of(entry)
            if entry.zh:
                self._names.setdefault((concept, "zh"), entry.zh[0])
            if english := (*entry.en, *entry.acronyms):
                self._names.setdefault((concept, "en"), english[0])
            for name in entry.zh:
                self._add_chinese(fold(name).text, concept)
            for name in entry.en:
                self._add_english(fold(name).text, concept)
            for acronym in entry.acronyms:
                self._add_acronym(acronym, concept)
        for names in self._chinese.values():
            names.sort(key=lambda item: (-len(item[0]), item))
        for sequences in self._english.values():
            sequences.sort(key=lambda item: (-len(item[0]), item))

    def find(self, text: str) -> list[Name]:
        """Return the names in a folded text, by where they begin; the longest where several do.

        Parameters
        ----------
        text
            As `indexer.normalization.fold` gives it.
        """
        return sorted([*self._find_chinese(text), *self._find_latin(text)], key=lambda n: n.start)

    def name(self, concept: str, language: Language) -> str | None:
        """Return what a concept is called in a language, None where the glossary does not say."""
        return self._names.get((concept, language))

    def _add_chinese(self, name: str, concept: str) -> None:
        if len(name) < _PREFIX or name.isascii():
            self._add_english(name, concept)
        elif (name, concept) not in self._chinese[name[:_PREFIX]]:
            self._chinese[name[:_PREFIX]].append((name, concept))

    def _add_english(self, name: str, concept: str) -> None:
        sequence = tuple(token.stem for token in _tokens(name))
        if sequence and (sequence, concept) not in self._english[sequence[0]]:
            self._english[sequence[0]].append((sequence, concept))

    def _add_acronym(self, acronym: str, concept: str) -> None:
        if len(_tokens(acronym)) > 1:
            self._add_english(acronym, concept)
            return
        self._acronyms.setdefault(acronym, concept)
        if len(acronym) > SHORT_ACRONYM:
            self._acronyms.setdefault(acronym.lower(), concept)

    def _find_chinese(self, text: str) -> Iterator[Name]:
        position = 0
        while position < len(text) - 1:
            names = self._chinese.get(text[position : position + _PREFIX], ())
            for name, concept in names:
                if text.startswith(name, position) and self._stands_alone(text, name, position):
                    yield Name(concept, position, position + len(name))
                    position += len(name)
                    break
            else:
                position += 1

    @staticmethod
    def _stands_alone(text: str, name: str, position: int) -> bool:
        """Tell whether a short name is words of the text, not parts of two or the middle of one.

        海地 stands in 沿海地区 and 中国 in 其中国家; longer names do not come about by chance.
        """
        if len(name) > SHORT_NAME:
            return True
        low = max(0, position - _CONTEXT)
        words = list(find_known_words(text[low : position + len(name) + _CONTEXT]))
        start, end = position - low, position - low + len(name)
        begins = {word.start for word in words}
        ends = {word.end for word in words}
        # It may also be how a longer word begins or ends: 大会 in 联合国大会.
        return (start in begins and end in ends) or any(
            word.start <= start and end <= word.end and (start == word.start or end == word.end)
            for word in words
        )

    def _find_latin(self, text: str) -> Iterator[Name]:
        tokens = _tokens(text)
        number = 0
        while number < len(tokens):
            length, concept = self._match(tokens, number)
            if concept is None:
                number += 1
                continue
            yield Name(concept, tokens[number].start, tokens[number + length - 1].end)
            number += length

    def _match(self, tokens: Sequence[_Token], number: int) -> tuple[int, str | None]:
        for sequence, concept in self._english.get(tokens[number].stem, ()):
            found = tuple(token.stem for token in tokens[number : number + len(sequence)])
            if found == sequence:
                return len(sequence), concept
        text = tokens[number].text
        concept_of_acronym = self._acronyms.get(text)
        if concept_of_acronym is None and len(text) > SHORT_ACRONYM:
            concept_of_acronym = self._acronyms.get(text.lower())
        return 1, concept_of_acronym


def concept_of(entry: GlossaryEntry) -> str:
    """Return the term that all names of an entry give; it says what it is for people, too."""
    names = (*entry.acronyms, *entry.en, *entry.zh)
    return MARK + "-".join(names[0].lower().split())


def _tokens(text: str) -> list[_Token]:
    return [
        _Token(match[0], stem(match[0].lower()), *match.span()) for match in _TOKEN.finditer(text)
    ]
