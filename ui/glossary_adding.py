"""Adding an entry of the glossary while the page tells how far it is."""

import logging
import queue
import threading
from collections.abc import Iterator
from typing import Final, TypeAlias

from indexer.errors import YinjuError
from indexer.passages import Language
from indexer.progress import Stage
from ui.current_index import CurrentIndex
from ui.glossary_editing import EntryError, NewEntry, add_entry
from ui.glossary_view import added_line, failure, refusal, stage_line

_log: Final = logging.getLogger(__name__)

_Step: TypeAlias = tuple[Stage, int, int]
_End: TypeAlias = EntryError | YinjuError | None
"""Why nothing was added; None where it was."""


def add_and_tell(
    current: CurrentIndex, entry: NewEntry, language: Language
) -> Iterator[tuple[str, bool]]:
    """Add an entry in a thread of its own, which ends what it does whoever stops listening.

    Yields
    ------
    tuple of str and bool
        What to show, and whether the entry was added.
    """
    steps: queue.SimpleQueue[_Step | _End] = queue.SimpleQueue()

    def work() -> None:
        try:
            add_entry(current, entry, lambda *step: steps.put(step))
            steps.put(None)
        except (EntryError, YinjuError) as error:
            steps.put(error)
        except Exception:
            _log.exception("an entry could not be added")
            steps.put(YinjuError())

    threading.Thread(target=work, name="add-entry").start()
    step = steps.get()
    while isinstance(step, tuple):
        yield stage_line(*step, language), False
        step = _latest(steps)
    yield _end(step, language)


def _latest(steps: "queue.SimpleQueue[_Step | _End]") -> _Step | _End:
    """Wait for a step; of several only the last is worth the way to the browser."""
    step = steps.get()
    while isinstance(step, tuple) and not steps.empty():
        step = steps.get()
    return step


def _end(end: _End, language: Language) -> tuple[str, bool]:
    if isinstance(end, EntryError):
        return refusal(end.key, end.values, language), False
    if isinstance(end, YinjuError):
        return failure(end, language), False
    return added_line(language), True
