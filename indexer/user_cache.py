"""What takes seconds to compute and depends on nothing but installed packages, kept for the user.

It lies in a folder where no other user can put something else in its place. That it cannot be
kept (no space, no home) is no error: then it is computed each time.
"""

import marshal
import os
from contextlib import suppress
from pathlib import Path
from typing import Any


def cache_folder() -> Path:
    """Return where it is kept; made, where it can be, if it is not there."""
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "yinju"
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def recall(name: str) -> Any:
    """Return what was kept under a name, None where there is nothing that can be read."""
    with suppress(OSError, ValueError, EOFError, TypeError):
        return marshal.loads((cache_folder() / name).read_bytes())
    return None


def keep(name: str, value: list[Any]) -> None:
    """Keep a list of values of built-in types for the next process."""
    folder = cache_folder()
    unfinished = folder / f"{name}.{os.getpid()}"
    with suppress(OSError):
        try:
            unfinished.write_bytes(marshal.dumps(value))
            unfinished.replace(folder / name)
        finally:
            unfinished.unlink(missing_ok=True)
