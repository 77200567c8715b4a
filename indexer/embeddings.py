"""The vectors of texts, kept so that the next build finds them by the text that was encoded."""

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.errors import DamagedIndex
from indexer.vectors import Vectors, write_vectors

EMBEDDINGS = "embeddings.faiss"
EMBEDDING_KEYS = "embedding-keys.txt"

_KEY_BYTES = 16
_KEY_LINE = np.dtype(f"S{2 * _KEY_BYTES + 1}")


def write_embeddings(
    texts: Sequence[str],
    vectors: NDArray[np.float32],
    directory: Path,
    *,
    questions: int = 0,
) -> None:
    """Write the vectors of texts so that the next build finds them by their text.

    Parameters
    ----------
    texts
        What was encoded, as the model saw it; repetitions are kept once.
    vectors : ndarray of float32, shape (len(texts), dimension)
    directory
        Where `embeddings.faiss` and `embedding-keys.txt` go.
    questions
        How many of the texts, at the end, were encoded as questions.

    Raises
    ------
    ValueError
        Not as many vectors as texts.
    OSError
        A file cannot be written.
    """
    if len(texts) != len(vectors):
        raise ValueError(f"{len(vectors)} vectors for {len(texts)} texts")
    passages = len(texts) - questions
    asked = _keys(texts[passages:], questions=True)
    known = np.concatenate([_keys(texts[:passages], questions=False), asked])
    keys, first = np.unique(known, return_index=True)
    write_vectors(vectors[first], directory / EMBEDDINGS)
    (directory / EMBEDDING_KEYS).write_bytes(keys.tobytes())


class Embeddings:
    """The vectors of a former build, found by the text that was encoded."""

    vectors: Vectors

    def __init__(self, keys: NDArray[np.bytes_], vectors: Vectors) -> None:
        self._keys = keys
        self.vectors = vectors

    @classmethod
    def open(cls, directory: Path) -> "Embeddings":
        """Open what `write_embeddings` wrote.

        Raises
        ------
        FileNotFoundError
            A file is missing.
        DamagedIndex
            A file cannot be understood, or the two do not fit together.
        """
        vectors = Vectors.open(directory / EMBEDDINGS)
        content = (directory / EMBEDDING_KEYS).read_bytes()
        if len(content) != vectors.size * _KEY_LINE.itemsize:
            raise DamagedIndex(
                directory=directory, detail=f"{EMBEDDING_KEYS} does not fit {EMBEDDINGS}"
            )
        return cls(np.frombuffer(content, dtype=_KEY_LINE), vectors)

    def find(self, texts: Sequence[str], *, questions: bool = False) -> NDArray[np.int64]:
        """Return the rows of texts in `vectors`, -1 for a text that was not encoded.

        Parameters
        ----------
        texts
            Passages or sentences.
        questions
            They are questions instead.

        Returns
        -------
        ndarray of int64, shape (len(texts),)
        """
        keys = _keys(texts, questions=questions)
        places = np.searchsorted(self._keys, keys)
        rows = np.full(len(texts), -1, dtype=np.int64)
        inside = np.flatnonzero(places < len(self._keys))
        known = inside[self._keys[places[inside]] == keys[inside]]
        rows[known] = places[known]
        return rows


def _keys(texts: Iterable[str], *, questions: bool) -> NDArray[np.bytes_]:
    return np.array([_key(text, questions) for text in texts], dtype=_KEY_LINE)


def _key(text: str, question: bool) -> str:
    # Hexadecimal with a line end: fixed width, no NUL that numpy would cut off, and readable.
    content = text.encode("utf-8", "surrogatepass")
    person = b"question" if question else b""
    return blake2b(content, digest_size=_KEY_BYTES, person=person).hexdigest() + "\n"
