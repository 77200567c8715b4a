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
from indexer.encoders import EMBEDDED_MODEL, Encoder, load_encoder
from indexer.errors import IndexDirectoryError, ModelMismatch, NothingToIndex, SourceError
from indexer.everyday import EVERYDAY
from indexer.generations import NewGeneration, building
from indexer.glossary import find_glossaries, merge, read_glossary
from indexer.glossary_entries import GlossaryEntry
from indexer.json_lines import write_records
from indexer.layout import CORRECTIONS, STORE
from indexer.manifest import (
    Counts,
    IndexedDocument,
    Manifest,
    generation_folder,
    read_manifest,
)
from indexer.mining import MINING, mine_definitions
from indexer.passages import KINDS, LANGUAGES, Language
from indexer.placed_corrections import place_corrections
from indexer.progress import Progress
from indexer.punctuation import split_sentences
from indexer.readers import SourceFile, extract, find_sources, load, read_text
from indexer.scope import (
    ExcludedDocument,
    all_paths,
    leave_out,
    make_scope,
    rename_excluded,
)
from indexer.selftest import find_known_passages
from indexer.splitting import SPLITTING, split
from indexer.store import PassageStore
from indexer.store_writing import StoredDocument, write_store
from indexer.terms import TOKENIZATION
from indexer.vectors import Embeddings


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
    removed: int
    """Documents of the old index that the paths no longer hold."""
    failures: tuple[SourceError, ...]
    """Files that could not be read. One that the index had before stays in it as it was."""
    seconds: float


@dataclass(frozen=True, slots=True)
class _Old:
    """The index as it was."""

    manifest: Manifest
    folder: Path
    store: PassageStore
    sha256: dict[str, str]
    """Of each document, by source."""


@dataclass(frozen=True, slots=True)
class _Beside:
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


@dataclass(slots=True)
class _Gathered:
    """The documents of the new index and how they came about."""

    documents: list[StoredDocument]
    failures: list[SourceError]
    counts: Counter[str]


def build_index(
    paths: Sequence[Path],
    directory: Path,
    *,
    model: str | None = None,
    root: Path | None = None,
    excluded: Sequence[ExcludedDocument] | None = None,
    progress: Progress = lambda stage, done, total: None,
) -> BuildReport:
    """Make an index of the documents under some paths, or bring one up to date.

    Afterwards the index holds what the paths hold, no more and no less but for what was added to
    it and removed from it (`indexer.scope`). Documents whose bytes
    did not change are not split again, texts that were encoded before not encoded again, also
    where the glossary changed. Where only corrections did, all other files are taken as they are.
    Until everything is written and tested, readers see the old index.

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
    progress
        What it raises ends the build, and the old index stands.

    Raises
    ------
    NothingToIndex
        The paths hold no document at all. Where they hold some and none can be read, the report
        says why.
    IndexDirectoryError
        One of its kinds; the old index stands as it was.
    EncoderError
        The model cannot be used.
    GlossaryError, CorrectionsError
        A glossary or a table of corrections beside the documents cannot be used.
    """
    started = time.monotonic()
    root = root or Path.cwd()
    named, paths = paths, all_paths(paths, directory)
    found = find_sources(paths)
    if not found.files and not found.errors:
        raise NothingToIndex(source=", ".join(map(str, named)))
    with building(directory) as generation:
        old = _open_old(directory)
        name = model or (old.manifest.model if old else EMBEDDED_MODEL)
        if old and old.manifest.model != name:
            raise ModelMismatch(directory=directory, found=old.manifest.model, expected=name)
        if excluded is None:
            excluded = rename_excluded(old.manifest.scope, root) if old else ()
        scope = make_scope(named, root, directory, excluded)
        files = leave_out(found.files, root, scope)
        if not files and not found.errors:
            raise NothingToIndex(source=", ".join(map(str, named)))
        beside = _read_beside(paths, root)
        gathered = _gather(files, old, root, progress)
        gathered.failures[:0] = found.errors
        manifest = old.manifest if old else None
        if not gathered.documents:
            manifest = None
        elif old is None or _differs(gathered, beside, old):
            manifest = _write(
                generation, gathered.documents, beside, load_encoder(name), old, progress
            )
            manifest = replace(manifest, scope=scope)
            generation.commit(manifest)
        elif old.manifest.corrections != beside.tables or old.manifest.scope != scope:
            manifest = _write_corrected(generation, gathered.documents, beside, old)
            manifest = replace(manifest, scope=scope)
            generation.commit(manifest)
    kept = {stored.split.document.source for stored in gathered.documents}
    return BuildReport(
        manifest=manifest,
        added=gathered.counts["added"],
        changed=gathered.counts["changed"],
        unchanged=gathered.counts["unchanged"],
        removed=len(set(old.sha256) - kept) if old and manifest else 0,
        failures=tuple(gathered.failures),
        seconds=time.monotonic() - started,
    )


def _open_old(directory: Path) -> _Old | None:
    """Return the index as it was, or None where there is none that can be used again."""
    try:
        manifest = read_manifest(directory)
        folder = generation_folder(directory, manifest.generation)
        store = PassageStore.open(folder / STORE)
    except (IndexDirectoryError, FileNotFoundError):
        return None
    sha256 = {document.source: document.sha256 for document in manifest.documents}
    return _Old(manifest, folder, store, sha256)


def _gather(files: Sequence[Path], old: _Old | None, root: Path, progress: Progress) -> _Gathered:
    gathered = _Gathered([], [], Counter())
    for number, path in enumerate(files):
        progress("read", number, len(files))
        try:
            stored = _take(load(path, root=root), old, gathered.counts)
        except SourceError as error:
            gathered.failures.append(error)
            source = str(error.values.get("source", ""))
            if old and source in old.sha256:
                gathered.documents.append(old.store.stored_document(source))
                gathered.counts["unchanged"] += 1
            continue
        gathered.documents.append(stored)
    progress("read", len(files), len(files))
    return gathered


def _take(file: SourceFile, old: _Old | None, counts: Counter[str]) -> StoredDocument:
    """Return a document as it was, or read anew where its bytes or the rules are others.

    Raises
    ------
    SourceError
        As `indexer.readers.extract`.
    """
    before = old.sha256.get(file.source) if old else None
    if old and before == file.sha256 and old.manifest.splitting == SPLITTING:
        counts["unchanged"] += 1
        return old.store.stored_document(file.source)
    document = split(extract(file))
    change = "added" if before is None else "unchanged" if before == file.sha256 else "changed"
    counts[change] += 1
    return StoredDocument(
        document,
        tuple(
            () if passage.kind == "heading" else split_sentences(passage.text)
            for passage in document.passages
        ),
    )


def _read_beside(paths: Sequence[Path], root: Path) -> _Beside:
    tables = [read_text(path, root=root) for path in find_corrections(paths)]
    return _Beside(
        glossary=tuple(
            e for path in find_glossaries(paths) for e in read_glossary(path, root=root)
        ),
        corrections=merge_corrections(c for table in tables for c in parse_corrections(table)),
        tables={table.source: table.sha256 for table in tables},
    )


def _differs(gathered: _Gathered, beside: _Beside, old: _Old) -> bool:
    sources = [stored.split.document.source for stored in gathered.documents]
    return (
        gathered.counts["added"] + gathered.counts["changed"] > 0
        or set(sources) != set(old.sha256)
        or old.manifest.splitting != SPLITTING
        or old.manifest.tokenization != beside.tokenization
    )


def _write(
    generation: NewGeneration,
    documents: Sequence[StoredDocument],
    beside: _Beside,
    encoder: Encoder,
    old: _Old | None,
    progress: Progress,
) -> Manifest:
    folder = generation.folder
    write_store(documents, folder / STORE)
    _place(documents, beside, folder)
    passages = {language: searchable(documents, language) for language in LANGUAGES}
    write_all_vectors(passages, encoder, _embeddings(old, encoder), folder, progress)
    progress("write", 0, 1)
    mined = mine_definitions(p for stored in documents for p in stored.split.passages)
    write_terms(passages, merge([*beside.glossary, *mined]), folder)
    progress("write", 1, 1)
    for done, (language, found) in enumerate(passages.items()):
        progress("test", done, len(passages))
        find_known_passages(folder, language, [passage for passage, _ in found], encoder)
    progress("test", len(passages), len(passages))
    return _manifest(generation, documents, beside, encoder, old)


def _write_corrected(
    generation: NewGeneration, documents: Sequence[StoredDocument], beside: _Beside, old: _Old
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


def _place(documents: Sequence[StoredDocument], beside: _Beside, folder: Path) -> None:
    passages = (
        pair
        for stored in documents
        for pair in zip(stored.split.passages, stored.sentences, strict=True)
    )
    write_records(place_corrections(beside.corrections, passages), folder / CORRECTIONS)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _embeddings(old: _Old | None, encoder: Encoder) -> Embeddings | None:
    if old is None or old.manifest.model_fingerprint != encoder.fingerprint:
        return None
    with suppress(IndexDirectoryError, FileNotFoundError):
        return Embeddings.open(old.folder)
    return None


def _manifest(
    generation: NewGeneration,
    documents: Sequence[StoredDocument],
    beside: _Beside,
    encoder: Encoder,
    old: _Old | None,
) -> Manifest:
    created = _now()
    indexed = (
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
            IndexedDocument(
                d.source,
                d.sha256,
                d.title,
                d.symbol,
                d.languages,
                indexed=indexed.get(d.sha256, created),
            )
            for d in (stored.split.document for stored in documents)
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
