"""Arrays in files of their own, as NumPy writes them."""

import io
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray


def write_array(path: Path, values: NDArray[Any]) -> None:
    """Write an array.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    # subtle: given a file, np.save reports a full disk as an OSError without an errno.
    buffer = io.BytesIO()
    np.save(buffer, values)
    path.write_bytes(buffer.getbuffer())


class ArrayWriter:
    """Writes an array that is not in memory, row by row; a context manager that completes the file.

    Parameters
    ----------
    path
        The file, as `write_array` writes it.
    dtype
        Of the numbers.
    columns
        Numbers in a row, None for an array of one dimension.

    Raises
    ------
    OSError
        The file cannot be written.
    """

    def __init__(self, path: Path, dtype: DTypeLike, columns: int | None = None) -> None:
        self._dtype = np.dtype(dtype)
        self._columns = () if columns is None else (columns,)
        self._size = 0
        self._file = path.open("wb")
        self._write_head()

    def write(self, values: Iterable[bytes] | NDArray[Any]) -> None:
        """Append numbers: an array of the type, or such arrays as bytes."""
        if isinstance(values, np.ndarray):
            values = [np.ascontiguousarray(values, dtype=self._dtype).tobytes()]
        for content in values:
            self._size += self._file.write(content)

    def __enter__(self) -> "ArrayWriter":
        """Return the writer itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Write how many rows there are, and close the file."""
        with self._file:
            if error is None:
                self._file.seek(0)
                self._write_head()

    def _write_head(self) -> None:
        # NumPy leaves so much space for the number of rows that the head is as long for any.
        width = self._dtype.itemsize * (self._columns[0] if self._columns else 1)
        head = {
            "descr": np.lib.format.dtype_to_descr(self._dtype),
            "fortran_order": False,
            "shape": (self._size // width, *self._columns),
        }
        np.lib.format.write_array_header_1_0(self._file, head)


def map_array(path: Path) -> NDArray[Any]:
    """Return an array whose values are read from the file when they are asked for.

    Raises
    ------
    FileNotFoundError
        There is no such file.
    ValueError, EOFError
        It cannot be understood.
    """
    # As a plain array: indexing a np.memmap costs ten times as much, which bisection would feel.
    return np.asarray(np.load(path, mmap_mode="r"))
