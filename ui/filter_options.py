"""The filters of a command line as restrictions of a search."""

import argparse
from collections.abc import Sequence

from indexer.errors import NoDocumentCalled, UnknownDocument, WhereWithoutValue
from retriever.listed_names import listed
from retriever.named_documents import find_document
from retriever.restrictions import Restrictions
from retriever.search import Index


def read_restrictions(options: argparse.Namespace, index: Index) -> Restrictions:
    """Return what the options restrict a search to; every name is looked up.

    Raises
    ------
    RestrictionError
        The index has nothing of a name, or nothing that meets all of them.
    AmbiguousDocument
        Several documents are called so.
    """
    restrictions = Restrictions(
        documents=tuple(_source(name, index) for name in options.document),
        sections=tuple(options.section),
        kinds=tuple(options.kind),
        columns=_columns(options.where, index),
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
