"""Vectors on disk: FAISS files with flat inner product, memory-mapped.

Nothing else imports faiss. A score is an inner product, so of unit vectors the cosine, and
higher is better.
"""

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from indexer.errors import DamagedIndex

EMBEDDINGS = "embeddings.faiss"
EMBEDDING_KEYS = "embedding-keys.txt"

_KEY_BYTES = 16
_KEY_LINE = np.dtype(f"S{2 * _KEY_BYTES + 1}")


def write_vectors(vectors: NDArray[np.float32], path: Path) -> None:
    """Write vectors to a FAISS file.

    Parameters
    ----------
    vectors : ndarray of float32, shape (n, dimension)
        Row numbers are kept; n may be 0.
    path
        The file; its folder is made if it is not there.

    Raises
    ------
    ValueError
        Not a matrix, or a value is not finite.
    OSError
        The file cannot be written.
    """
    if vectors.ndim != 2 or vectors.shape[1] == 0:
        raise ValueError(f"a matrix with at least one column is needed, not {vectors.shape}")
    if not np.isfinite(vectors).all():
        raise ValueError("a vector has a value that is not finite")
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(np.ascontiguousarray(vectors, dtype=np.float32))
    path.parent.mkdir(parents=True, exist_ok=True)
    # subtle: faiss's own file writer only prints a warning where closing the file fails, which
    # is when a full disk may show; a Python file raises.
    with path.open("wb") as file:
        writer = faiss.PyCallbackIOWriter(file.write)  # type: ignore[attr-defined]  # no stub
        faiss.write_index(index, writer)


class Vectors:
    """A file of vectors that was opened for reading; made by `Vectors.open`.

    The file is mapped, not read, and threads may share one.
    """

    size: int
    """Number of vectors."""
    dimension: int

    def __init__(self, index: faiss.IndexFlatIP) -> None:
        # The matrix is a view into the mapped file, which lives as long as the index does.
        self._index = index
        self.size = index.ntotal
        self.dimension = index.d
        flat = faiss.rev_swig_ptr(index.get_xb(), self.size * self.dimension)
        self._matrix: NDArray[np.float32] = flat.reshape(self.size, self.dimension)

    @classmethod
    def open(cls, path: Path) -> "Vectors":
        """Map a file that `write_vectors` wrote.

        Raises
        ------
        FileNotFoundError
            The file is missing.
        DamagedIndex
            It cannot be understood.
        """
        path.stat()  # so that a missing file is told from one that faiss cannot read
        try:
            # IO_FLAG_MMAP is for inverted lists and would read a flat index as a whole.
            index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
        except RuntimeError as error:
            raise DamagedIndex(
                directory=path.parent, detail=f"{path.name} is not a file of vectors"
            ) from error
        if not isinstance(index, faiss.IndexFlatIP):
            raise DamagedIndex(
                directory=path.parent, detail=f"{path.name} is a FAISS file of another kind"
            )
        return cls(index)

    def search(
        self, query: NDArray[np.float32], top_k: int
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return the rows that score best for a query.

        Equal vectors have equal scores wherever they stand, and equal scores come in row order.

        Parameters
        ----------
        query : ndarray of float32, shape (dimension,)
        top_k
            How many rows; all of them where there are fewer.

        Returns
        -------
        rows : ndarray of int64, shape (min(top_k, size),)
            Best first.
        scores : ndarray of float32, same shape
            Inner products, higher is better.
        """
        scores = self.scores(query)
        wanted = max(0, min(top_k, self.size))
        if wanted == 0:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
        lowest = np.partition(scores, self.size - wanted)[self.size - wanted]
        candidates = np.flatnonzero(scores >= lowest)
        rows = candidates[np.argsort(-scores[candidates], kind="stable")][:wanted]
        return rows.astype(np.int64), scores[rows]

    def scores(self, query: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the inner products of a query with all rows.

        Parameters
        ----------
        query : ndarray of float32, shape (dimension,)

        Returns
        -------
        ndarray of float32, shape (size,)
            Higher is better; equal rows have equal scores.

        Raises
        ------
        ValueError
            The query has another dimension.
        """
        if query.shape != (self.dimension,):
            raise ValueError(f"the query has shape {query.shape}, not ({self.dimension},)")
        scores = np.empty(self.size, dtype=np.float32)
        if self.size:
            # subtle: a pointer keeps nothing alive, so that a converted copy needs a name.
            contiguous = np.ascontiguousarray(query, dtype=np.float32)
            # Not numpy's product: that adds up a row differently depending on where it stands
            # and on the number of threads, and takes four times as long on mapped vectors.
            faiss.fvec_inner_products_ny(  # type: ignore[attr-defined]  # no stub
                faiss.swig_ptr(scores),
                faiss.swig_ptr(contiguous),
                self._index.get_xb(),
                self.dimension,
                self.size,
            )
        return scores

    def rows(self, rows: NDArray[np.integer]) -> NDArray[np.float32]:
        """Return some of the vectors, copied.

        Parameters
        ----------
        rows : ndarray of integers, shape (n,)
            Row numbers from 0, in any order.

        Returns
        -------
        ndarray of float32, shape (n, dimension)

        Raises
        ------
        IndexError
            There is no such row.
        """
        if len(rows) and (rows.min() < 0 or rows.max() >= self.size):
            raise IndexError(f"rows must be in [0, {self.size})")
        return np.take(self._matrix, rows, axis=0)


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
