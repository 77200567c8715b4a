"""Changes of the collection: one after the other, seen and ended by everybody.

What is going on is kept here and not by a session, so that a reader who reloads the page, or
another one, sees it as well.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from indexer.errors import IndexBusy, YinjuError
from indexer.progress import Progress, Stage
from ui.current_index import CurrentIndex
from ui.indexed_paths import EDITING
from ui.library_adding import ChangeReport
from ui.working import Cancelled

Kind: TypeAlias = Literal["add", "remove", "restore", "update"]
"""What is done to the collection."""
REMEMBERED: Final = 5
"""How many changes are told of once they are done."""
_AGAIN: Final = 0.5
"""Seconds until it is tried again whether somebody else has finished."""

_log: Final = logging.getLogger(__name__)


Outcome: TypeAlias = ChangeReport | YinjuError | Cancelled


@dataclass(frozen=True, slots=True)
class Change:
    """Something that is done to the collection."""

    number: int
    """Counted from 1; tells apart what else is alike."""
    kind: Kind
    names: tuple[str, ...]
    """Of the files or the document."""
    step: tuple[Stage, int, int] | None = None
    """How far it is; None while it waits for another change."""
    ending: bool = False
    """Somebody has cancelled it."""
    outcome: Outcome | None = None
    """None while it is not done."""


@dataclass(slots=True)
class _Running:
    """A change that is not done."""

    number: int
    kind: Kind
    names: tuple[str, ...]
    step: tuple[Stage, int, int] | None = None
    cancelled: threading.Event = field(default_factory=threading.Event)

    def advance(self, stage: Stage, done: int, total: int) -> None:
        """Note how far it is; end it where somebody wants that."""
        self.step = (stage, done, total)
        if self.cancelled.is_set():
            raise Cancelled

    def told(self, outcome: Outcome | None = None) -> Change:
        return Change(
            self.number, self.kind, self.names, self.step, self.cancelled.is_set(), outcome
        )


class LibraryWork:
    """Does the changes of one collection. Threads may share it."""

    def __init__(self, current: CurrentIndex) -> None:
        self.current = current
        self._noting = threading.Lock()
        self._count = 0
        self._running: dict[int, _Running] = {}
        self._done: deque[Change] = deque(maxlen=REMEMBERED)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="library")

    def begin(
        self,
        kind: Kind,
        names: tuple[str, ...],
        work: Callable[[Progress], ChangeReport],
        *,
        ended: Callable[[], None] = lambda: None,
    ) -> int:
        """Do some work when all that was begun before is done; return its number.

        Parameters
        ----------
        work
            Called again where another program was building the index.
        ended
            Called when it is done, cancelled or failed.
        """
        number, _ = self._submit(kind, names, work, ended)
        return number

    def do(
        self, kind: Kind, names: tuple[str, ...], work: Callable[[Progress], ChangeReport]
    ) -> Outcome:
        """Do some work as `begin` does, and return what came of it, once that is known."""
        _, outcome = self._submit(kind, names, work, lambda: None)
        return outcome.result()

    def cancel(self, number: int) -> None:
        """End a change as soon as it tells how far it is; the index stays as it was."""
        running = self._running.get(number)
        if running is not None:
            running.cancelled.set()

    def forget(self, number: int) -> None:
        """Tell no more of a change that is done."""
        with self._noting:
            kept = [change for change in self._done if change.number != number]
            self._done = deque(kept, maxlen=REMEMBERED)

    def changes(self) -> tuple[Change, ...]:
        """Return the changes that are going on and those done last, the latest first."""
        with self._noting:
            told = [*self._done, *(running.told() for running in self._running.values())]
        return tuple(sorted(told, key=lambda change: -change.number))

    def close(self) -> None:
        """End all changes, and wait until they are."""
        with self._noting:
            for running in self._running.values():
                running.cancelled.set()
        self._thread.shutdown(wait=True)

    def _submit(
        self,
        kind: Kind,
        names: tuple[str, ...],
        work: Callable[[Progress], ChangeReport],
        ended: Callable[[], None],
    ) -> tuple[int, "Future[Outcome]"]:
        with self._noting:
            self._count += 1
            running = _Running(self._count, kind, names)
            self._running[running.number] = running
        return running.number, self._thread.submit(self._run, running, work, ended)

    def _run(
        self,
        running: _Running,
        work: Callable[[Progress], ChangeReport],
        ended: Callable[[], None],
    ) -> Outcome:
        outcome: Outcome
        try:
            with _editing(running):
                outcome = self._work(running, work)
        except (YinjuError, Cancelled) as error:
            outcome = error
        except Exception:
            _log.exception("the collection could not be changed")
            outcome = YinjuError()
        ended()
        with self._noting:
            del self._running[running.number]
            self._done.append(running.told(outcome))
        return outcome

    def _work(self, running: _Running, work: Callable[[Progress], ChangeReport]) -> ChangeReport:
        while True:
            try:
                return work(running.advance)
            except IndexBusy:
                # Another program is building the index.
                running.step = None
                if running.cancelled.wait(_AGAIN):
                    raise Cancelled from None


@contextmanager
def _editing(running: _Running) -> Iterator[None]:
    """Wait until nobody else edits, unless that is cancelled."""
    while not EDITING.acquire(timeout=_AGAIN):
        if running.cancelled.is_set():
            raise Cancelled
    try:
        if running.cancelled.is_set():
            raise Cancelled
        yield
    finally:
        EDITING.release()
