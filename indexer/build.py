"""Files to an index: reads what changed, re-uses the rest, and switches at once."""

import hashlib
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from indexer.channel_writing import texts_to_encode, write_all_vectors, write_terms
from indexer.checksums import checksum_file, checksum_files
from indexer.corrections import Correction, find_corrections, parse_corrections
from indexer.corrections import merge as merge_corrections
from indexer.dictionary import DICTIONARY
from indexer.embeddings import COMMON, EMBEDDINGS, EmbeddingFiles, Embeddings
from indexer.emptied_paths import find_emptied, other_errors
from indexer.encoded_log import EncodedLog, check_encoded, read_encoded
from indexer.encoders import EMBEDDED_MODEL, Encoder, load_encoder
from indexer.errors import IndexDirectoryError, NothingToIndex, SourceError
from indexer.everyday import EVERYDAY
from indexer.gathering import (
    Gathered,
    OldIndex,
    gather,
    leave_unchanged,
    open_old,
    read_documents,
)
from indexer.generations import NewGeneration, building
from indexer.glossary import find_glossaries, merge, read_glossary
from indexer.glossary_entries import GlossaryEntry, read_entries
from indexer.json_lines import write_records
from indexer.known_terms import KnownTerms, open_known_terms
from indexer.layout import CORRECTIONS, GLOSSARY, STORE
from indexer.manifest import ENCODED, MANIFEST, Counts, Manifest
from indexer.milvus_address import parse_store
from indexer.milvus_loading import drop_old, load_generation, require
from indexer.mining import MINING, mine_definitions
from indexer.passages import KINDS, LANGUAGES, Language
from indexer.placed_corrections import place_corrections
from indexer.progress import Progress, Stage
from indexer.readers import find_sources, read_text
from indexer.remembering import RememberingEncoder
from indexer.scope import (
    ExcludedDocument,
    all_paths,
    leave_out,
    make_scope,
    rename_excluded,
)
from indexer.selftest import find_known_passages
from indexer.splitting import SPLITTING
from indexer.store import PassageStore
from indexer.store_writing import write_store
from indexer.terms import TOKENIZATION
from indexer.text_vectors import TextVectors


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did."""

    manifest: Manifest | None
    """Of the index as it is now; None where no document could be read and nothing was written."""
    added: int
    """Documents that were not in the index."""
    changed: int
    """Documents whose bytes are others than before."""
    unchanged: int
    renamed: int
    """Documents whose bytes are those of one that had another name; links to it lead here."""
    removed: int
    """Documents of the old index that the paths no longer hold."""
    model_before: str | None
    """The model of the old index, where another one has encoded everything anew."""
    failures: tuple[SourceError, ...]
    """Files that could not be read. One that the index had before stays in it as it was."""
    seconds: float


@dataclass(frozen=True, slots=True)
class Beside:
    """What lies beside the documents."""

    glossary: tuple[GlossaryEntry, ...]
    corrections: tuple[Correction, ...]
    tables: Mapping[str, str]
    """SHA-256 of the tables of corrections, by name."""

    @property
    def tokenization(self) -> str:
        """What makes the terms, their translations and the means what they are."""
        digest = hashlib.blake2b(repr(list(self.glossary)).encode(), digest_size=8).hexdigest()
        return f"{TOKENIZATION} {DICTIONARY} {MINING} {EVERYDAY} glossary/{digest}"


def build_index(
    paths: Sequence[Path],
    directory: Path,
    *,
    model: str | None = None,
    root: Path | None = None,
    excluded: Sequence[ExcludedDocument] | None = None,
    allow_empty: bool = False,
    store: str | None = None,
    encoded: Sequence[Path] = (),
    progress: Progress = lambda stage, done, total: None,
) -> BuildReport:
    """Make an index of the documents under some paths, or bring one up to date.

    Afterwards the index holds what the paths hold, no more and no less but for what was added to
    it and removed from it (`indexer.scope`). Documents whose bytes
    did not change are not split again, texts that were encoded before not encoded again, also
    where the glossary changed. Where only corrections did, all other files are taken as they are.
    Until everything is written and tested, readers see the old index, also where another model
    encodes everything anew.

    Parameters
    ----------
    paths
        Files and folders.
    directory
        The index directory; made if it is not there.
    model
        As `load_encoder` takes it; None for that of the index, or the embedded one.
    root
        What the sources are named relative to; None for the working directory.
    excluded
        Documents that stay out; None for those that the index has.
    allow_empty
        The index forgets the documents of paths that are emptied, instead of asking.
    store
        Where passages and vectors are to be, as `indexer.milvus_address.parse_store` takes it; None
        for where those of the index are.
    encoded
        Files of `indexer.shards.encode_shard`, whose vectors are taken; what none of them has is
        encoded.
    progress
        What it raises ends the build, and the old index stands.

    Raises
    ------
    NothingToIndex
        There is no index yet, and the paths hold no document at all. Where they hold some and none
        can be read, the report says why.
    PathEmptied, UnreadableSource
        The index has documents of a path that holds none any more, or that cannot be looked into.
    IndexDirectoryError
        One of its kinds; the old index stands as it was.
    EncoderError, EncodedFileError
        The model cannot be used, or one of the files; the old index stands as it was.
    GlossaryError, CorrectionsError
        A glossary or a table of corrections beside the documents cannot be used.
    StoreError, ExtraNotInstalled
        The Milvus cannot be used; the old index stands as it was.
    """
    started = time.monotonic()
    wanted = None if store is None else parse_store(store)
    root = root or Path.cwd()
    named, paths = paths, all_paths(paths, directory)
    found = find_sources(paths)
    if not (found.files or found.errors or (directory / MANIFEST).exists()):
        raise NothingToIndex(source=", ".join(map(str, named)))
    with building(directory) as generation:
        old = open_old(directory)
        emptied = find_emptied(named, found, old.manifest, root, directory) if old else ()
        if emptied and not allow_empty:
            raise emptied[0]
        uri = _uri(old.manifest) if store is None and old else wanted
        require(uri)
        name = model or (old.manifest.model if old else EMBEDDED_MODEL)
        encoder = load_encoder(name)
        for path in encoded:
            check_encoded(path, encoder)
        if excluded is None:
            excluded = rename_excluded(old.manifest.scope, root) if old else ()
        scope = make_scope(named, root, directory, excluded)
        files = leave_out(found.files, root, scope)
        if old is None and not files and not found.errors:
            raise NothingToIndex(source=", ".join(map(str, named)))
        beside = read_beside(paths, found.files, root)
        gathered = gather(files, old, root)
        gathered.failures[:0] = other_errors(found, emptied)
        elsewhere = old is not None and uri != _uri(old.manifest)
        if old is None or elsewhere or _may_differ(gathered, beside, encoder, old):
            documents = read_documents(gathered, old, root, progress)
            write_store(documents, generation.folder / STORE)
        else:
            leave_unchanged(gathered)
        manifest = old.manifest if old else None
        if old is None and not gathered.recognised:
            manifest = None
        elif old is None or elsewhere or _differs(gathered, beside, encoder, old):
            manifest = write_generation(
                generation, gathered, beside, encoder, old, uri, progress, encoded
            )
            manifest = replace(manifest, scope=scope)
            generation.commit(manifest)
            drop_old(directory, old.manifest.stored if old else None)
        elif old.manifest.corrections != beside.tables or old.manifest.scope != scope:
            manifest = _write_corrected(generation, beside, old)
            manifest = replace(manifest, scope=scope)
            generation.commit(manifest)
    before = sum(known.before is not None for known in gathered.recognised)
    return BuildReport(
        manifest=manifest,
        added=gathered.counts["added"],
        changed=gathered.counts["changed"],
        unchanged=gathered.counts["unchanged"],
        renamed=gathered.counts["renamed"],
        removed=len(old.manifest.documents) - before if old and manifest else 0,
        model_before=old.manifest.model
        if old and manifest and _has_other_model(old, encoder)
        else None,
        failures=tuple(gathered.failures),
        seconds=time.monotonic() - started,
    )


def read_beside(paths: Sequence[Path], files: Sequence[Path], root: Path) -> Beside:
    """Return what lies beside the documents under some paths, which `find_sources` found.

    Raises
    ------
    GlossaryError, CorrectionsError, SourceError
        It cannot be used.
    """
    tables = [read_text(path, root=root) for path in find_corrections(paths, files)]
    return Beside(
        glossary=tuple(
            e for path in find_glossaries(paths, files) for e in read_glossary(path, root=root)
        ),
        corrections=merge_corrections(c for table in tables for c in parse_corrections(table)),
        tables={table.source: table.sha256 for table in tables},
    )


def _may_differ(gathered: Gathered, beside: Beside, encoder: Encoder, old: OldIndex) -> bool:
    """Tell whether the new index will be another one, unless a file that changed is unreadable."""
    return (
        _has_other_rules(beside, encoder, old)
        or len(gathered.found) != len(old.manifest.documents)
        or not all(known.unchanged for _, known in gathered.found)
    )


def _differs(gathered: Gathered, beside: Beside, encoder: Encoder, old: OldIndex) -> bool:
    counts = gathered.counts
    return (
        _has_other_rules(beside, encoder, old)
        or counts["added"] + counts["changed"] + counts["renamed"] > 0
        or len(gathered.recognised) != len(old.manifest.documents)
    )


def _has_other_rules(beside: Beside, encoder: Encoder, old: OldIndex) -> bool:
    return (
        _has_other_model(old, encoder)
        or old.manifest.splitting != SPLITTING
        or old.manifest.tokenization != beside.tokenization
    )


def _uri(manifest: Manifest) -> str | None:
    return manifest.stored.uri if manifest.stored else None


def _has_other_model(old: OldIndex, encoder: Encoder) -> bool:
    known = old.manifest.model, old.manifest.model_fingerprint
    return known != (encoder.name, encoder.fingerprint)


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
        As in `build_index`.

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
    stage: Stage = "re-encode" if old and _has_other_model(old, encoder) else "encode"
    with (
        PassageStore.open(folder / STORE) as store,
        EncodedLog(generation.directory / ENCODED, encoder) as log,
    ):
        _place(store, beside, folder)
        remembering = RememberingEncoder(encoder, log, _embeddings(old, encoder, COMMON))
        with TextVectors(texts_to_encode(store), folder, encoder.dimension) as vectors:
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


def _write_corrected(generation: NewGeneration, beside: Beside, old: OldIndex) -> Manifest:
    """Write the corrections anew and take everything else as it is."""
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


def _place(store: PassageStore, beside: Beside, folder: Path) -> None:
    placed = place_corrections(beside.corrections, store.passages_with_sentences())
    write_records(placed, folder / CORRECTIONS)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _embeddings(old: OldIndex | None, encoder: Encoder, files: EmbeddingFiles) -> Embeddings | None:
    if old is None or _has_other_model(old, encoder):
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
