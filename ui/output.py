"""Where results are written: standard output, or a file that is whole or not there."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from ui.errors import OutputNotWritten


@contextmanager
def opened(path: Path | None) -> Iterator[TextIO]:
    """Open a file for writing lines, or standard output for None.

    A file is written beside its place and put there at the end, so that what it held before
    stands if the work is interrupted. What is no regular file (a pipe, a device) is written to
    directly.

    Raises
    ------
    OutputNotWritten
        The file cannot be written.
    """
    if path is None:
        yield sys.stdout
        return
    with _replacing(path) as target, target.open("w", encoding="utf-8") as file:
        yield file


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file as `opened` does.

    Raises
    ------
    OutputNotWritten
        The file cannot be written.
    """
    with _replacing(path) as target:
        target.write_bytes(data)


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """Yield where to write what is to stand at a path in the end."""
    direct = path.exists() and not path.is_file()
    target = path if direct else path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        yield target
        if not direct:
            target.replace(path)
    except OSError as error:
        raise OutputNotWritten(path=path, reason=error.strerror or error) from error
    finally:
        if not direct:
            with suppress(OSError):
                target.unlink(missing_ok=True)
