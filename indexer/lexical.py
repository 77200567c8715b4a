"""An inverted index on disk, memory-mapped, and BM25 over it.

The files keep raw term frequencies, not scores: a search may score several alternatives of a
term as one, and then needs their frequencies and lengths. The vocabulary is one sorted UTF-8
blob with offsets, searched by bisection, so that opening reads none of it.

::

    statistics.json         number of passages and their mean length
    vocabulary.npy          (bytes,) uint8, all terms in the order of their bytes
    vocabulary-offsets.npy  (terms + 1,) int64, where each term begins in the blob
    posting-offsets.npy     (terms + 1,) int64, where the postings of each term begin
    passages.npy            (postings,) int32, passage numbers, ascending within a term
    frequencies.npy         (postings,) int32, how often the term stands in that passage
    lengths.npy             (passages,) int32, number of terms of each passage
"""

import copy
import json
import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import map_array
from indexer.errors import DamagedIndex

K1 = 1.5
"""How slowly the weight of a repeated term saturates."""
B = 0.75
"""How much the length of a passage counts, in [0, 1]."""

STATISTICS = "statistics.json"
VOCABULARY = "vocabulary.npy"
VOCABULARY_OFFSETS = "vocabulary-offsets.npy"
POSTING_OFFSETS = "posting-offsets.npy"
PASSAGES = "passages.npy"
FREQUENCIES = "frequencies.npy"
LENGTHS = "lengths.npy"

Found: TypeAlias = tuple[NDArray[np.int32], NDArray[np.int32]]
"""The passages that a term stands in, ascending, and how often it stands in each."""

_NOWHERE: Found = (np.empty(0, dtype=np.int32), np.empty(0, dtype=np.int32))
_REMEMBERED = 100_000
"""Places in the vocabulary that are kept in memory; a search asks for each several times."""


class Postings:
    """An inverted index that was opened for reading; made by `Postings.open`.

    Nothing is read before it is asked for, and nothing can be written through it, so threads
    may share one.
    """

    size: int
    """Number of passages."""
    average_length: float
    """Mean number of terms of a passage; 0 where there are none."""
    lengths: NDArray[np.int32]
    """(size,) number of terms of each passage."""
    terms: int
    """Number of terms in the vocabulary."""

    def __init__(self, statistics: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> None:
        self.size = int(statistics["size"])
        self.average_length = float(statistics["average_length"])
        self.lengths = arrays[LENGTHS]
        # As memory views: bisection cuts one short slice after the other, which costs an array
        # several times as much.
        self._vocabulary = arrays[VOCABULARY].data
        self._term_starts = arrays[VOCABULARY_OFFSETS].data
        self._posting_starts: NDArray[np.int64] = arrays[POSTING_OFFSETS]
        self._passages: NDArray[np.int32] = arrays.get(PASSAGES, _NOWHERE[0])
        self._frequencies: NDArray[np.int32] = arrays.get(FREQUENCIES, _NOWHERE[1])
        self.terms = len(self._term_starts) - 1
        self._entries: Mapping[int, Found] | None = None
        self._numbers: dict[str, int] = {}
        postings = self._posting_starts[-1] if PASSAGES in arrays else 0
        fits = (
            len(self.lengths) == self.size
            and len(self._posting_starts) == self.terms + 1 >= 1
            and self._term_starts[-1] == len(self._vocabulary)
            and postings == len(self._passages) == len(self._frequencies)
        )
        if not fits:
            raise ValueError("its files do not fit together")

    @classmethod
    def open(cls, directory: Path) -> "Postings":
        """Map what `indexer.lexical_writing` wrote, in a time that does not depend on its size.

        Raises
        ------
        FileNotFoundError
            A file is missing.
        DamagedIndex
            A file cannot be understood, or does not fit the others.
        """
        names = (VOCABULARY, VOCABULARY_OFFSETS, POSTING_OFFSETS, PASSAGES, FREQUENCIES, LENGTHS)
        return cls._open(directory, names)

    @classmethod
    def open_statistics(cls, directory: Path) -> "Postings":
        """Map what is left where the terms of passages are elsewhere.

        It knows in how many passages each term stands, and their lengths, but not in which until
        it is told: `Postings.over`.

        Raises
        ------
        FileNotFoundError, DamagedIndex
            As `Postings.open`.
        """
        postings = cls._open(directory, (VOCABULARY, VOCABULARY_OFFSETS, POSTING_OFFSETS, LENGTHS))
        return postings.over({})

    @classmethod
    def _open(cls, directory: Path, names: Iterable[str]) -> "Postings":
        try:
            statistics = json.loads((directory / STATISTICS).read_text(encoding="utf-8"))
            return cls(statistics, {name: map_array(directory / name) for name in names})
        except (ValueError, KeyError, TypeError, EOFError) as error:
            raise DamagedIndex(
                directory=directory, detail=f"the lexical index {directory.name}: {error}"
            ) from error

    def lookup(self, term: str) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Return where a term stands.

        Returns
        -------
        passages : ndarray of int32, shape (document frequency,)
            Passage numbers, ascending; empty for an unknown term.
        frequencies : ndarray of int32, same shape
            How often it stands there, at least 1.
        """
        if self._entries is not None:
            return self._entries.get(self.number_of(term), _NOWHERE)
        start, end = self._posting_range(term)
        return self._passages[start:end], self._frequencies[start:end]

    def over(self, entries: Mapping[int, Found]) -> "Postings":
        """Return the same statistics of all passages over the terms of some.

        Parameters
        ----------
        entries
            What `lookup` is to find, by the numbers of the terms.
        """
        other = copy.copy(self)
        other._entries = entries
        return other

    def between(
        self, start: int, end: int
    ) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.int32]]:
        """Return the terms of some passages, by going through all postings once.

        Parameters
        ----------
        start, end
            The passages, a half-open range of numbers.

        Returns
        -------
        passages : ndarray of int32, shape (n,)
            Ascending.
        terms : ndarray of int64, same shape
            Numbers of terms, ascending within a passage.
        frequencies : ndarray of int32, same shape
        """
        places = np.flatnonzero((self._passages >= start) & (self._passages < end))
        places = places[np.argsort(self._passages[places], kind="stable")]
        terms = np.searchsorted(self._posting_starts, places, side="right") - 1
        return self._passages[places], terms, self._frequencies[places]

    def document_frequency(self, term: str) -> int:
        """Return the number of passages that a term stands in."""
        start, end = self._posting_range(term)
        return end - start

    def vocabulary(self) -> Iterator[str]:
        """Return every term once, in the order of its UTF-8 bytes."""
        return map(self.term, range(self.terms))

    def number_of(self, term: str) -> int:
        """Return the place of a term in the vocabulary, -1 for an unknown one."""
        number = self._numbers.get(term)
        if number is None:
            key = encode_term(term)
            number = bisect_left(range(self.terms), key, key=self._term)
            if number == self.terms or self._term(number) != key:
                number = -1
            if len(self._numbers) >= _REMEMBERED:
                self._numbers.clear()
            self._numbers[term] = number
        return number

    def term(self, number: int) -> str:
        """Return the term with this place in the vocabulary."""
        return self._term(number).decode("utf-8", "surrogatepass")

    def _posting_range(self, term: str) -> tuple[int, int]:
        number = self.number_of(term)
        if number < 0:
            return 0, 0
        return int(self._posting_starts[number]), int(self._posting_starts[number + 1])

    def _term(self, number: int) -> bytes:
        return bytes(self._vocabulary[self._term_starts[number] : self._term_starts[number + 1]])


def bm25_idf(document_frequency: float, size: int) -> float:
    """Return the inverse document frequency of a term, as Lucene has it.

    ``ln(1 + (N - df + 0.5) / (df + 0.5))``. That of Robertson and Spärck Jones (1976), without
    the 1, is negative for a term in more than half of the passages, and what `rank_bm25` puts
    in its place is no better in a collection of a few passages: none of their terms counts.

    Parameters
    ----------
    document_frequency
        Number of passages with the term, in (0, size]; a fraction where alternatives were
        weighted.
    size
        Number of passages, `Postings.size`.
    """
    return math.log(1 + (size - document_frequency + 0.5) / (document_frequency + 0.5))


def bm25_weights(
    frequencies: NDArray[np.integer[Any]] | NDArray[np.floating[Any]],
    lengths: NDArray[np.int32],
    average_length: float,
) -> NDArray[np.float64]:
    """Return the Okapi BM25 weights of term frequencies, to be multiplied with the idf.

    ``f (k1 + 1) / (f + k1 (1 - b + b l / mean l))``: Robertson, Walker, Jones, Hancock-Beaulieu
    and Gatford, "Okapi at TREC-3" (1994); `K1` and `B` as in `rank_bm25.BM25Okapi`.

    Parameters
    ----------
    frequencies : ndarray of shape (n,)
        How often the term stands in each passage, more than 0; fractions where alternatives
        were weighted.
    lengths : ndarray of int32, shape (n,)
        Number of terms of those passages.
    average_length
        `Postings.average_length`, more than 0.

    Returns
    -------
    ndarray of float64, shape (n,)
        In (0, K1 + 1).
    """
    norms = K1 * (1 - B + B * lengths / average_length)
    weights: NDArray[np.float64] = frequencies * (K1 + 1) / (frequencies + norms)
    return weights


def term_idf(postings: Postings, term: str) -> float:
    """Return the idf of a term by `bm25_idf`, 0 for a term that no passage has."""
    document_frequency = postings.document_frequency(term)
    if document_frequency == 0:
        return 0.0
    return bm25_idf(document_frequency, postings.size)


def score_bm25(postings: Postings, terms: Sequence[str]) -> NDArray[np.float32]:
    """Score all passages for some terms; what `rank_bm25.BM25Okapi.get_scores` gives with our idf.

    Parameters
    ----------
    postings
        The inverted index.
    terms
        The question's terms; one that is repeated counts as often.

    Returns
    -------
    ndarray of float32, shape (size,)
        Higher is better, 0 where no term stands.
    """
    scores = np.zeros(postings.size, dtype=np.float64)
    for term, count in Counter(terms).items():
        passages, frequencies = postings.lookup(term)
        if len(passages) == 0:
            continue
        idf = bm25_idf(postings.document_frequency(term), postings.size)
        weights = bm25_weights(frequencies, postings.lengths[passages], postings.average_length)
        scores[passages] += count * idf * weights
    return scores.astype(np.float32)


def encode_term(term: str) -> bytes:
    """Return a term as the vocabulary has it."""
    # Half a surrogate pair may come in with a question; it is in no document, but no error.
    return term.encode("utf-8", "surrogatepass")
