"""Arrays in files of their own, as NumPy writes them."""

import io
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


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
