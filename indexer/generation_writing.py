"""Writes all files of a generation from its documents, tests it, and describes it."""

from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from indexer.beside import Beside
from indexer.channel_writing import texts_to_encode, write_all_vectors, write_terms
from indexer.checksums import checksum_file, checksum_files
from indexer.embeddings import COMMON, EMBEDDINGS, EmbeddingFiles, Embeddings
from indexer.encoded_log import EncodedLog, read_encoded
from indexer.encoders import Encoder
from indexer.errors import IndexDirectoryError
from indexer.gathering import Gathered, OldIndex
from indexer.generations import NewGeneration
from indexer.glossary import merge
from indexer.glossary_entries import GlossaryEntry, read_entries
from indexer.json_lines import write_records
from indexer.known_terms import KnownTerms, open_known_terms
from indexer.layout import CORRECTIONS, GLOSSARY, STORE
from indexer.manifest import ENCODED, Counts, Manifest
from indexer.milvus_loading import load_generation
from indexer.mining import mine_definitions
from indexer.passages import KINDS, LANGUAGES, Language
from indexer.placed_corrections import place_corrections
from indexer.progress import Progress, Stage
from indexer.remembering import RememberingEncoder
from indexer.selftest import find_known_passages
from indexer.splitting import SPLITTING
from indexer.store import PassageStore
from indexer.text_vectors import TextVectors


def write_generation(
    generation: NewGeneration,
    gathered: Gathered,
    beside: Beside,
    encoder: Encoder,
    old: OldIndex | None,
    uri: str | None,
    progress: Progress,
    encoded: Sequence[Path] = (),
) -> Manifest:
    """Write all files of an index beside its store, test it, and return its manifest.

    Parameters
    ----------
    generation
        Where to; the store is there.
    gathered, beside
        What is in it.
    encoder
        Its model.
    old
        The index as it was, of which vectors and terms are taken that are still right.
    uri
        Of the Milvus that passages and vectors go to; None where they stay.
    progress
        Hears how far it is.
    encoded
        As in `indexer.build.build_index`.

    Raises
    ------
    OSError
        A file cannot be written.
    EncodedFileError
        One of the files cannot be used.
    SelfTestFailed
        A channel does not find what was written.
    StoreError, ExtraNotInstalled
        It cannot be loaded into Milvus.
    """
    folder = generation.folder
    stage: Stage = "re-encode" if old and has_other_model(old, encoder) else "encode"
    with (
        PassageStore.open(folder / STORE) as store,
        closing(EncodedLog(generation.directory / ENCODED, encoder)) as log,
    ):
        _place(store, beside, folder)
        remembering = RememberingEncoder(encoder, log, _embeddings(old, encoder, COMMON))
        with closing(TextVectors(texts_to_encode(store), folder, encoder.dimension)) as vectors:
            if (known := _embeddings(old, encoder, EMBEDDINGS)) is not None:
                vectors.take_over(known)
            for block in chain(log.read(), *(read_encoded(path, encoder) for path in encoded)):
                vectors.take(*block.of_documents)
                remembering.take(*block.common)
            write_all_vectors(
                store,
                remembering,
                vectors,
                folder,
                lambda _, done, total: progress(stage, done, total),
            )
        progress("write", 0, 1)
        mined = mine_definitions(passage for passage, _ in store.passages_with_sentences())
        glossary = merge([*beside.glossary, *mined])
        write_terms(store, glossary, folder, _known_terms(old, beside, glossary))
        progress("write", 1, 1)
        for done, language in enumerate(LANGUAGES):
            progress("test", done, len(LANGUAGES))
            find_known_passages(folder, language, remembering)
        remembering.write(folder)
        progress("test", len(LANGUAGES), len(LANGUAGES))
    stored = None if uri is None else load_generation(generation, uri, progress)
    return replace(_manifest(generation, gathered, beside, encoder, old), stored=stored)


def write_corrected(generation: NewGeneration, beside: Beside, old: OldIndex) -> Manifest:
    """Write the corrections anew, take everything else as it is, and return the manifest.

    Raises
    ------
    OSError
        A file cannot be written.
    """
    checksums = {n: file for n, file in old.manifest.checksums.items() if n != CORRECTIONS}
    (generation.folder / STORE).unlink(missing_ok=True)
    generation.take_over(old.folder, checksums)
    with PassageStore.open(old.folder / STORE) as store:
        _place(store, beside, generation.folder)
    return replace(
        old.manifest,
        generation=generation.name,
        created=_now(),
        corrections=beside.tables,
        checksums=checksums | {CORRECTIONS: checksum_file(generation.folder / CORRECTIONS)},
    )


def has_other_model(old: OldIndex, encoder: Encoder) -> bool:
    """Tell whether an index was made with another model than the one that is to be used."""
    known = old.manifest.model, old.manifest.model_fingerprint
    return known != (encoder.name, encoder.fingerprint)


def _place(store: PassageStore, beside: Beside, folder: Path) -> None:
    placed = place_corrections(beside.corrections, store.passages_with_sentences())
    write_records(placed, folder / CORRECTIONS)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _embeddings(old: OldIndex | None, encoder: Encoder, files: EmbeddingFiles) -> Embeddings | None:
    if old is None or has_other_model(old, encoder):
        return None
    if old.damaged & {files.vectors, files.keys}:
        return None
    with suppress(IndexDirectoryError, FileNotFoundError):
        return Embeddings.open(old.folder, files)
    return None


def _known_terms(
    old: OldIndex | None, beside: Beside, glossary: Sequence[GlossaryEntry]
) -> dict[Language, KnownTerms]:
    if old is None or old.damaged or old.manifest.tokenization != beside.tokenization:
        return {}
    # What documents define in brackets is in the glossary of the index alone.
    with suppress(IndexDirectoryError, FileNotFoundError):
        if read_entries(old.folder / GLOSSARY) == tuple(glossary):
            return open_known_terms(old.folder)
    return {}


def _manifest(
    generation: NewGeneration,
    gathered: Gathered,
    beside: Beside,
    encoder: Encoder,
    old: OldIndex | None,
) -> Manifest:
    created, kinds = _now(), gathered.passages
    since = _since(old.manifest) if old else {}
    return Manifest(
        generation=generation.name,
        model=encoder.name,
        model_fingerprint=encoder.fingerprint,
        dimension=encoder.dimension,
        splitting=SPLITTING,
        tokenization=beside.tokenization,
        created=created,
        documents=tuple(
            replace(document, indexed=since.get(document.sha256, created))
            for document in gathered.documents
        ),
        counts=Counts(
            documents=len(gathered.documents),
            passages={
                language: {kind: kinds[language, kind] for kind in KINDS if kinds[language, kind]}
                for language in LANGUAGES
            },
            sentences=dict(gathered.sentences),
        ),
        checksums=checksum_files(generation.folder),
        corrections=beside.tables,
    )


def _since(manifest: Manifest) -> dict[str, str]:
    """Return when the bytes of each document came into an index."""
    return {d.sha256: d.indexed or manifest.created for d in manifest.documents}
