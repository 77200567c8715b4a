"""What was made of documents, kept for those that were read last."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

from indexer.store import PassageStore
from retriever.search import Index

_Made = TypeVar("_Made")


class KeptDocuments(Generic[_Made]):
    """Makes something of documents, and keeps what it made last. Threads may share one.

    Parameters
    ----------
    make
        Makes it of the document of a store that has a source.
    most
        How much is kept; what was made last is kept in any case.
    size
        How much what was made counts.
    """

    def __init__(
        self,
        make: Callable[[PassageStore, str], _Made],
        most: int,
        size: Callable[[_Made], int] = lambda made: 1,
    ) -> None:
        self._make = make
        self._most = most
        self._size = size
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, str], _Made] = OrderedDict()

    def of(self, index: Index, source: str) -> _Made:
        """Return what is made of a document of an index.

        Raises
        ------
        UnknownDocument
            The index has no such document.
        """
        key = (index.manifest.generation, source)
        with self._lock:
            made = self._kept.get(key)
        if made is None:
            made = self._make(index.store, source)
        with self._lock:
            self._kept[key] = made
            self._kept.move_to_end(key)
            while len(self._kept) > 1 and sum(map(self._size, self._kept.values())) > self._most:
                self._kept.popitem(last=False)
        return made
