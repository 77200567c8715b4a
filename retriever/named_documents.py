"""Which documents of an index people mean, and which of their languages are compared."""

from collections.abc import Callable, Sequence
from pathlib import PurePosixPath
from typing import Final

from indexer.errors import UnknownDocument
from indexer.manifest import IndexedDocument
from indexer.passages import LANGUAGES, Language
from indexer.store import PassageStore
from retriever.errors import AmbiguousDocument, OneLanguage, SameLanguage
from retriever.relations import length_of
from retriever.search import Index
from retriever.sides import Side

# What people may call a document, the surest first.
_NAMES: Final[tuple[Callable[[IndexedDocument], Sequence[str | None]], ...]] = (
    lambda document: (document.source,),
    lambda document: (document.symbol,),
    lambda document: (PurePosixPath(document.source).name,),
    lambda document: document.formerly,
)


def find_document(documents: Sequence[IndexedDocument], name: str) -> IndexedDocument:
    """Return the document that is called so: by its source, its symbol or the name of its file.

    A source that it had before it was renamed is as good where no other document is called so.

    Raises
    ------
    UnknownDocument
        None is.
    AmbiguousDocument
        Several have this symbol, or this name.
    """
    for named in _NAMES:
        found = [document for document in documents if name in named(document)]
        if len(found) > 1:
            raise AmbiguousDocument(
                name=name, sources=", ".join(document.source for document in found)
            )
        if found:
            return found[0]
    raise UnknownDocument(source=name)


def choose_sides(index: Index, names: Sequence[str]) -> tuple[Side, Side]:
    """Return what is compared with what.

    Parameters
    ----------
    names
        Of two documents, each of which is taken in its main language; of one, whose Chinese is
        compared with its English; or of none, for the whole collection.

    Raises
    ------
    UnknownDocument, AmbiguousDocument
        As `find_document`.
    OneLanguage
        One document, or the collection, has no passages in one of the languages.
    SameLanguage
        The main language of two documents is the same.
    """
    documents = [find_document(index.manifest.documents, name) for name in names]
    if len(documents) == 2:
        a, b = (Side(main_language(index.store, d.source), d.source) for d in documents)
        if a.language == b.language:
            raise SameLanguage(a=a.source, b=b.source)
        return a, b
    source = documents[0].source if documents else None
    counts = [
        index.store.searchable(language)
        if source is None
        else _length(index.store, source, language)
        for language in LANGUAGES
    ]
    if not all(counts):
        raise OneLanguage(source=source or index.directory)
    return Side("zh", source), Side("en", source)


def main_language(store: PassageStore, source: str) -> Language:
    """Return the language in which a document says more; Chinese where it says nothing.

    Raises
    ------
    UnknownDocument
        The index has no such document.
    """
    return max(LANGUAGES, key=lambda language: _length(store, source, language))


def _length(store: PassageStore, source: str, language: Language) -> float:
    """Return how much a document says in a language, headings left aside."""
    return sum(
        length_of(passage.text, language)
        for passage in store.passages(source)
        if passage.language == language and passage.kind != "heading"
    )
