"""Writes files of vectors as FAISS reads them, which may be larger than the memory."""

import os
import struct
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

HEADER: Final = struct.Struct("<4siqqqBiQ")
"""Of a flat index in FAISS's format: kind, dimension, vectors, two numbers without meaning, whether
it is trained, the metric (0 is the inner product), and how many numbers follow."""
_WRITTEN_AT_ONCE: Final = 10_000


def write_vectors(vectors: NDArray[np.float32], path: Path) -> None:
    """Write vectors to a FAISS file.

    Parameters
    ----------
    vectors : ndarray of float32, shape (n, dimension)
        Row numbers are kept; n may be 0. They may be a mapped file that is larger than the memory.
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
    rows, dimension = vectors.shape
    starts = range(0, rows, _WRITTEN_AT_ONCE)
    blocks = (vectors[start : start + _WRITTEN_AT_ONCE] for start in starts)
    write_vector_blocks(blocks, dimension, path)


def write_vector_blocks(blocks: Iterable[NDArray[np.float32]], dimension: int, path: Path) -> None:
    """Write vectors to a FAISS file as they come.

    Parameters
    ----------
    blocks : iterable of ndarray of float32, shape (n, dimension)
        One below the other.
    path
        The file; its folder is made if it is not there.

    Raises
    ------
    ValueError
        A block has another number of columns, or a value is not finite.
    OSError
        The file cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # As faiss.write_index does it, but from anywhere: faiss would copy all vectors to the memory,
    # and only print a warning where closing the file fails, which is when a full disk may show.
    rows = 0
    with path.open("wb") as file:
        file.write(_head(0, dimension))
        for taken in blocks:
            if taken.shape[1:] != (dimension,):
                raise ValueError(f"vectors of {dimension} numbers are needed, not {taken.shape}")
            block = np.ascontiguousarray(taken, dtype="<f4")
            if not np.isfinite(block).all():
                raise ValueError("a vector has a value that is not finite")
            file.write(block.data)
            rows += len(block)
        file.seek(0)
        file.write(_head(rows, dimension))


def _head(rows: int, dimension: int) -> bytes:
    return HEADER.pack(b"IxFI", dimension, rows, 1 << 20, 1 << 20, 1, 0, rows * dimension)


class VectorFile:
    """A FAISS file of vectors that is filled in any order.

    Its rows are read and written and not mapped: a process would keep what is around each mapped
    row as well, and in the end the whole file.

    Parameters
    ----------
    path
        The file; its folder is there.
    rows, dimension
        Its size.

    Raises
    ------
    OSError
        The file cannot be written.
    """

    def __init__(self, path: Path, rows: int, dimension: int) -> None:
        self._width = 4 * dimension
        self._dimension = dimension
        self._file = path.open("w+b", buffering=0)
        self._file.write(_head(rows, dimension))
        self._file.truncate(HEADER.size + rows * self._width)

    def write(self, rows: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
        """Write some of the vectors.

        Parameters
        ----------
        rows : ndarray of int64, shape (n,)
        vectors : ndarray of float32, shape (n, dimension)

        Raises
        ------
        ValueError
            A value is not finite.
        OSError
            The file cannot be written.
        """
        if not np.isfinite(vectors).all():
            raise ValueError("a vector has a value that is not finite")
        content = memoryview(np.ascontiguousarray(vectors, dtype="<f4").tobytes())
        descriptor, width = self._file.fileno(), self._width
        for number, row in enumerate(rows.tolist()):
            rest, place = content[number * width : (number + 1) * width], self._place(row)
            while rest:
                written = os.pwrite(descriptor, rest, place)
                rest, place = rest[written:], place + written

    def read(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return some of the vectors; zeros where none was written.

        Returns
        -------
        ndarray of float32, shape (len(rows), dimension)

        Raises
        ------
        OSError
            The file cannot be read.
        """
        descriptor, width = self._file.fileno(), self._width
        content = b"".join(os.pread(descriptor, width, self._place(row)) for row in rows.tolist())
        return np.frombuffer(content, dtype="<f4").reshape(len(rows), self._dimension)

    def close(self) -> None:
        """Close the file.

        Raises
        ------
        OSError
            What was written did not all reach the file.
        """
        self._file.close()

    def _place(self, row: int) -> int:
        return HEADER.size + row * self._width
