"""Vectors on disk: FAISS files with flat inner product, memory-mapped.

Nothing else imports faiss. A score is an inner product, so of unit vectors the cosine, and
higher is better. Beside many vectors stands a file of their codes, `Nearest`, by which the best
are found without scoring all.
"""

import math
import os
import weakref
from pathlib import Path
from typing import Any, Final

import faiss
import numpy as np
from numpy.typing import NDArray

from indexer.errors import DamagedIndex
from indexer.vector_files import HEADER

PROBED: Final = 0.2
"""The share of the clusters that are looked through, those nearest to the query."""

_WRITTEN_AT_ONCE = 10_000


class Vectors:
    """A file of vectors that was opened for reading; made by `Vectors.open`.

    The file is mapped, not read, and threads may share one.
    """

    size: int
    """Number of vectors."""
    dimension: int

    def __init__(self, index: faiss.IndexFlatIP, path: Path) -> None:
        # The matrix is a view into the mapped file, which lives as long as the index does.
        self._index = index
        self._descriptor = os.open(path, os.O_RDONLY)
        weakref.finalize(self, os.close, self._descriptor)
        self.size = index.ntotal
        self.dimension = index.d
        flat = faiss.rev_swig_ptr(index.get_xb(), self.size * self.dimension)
        self._matrix: NDArray[np.float32] = flat.reshape(self.size, self.dimension)

    @classmethod
    def open(cls, path: Path) -> "Vectors":
        """Map a file that `indexer.vector_files` wrote.

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
        return cls(index, path)

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
        self._require_dimension(query)
        scores = np.empty(self.size, dtype=np.float32)
        if self.size:
            _write_scores(scores, query, self._index.get_xb())
        return scores

    def scores_between(
        self,
        query: NDArray[np.float32],
        starts: NDArray[np.integer],
        ends: NDArray[np.integer],
    ) -> NDArray[np.float32]:
        """Return the inner products of a query with the rows of some ranges, one after the other.

        They are those that `scores` gives. The rows are read and not mapped: a process would keep
        what is around each mapped row as well, and after some questions the whole file.

        Parameters
        ----------
        query : ndarray of float32, shape (dimension,)
        starts, ends : ndarray of integers, shape (n,)
            Half-open ranges of rows.

        Returns
        -------
        ndarray of float32, shape (sum of ends - starts,)

        Raises
        ------
        ValueError
            The query has another dimension.
        OSError
            The file cannot be read.
        """
        self._require_dimension(query)
        width = self.dimension * 4
        content = b"".join(
            os.pread(self._descriptor, count * width, HEADER.size + start * width)
            for start, count in zip(starts.tolist(), (ends - starts).tolist(), strict=True)
        )
        rows = np.frombuffer(content, dtype=np.float32)
        scores = np.empty(len(rows) // self.dimension, dtype=np.float32)
        if len(scores):
            _write_scores(scores, query, faiss.swig_ptr(rows))
        return scores

    def _require_dimension(self, query: NDArray[np.float32]) -> None:
        if query.shape != (self.dimension,):
            raise ValueError(f"the query has shape {query.shape}, not ({self.dimension},)")

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


def inner_products(query: NDArray[np.float32], rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the scores of vectors in memory, the very ones that they have in a file.

    Parameters
    ----------
    query : ndarray of float32, shape (dimension,)
    rows : ndarray of float32, shape (n, dimension)

    Returns
    -------
    ndarray of float32, shape (n,)
    """
    scores = np.empty(len(rows), dtype=np.float32)
    if len(scores):
        contiguous = np.ascontiguousarray(rows, dtype=np.float32)
        _write_scores(scores, query, faiss.swig_ptr(contiguous))
    return scores


def _write_scores(scores: NDArray[np.float32], query: NDArray[np.float32], rows: Any) -> None:
    """Write the inner products of a query with as many rows as there are scores, from a pointer."""
    # subtle: a pointer keeps nothing alive, so that a converted copy needs a name.
    contiguous = np.ascontiguousarray(query, dtype=np.float32)
    # Not numpy's product: that adds up a row differently depending on where it stands
    # and on the number of threads, and takes four times as long on mapped vectors.
    faiss.fvec_inner_products_ny(  # type: ignore[attr-defined]  # no stub
        faiss.swig_ptr(scores), faiss.swig_ptr(contiguous), rows, len(contiguous), len(scores)
    )


def write_nearest(
    passages: Vectors,
    sentences: Vectors,
    owners: NDArray[np.int32],
    path: Path,
) -> None:
    """Write codes by which `Nearest` finds passages.

    Each sentence is kept as the sum of its vector and that of its passage, whose product with a
    query is the sum of what the two score. The sums are put into clusters, and what they differ
    from the middle of theirs is cut to pairs of numbers with a code each: Jégou, Douze and Schmid,
    "Product quantization for nearest neighbor search" (2011), and for codes of four bits, scored
    in registers, André, Kermarrec and Le Scouarnec, "Cache locality is not enough" (2015).

    Parameters
    ----------
    passages, sentences
        Of the latter at least as many as there are clusters.
    owners : ndarray of int32, shape (sentences,)
        The passage of each sentence.
    path
        The file.

    Raises
    ------
    OSError
        The file cannot be written.
    """

    def sums(rows: NDArray[np.int64]) -> NDArray[np.float32]:
        summed: NDArray[np.float32] = passages.rows(owners[rows]) + sentences.rows(rows)
        return summed

    count, dimension = sentences.size, sentences.dimension
    clusters = max(1, round(math.sqrt(count)))
    sample = np.unique(np.linspace(0, count - 1, min(count, 64 * clusters)).astype(np.int64))
    learned = sums(sample)
    middles = faiss.IndexFlatIP(dimension)
    # The index holds on to it by a pointer alone.
    clustering = faiss.Clustering(dimension, clusters)
    clustering.niter, clustering.max_points_per_centroid = 8, 64
    clustering.spherical = True
    clustering.train(learned, middles)
    index = faiss.IndexIVFPQFastScan(
        middles, dimension, clusters, dimension // 2, 4, faiss.METRIC_INNER_PRODUCT
    )
    index.pq.cp.niter = 8
    index.train(learned)
    for start in range(0, count, _WRITTEN_AT_ONCE):
        index.add(sums(np.arange(start, min(count, start + _WRITTEN_AT_ONCE))))
    with path.open("wb") as file:
        writer = faiss.PyCallbackIOWriter(file.write)  # type: ignore[attr-defined]  # no stub
        faiss.write_index(index, writer)


class Nearest:
    """Finds the passages that score best by their vector and that of their best sentence.

    Made by `Nearest.open`; threads may share one.
    """

    def __init__(self, index: faiss.IndexIVFPQFastScan, owners: NDArray[np.int32]) -> None:
        # One thread a query, which the others of a server leave it anyway; several would meet equal
        # codes in another order each time.
        index.implem = 10
        self._index = index
        self._owners = owners

    @classmethod
    def open(cls, path: Path, owners: NDArray[np.int32]) -> "Nearest":
        """Read what `write_nearest` wrote.

        Parameters
        ----------
        owners : ndarray of int32, shape (sentences,)
            As it was written with.

        Raises
        ------
        FileNotFoundError
            The file is missing.
        DamagedIndex
            It cannot be understood, or does not fit the sentences.
        """
        path.stat()
        try:
            index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
        except RuntimeError as error:
            raise DamagedIndex(
                directory=path.parent, detail=f"{path.name} cannot be read"
            ) from error
        if not isinstance(index, faiss.IndexIVFPQFastScan) or index.ntotal != len(owners):
            raise DamagedIndex(
                directory=path.parent, detail=f"{path.name} does not fit the sentences"
            )
        return cls(index, owners)

    def find(
        self,
        query: NDArray[np.float32],
        count: int,
        remaining: NDArray[np.bool_] | None = None,
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return passages that score high for a query, most probably the highest among them.

        Parameters
        ----------
        query : ndarray of float32, shape (dimension,)
        count
            How many sentences are looked for.
        remaining : ndarray of bool, shape (passages,)
            True for passages that may be found; None for all.

        Parameters
        ----------
        texts
            Passages or sentences.
        questions
            They are questions instead.

        Returns
        -------
        passages : ndarray of int64, shape (at most count,)
            Ascending.
        scores : ndarray of float32, same shape
            About what each scores by its vector and by that of its best sentence together.
        """
        parameters = faiss.SearchParametersIVF()
        parameters.nprobe = math.ceil(PROBED * self._index.nlist)
        if remaining is not None:
            allowed = np.packbits(remaining[self._owners], bitorder="little")
            # The stub has C++'s arguments; Python's wrapper keeps the array.
            parameters.sel = faiss.IDSelectorBitmap(allowed)  # type: ignore[call-arg, arg-type]
        scores, rows = self._index.search(query[np.newaxis], count, params=parameters)
        found = np.flatnonzero(rows[0] >= 0)
        # Best first, so that the first sentence of a passage is its best one.
        passages, first = np.unique(self._owners[rows[0][found]], return_index=True)
        return passages.astype(np.int64), scores[0][found][first]
