"""Follows folders: brings an index up to date whenever what is under them changes.

The files are looked at in turn (names, sizes, times), which works on every file system, network
folders included, and costs a few milliseconds a hundred files; where that adds up, it is done less
often. Nothing is done while they still change: a file that is being copied is read once, when it is
whole.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, TypeAlias

from indexer.build import BuildReport, build_index
from indexer.corrections import find_corrections
from indexer.errors import IndexBusy, YinjuError
from indexer.glossary import find_glossaries
from indexer.progress import Progress
from indexer.readers import find_sources

INTERVAL: Final = 1.0
"""Seconds between two looks, at least."""
_SHARE: Final = 0.1
"""Of the time, that looking takes at most."""

_State: TypeAlias = dict[Path, tuple[int, int, int] | None]


def watch(
    paths: Sequence[Path],
    directory: Path,
    *,
    model: str | None = None,
    root: Path | None = None,
    allow_empty: bool = False,
    store: str | None = None,
    progress: Progress = lambda stage, done, total: None,
    wait: Callable[[float], None] = time.sleep,
) -> Iterator[BuildReport | YinjuError]:
    """Yield what each update did, or why it could not; the first comes at once, without end.

    What fails is tried again at the next change; where another process was building, until it is
    done.

    Parameters
    ----------
    paths, directory, model, root, allow_empty, store, progress
        As `indexer.build.build_index`.
    wait
        Passes as many seconds between two looks.
    """
    while True:
        seen = _look(paths)
        try:
            yield build_index(
                paths,
                directory,
                model=model,
                root=root,
                allow_empty=allow_empty,
                store=store,
                progress=progress,
            )
        except IndexBusy as error:
            yield error
            wait(INTERVAL)
            continue
        except YinjuError as error:
            yield error
        _wait_for_change(paths, seen, wait)


def _wait_for_change(paths: Sequence[Path], seen: _State, wait: Callable[[float], None]) -> None:
    """Return when files are others than they were, and the same in two looks."""
    before, pause = seen, INTERVAL
    while True:
        wait(pause)
        started = time.monotonic()
        now = _look(paths)
        if now != seen and now == before:
            return
        before, pause = now, max(INTERVAL, (time.monotonic() - started) / _SHARE)


def _look(paths: Sequence[Path]) -> _State:
    found = find_sources(paths).files
    files = [*found, *find_glossaries(paths, found), *find_corrections(paths, found)]
    state: _State = dict.fromkeys(files)
    for path in files:
        with suppress(OSError):
            status = path.stat()
            state[path] = (status.st_ino, status.st_size, status.st_mtime_ns)
    return state
