"""Waits for another process that is building the index, and says so."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from indexer.errors import IndexBusy
from indexer.locking import read_holder, wait_until_free
from indexer.passages import Language
from ui.messages import message
from ui.numbers_and_dates import day_and_time, local_moment

_T = TypeVar("_T")


def when_free(directory: Path, language: Language, work: Callable[[], _T]) -> _T:
    """Return what some work on an index returns, once nobody else is building it.

    Parameters
    ----------
    work
        Leaves everything as it was where it raises `IndexBusy`, and is then begun again.
    """
    from tqdm import tqdm

    told = False
    while True:
        try:
            return work()
        except IndexBusy:
            if not told:
                tqdm.write(_waiting_text(directory, language), file=sys.stderr)
            told = True
            wait_until_free(directory)


def _waiting_text(directory: Path, language: Language) -> str:
    holder = read_holder(directory)
    moment = local_moment(holder.since) if holder else None
    if holder is None or moment is None:
        return message("waiting", language, directory=directory)
    return message(
        "waiting-for",
        language,
        directory=directory,
        process=str(holder.process),
        since=day_and_time(moment, language),
    )
