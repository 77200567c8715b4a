"""The maps that the page shows: each made once for an index, aside, seen and ended by everybody.

What is being made is kept here and not by a session, so that a reader who reloads the page, or
another one, sees it as well.
"""

import logging
import threading
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from indexer.errors import YinjuError
from retriever.compared_texts import TextReader
from retriever.named_documents import choose_sides
from retriever.progress import ComparingStage
from retriever.section_map import SectionMap, draw_map
from retriever.sides import compare_sides
from ui.current_index import CurrentIndex
from ui.errors import MapTooLarge
from ui.working import Cancelled

ALL: Final = "1"
"""How an address names the map of all documents."""
PASSAGE_PAIRS: Final = 10_000_000
"""How many are compared for a reader, at most; the report has half a million, in seconds."""
KEPT: Final = 8
"""How many maps are kept."""

Made: TypeAlias = SectionMap | YinjuError | Cancelled
"""A map, or why there is none."""

_log: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class MapAsked:
    """A map in the place of the results."""

    name: str
    """Of a document, by its source, symbol or file name; `ALL` for all of them."""


@dataclass(slots=True)
class Making:
    """A map that is being made."""

    step: tuple[ComparingStage, int, int] | None = None
    """How far it is, as a `ComparingProgress` is told; None while it waits for another map."""
    cancelled: threading.Event = field(default_factory=threading.Event)

    def advance(self, stage: ComparingStage, done: int, total: int) -> None:
        """Note how far it is; end it where somebody wants that."""
        self.step = (stage, done, total)
        if self.cancelled.is_set():
            raise Cancelled


class KeptMaps:
    """Makes the maps of an index. Threads may share one."""

    def __init__(self, current: CurrentIndex) -> None:
        self.current = current
        self._noting = threading.Lock()
        self._making: dict[str, Making] = {}
        self._kept: OrderedDict[str, tuple[str, Made]] = OrderedDict()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="maps")

    def latest(self, asked: MapAsked) -> Made | Making:
        """Return what was made last, perhaps of an older index, or what is being made."""
        with self._noting:
            making, kept = self._making.get(asked.name), self._kept.get(asked.name)
        if kept is not None and (making is None or isinstance(kept[1], SectionMap)):
            return kept[1]
        return making or Making()

    def making(self, asked: MapAsked) -> Making | None:
        """Return what is being made, whether or not there is an older one; None for nothing."""
        return self._making.get(asked.name)

    def begin(self, asked: MapAsked) -> None:
        """Make a map unless there is one of the index as it stands now, or there soon will be.

        One is made after the other.
        """
        with self.current.lease() as index:
            generation = index.manifest.generation
        with self._noting:
            if asked.name in self._making:
                return
            kept = self._kept.get(asked.name)
            if kept is not None and kept[0] == generation and not isinstance(kept[1], Cancelled):
                return
            self._making[asked.name] = making = Making()
            self._thread.submit(self._make, asked, making)

    def cancel(self, asked: MapAsked) -> None:
        """End the making of a map as soon as it tells how far it is."""
        making = self._making.get(asked.name)
        if making is not None:
            making.cancelled.set()

    def close(self) -> None:
        """End all that is being made, and wait until it is."""
        with self._noting:
            for making in self._making.values():
                making.cancelled.set()
        self._thread.shutdown(wait=True)

    def _make(self, asked: MapAsked, making: Making) -> None:
        with self.current.lease_reader() as reader:
            generation = reader.index.manifest.generation
            made: Made
            try:
                if making.cancelled.is_set():
                    raise Cancelled
                made = draw(reader, asked, making)
            except (YinjuError, Cancelled) as error:
                made = error
            except Exception:
                _log.exception("a map could not be made")
                made = YinjuError()
        with self._noting:
            del self._making[asked.name]
            older = self._kept.get(asked.name)
            # Of an older index there may still be one to be seen.
            if isinstance(made, Cancelled) and older and isinstance(older[1], SectionMap):
                return
            self._kept[asked.name] = (generation, made)
            self._kept.move_to_end(asked.name)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)


def draw(reader: TextReader, asked: MapAsked, making: Making) -> SectionMap:
    """Return a map, made now; raise what `retriever.named_documents.choose_sides` and making do."""
    names = [] if asked.name == ALL else [asked.name]
    a, b = choose_sides(reader.index, names)
    if a.source is None:
        _check_size(*(reader.index.store.searchable(side.language) for side in (a, b)))
    return draw_map(reader.index, compare_sides(reader, a, b, making.advance))


def _check_size(zh: int, en: int) -> None:
    if zh * en > PASSAGE_PAIRS:
        raise MapTooLarge(zh=zh, en=en)
