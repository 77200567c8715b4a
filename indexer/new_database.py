"""A new SQLite file that is written at once, and thrown away where that fails."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

_ERRORS: Final = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
}
"""What the system calls that by which SQLite could not write."""


@contextmanager
def new_database(path: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection to a new file; what was written is there when the body is done.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    try:
        with closing(sqlite3.connect(path)) as connection:
            # There is nothing to roll back to.
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            yield connection
            connection.commit()
    except sqlite3.OperationalError as error:
        code = _ERRORS.get(error.sqlite_errorcode & 0xFF)
        if code is None:
            raise
        raise OSError(code, os.strerror(code), str(path)) from error
