"""Which document of the old index a file is, also where the file was moved or renamed.

A document is known by its source, and by its bytes where the source is new. What it was called
first stays its identity, with which the ids of its passages are made, so that links to them go on
leading to it; what it was called since is kept, so that links to these names do as well.
"""

from collections import OrderedDict, defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from indexer.manifest import IndexedDocument


@dataclass(frozen=True, slots=True)
class Recognised:
    """A file, and what the old index had of it."""

    source: str
    sha256: str
    """Of its bytes as they are now."""
    identity: str
    """As `IndexedDocument.identity`."""
    before: IndexedDocument | None = None
    """The same document in the old index, None for a new one."""

    @property
    def renamed(self) -> bool:
        """Whether the document had another name in the old index."""
        return self.before is not None and self.before.source != self.source

    @property
    def unchanged(self) -> bool:
        """Whether the document had these bytes and this name in the old index."""
        return self.before is not None and (self.before.source, self.before.sha256) == (
            self.source,
            self.sha256,
        )

    @property
    def formerly(self) -> tuple[str, ...]:
        """As `IndexedDocument.formerly`."""
        if self.before is None:
            return ()
        names = (*self.before.formerly, self.before.source)
        return tuple(dict.fromkeys(name for name in names if name != self.source))


def recognise(found: Sequence[tuple[str, str]], old: Sequence[IndexedDocument]) -> list[Recognised]:
    """Return which document each file is, in the order of the files.

    Parameters
    ----------
    found
        Source and SHA-256 of each file.
    old
        The documents of the old index.
    """
    by_source = {document.source: document for document in old}
    before = {
        source: by_source[source]
        for source, sha256 in found
        if source in by_source and by_source[source].sha256 == sha256
    }
    moved = _Moved(document for document in old if document.source not in before)
    for source, sha256 in found:
        if source not in before and (document := moved.take(source, sha256)):
            before[source] = document
    taken = {document.source for document in before.values()}
    for source, _ in found:
        if source not in before and source in by_source and source not in taken:
            before[source] = by_source[source]
    return _identify(found, before)


class _Moved:
    """Documents that are gone from their places, each to be found again once.

    There may be thousands of copies of one file, so none is looked for among the others.
    """

    def __init__(self, documents: Iterable[IndexedDocument]) -> None:
        self._left: dict[str, OrderedDict[str, IndexedDocument]] = defaultdict(OrderedDict)
        self._named: dict[tuple[str, str], deque[str]] = defaultdict(deque)
        for document in documents:
            self._left[document.sha256][document.source] = document
            self._named[document.sha256, _name(document.source)].append(document.source)

    def take(self, source: str, sha256: str) -> IndexedDocument | None:
        """Return the one with these bytes that was called most alike, None where all are taken."""
        left = self._left[sha256]
        alike = self._named[sha256, _name(source)]
        while alike:
            if document := left.pop(alike.popleft(), None):
                return document
        return left.popitem(last=False)[1] if left else None


def _name(source: str) -> str:
    return PurePosixPath(source).name


def _identify(
    found: Sequence[tuple[str, str]], before: dict[str, IndexedDocument]
) -> list[Recognised]:
    taken = {document.identity for document in before.values()}
    recognised = []
    for source, sha256 in found:
        known = before.get(source)
        identity = known.identity if known else _free(source, taken)
        taken.add(identity)
        recognised.append(Recognised(source, sha256, identity, known))
    return recognised


def _free(source: str, taken: set[str]) -> str:
    """Return a name for a new document that no other one has: one may have left it behind."""
    number, name = 1, source
    while name in taken:
        number += 1
        name = f"{source}#{number}"
    return name
