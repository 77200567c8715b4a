"""The vectors of texts, kept so that the next build finds them by the text that was encoded."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from indexer.errors import DamagedIndex
from indexer.text_keys import KEY, Keys, find_keys
from indexer.vector_files import write_vectors
from indexer.vectors import Vectors


@dataclass(frozen=True, slots=True)
class EmbeddingFiles:
    """The names of two files that belong together."""

    vectors: str
    keys: str
    """Of the texts, sorted; the vectors are in the same order."""


EMBEDDINGS: Final = EmbeddingFiles("embeddings.faiss", "embedding-keys.txt")
"""Of the passages and sentences of the documents."""
COMMON: Final = EmbeddingFiles("common.faiss", "common-keys.txt")
"""Of the questions and statements that builds of any documents encode."""


def write_embeddings(
    keys: Keys, vectors: NDArray[np.float32], folder: Path, files: EmbeddingFiles
) -> None:
    """Write the vectors of texts so that the next build finds them by their text.

    Parameters
    ----------
    keys
        Of the texts; repetitions are kept once.
    vectors : ndarray of float32, shape (len(keys), dimension)
    folder
        Where the files go.

    Raises
    ------
    ValueError
        Not as many vectors as texts.
    OSError
        A file cannot be written.
    """
    if len(keys) != len(vectors):
        raise ValueError(f"{len(vectors)} vectors for {len(keys)} texts")
    unique, first = np.unique(keys, return_index=True)
    write_vectors(vectors[first], folder / files.vectors)
    (folder / files.keys).write_bytes(unique.tobytes())


class Embeddings:
    """The vectors of a former build, found by the text that was encoded."""

    keys: Keys
    """Sorted; a mapped file."""
    vectors: Vectors

    def __init__(self, keys: Keys, vectors: Vectors) -> None:
        self.keys = keys
        self.vectors = vectors

    @classmethod
    def open(cls, folder: Path, files: EmbeddingFiles) -> "Embeddings":
        """Open what `write_embeddings` wrote.

        Raises
        ------
        FileNotFoundError
            A file is missing.
        DamagedIndex
            A file cannot be understood, or the two do not fit together.
        """
        vectors = Vectors.open(folder / files.vectors)
        path = folder / files.keys
        if path.stat().st_size != vectors.size * KEY.itemsize:
            raise DamagedIndex(
                directory=folder, detail=f"{files.keys} does not fit {files.vectors}"
            )
        return cls(map_keys(path), vectors)

    def find(self, keys: Keys) -> NDArray[np.int64]:
        """Return the rows of texts in `vectors`, -1 for a text that was not encoded.

        Returns
        -------
        ndarray of int64, shape (len(keys),)
        """
        return find_keys(self.keys, keys)


def map_keys(path: Path) -> Keys:
    """Return the keys in a file, which are read when they are asked for."""
    if path.stat().st_size == 0:
        return np.empty(0, dtype=KEY)
    return np.asarray(np.memmap(path, dtype=KEY, mode="r"))
