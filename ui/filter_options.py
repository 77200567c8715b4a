"""Filters as people and programs name them, as restrictions of a search."""

from collections.abc import Sequence

from indexer.errors import UnknownDocument
from indexer.passages import Kind
from retriever.errors import NoDocumentCalled, WhereWithoutValue
from retriever.listed_names import listed
from retriever.named_documents import find_document
from retriever.restrictions import Restrictions
from retriever.search import Index


def read_restrictions(
    index: Index,
    document: Sequence[str],
    section: Sequence[str],
    kind: Sequence[Kind],
    where: Sequence[str],
) -> Restrictions:
    """Return what a search is restricted to; every name is looked up.

    Parameters
    ----------
    document
        Sources, symbols or file names.
    section
        Headings, their numbers, or ids.
    where
        `COLUMN=VALUE`; values of one column are alternatives.

    Raises
    ------
    RestrictionError
        The index has nothing of a name, or nothing that meets all of them.
    AmbiguousDocument
        Several documents are called so.
    """
    restrictions = Restrictions(
        documents=tuple(_source(name, index) for name in document),
        sections=tuple(section),
        kinds=tuple(kind),
        columns=_columns(where, index),
    )
    index.restrictor.remaining(restrictions)
    return restrictions


def _source(name: str, index: Index) -> str:
    documents = index.manifest.documents
    try:
        return find_document(documents, name).source
    except UnknownDocument as error:
        names = listed(document.source for document in documents)
        raise NoDocumentCalled(name=name, names=names) from error


def _columns(texts: Sequence[str], index: Index) -> tuple[tuple[str, tuple[str, ...]], ...]:
    columns: dict[str, list[str]] = {}
    for text in texts:
        name, _, value = (part.strip() for part in text.partition("="))
        if not name or not value:
            names = listed(column.name for column in index.restrictor.catalogue.columns)
            raise WhereWithoutValue(text=text, names=names)
        columns.setdefault(name, []).append(value)
    return tuple((name, tuple(values)) for name, values in columns.items())
