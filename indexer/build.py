"""Files to an index: reads what changed, re-uses the rest, and switches at once."""

import hashlib
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from indexer.channel_writing import searchable, write_all_vectors, write_terms
from indexer.checksums import checksum_files
from indexer.dictionary import DICTIONARY
from indexer.encoders import EMBEDDED_MODEL, Encoder, load_encoder
from indexer.errors import IndexDirectoryError, ModelMismatch, NothingToIndex, SourceError
from indexer.everyday import EVERYDAY
from indexer.generations import NewGeneration, building
from indexer.glossary import find_glossaries, merge, read_glossary
from indexer.glossary_entries import GlossaryEntry
from indexer.layout import STORE
from indexer.manifest import (
    Counts,
    IndexedDocument,
    Manifest,
    generation_folder,
    read_manifest,
)
from indexer.mining import MINING, mine_definitions
from indexer.passages import KINDS, LANGUAGES, Language
from indexer.progress import Progress
from indexer.punctuation import split_sentences
from indexer.readers import SourceFile, extract, find_sources, load
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
    progress: Progress = lambda stage, done, total: None,
) -> BuildReport:
    """Make an index of the documents under some paths, or bring one up to date.

    Afterwards the index holds what the paths hold, no more and no less. Documents whose bytes
    did not change are not split again, texts that were encoded before not encoded again, also
    where the glossary changed. Until everything is written and tested, readers see the old index.

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

    Raises
    ------
    NothingToIndex
        The paths hold no document at all. Where they hold some and none can be read, the report
        says why.
    IndexDirectoryError
        One of its kinds; the old index stands as it was.
    EncoderError
        The model cannot be used.
    GlossaryError
        A glossary beside the documents cannot be used.
    """
    started = time.monotonic()
    found = find_sources(paths)
    if not found.files and not found.errors:
        raise NothingToIndex(source=", ".join(map(str, paths)))
    with building(directory) as generation:
        old = _open_old(directory)
        name = model or (old.manifest.model if old else EMBEDDED_MODEL)
        if old and old.manifest.model != name:
            raise ModelMismatch(directory=directory, found=old.manifest.model, expected=name)
        root = root or Path.cwd()
        glossary = [e for path in find_glossaries(paths) for e in read_glossary(path, root=root)]
        tokenization = _tokenization(glossary)
        gathered = _gather(found.files, old, root, progress)
        gathered.failures[:0] = found.errors
        manifest = old.manifest if old else None
        if not gathered.documents:
            manifest = None
        elif old is None or _differs(gathered, tokenization, old):
            manifest = _write(
                generation,
                gathered.documents,
                glossary,
                tokenization,
                load_encoder(name),
                old,
                progress,
            )
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


def _differs(gathered: _Gathered, tokenization: str, old: _Old) -> bool:
    sources = [stored.split.document.source for stored in gathered.documents]
    return (
        gathered.counts["added"] + gathered.counts["changed"] > 0
        or set(sources) != set(old.sha256)
        or old.manifest.splitting != SPLITTING
        or old.manifest.tokenization != tokenization
    )


def _tokenization(glossary: Sequence[GlossaryEntry]) -> str:
    """Return what makes the terms, their translations and the means what they are."""
    digest = hashlib.blake2b(repr(glossary).encode(), digest_size=8).hexdigest()
    return f"{TOKENIZATION} {DICTIONARY} {MINING} {EVERYDAY} glossary/{digest}"


def _write(
    generation: NewGeneration,
    documents: Sequence[StoredDocument],
    glossary: Sequence[GlossaryEntry],
    tokenization: str,
    encoder: Encoder,
    old: _Old | None,
    progress: Progress,
) -> Manifest:
    folder = generation.folder
    write_store(documents, folder / STORE)
    passages = {language: searchable(documents, language) for language in LANGUAGES}
    write_all_vectors(passages, encoder, _embeddings(old, encoder), folder, progress)
    progress("write", 0, 1)
    mined = mine_definitions(p for stored in documents for p in stored.split.passages)
    write_terms(passages, merge([*glossary, *mined]), folder)
    progress("write", 1, 1)
    for done, (language, found) in enumerate(passages.items()):
        progress("test", done, len(passages))
        find_known_passages(folder, language, [passage for passage, _ in found], encoder)
    progress("test", len(passages), len(passages))
    return _manifest(generation, documents, tokenization, encoder)


def _embeddings(old: _Old | None, encoder: Encoder) -> Embeddings | None:
    if old is None or old.manifest.model_fingerprint != encoder.fingerprint:
        return None
    with suppress(IndexDirectoryError, FileNotFoundError):
        return Embeddings.open(old.folder)
    return None


def _manifest(
    generation: NewGeneration,
    documents: Sequence[StoredDocument],
    tokenization: str,
    encoder: Encoder,
) -> Manifest:
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
        tokenization=tokenization,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        documents=tuple(
            IndexedDocument(d.source, d.sha256, d.title, d.symbol, d.languages)
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
    )
