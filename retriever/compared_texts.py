"""Passages with all that is compared of them across languages, read from an index.

Nothing is encoded: the index holds the vectors of passages and sentences.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from indexer.passages import LANGUAGES, Language, Passage, Span
from retriever.likeness import Floats, Integers, passage_likeness, text_likeness
from retriever.passage_verdicts import PassageVerdicts
from retriever.ranking import Channels
from retriever.search import Index
from retriever.shared_terms import Reading, TermReader, share_terms

REMEMBERED: Final = 4096
"""Passages of which the terms are remembered; a few kilobytes each."""
COMPARISONS: Final = 4
"""Comparisons of many passages that are remembered."""
BLOCK: Final = 64
"""Passages that are compared with all others at once: what there is of sentences at a time."""


@dataclass(frozen=True, slots=True)
class ComparedTexts:
    """Some passages of one language."""

    passages: tuple[Passage, ...]
    vectors: Floats
    """(n, dimension) of the passages, centred, unit rows."""
    readings: tuple[Reading, ...]
    """Of the passages."""
    starts: Integers
    """(n,) the first sentence of each passage; all have some."""
    spans: tuple[Span, ...]
    """The sentences in the clean texts of their passages."""
    sentence_vectors: Floats
    """(n_sentences, dimension) of the sentences."""
    sentence_readings: tuple[Reading, ...]
    """Of the sentences."""

    def __len__(self) -> int:
        """Return the number of passages."""
        return len(self.passages)

    def sentences(self, number: int) -> slice:
        """Return the places of the sentences of a passage among all sentences."""
        return slice(int(self.starts[number]), self._end(number))

    def part(self, first: int, end: int) -> "ComparedTexts":
        """Return a stretch of the passages; it must not be empty."""
        start, stop = int(self.starts[first]), self._end(end - 1)
        return ComparedTexts(
            passages=self.passages[first:end],
            vectors=self.vectors[first:end],
            readings=self.readings[first:end],
            starts=self.starts[first:end] - start,
            spans=self.spans[start:stop],
            sentence_vectors=self.sentence_vectors[start:stop],
            sentence_readings=self.sentence_readings[start:stop],
        )

    def _end(self, number: int) -> int:
        return int(self.starts[number + 1]) if number + 1 < len(self) else len(self.spans)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike passages of two languages are; rows are those of one, columns of the other."""

    passages: Floats
    """(n, m), higher is better."""
    sentences: Floats
    """(n_sentences, m_sentences), the same for their sentences."""


@dataclass(frozen=True, slots=True)
class _Terms:
    """What is read of one passage."""

    passage: Passage
    reading: Reading
    spans: tuple[Span, ...]
    sentences: tuple[Reading, ...]


def other_language(language: Language) -> Language:
    """Return the other one of the two languages."""
    return "en" if language == "zh" else "zh"


class TextReader:
    """Reads passages of an index for comparing; remembers their terms. Threads may share one."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.verdicts = PassageVerdicts(index.store, index.placed_corrections)
        self._channels = {channels.language: channels for channels in index.channels}
        self._readers = {
            language: TermReader(
                other_language(language),
                self._channels[other_language(language)].postings,
                index.translations,
            )
            for language in LANGUAGES
        }
        # subtle: not a decorated method, whose cache would keep every reader alive.
        self._terms = lru_cache(maxsize=REMEMBERED)(self._read_terms)
        self._likeness = lru_cache(maxsize=COMPARISONS)(self._compare)

    def channels(self, language: Language) -> Channels:
        """Return what is searched for a language."""
        return self._channels[language]

    def read(
        self,
        language: Language,
        numbers: Sequence[int] | Integers,
        progress: Callable[[int], None] = lambda done: None,
    ) -> ComparedTexts:
        """Return the passages with these numbers in the list of their language.

        Parameters
        ----------
        progress
            Called with how many are read.

        Raises
        ------
        IndexError
            There is no such number.
        """
        wanted = np.array(numbers, np.int64)
        channels = self._channels[language]
        terms: list[_Terms] = []
        for number in wanted:
            terms.append(self._terms(language, int(number)))
            progress(len(terms))
        counts = [len(text.spans) for text in terms]
        return ComparedTexts(
            passages=tuple(text.passage for text in terms),
            vectors=channels.passages.rows(wanted),
            readings=tuple(text.reading for text in terms),
            starts=np.cumsum([0, *counts[:-1]])[: len(terms)].astype(np.int64),
            spans=tuple(span for text in terms for span in text.spans),
            sentence_vectors=_sentence_vectors(channels, wanted),
            sentence_readings=tuple(reading for text in terms for reading in text.sentences),
        )

    def likeness(self, language: Language, a: Integers, b: Integers) -> Floats:
        """Return how alike passages of a language are to passages of the other one.

        The last comparisons are remembered: most sections are compared with the same passages.

        Parameters
        ----------
        a, b : ndarray of int64, shape (n,) and (m,)
            Their numbers in the lists of their languages.

        Returns
        -------
        ndarray of float32, shape (n, m)
            As `Likeness.passages`; not to be written to.
        """
        return self._likeness(language, tuple(a.tolist()), tuple(b.tolist()))

    def _compare(self, language: Language, a: tuple[int, ...], b: tuple[int, ...]) -> Floats:
        likeness = compare_passages(self.read(language, a), self.read(other_language(language), b))
        likeness.flags.writeable = False
        return likeness

    def _read_terms(self, language: Language, number: int) -> _Terms:
        store, reader = self.index.store, self._readers[language]
        channels = self._channels[language]
        passage = store.passage_at(language, number)
        terms = channels.forward.terms(number, channels.postings)
        spans = _spans(passage, [(s.start, s.end) for s in store.sentences_of(language, number)])
        return _Terms(
            passage,
            reader.read(terms),
            spans,
            tuple(
                reader.read([term for term in terms if start <= term.start and term.end <= end])
                for start, end in spans
            ),
        )


def compare_texts(a: ComparedTexts, b: ComparedTexts) -> Likeness:
    """Return how alike the passages of two languages are."""
    sentences = text_likeness(
        a.sentence_vectors @ b.sentence_vectors.T,
        share_terms(a.sentence_readings, b.sentence_readings),
    )
    passages = text_likeness(a.vectors @ b.vectors.T, share_terms(a.readings, b.readings))
    return Likeness(passage_likeness(passages, sentences, a.starts, b.starts), sentences)


def compare_passages(
    a: ComparedTexts, b: ComparedTexts, progress: Callable[[int], None] = lambda done: None
) -> Floats:
    """Return how alike the passages are, of any number of them: `Likeness.passages`.

    Parameters
    ----------
    progress
        Called with how many of `a` are compared.
    """
    blocks = []
    for first in range(0, len(a), BLOCK):
        progress(first)
        blocks.append(compare_texts(a.part(first, min(first + BLOCK, len(a))), b).passages)
    return np.concatenate(blocks) if blocks else np.zeros((0, len(b)), np.float32)


def _spans(passage: Passage, sentences: list[Span]) -> tuple[Span, ...]:
    """Return the sentences of a passage; one that has none is its own."""
    return tuple(sentences) or ((0, len(passage.text)),)


def _sentence_vectors(channels: Channels, numbers: Integers) -> Floats:
    ranges = [np.searchsorted(channels.owners, [number, number + 1]) for number in numbers]
    parts = [
        channels.sentences.rows(np.arange(first, end))
        if end > first
        else channels.passages.rows(np.array([number]))
        for number, (first, end) in zip(numbers, ranges, strict=True)
    ]
    if not parts:
        return np.zeros((0, channels.passages.dimension), np.float32)
    return np.concatenate(parts)
