"""The maps that the page shows: each made once for an index, and kept."""

import logging
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final, TypeAlias

from indexer.errors import MapTooLarge, YinjuError
from retriever.named_documents import choose_sides
from retriever.section_map import SectionMap, draw_map
from retriever.sides import compare_sides
from ui.current_index import CurrentIndex

ALL: Final = "1"
"""How an address names the map of all documents."""
PASSAGE_PAIRS: Final = 10_000_000
"""How many are compared for a reader, at most; the report has half a million, in seconds."""
KEPT: Final = 8
"""How many maps are kept."""

Made: TypeAlias = SectionMap | YinjuError
"""A map, or why there is none."""

_log: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class MapAsked:
    """A map in the place of the results."""

    name: str
    """Of a document, by its source, symbol or file name; `ALL` for all of them."""


class KeptMaps:
    """Makes the maps of an index. Threads may share one."""

    def __init__(self, current: CurrentIndex) -> None:
        self.current = current
        self._making = threading.Lock()
        self._kept: OrderedDict[str, tuple[str, Made]] = OrderedDict()

    def latest(self, asked: MapAsked) -> Made | None:
        """Return what was made last, perhaps of an older index; None where nothing was."""
        kept = self._kept.get(asked.name)
        return None if kept is None else kept[1]

    def make(self, asked: MapAsked) -> None:
        """Make a map unless there is one of the index as it stands now.

        One is made at a time: of those who ask for the same one meanwhile, none makes it again.
        """
        with self._making, self.current.lease_reader() as reader:
            generation = reader.index.manifest.generation
            kept = self._kept.get(asked.name)
            if kept is not None and kept[0] == generation:
                return
            made: Made
            try:
                names = [] if asked.name == ALL else [asked.name]
                a, b = choose_sides(reader.index, names)
                if a.source is None:
                    _check_size(*(reader.index.store.searchable(s.language) for s in (a, b)))
                made = draw_map(reader.index, compare_sides(reader, a, b))
            except YinjuError as error:
                made = error
            except Exception:
                _log.exception("a map could not be made")
                made = YinjuError()
            self._kept[asked.name] = (generation, made)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)


def _check_size(zh: int, en: int) -> None:
    if zh * en > PASSAGE_PAIRS:
        raise MapTooLarge(zh=zh, en=en)
