"""Work in a thread of its own, which is ended whoever stops listening, and how far it is."""

import logging
import queue
import threading
from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from indexer.errors import YinjuError
from indexer.progress import Progress, Stage

Step: TypeAlias = tuple[Stage, int, int]
"""As a `Progress` is told it."""

_log: Final = logging.getLogger(__name__)


class Cancelled(Exception):  # noqa: N818 - no error: it is what somebody wanted
    """Work was ended before it was done, and nothing of it stays."""


def follow(
    work: Callable[[Progress], object], *refusals: type[Exception]
) -> Iterator[Step | Exception | None]:
    """Do some work and tell how far it is.

    Parameters
    ----------
    refusals
        Exceptions that are told beside `YinjuError`; any other is logged and told as that.

    Yields
    ------
    Step, Exception or None
        Steps, of several only the last; at the end why it failed, or None where it did not.
    """
    steps: queue.SimpleQueue[Step | Exception | None] = queue.SimpleQueue()

    def run() -> None:
        try:
            work(lambda *step: steps.put(step))
            steps.put(None)
        except Exception as error:
            if isinstance(error, (YinjuError, *refusals)):
                steps.put(error)
                return
            _log.exception("what a reader asked for could not be done")
            steps.put(YinjuError())

    threading.Thread(target=run, name="follow").start()
    step = steps.get()
    while isinstance(step, tuple):
        yield step
        step = _latest(steps)
    yield step


def _latest(steps: "queue.SimpleQueue[Step | Exception | None]") -> Step | Exception | None:
    step = steps.get()
    while isinstance(step, tuple) and not steps.empty():
        step = steps.get()
    return step
