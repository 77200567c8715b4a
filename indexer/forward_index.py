"""Which terms stand where in each passage, on disk and memory-mapped: a forward index.

The inverted index tells which passages have a term. To mark the words that matched in a passage
without cutting its text again, this one keeps the terms of each passage in the order in which they
were found, those of its headings left out.

::

    forward-offsets.npy  (passages + 1,) int64, where the terms of each passage begin
    forward-terms.npy    (terms in all passages,) int32, numbers as `Postings.number_of` gives them
    forward-places.npy   (terms in all passages, 2) int32, where each begins and ends in the text
"""

import json
from array import array
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Any, Final

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import ArrayWriter, map_array
from indexer.errors import DamagedIndex
from indexer.lexical import Postings
from indexer.terms import Term

OFFSETS: Final = "forward-offsets.npy"
TERMS: Final = "forward-terms.npy"
PLACES: Final = "forward-places.npy"

TERMS_AT_ONCE: Final = 2_000_000
"""Terms that are held in memory, 12 bytes each."""


class ForwardWriter:
    """Takes the terms of one passage after the other; a context manager that completes the files.

    What terms are called by number is known when all are there, so that until then they are in
    blocks, each with numbers of its own.

    Parameters
    ----------
    directory
        That of the inverted index of the same passages; made if it is not there.

    Raises
    ------
    OSError
        A file cannot be written.
    """

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._ids: dict[str, int] = {}
        self._terms, self._places, self._ends = array("i"), array("i"), array("q", [0])
        self._sizes: list[int] = []
        self._flushed = 0
        with ExitStack() as stack:
            self._blocks: IO[bytes] = stack.enter_context(TemporaryFile(dir=directory))
            self._vocabularies: IO[bytes] = stack.enter_context(TemporaryFile(dir=directory))
            self._to_terms = stack.enter_context(ArrayWriter(directory / TERMS, np.int32))
            self._to_places = stack.enter_context(ArrayWriter(directory / PLACES, np.int32, 2))
            self._to_offsets = stack.enter_context(ArrayWriter(directory / OFFSETS, np.int64))
            self._opened = stack.pop_all()

    def add(self, terms: Sequence[Term]) -> None:
        """Take the terms of the next passage, in the order in which they were found."""
        for term in terms:
            self._terms.append(self._ids.setdefault(term.text, len(self._ids)))
            self._places.extend((term.start, term.end))
        self._ends.append(self._flushed + len(self._terms))
        if len(self._terms) >= TERMS_AT_ONCE:
            self._flush()

    def number(self, postings: Postings) -> None:
        """Write the numbers of all terms, once those of all passages were added.

        Parameters
        ----------
        postings
            The inverted index of the same passages.
        """
        self._flush()
        self._blocks.seek(0)
        self._vocabularies.seek(0)
        for size, line in zip(self._sizes, self._vocabularies, strict=True):
            numbers = np.array([*map(postings.number_of, json.loads(line)), 0], dtype=np.int32)
            content = self._blocks.read(size * numbers.itemsize)
            self._to_terms.write(numbers[np.frombuffer(content, dtype=np.int32)])

    def __enter__(self) -> "ForwardWriter":
        """Return the writer itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Complete the files and close them."""
        self._opened.__exit__(kind, error, traceback)

    def _flush(self) -> None:
        self._blocks.write(self._terms.tobytes())
        self._vocabularies.write(json.dumps(list(self._ids)).encode() + b"\n")
        self._to_places.write(np.asarray(self._places, dtype=np.int32))
        self._to_offsets.write(np.asarray(self._ends, dtype=np.int64))
        self._sizes.append(len(self._terms))
        self._flushed += len(self._terms)
        self._ids = {}
        self._terms, self._places, self._ends = array("i"), array("i"), array("q")


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
