"""The lock of an index directory, which whoever builds holds.

The kernel holds it for the process (flock), so it ends with the process, however that ends. What
the file says of the holder is for people alone.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from indexer.errors import IndexBusy
from indexer.manifest import LOCK

_INTERVAL: Final = 0.2
"""Seconds until it is tried again whether the lock is free."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds the lock of an index."""

    process: int
    since: str
    """ISO 8601, UTC."""


@contextmanager
def locked(directory: Path) -> Iterator[None]:
    """Hold the lock of an index directory.

    Raises
    ------
    IndexBusy
        Another process, or another thread of this one, holds it.
    OSError
        The system cannot do it.
    """
    lock = _lock(directory)
    try:
        lock.acquire(blocking=False)
    except Timeout as error:
        raise IndexBusy(directory=directory) from error
    try:
        # What cannot be written, because the disk is full, is only missing in a message.
        with suppress(OSError):
            now = datetime.now(UTC).isoformat(timespec="seconds")
            (directory / LOCK).write_text(f"{os.getpid()} {now}\n", encoding="ascii")
        yield
    finally:
        lock.release()


def read_holder(directory: Path) -> Holder | None:
    """Return who holds the lock, as far as that is known; it must be held."""
    try:
        process, since = (directory / LOCK).read_text(encoding="ascii").split()
        return Holder(int(process), since)
    except (OSError, ValueError):
        return None


def wait_until_free(directory: Path) -> None:
    """Return when nobody holds the lock; somebody else may take it the next moment.

    Raises
    ------
    OSError
        The system cannot do it.
    """
    with _lock(directory).acquire(poll_interval=_INTERVAL):
        pass


def _lock(directory: Path) -> FileLock:
    # No fallback to a lock by existence: it would outlive a build that is killed.
    return FileLock(directory / LOCK, fallback_to_soft=False)
