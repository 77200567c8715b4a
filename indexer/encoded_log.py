"""Vectors as they are encoded, on the disk at once, so that no build encodes them again.

Encoding is what a build takes, up to days of it, and its generation goes when it is interrupted. So
the vectors are written beside the generations as well, batch by batch as they come, and what builds
next takes them. The file goes when a build has switched, as its generation has them all by then.
What other machines encoded for a build (`indexer.shards`) is a file of the same form.

::

    DIR/encoded.part  what the vectors depend on, as a digest; then one record after the other,
                      each with a checksum, of which the last may be cut off
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from indexer.encoders import Encoder
from indexer.errors import EncodedFileUnreadable, EncodedOtherwise, NoEncodedFile
from indexer.manifest import ENCODED
from indexer.text_keys import KEY, Keys

PREPARATION: Final = "simplified/1"
"""Names what is done to a text before the model gets it; counted up whenever that changes."""

_FORMAT: Final = b"yinju-encoded/1 "
_READ_AT_ONCE: Final = 4_096
"""Records."""


Encoded: TypeAlias = tuple[Keys, NDArray[np.float32]]
"""Keys of texts, and their vectors, shape (len(keys), dimension)."""


class EncodedBlock(NamedTuple):
    """Texts that were encoded."""

    of_documents: Encoded
    """Passages and sentences of the documents."""
    common: Encoded
    """What builds of any documents encode: questions and statements."""


class EncodedLog:
    """A file that is written; only one process at a time has it open.

    What is in it was encoded by the same model after the same preparation: with any other it begins
    anew.

    Parameters
    ----------
    path
        Of the file, which is made if it is not there.
    encoder
        What the vectors are of.

    Raises
    ------
    OSError
        The file cannot be read or written.
    """

    def __init__(self, path: Path, encoder: Encoder) -> None:
        self._record = _record(encoder)
        head = _head(encoder)
        self._start = len(head)
        # Unbuffered: what was written is with the system, whatever happens to this process.
        self._file = path.open("a+b", buffering=0)
        try:
            self._file.seek(0)
            if self._file.read(len(head)) != head:
                self._file.truncate(0)
                self._write(head)
            size = self._file.seek(0, os.SEEK_END)
            self._file.truncate(size - (size - self._start) % self._record.itemsize)
        except BaseException:
            self._file.close()
            raise

    def read(self) -> Iterator[EncodedBlock]:
        """Yield what is in it in blocks; records that are not as they were written are left out.

        Raises
        ------
        OSError
            The file cannot be read.
        """
        return _read_blocks(self._file.fileno(), self._start, self._record)

    def append(self, keys: Keys, vectors: NDArray[np.float32], *, common: bool = False) -> None:
        """Write what was encoded.

        Parameters
        ----------
        vectors : ndarray of float32, shape (len(keys), dimension)
        common
            As in `EncodedBlock`.

        Raises
        ------
        OSError
            The file cannot be written.
        """
        records = np.empty(len(keys), dtype=self._record)
        records["key"], records["vector"], records["common"] = keys, vectors, common
        records["checksum"] = _checksums(records)
        self._write(records.tobytes())

    def close(self) -> None:
        """Close the file, and leave it where it is."""
        self._file.close()

    def _write(self, content: bytes) -> None:
        rest = memoryview(content)
        while rest:
            rest = rest[self._file.write(rest) :]


def read_encoded(path: Path, encoder: Encoder) -> Iterator[EncodedBlock]:
    """Yield what another process wrote into a file, as `EncodedLog.read` does.

    Raises
    ------
    EncodedFileUnreadable, NoEncodedFile, EncodedOtherwise
        As `check_encoded`.
    """
    check_encoded(path, encoder)
    try:
        with path.open("rb") as file:
            yield from _read_blocks(file.fileno(), len(_head(encoder)), _record(encoder))
    except OSError as error:
        raise EncodedFileUnreadable(path=path, reason=error.strerror or str(error)) from error


def check_encoded(path: Path, encoder: Encoder) -> None:
    """Make sure that a file holds vectors of a model, or nothing yet.

    Raises
    ------
    EncodedFileUnreadable
        It is not there, or the system refuses to read it.
    NoEncodedFile
        It holds something else.
    EncodedOtherwise
        The vectors are of another model, or of texts that were prepared otherwise.
    """
    head = _head(encoder)
    try:
        with path.open("rb") as file:
            begins = file.read(len(head))
    except OSError as error:
        raise EncodedFileUnreadable(path=path, reason=error.strerror or str(error)) from error
    # One whose writer was killed at once has less than a head.
    if head.startswith(begins):
        return
    if begins.startswith(_FORMAT):
        raise EncodedOtherwise(path=path, model=encoder.name)
    raise NoEncodedFile(path=path)


def remove_log(directory: Path) -> None:
    """Remove the file of an index directory; what cannot be removed does no harm."""
    with suppress(OSError):
        (directory / ENCODED).unlink(missing_ok=True)


def _head(encoder: Encoder) -> bytes:
    depends = f"{encoder.name}\n{encoder.fingerprint}\n{encoder.dimension}\n{PREPARATION}"
    return _FORMAT + blake2b(depends.encode(), digest_size=16).hexdigest().encode() + b"\n"


def _record(encoder: Encoder) -> np.dtype[np.void]:
    return np.dtype(
        [
            ("key", KEY),
            ("common", "u1"),
            ("vector", "<f4", (encoder.dimension,)),
            ("checksum", "<u4"),
        ]
    )


def _read_blocks(file: int, start: int, record: np.dtype[np.void]) -> Iterator[EncodedBlock]:
    size, place = record.itemsize, start
    while content := os.pread(file, _READ_AT_ONCE * size, place):
        place += len(content)
        records = np.frombuffer(content[: len(content) // size * size], dtype=record)
        records = records[_checksums(records) == records["checksum"]]
        common = records["common"].astype(bool)
        yield EncodedBlock(*(_encoded(records[chosen]) for chosen in (~common, common)))


def _checksums(records: NDArray[np.void]) -> NDArray[np.uint32]:
    content, size = memoryview(records.tobytes()), records.dtype.itemsize
    end = size - records.dtype["checksum"].itemsize
    return np.array(
        [crc32(content[start : start + end]) for start in range(0, len(content), size)],
        dtype=np.uint32,
    )


def _encoded(records: NDArray[np.void]) -> Encoded:
    return records["key"], np.ascontiguousarray(records["vector"])
