"""The index that pages search: always the latest that was built, changed under way for nobody."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from indexer.errors import YinjuError
from indexer.manifest import MANIFEST, read_manifest
from indexer.passages import LANGUAGES
from retriever.compared_texts import REMEMBERED, TextReader
from retriever.search import Index, open_index

_log: Final = logging.getLogger(__name__)

_Stamp: TypeAlias = tuple[int, int, int] | None
"""Another one for every manifest that was written; None where none can be seen."""


@dataclass(slots=True)
class _Opened:
    """An index, and how many requests search it."""

    reader: TextReader
    users: int = 0


class CurrentIndex:
    """The index of a directory as it stands now. Threads may share one.

    Builds replace the manifest of an index as a whole, so looking at that file is enough to see
    that there is a new one. It is opened by the request that sees it; those that come meanwhile
    wait for it, and those that have the old one keep it until they are through.

    Parameters
    ----------
    directory, model, reranker
        As `retriever.search.open_index`, which raises what it does.
    """

    def __init__(
        self, directory: Path, *, model: str | None = None, reranker: str | None = None
    ) -> None:
        self._directory = directory
        self._model = model
        self._reranker = reranker
        self._opening = threading.Lock()
        self._counting = threading.Lock()
        self._stamp = _stamp(directory)
        self._closing = threading.Event()
        self._reading: threading.Thread | None = None
        self._latest = _Opened(TextReader(self._open()))

    @property
    def directory(self) -> Path:
        """The index directory."""
        return self._directory

    @contextmanager
    def lease(self) -> Iterator[Index]:
        """Lend the latest index; it stays open until the block ends."""
        with self.lease_reader() as reader:
            yield reader.index

    @contextmanager
    def lease_reader(self) -> Iterator[TextReader]:
        """Lend what reads passages of the latest index for comparing, and remembers them."""
        self.refresh()
        with self._counting:
            opened = self._latest
            opened.users += 1
        try:
            yield opened.reader
        finally:
            with self._counting:
                opened.users -= 1
                retired = opened is not self._latest and not opened.users
            if retired:
                opened.reader.index.close()

    def refresh(self) -> None:
        """Open the index anew if it was built anew.

        Whoever comes meanwhile waits: what a build took out stands in no answer that follows it.
        """
        if _stamp(self._directory) == self._stamp:
            return
        with self._opening:
            # Taken before the index is opened: a build in between is seen the next time.
            stamp = _stamp(self._directory)
            if stamp == self._stamp:
                return
            try:
                self._open_latest()
                self._stamp = stamp
            except YinjuError as error:
                _log.warning("the index is kept as it was opened: %s", error)

    def close(self) -> None:
        """Close the index; nothing may be lent any more."""
        self._closing.set()
        if self._reading is not None:
            self._reading.join()
        self._latest.reader.index.close()

    def read_ahead(self) -> None:
        """Read the passages for comparing, aside, so that nobody waits for it later.

        An index that is built anew is read ahead as well.
        """
        self._reading = threading.Thread(target=self._read_passages, daemon=True)
        self._reading.start()

    def _read_passages(self) -> None:
        try:
            with self.lease_reader() as reader:
                reader.index.restrictor.catalogue.read()
                if reader.index.milvus is not None:
                    return  # thousands of calls, for the first comparison of each to take none
                for language in LANGUAGES:
                    count = reader.index.store.searchable(language)
                    for number in range(min(count, REMEMBERED // len(LANGUAGES))):
                        if self._closing.is_set() or reader is not self._latest.reader:
                            return
                        reader.read(language, [number])
        except YinjuError as error:
            _log.warning("the passages are not read ahead: %s", error)

    def _open(self) -> Index:
        return open_index(self._directory, model=self._model, reranker=self._reranker)

    def _open_latest(self) -> None:
        manifest = read_manifest(self._directory)
        if manifest.generation == self._latest.reader.index.manifest.generation:
            return
        opened = _Opened(TextReader(self._open()))
        with self._counting:
            old, self._latest = self._latest, opened
            unused = not old.users
        if unused:
            old.reader.index.close()
        if self._reading is not None:
            self.read_ahead()


def _stamp(directory: Path) -> _Stamp:
    try:
        status = (directory / MANIFEST).stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size
