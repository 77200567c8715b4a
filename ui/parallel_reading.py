"""Two documents in parallel: what a reader asked for, and how it is kept for them."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from indexer.errors import YinjuError
from indexer.manifest import IndexedDocument
from indexer.passages import Passage
from retriever.compared_texts import TextReader
from retriever.named_documents import find_document
from retriever.parallel import Parallel, find_translations, set_documents_side_by_side
from retriever.search import cite_passage
from ui.comparing import Citations
from ui.current_index import CurrentIndex

CHOICES: Final = 8
"""Documents that are offered to be set beside one, at most."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class InParallel:
    """Two documents, or a document alone where nothing in the other language is near it."""

    document: IndexedDocument
    """The one that was asked for; on the left."""
    other: IndexedDocument | None
    choices: tuple[IndexedDocument, ...]
    """What may stand beside it, the likeliest first, `other` among them."""
    parallel: Parallel | None
    """None where there is no other one."""
    citations: Citations
    """Of all passages in it."""


@dataclass(frozen=True, slots=True)
class ParallelAsked:
    """What stands in the place of the results while two documents are read in parallel."""

    name: str
    """Of a document, by its source, symbol or file name."""
    beside: str
    """Of the other one; empty for the one that is likeliest to be its translation."""
    shown: InParallel | YinjuError
    generation: str = ""
    """Of the index that it was read from."""


def read_in_parallel(current: CurrentIndex, name: str, beside: str = "") -> ParallelAsked:
    """Return a document beside its translation, or why that cannot be shown."""
    try:
        with current.lease_reader() as reader:
            shown = _read(reader, name, beside)
            return ParallelAsked(name, beside, shown, reader.index.manifest.generation)
    except YinjuError as error:
        return ParallelAsked(name, beside, error)
    except Exception:
        _log.exception("documents could not be set in parallel")
        return ParallelAsked(name, beside, YinjuError())


def renew_parallel(current: CurrentIndex, asked: ParallelAsked) -> ParallelAsked:
    """Return the same for the index as it stands now."""
    with current.lease() as index:
        if asked.generation == index.manifest.generation:
            return asked
    return read_in_parallel(current, asked.name, asked.beside)


def _read(reader: TextReader, name: str, beside: str) -> InParallel:
    documents = reader.index.manifest.documents
    document = find_document(documents, name)
    likely = [c.source for c in find_translations(reader, name)][:CHOICES]
    other = find_document(documents, beside) if beside else None
    if other is None and likely:
        other = reader.index.documents[likely[0]]
    sources = list(dict.fromkeys([*likely, *([other.source] if other else [])]))
    choices = tuple(reader.index.documents[source] for source in sources)
    if other is None:
        return InParallel(document, None, choices, None, {})
    names = list(dict.fromkeys([document.source, other.source]))
    parallel = set_documents_side_by_side(reader, names)
    return InParallel(document, other, choices, parallel, _citations(reader, parallel))


def _citations(reader: TextReader, parallel: Parallel) -> Citations:
    passages: Sequence[Passage] = [p for row in parallel.rows for p in (*row.a, *row.b)]
    return {passage.id: cite_passage(reader.index, passage) for passage in passages}
