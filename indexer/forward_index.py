"""Which terms stand where in each passage, on disk and memory-mapped: a forward index.

The inverted index tells which passages have a term. To mark the words that matched in a passage
without cutting its text again, this one keeps the terms of each passage in the order in which they
were found, those of its headings left out.

::

    forward-offsets.npy  (passages + 1,) int64, where the terms of each passage begin
    forward-terms.npy    (terms in all passages,) int32, numbers as `Postings.number_of` gives them
    forward-places.npy   (terms in all passages, 2) int32, where each begins and ends in the text
"""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import map_array, write_array
from indexer.errors import DamagedIndex
from indexer.lexical import Postings
from indexer.terms import Term

OFFSETS: Final = "forward-offsets.npy"
TERMS: Final = "forward-terms.npy"
PLACES: Final = "forward-places.npy"


class ForwardWriter:
    """Takes the terms of one passage after the other, and writes them once all are known."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self._terms, self._places = array("i"), array("i")
        self._offsets = array("q", [0])

    def add(self, terms: Sequence[Term]) -> None:
        """Take the terms of the next passage, in the order in which they were found."""
        for term in terms:
            self._terms.append(self._ids.setdefault(term.text, len(self._ids)))
            self._places.extend((term.start, term.end))
        self._offsets.append(len(self._terms))

    def write(self, postings: Postings, directory: Path) -> None:
        """Write what was taken beside the inverted index of the same passages.

        Raises
        ------
        OSError
            A file cannot be written.
        """
        numbers = np.array([postings.number_of(term) for term in self._ids] or [0], dtype=np.int32)
        write_array(directory / TERMS, numbers[np.asarray(self._terms, dtype=np.int32)])
        write_array(directory / PLACES, np.asarray(self._places, dtype=np.int32).reshape(-1, 2))
        write_array(directory / OFFSETS, np.asarray(self._offsets, dtype=np.int64))


class ForwardIndex:
    """A forward index that was opened for reading; made by `ForwardIndex.open`.

    Nothing can be written through it, so threads may share one.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._offsets: NDArray[np.int64] = arrays[OFFSETS]
        self._terms: NDArray[np.int32] = arrays[TERMS]
        self._places: NDArray[np.int32] = arrays[PLACES]
        if not self._offsets[-1] == len(self._terms) == len(self._places):
            raise ValueError("its files do not fit together")

    @classmethod
    def open(cls, directory: Path) -> "ForwardIndex":
        """Map what `ForwardWriter` wrote.

        Raises
        ------
        FileNotFoundError
            A file is missing.
        DamagedIndex
            A file cannot be understood, or does not fit the others.
        """
        try:
            return cls({name: map_array(directory / name) for name in (OFFSETS, TERMS, PLACES)})
        except (ValueError, IndexError, EOFError) as error:
            raise DamagedIndex(
                directory=directory, detail=f"the forward index {directory.name}: {error}"
            ) from error

    @property
    def size(self) -> int:
        """Number of passages."""
        return len(self._offsets) - 1

    def find(self, passage: int, wanted: Mapping[int, str]) -> list[Term]:
        """Return where some terms stand in a passage, in the order in which they were found.

        Parameters
        ----------
        passage
            Its number.
        wanted
            The terms by their numbers.
        """
        return list(self._find(passage, wanted))

    def terms(self, passage: int, postings: Postings) -> list[Term]:
        """Return all terms of a passage with their places, as `find_terms` gives them for its text.

        Parameters
        ----------
        passage
            Its number.
        postings
            The inverted index of the same passages.
        """
        start, end = int(self._offsets[passage]), int(self._offsets[passage + 1])
        return [
            Term(postings.term(number), low, high)
            for number, (low, high) in zip(
                self._terms[start:end].tolist(), self._places[start:end].tolist(), strict=True
            )
        ]

    def _find(self, passage: int, wanted: Mapping[int, str]) -> Iterator[Term]:
        start, end = int(self._offsets[passage]), int(self._offsets[passage + 1])
        # In Python's own numbers: for the terms of one passage, NumPy takes longer to begin.
        for place, number in enumerate(self._terms[start:end].tolist(), start):
            if number in wanted:
                low, high = self._places[place].tolist()
                yield Term(wanted[number], low, high)
