"""The vectors of all texts of a build, on the disk from the first to the last.

The texts are gone through twice: once to know their keys, which are sorted and give each text its
row, and once to encode those that nobody has encoded. So the file of vectors has its size and its
order before the first vector is known, and of each text only whether it is there is kept in memory.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import Final

import numpy as np
from numpy.typing import NDArray

from indexer.embeddings import EMBEDDINGS, Embeddings, map_keys
from indexer.text_keys import KEY, Keys, find_keys, text_keys
from indexer.vector_files import VectorFile

AT_ONCE: Final = 10_000
"""Texts that are held in memory."""
_PARTS: Final = 256
"""Of the keys, by their first two digits, each of which is sorted by itself."""


class TextVectors:
    """The rows that texts have, and the vectors in them.

    Parameters
    ----------
    texts
        All that are to have a vector, in any order and as often as they come.
    folder
        Of the generation, where the files go.
    dimension
        Of the vectors.

    Raises
    ------
    OSError
        A file cannot be written.
    """

    def __init__(self, texts: Iterable[str], folder: Path, dimension: int) -> None:
        path = folder / EMBEDDINGS.keys
        _write_sorted((text_keys(block) for block in in_blocks(texts)), path)
        self._keys = map_keys(path)
        self._there = np.zeros(len(self._keys), dtype=bool)
        self._file = VectorFile(folder / EMBEDDINGS.vectors, len(self._keys), dimension)

    def count_missing(self) -> int:
        """Return how many texts have no vector."""
        return len(self._there) - int(np.count_nonzero(self._there))

    def find_missing(self, texts: Sequence[str]) -> tuple[list[str], Keys]:
        """Return which of some texts have no vector, each once, and their keys."""
        keys, first = np.unique(text_keys(texts), return_index=True)
        missing = np.flatnonzero(~self._there[self._rows(keys)])
        return [texts[number] for number in first[missing]], keys[missing]

    def take_over(self, known: Embeddings) -> None:
        """Take the vectors of a former build for the texts that have none."""
        for start in range(0, len(self._keys), AT_ONCE):
            keys = self._keys[start : start + AT_ONCE]
            rows = known.find(keys)
            wanted = np.flatnonzero((rows >= 0) & ~self._there[start : start + AT_ONCE])
            self._put(start + wanted, known.vectors.rows(rows[wanted]))

    def take(self, keys: Keys, vectors: NDArray[np.float32]) -> None:
        """Take vectors of texts; those of others are left out.

        Parameters
        ----------
        vectors : ndarray of float32, shape (len(keys), dimension)
        """
        rows = find_keys(self._keys, keys)
        wanted = np.flatnonzero(rows >= 0)
        self._put(rows[wanted], vectors[wanted])

    def of(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of texts, which all have one.

        Returns
        -------
        ndarray of float32, shape (len(texts), dimension)

        Raises
        ------
        KeyError
            A text has none.
        """
        rows = self._rows(text_keys(texts))
        if not self._there[rows].all():
            raise KeyError("a text was not encoded")
        return self._file.read(rows)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _rows(self, keys: Keys) -> NDArray[np.int64]:
        rows = find_keys(self._keys, keys)
        if (rows < 0).any():
            raise KeyError("a text is not one of this build")
        return rows

    def _put(self, rows: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
        self._file.write(rows, vectors)
        self._there[rows] = True


def in_blocks(texts: Iterable[str]) -> Iterator[list[str]]:
    """Yield texts in lists of at most `AT_ONCE`."""
    rest = iter(texts)
    while block := list(islice(rest, AT_ONCE)):
        yield block


def _write_sorted(blocks: Iterable[Keys], path: Path) -> None:
    """Write keys sorted and each once, without having all of them in memory."""
    firsts = np.array([f"{part:02x}".encode() for part in range(_PARTS)], dtype=KEY)
    with ExitStack() as stack:
        parts = [stack.enter_context(TemporaryFile(dir=path.parent)) for _ in range(_PARTS)]
        for block in blocks:
            keys = np.unique(block)
            bounds = [*np.searchsorted(keys, firsts), len(keys)]
            for part, start, end in zip(parts, bounds, bounds[1:], strict=False):
                part.write(keys[start:end].tobytes())
        with path.open("wb") as file:
            for part in parts:
                part.seek(0)
                file.write(np.unique(np.frombuffer(part.read(), dtype=KEY)).tobytes())
