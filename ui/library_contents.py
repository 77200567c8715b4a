"""What a collection holds, counted: each document, and the top sections of one."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Final

from indexer.errors import YinjuError
from indexer.manifest import Counts, IndexedDocument
from indexer.normalization import fold
from indexer.passages import Language, Passage, Section
from indexer.scope import ExcludedDocument, is_added
from indexer.store_records import Amounts
from retriever.search import Index

PER_PAGE: Final = 25
"""How many documents are listed at once; the filter and the pages find the others."""


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """A document as the library lists it."""

    document: IndexedDocument
    indexed: str
    """When it came into the index as it is: ISO 8601, UTC."""
    added: bool
    """The index keeps the file; it was added from the page."""
    amounts: Amounts


@dataclass(frozen=True, slots=True)
class TopSection:
    """A section that stands in no other, or what stands before the first one."""

    heading: str
    """Empty for what stands below no heading."""
    language: Language
    """Of the heading."""
    passages: Mapping[Language, int]


@dataclass(frozen=True, slots=True)
class Contents:
    """A page of the list of documents, and what the whole collection holds."""

    documents: tuple[ListedDocument, ...]
    found: int
    """Documents that the filter finds."""
    page: int
    """From 0."""
    counts: Counts
    created: str
    """When the index was built: ISO 8601, UTC."""
    excluded: tuple[ExcludedDocument, ...]
    opened: str
    """The source of the document whose sections are shown; may be empty."""
    sections: tuple[TopSection, ...]

    @property
    def last_page(self) -> int:
        """The number of the last page of the list, from 0."""
        return max(0, (self.found - 1) // PER_PAGE)


def read_contents(index: Index, words: str = "", page: int = 0, opened: str = "") -> Contents:
    """Return what an index holds, and a page of those documents that have some words.

    Parameters
    ----------
    words
        Parts of titles, symbols and file names; all must be there.
    page
        From 0; the last one where there are not so many.
    opened
        The source of the document whose sections are wanted.
    """
    manifest = index.manifest
    found = find_documents(manifest.documents, words)
    last = max(0, (len(found) - 1) // PER_PAGE)
    page = min(max(page, 0), last)
    shown = found[page * PER_PAGE : (page + 1) * PER_PAGE]
    return Contents(
        documents=tuple(_list(index, document) for document in shown),
        found=len(found),
        page=page,
        counts=manifest.counts,
        created=manifest.created,
        excluded=manifest.scope.excluded,
        opened=opened,
        sections=_sections(index, opened) if opened else (),
    )


def find_documents(documents: Sequence[IndexedDocument], words: str) -> list[IndexedDocument]:
    """Return the documents whose title, symbol or path has all of some words, or parts of them."""
    wanted = _key(words).split()
    if not wanted:
        return list(documents)
    return [document for document in documents if all(word in _names(document) for word in wanted)]


def top_sections(
    sections: Sequence[Section], passages: Sequence[Passage]
) -> tuple[TopSection, ...]:
    """Return the sections that stand in no other, with the passages in them, in reading order.

    Where one section holds all others, as the title of a document does, those in it are returned.
    """
    inner = {section.id for section in sections if section.parent is None}
    depth = 0
    while len(inner) == 1 and any(section.parent in inner for section in sections):
        inner = {section.id for section in sections if section.parent in inner}
        depth += 1
    amounts: dict[str, Counter[Language]] = {"": Counter()}
    named: dict[str, Section] = {}
    tops = {section.id: section for section in sections if section.id in inner}
    current = ""
    for passage in passages:
        if passage.id in tops:
            current = passage.id
            named[current] = tops[current]
            amounts[current] = Counter()
        if passage.kind != "heading":
            amounts[current if len(passage.section) > depth else ""][passage.language] += 1
    found = [] if not amounts[""] else [TopSection("", "en", dict(amounts[""]))]
    return (
        *found,
        *(TopSection(s.heading, s.language, dict(amounts[id_])) for id_, s in named.items()),
    )


def file_name(source: str) -> str:
    """Return what a document is called where only its file is meant."""
    return PurePosixPath(source).name


def _sections(index: Index, source: str) -> tuple[TopSection, ...]:
    try:
        return top_sections(index.store.sections(source), index.store.passages(source))
    except YinjuError:
        # The index was built anew without it.
        return ()


def _list(index: Index, document: IndexedDocument) -> ListedDocument:
    manifest = index.manifest
    return ListedDocument(
        document=document,
        indexed=document.indexed or manifest.created,
        added=is_added(Path(manifest.scope.root, document.source), index.directory),
        amounts=index.store.amounts(document.source),
    )


def _names(document: IndexedDocument) -> str:
    return _key(f"{document.title}\n{document.symbol or ''}\n{document.source}")


# Folding takes most of the time in which a list of thousands is filtered.
@lru_cache(maxsize=20_000)
def _key(text: str) -> str:
    return fold(text).text.casefold()
