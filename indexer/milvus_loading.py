"""A generation whose searched part goes to Milvus: loading it there, and what stays in its folder.

Everything is first written and tested in the folder, as for any index. Then passages, vectors and
terms are loaded, and their files removed. What stays is what a question is made with and what a
reader reads: the store of the documents, glossary, translations, corrections, means of questions,
and of each term in how many passages it stands.

What is loaded is seen by nobody until the manifest names it, and is named by it as a whole: a load
that is killed leaves collections that no manifest names, which the next one removes.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any, Final, get_args

import numpy as np

from indexer.arrays import write_array
from indexer.errors import (
    IndexDirectoryError,
    IndexNotFound,
    StoreError,
    StoreIncomplete,
    StoreRefused,
)
from indexer.forward_index import OFFSETS, PLACES, TERMS
from indexer.generations import NewGeneration
from indexer.layout import (
    NEAREST,
    OWNERS,
    PASSAGE_VECTORS,
    SENTENCE_VECTORS,
    STORE,
    lexical_folder,
    vector_folder,
)
from indexer.lexical import FREQUENCIES, PASSAGES, Postings
from indexer.manifest import Counts, load_manifest
from indexer.milvus import LOADING, Milvus, What, collection, connect, cut, key, name_of
from indexer.milvus_address import StoredIn
from indexer.passages import LANGUAGES, Language, Passage
from indexer.progress import Progress
from indexer.store import PassageStore
from indexer.vectors import Vectors
from indexer.weighted_terms import weigh_terms

ROWS_OF_A_BATCH: Final[Mapping[What, int]] = {"passages": 500, "sentences": 1000}
"""About one and a half megabytes each; a call of Milvus takes 64."""


def load_generation(generation: NewGeneration, uri: str, progress: Progress) -> StoredIn:
    """Load what is searched of a generation, and remove its files from the folder.

    Parameters
    ----------
    generation
        Written and tested, not committed.
    uri
        Of the Milvus.
    progress
        Hears how far it is.

    Raises
    ------
    StoreError, ExtraNotInstalled
        It cannot be loaded; nothing of it stays in Milvus if that still answers.
    OSError
        The folder cannot be read or written.
    """
    milvus = connect(uri, pauses=LOADING)
    try:
        write_to(milvus, generation, progress)
    finally:
        milvus.close()
    _remove_loaded(generation.folder)
    return StoredIn(uri, name_of(generation.directory, generation.name))


def write_to(milvus: Milvus, generation: NewGeneration, progress: Progress) -> None:
    """Write the collections of a generation and see that all is there.

    Raises
    ------
    StoreError
        It cannot be loaded; nothing of it stays in Milvus if that still answers.
    """
    _drop_leftovers(milvus, generation.directory)
    try:
        with PassageStore.open(generation.folder / STORE) as store:
            _load(milvus, generation, store, progress)
    except BaseException:
        with suppress(StoreError):
            _drop_leftovers(milvus, generation.directory)
        raise


def require(uri: str | None) -> None:
    """See that a Milvus can be used, before hours are spent on what goes into it.

    Raises
    ------
    StoreError, ExtraNotInstalled
        It cannot.
    """
    if uri is not None:
        connect(uri).close()


def holds(stored: StoredIn, counts: Counts) -> bool:
    """Return whether Milvus has as much as an index has.

    Raises
    ------
    StoreUnreachable, ExtraNotInstalled
        It cannot be asked.
    """
    milvus = connect(stored.uri)
    try:
        return all(
            milvus.count(stored.name, what) == expected
            for what, expected in count_rows(counts).items()
        )
    except StoreRefused:
        return False
    finally:
        milvus.close()


def count_rows(counts: Counts) -> dict[What, int]:
    """Return how many rows the collections of an index have."""
    return {
        "passages": sum(
            count
            for kinds in counts.passages.values()
            for kind, count in kinds.items()
            if kind != "heading"
        ),
        "sentences": sum(counts.sentences.values()),
    }


def drop_old(directory: Path, old: StoredIn | None) -> None:
    """Remove what an index had in Milvus before; what cannot be removed, the next load removes.

    Parameters
    ----------
    directory
        The index directory, whose manifest names what it has now.
    old
        What its manifest named before a load.
    """
    if old is None:
        return
    with suppress(StoreError):
        milvus = connect(old.uri)
        try:
            # By its name as well: the directory may have been moved since.
            milvus.drop(collection(old.name, what) for what in get_args(What))
            _drop_leftovers(milvus, directory)
        finally:
            milvus.close()


def _drop_leftovers(milvus: Milvus, directory: Path) -> None:
    """Remove the collections of an index that its manifest does not name.

    Nothing is removed where the manifest cannot be understood: some of them are what readers that
    opened the index before go on searching.
    """
    try:
        stored = load_manifest(directory).stored
    except IndexNotFound:
        stored = None
    except IndexDirectoryError:
        return
    kept = {collection(stored.name, what) for what in get_args(What)} if stored else set()
    milvus.drop(set(milvus.names(name_of(directory))) - kept)


def _load(
    milvus: Milvus, generation: NewGeneration, store: PassageStore, progress: Progress
) -> None:
    folder, name = generation.folder, name_of(generation.directory, generation.name)
    counts: dict[What, dict[Language, int]] = {
        "passages": {language: store.searchable(language) for language in LANGUAGES},
        "sentences": {language: len(store.sentence_owners(language)) for language in LANGUAGES},
    }
    total = sum(sum(of_language.values()) for of_language in counts.values())
    done = 0
    for what, of_language in counts.items():
        size = sum(of_language.values())
        milvus.create(name, what, dimension=_dimension(folder), rows=size)
        for language in LANGUAGES:
            rows = (
                _passage_rows(folder, language, store)
                if what == "passages"
                else _sentence_rows(folder, language)
            )
            while batch := list(islice(rows, ROWS_OF_A_BATCH[what])):
                milvus.upsert(name, what, language, batch)
                done += len(batch)
                progress("load", done, total)
        milvus.seal(name, what, size)
    for what, of_language in counts.items():
        found, expected = milvus.count(name, what), sum(of_language.values())
        if found != expected:
            raise StoreIncomplete(uri=milvus.uri, found=found, expected=expected, what=what)


def _dimension(folder: Path) -> int:
    return Vectors.open(vector_folder(folder, LANGUAGES[0]) / PASSAGE_VECTORS).dimension


def _passage_rows(
    folder: Path, language: Language, store: PassageStore
) -> Iterator[dict[str, Any]]:
    vectors = Vectors.open(vector_folder(folder, language) / PASSAGE_VECTORS)
    terms = weigh_terms(Postings.open(lexical_folder(folder, language)))
    for number, (passage, weights) in enumerate(
        zip(store.searchable_passages(language), terms, strict=True)
    ):
        [vector] = vectors.rows(np.array([number]))
        yield _record(passage) | {
            "key": key(language, number),
            "vector": vector,
            "terms": weights,
        }


def _record(passage: Passage) -> dict[str, str]:
    """Return what a passage is, for whoever looks at Milvus with other programs."""
    record = {
        "id": passage.id,
        "source": passage.source,
        "kind": passage.kind,
        "label": passage.label or "",
        "section": json.dumps(passage.section, ensure_ascii=False),
        "text": passage.text,
    }
    return {name: cut(text) for name, text in record.items()}


def _sentence_rows(folder: Path, language: Language) -> Iterator[dict[str, Any]]:
    vectors = Vectors.open(vector_folder(folder, language) / SENTENCE_VECTORS)
    for row in range(vectors.size):
        [vector] = vectors.rows(np.array([row]))
        yield {"key": key(language, row), "vector": vector}


def _remove_loaded(folder: Path) -> None:
    with PassageStore.open(folder / STORE) as store:
        for language in LANGUAGES:
            vectors, lexical = vector_folder(folder, language), lexical_folder(folder, language)
            write_array(vectors / OWNERS, store.sentence_owners(language))
            for name in (PASSAGE_VECTORS, SENTENCE_VECTORS, NEAREST):
                (vectors / name).unlink(missing_ok=True)
            for name in (PASSAGES, FREQUENCIES, OFFSETS, TERMS, PLACES):
                (lexical / name).unlink()
