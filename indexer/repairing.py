"""Rebuilds what of an index is damaged from what is not.

Everything can be made of the texts and passages in the store: the lexical index, translations and
the glossary at once, vectors from those that are kept by their texts, or by encoding them again.
Where the store itself is damaged, the documents are read again from their files; those that are
gone by now are lost, and named. The repaired index is a new generation, written beside the damaged
one, tested and switched to like any other, so that a repair that fails leaves what there was.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from indexer.beside import Beside, read_beside
from indexer.corrections import Correction
from indexer.encoders import load_encoder
from indexer.errors import DamagedIndex, SourceError
from indexer.gathering import Gathered, OldIndex, read_document
from indexer.generation_writing import write_generation
from indexer.generations import building
from indexer.glossary_entries import GlossaryEntry, read_entries
from indexer.layout import CORRECTIONS, GLOSSARY, STORE
from indexer.manifest import Manifest, find_damaged, generation_folder, load_manifest
from indexer.milvus_address import PREFIX
from indexer.milvus_loading import drop_old, holds
from indexer.placed_corrections import read_placed
from indexer.progress import Progress
from indexer.readers import load
from indexer.renaming import Recognised
from indexer.store import PassageStore
from indexer.store_writing import StoredDocument, write_store


@dataclass(frozen=True, slots=True)
class Repair:
    """What a repair did."""

    damaged: tuple[str, ...]
    """The files that were missing or not as they were written."""
    from_files: bool
    """Whether the documents had to be read again, because the stored ones were damaged."""
    lost: tuple[SourceError, ...]
    """Documents that could not, and are no longer in the index."""


def repair_index(
    directory: Path,
    *,
    root: Path | None = None,
    progress: Progress = lambda stage, done, total: None,
) -> Repair:
    """Make an index whole again; one that is sound is left as it is.

    Parameters
    ----------
    directory
        The index directory.
    root
        What the sources are named relative to; None for the working directory.
    progress
        Hears how far it is.

    Raises
    ------
    DamagedIndex
        The manifest is unreadable, or neither the store nor any source can be read.
    IndexDirectoryError, EncoderError
        As `indexer.build.build_index`.
    """
    root = root or Path.cwd()
    load_manifest(directory)  # before `building`, which would make a new index
    with building(directory) as generation:
        manifest = load_manifest(directory)
        damaged = find_damaged(directory, manifest)
        if manifest.stored and not holds(manifest.stored, manifest.counts):
            damaged.add(f"{PREFIX}{manifest.stored.uri}")
        if not damaged:
            return Repair((), from_files=False, lost=())
        folder = generation_folder(directory, manifest.generation)
        from_files = STORE in damaged
        gathered = Gathered()
        documents = (
            _read_files(gathered, manifest, root)
            if from_files
            else _read_store(gathered, manifest, folder)
        )
        write_store(documents, generation.folder / STORE)
        if not gathered.documents:
            raise DamagedIndex(directory=directory, detail="nothing is left to repair it from")
        beside = _find_beside(manifest, folder, damaged, root)
        encoder = load_encoder(manifest.model)
        old = OldIndex(manifest, folder, frozenset(damaged))
        uri = manifest.stored.uri if manifest.stored else None
        written = write_generation(generation, gathered, beside, encoder, old, uri, progress)
        generation.commit(replace(written, scope=manifest.scope))
        drop_old(directory, manifest.stored)
    return Repair(tuple(sorted(damaged)), from_files, tuple(gathered.failures))


def _read_store(gathered: Gathered, manifest: Manifest, folder: Path) -> Iterator[StoredDocument]:
    with PassageStore.open(folder / STORE) as store:
        for document in manifest.documents:
            known = Recognised(document.source, document.sha256, document.identity, document)
            yield gathered.take(store.stored_document(document.source), known)


def _read_files(gathered: Gathered, manifest: Manifest, root: Path) -> Iterator[StoredDocument]:
    for document in manifest.documents:
        known = Recognised(document.source, document.sha256, document.identity, document)
        try:
            file = load(root / document.source, root=root)
            stored = read_document(file, document.identity)
        except SourceError as error:
            gathered.failures.append(error)
            continue
        yield gathered.take(stored, known)


def _find_beside(manifest: Manifest, folder: Path, damaged: Iterable[str], root: Path) -> Beside:
    """Return what people wrote: as the index keeps it, or from beside the documents."""
    paths = [root / document.source for document in manifest.documents]
    there = [path for path in paths if path.is_file()]
    beside = read_beside(there, there, root)
    glossary: tuple[GlossaryEntry, ...] = beside.glossary
    if not glossary and GLOSSARY not in damaged:
        kept = read_entries(folder / GLOSSARY)
        glossary = tuple(entry for entry in kept if entry.origin == "glossary")
    corrections: tuple[Correction, ...] = beside.corrections
    tables = beside.tables
    if not tables and CORRECTIONS in manifest.checksums and CORRECTIONS not in damaged:
        corrections = tuple(placed.correction for placed in read_placed(folder / CORRECTIONS))
        tables = manifest.corrections
    return Beside(glossary, corrections, tables)
