"""Files to an index: reads what changed, re-uses the rest, and switches at once."""

import hashlib
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from indexer.channel_writing import searchable, write_all_vectors, write_terms
from indexer.checksums import checksum_file, checksum_files
from indexer.corrections import Correction, find_corrections, parse_corrections
from indexer.corrections import merge as merge_corrections
from indexer.dictionary import DICTIONARY
from indexer.embeddings import EMBEDDING_KEYS, EMBEDDINGS, Embeddings
from indexer.emptied_paths import find_emptied, other_errors
from indexer.encoders import EMBEDDED_MODEL, Encoder, load_encoder
from indexer.errors import IndexDirectoryError, NothingToIndex, SourceError
from indexer.everyday import EVERYDAY
from indexer.gathering import Gathered, OldIndex, gather, open_old
from indexer.generations import NewGeneration, building
from indexer.glossary import find_glossaries, merge, read_glossary
from indexer.glossary_entries import GlossaryEntry, read_entries
from indexer.json_lines import write_records
from indexer.known_terms import KnownTerms, open_known_terms
from indexer.layout import CORRECTIONS, GLOSSARY, STORE
from indexer.manifest import MANIFEST, Counts, IndexedDocument, Manifest
from indexer.milvus_address import parse_store
from indexer.milvus_loading import drop_old, load_generation, require
from indexer.mining import MINING, mine_definitions
from indexer.passages import KINDS, LANGUAGES, Document, Language
from indexer.placed_corrections import place_corrections
from indexer.progress import Progress, Stage
from indexer.readers import find_sources, read_text
from indexer.remembering import RememberingEncoder
from indexer.renaming import Recognised
from indexer.scope import (
    ExcludedDocument,
    all_paths,
    leave_out,
    make_scope,
    rename_excluded,
)
from indexer.selftest import find_known_passages
from indexer.splitting import SPLITTING
from indexer.store_writing import StoredDocument, write_store
from indexer.terms import TOKENIZATION


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
    EncoderError
        The model cannot be used.
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
        if excluded is None:
            excluded = rename_excluded(old.manifest.scope, root) if old else ()
        scope = make_scope(named, root, directory, excluded)
        files = leave_out(found.files, root, scope)
        if old is None and not files and not found.errors:
            raise NothingToIndex(source=", ".join(map(str, named)))
        beside = read_beside(paths, found.files, root)
        gathered = gather(files, old, root, progress)
        gathered.failures[:0] = other_errors(found, emptied)
        manifest = old.manifest if old else None
        if old is None and not gathered.documents:
            manifest = None
        elif old is None or _differs(gathered, beside, encoder, old) or uri != _uri(old.manifest):
            manifest = write_generation(generation, gathered, beside, encoder, old, uri, progress)
            manifest = replace(manifest, scope=scope)
            generation.commit(manifest)
            drop_old(directory, old.manifest.stored if old else None)
        elif old.manifest.corrections != beside.tables or old.manifest.scope != scope:
            manifest = _write_corrected(generation, gathered.documents, beside, old)
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


def _differs(gathered: Gathered, beside: Beside, encoder: Encoder, old: OldIndex) -> bool:
    counts = gathered.counts
    return (
        _has_other_model(old, encoder)
        or counts["added"] + counts["changed"] + counts["renamed"] > 0
        or len(gathered.documents) != len(old.manifest.documents)
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
) -> Manifest:
    """Write all files of an index, test it, and return its manifest.

    Parameters
    ----------
    generation
        Where to.
    gathered, beside
        What goes into it.
    encoder
        Its model.
    old
        The index as it was, of which vectors and terms are taken that are still right.
    uri
        Of the Milvus that passages and vectors go to; None where they stay.
    progress
        Hears how far it is.

    Raises
    ------
    OSError
        A file cannot be written.
    SelfTestFailed
        A channel does not find what was written.
    StoreError, ExtraNotInstalled
        It cannot be loaded into Milvus.
    """
    folder, documents = generation.folder, gathered.documents
    write_store(documents, folder / STORE)
    _place(documents, beside, folder)
    passages = {language: searchable(documents, language) for language in LANGUAGES}
    remembering = RememberingEncoder(encoder, _embeddings(old, encoder))
    stage: Stage = "re-encode" if old and _has_other_model(old, encoder) else "encode"
    write_all_vectors(
        passages, remembering, folder, lambda _, done, total: progress(stage, done, total)
    )
    progress("write", 0, 1)
    mined = mine_definitions(p for stored in documents for p in stored.split.passages)
    glossary = merge([*beside.glossary, *mined])
    write_terms(passages, glossary, folder, _known_terms(old, beside, glossary))
    progress("write", 1, 1)
    for done, (language, found) in enumerate(passages.items()):
        progress("test", done, len(passages))
        find_known_passages(folder, language, [passage for passage, _ in found], remembering)
    remembering.write(folder)
    progress("test", len(passages), len(passages))
    stored = None if uri is None else load_generation(generation, uri, progress)
    return replace(_manifest(generation, gathered, beside, encoder, old), stored=stored)


def _write_corrected(
    generation: NewGeneration, documents: Sequence[StoredDocument], beside: Beside, old: OldIndex
) -> Manifest:
    """Write the corrections anew and take everything else as it is."""
    checksums = {n: file for n, file in old.manifest.checksums.items() if n != CORRECTIONS}
    generation.take_over(old.folder, checksums)
    _place(documents, beside, generation.folder)
    return replace(
        old.manifest,
        generation=generation.name,
        created=_now(),
        corrections=beside.tables,
        checksums=checksums | {CORRECTIONS: checksum_file(generation.folder / CORRECTIONS)},
    )


def _place(documents: Sequence[StoredDocument], beside: Beside, folder: Path) -> None:
    passages = (
        pair
        for stored in documents
        for pair in zip(stored.split.passages, stored.sentences, strict=True)
    )
    write_records(place_corrections(beside.corrections, passages), folder / CORRECTIONS)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _embeddings(old: OldIndex | None, encoder: Encoder) -> Embeddings | None:
    if old is None or _has_other_model(old, encoder):
        return None
    if old.damaged & {EMBEDDINGS, EMBEDDING_KEYS}:
        return None
    with suppress(IndexDirectoryError, FileNotFoundError):
        return Embeddings.open(old.folder)
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
    documents, created = gathered.documents, _now()
    since = (
        {d.sha256: d.indexed or old.manifest.created for d in old.manifest.documents} if old else {}
    )
    kinds = Counter(
        (passage.language, passage.kind)
        for stored in documents
        for passage in stored.split.passages
    )
    sentences = Counter[Language]()
    for stored in documents:
        for passage, spans in zip(stored.split.passages, stored.sentences, strict=True):
            sentences[passage.language] += len(spans)
    return Manifest(
        generation=generation.name,
        model=encoder.name,
        model_fingerprint=encoder.fingerprint,
        dimension=encoder.dimension,
        splitting=SPLITTING,
        tokenization=beside.tokenization,
        created=created,
        documents=tuple(
            _indexed(stored.split.document, known, since.get(stored.split.document.sha256, created))
            for stored, known in zip(documents, gathered.recognised, strict=True)
        ),
        counts=Counts(
            documents=len(documents),
            passages={
                language: {kind: kinds[language, kind] for kind in KINDS if kinds[language, kind]}
                for language in LANGUAGES
            },
            sentences=dict(sentences),
        ),
        checksums=checksum_files(generation.folder),
        corrections=beside.tables,
    )


def _since(manifest: Manifest) -> dict[str, str]:
    """Return when the bytes of each document came into an index."""
    return {d.sha256: d.indexed or manifest.created for d in manifest.documents}


def _indexed(document: Document, known: Recognised, since: str) -> IndexedDocument:
    return IndexedDocument(
        source=document.source,
        sha256=document.sha256,
        title=document.title,
        symbol=document.symbol,
        languages=document.languages,
        identity=known.identity,
        formerly=known.formerly,
        indexed=since,
    )
