"""Files to an index: reads what changed, re-uses the rest, and switches at once."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from indexer.centering import centre, passage_mean, question_mean
from indexer.checksums import checksum_files
from indexer.encoders import EMBEDDED_MODEL, Encoder, load_encoder
from indexer.errors import IndexDirectoryError, ModelMismatch, NothingToIndex, SourceError
from indexer.generations import NewGeneration, building
from indexer.layout import (
    PASSAGE_VECTORS,
    QUESTION_MEAN,
    SENTENCE_VECTORS,
    STORE,
    lexical_folder,
    vector_folder,
)
from indexer.lexical import write_postings
from indexer.manifest import (
    Counts,
    IndexedDocument,
    Manifest,
    generation_folder,
    read_manifest,
)
from indexer.normalization import to_simplified
from indexer.passages import KINDS, LANGUAGES, Language, Passage, RawDocument
from indexer.punctuation import split_sentences
from indexer.readers import find_sources, read
from indexer.selftest import find_known_passages
from indexer.splitting import split
from indexer.store import PassageStore
from indexer.store_writing import StoredDocument, write_store
from indexer.terms import TOKENIZATION, terms
from indexer.vectors import Embeddings, write_embeddings, write_vectors

Stage: TypeAlias = Literal["read", "encode", "write", "test"]
Progress: TypeAlias = Callable[[Stage, int, int], None]
"""Called with the stage, how much of it is done and how much there is to do."""


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


def index_terms(passage: Passage) -> list[str]:
    """Return the terms that a passage is found by: those of its text and of its headings.

    A table row alone does not say that it belongs to pillar II.
    """
    return [*terms(passage.text), *(term for heading in passage.section for term in terms(heading))]


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
    did not change are not split again, texts that were encoded before not encoded again. Until
    everything is written and tested, readers see the old index.

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
        gathered = _gather(found.files, old, root or Path.cwd(), progress)
        gathered.failures[:0] = found.errors
        manifest = old.manifest if old else None
        if not gathered.documents:
            manifest = None
        elif old is None or _differs(gathered, old):
            encoder = load_encoder(name)
            manifest = _write(generation, gathered.documents, encoder, old, progress)
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
            raw = read(path, root=root)
        except SourceError as error:
            gathered.failures.append(error)
            source = str(error.values.get("source", ""))
            if old and source in old.sha256:
                gathered.documents.append(old.store.stored_document(source))
                gathered.counts["unchanged"] += 1
            continue
        gathered.documents.append(_take(raw, old, gathered.counts))
    progress("read", len(files), len(files))
    return gathered


def _take(raw: RawDocument, old: _Old | None, counts: Counter[str]) -> StoredDocument:
    before = old.sha256.get(raw.source) if old else None
    if old and before == raw.sha256:
        counts["unchanged"] += 1
        return old.store.stored_document(raw.source)
    counts["added" if before is None else "changed"] += 1
    document = split(raw)
    return StoredDocument(
        document,
        tuple(
            () if passage.kind == "heading" else split_sentences(passage.text)
            for passage in document.passages
        ),
    )


def _differs(gathered: _Gathered, old: _Old) -> bool:
    sources = [stored.split.document.source for stored in gathered.documents]
    return (
        gathered.counts["added"] + gathered.counts["changed"] > 0
        or set(sources) != set(old.sha256)
        or old.manifest.tokenization != TOKENIZATION
    )


def _write(
    generation: NewGeneration,
    documents: Sequence[StoredDocument],
    encoder: Encoder,
    old: _Old | None,
    progress: Progress,
) -> Manifest:
    folder = generation.folder
    write_store(documents, folder / STORE)
    by_language = {language: _searchable(documents, language) for language in LANGUAGES}
    texts = [
        text
        for searchable in by_language.values()
        for passage, sentences in searchable
        for text in (passage.text, *(passage.text[start:end] for start, end in sentences))
    ]
    vectors = _encode(texts, encoder, _embeddings(old, encoder), progress)
    progress("write", 0, 1)
    write_embeddings(list(vectors), _stack(vectors.values(), encoder.dimension), folder)
    for language, searchable in by_language.items():
        _write_language(folder, language, searchable, vectors, encoder)
    progress("write", 1, 1)
    for done, (language, searchable) in enumerate(by_language.items()):
        progress("test", done, len(by_language))
        find_known_passages(folder, language, [passage for passage, _ in searchable], encoder)
    progress("test", len(by_language), len(by_language))
    return _manifest(generation, documents, encoder)


_Searchable: TypeAlias = list[tuple[Passage, tuple[tuple[int, int], ...]]]


def _searchable(documents: Sequence[StoredDocument], language: Language) -> _Searchable:
    return [
        (passage, sentences)
        for stored in documents
        for passage, sentences in zip(stored.split.passages, stored.sentences, strict=True)
        if passage.language == language and passage.kind != "heading"
    ]


def _embeddings(old: _Old | None, encoder: Encoder) -> Embeddings | None:
    if old is None or old.manifest.model_fingerprint != encoder.fingerprint:
        return None
    with suppress(IndexDirectoryError, FileNotFoundError):
        return Embeddings.open(old.folder)
    return None


def _encode(
    texts: Sequence[str], encoder: Encoder, known: Embeddings | None, progress: Progress
) -> dict[str, NDArray[np.float32]]:
    """Return the vector of each text; those that the old index has are taken from there."""
    distinct = list(dict.fromkeys(texts))
    rows = known.find(distinct) if known else np.full(len(distinct), -1)
    fresh = [text for text, row in zip(distinct, rows, strict=True) if row < 0]
    done = 0

    def advance(count: int) -> None:
        nonlocal done
        done += count
        progress("encode", done, len(fresh))

    progress("encode", 0, len(fresh))
    simplified = [to_simplified(text) for text in fresh]
    vectors = dict(zip(fresh, encoder.encode_passages(simplified, advance), strict=True))
    if known is not None:
        found = [text for text, row in zip(distinct, rows, strict=True) if row >= 0]
        vectors |= dict(zip(found, known.vectors.rows(rows[rows >= 0]), strict=True))
    return vectors


def _write_language(
    folder: Path,
    language: Language,
    searchable: _Searchable,
    vectors: dict[str, NDArray[np.float32]],
    encoder: Encoder,
) -> None:
    write_postings(
        (index_terms(passage) for passage, _ in searchable), lexical_folder(folder, language)
    )
    passages = _stack((vectors[passage.text] for passage, _ in searchable), encoder.dimension)
    sentences = _stack(
        (vectors[passage.text[start:end]] for passage, spans in searchable for start, end in spans),
        encoder.dimension,
    )
    target = vector_folder(folder, language)
    for name, matrix in ((PASSAGE_VECTORS, passages), (SENTENCE_VECTORS, sentences)):
        write_vectors(centre(matrix, passage_mean(matrix, encoder, language)), target / name)
    with (target / QUESTION_MEAN).open("wb") as file:
        np.save(file, question_mean(encoder, language))


def _stack(rows: Iterable[NDArray[np.float32]], dimension: int) -> NDArray[np.float32]:
    matrix = list(rows)
    return np.stack(matrix) if matrix else np.zeros((0, dimension), dtype=np.float32)


def _manifest(
    generation: NewGeneration, documents: Sequence[StoredDocument], encoder: Encoder
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
        tokenization=TOKENIZATION,
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
