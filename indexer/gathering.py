"""Files to the documents of a new index: what is known is taken from the old one."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from indexer.errors import IndexDirectoryError, SourceError
from indexer.layout import STORE
from indexer.manifest import IndexedDocument, Manifest, generation_folder, read_manifest
from indexer.passages import Kind, Language
from indexer.progress import Progress
from indexer.punctuation import split_sentences
from indexer.readers import SourceFile, extract, load
from indexer.renaming import Recognised, recognise
from indexer.splitting import SPLITTING, split
from indexer.store import PassageStore
from indexer.store_writing import StoredDocument


@dataclass(frozen=True, slots=True)
class OldIndex:
    """The index as it was."""

    manifest: Manifest
    folder: Path
    damaged: frozenset[str] = frozenset()
    """Files of it that are not to be used, as `Manifest.checksums` names them."""


@dataclass(slots=True)
class Gathered:
    """The documents of a new index as they come about, without their texts."""

    found: list[tuple[Path, Recognised]] = field(default_factory=list)
    """The files, and what each was in the old index."""
    documents: list[IndexedDocument] = field(default_factory=list)
    """Those that were read so far."""
    recognised: list[Recognised] = field(default_factory=list)
    """What each of them was in the old index, in the same order."""
    failures: list[SourceError] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    """How many were added, changed, renamed, left unchanged."""
    passages: Counter[tuple[Language, Kind]] = field(default_factory=Counter)
    sentences: Counter[Language] = field(default_factory=Counter)

    def take(self, stored: StoredDocument, known: Recognised) -> StoredDocument:
        """Note a document, and return it."""
        document = stored.split.document
        self.documents.append(
            IndexedDocument(
                source=document.source,
                sha256=document.sha256,
                title=document.title,
                symbol=document.symbol,
                languages=document.languages,
                identity=known.identity,
                formerly=known.formerly,
            )
        )
        self.recognised.append(known)
        for passage, spans in zip(stored.split.passages, stored.sentences, strict=True):
            self.passages[passage.language, passage.kind] += 1
            self.sentences[passage.language] += len(spans)
        return stored


def open_old(directory: Path) -> OldIndex | None:
    """Return the index as it was, or None where there is none that can be used again."""
    with suppress(IndexDirectoryError, FileNotFoundError):
        manifest = read_manifest(directory)
        folder = generation_folder(directory, manifest.generation)
        with PassageStore.open(folder / STORE):
            return OldIndex(manifest, folder)
    return None


def gather(files: Sequence[Path], old: OldIndex | None, root: Path) -> Gathered:
    """Return which documents some files are, in the order of the files.

    A file that cannot be read any more stays in the index as it was.
    """
    gathered = Gathered()
    paths: list[Path] = []
    found: list[tuple[str, str]] = []
    known = {document.source: document for document in old.manifest.documents} if old else {}
    for path in files:
        try:
            file = load(path, root=root)
        except SourceError as error:
            gathered.failures.append(error)
            source = str(error.values.get("source", ""))
            if source in known:
                paths.append(path)
                found.append((source, known[source].sha256))
            continue
        paths.append(path)
        found.append((file.source, file.sha256))
    gathered.found = list(zip(paths, recognise(found, list(known.values())), strict=True))
    return gathered


def leave_unchanged(gathered: Gathered) -> None:
    """Take all documents as the old index has them, without reading them."""
    for _, known in gathered.found:
        gathered.recognised.append(known)
        gathered.counts["unchanged"] += 1


def read_documents(
    gathered: Gathered, old: OldIndex | None, root: Path, progress: Progress
) -> Iterator[StoredDocument]:
    """Yield the documents one by one: as they were, or read anew.

    They are read anew where their bytes, their name or the rules are others. One that cannot be
    read is taken as it was where the old index had it.
    """
    same_rules = old is not None and old.manifest.splitting == SPLITTING
    with PassageStore.open(old.folder / STORE) if old else nullcontext() as store:
        for number, (path, known) in enumerate(gathered.found):
            progress("read", number, len(gathered.found))
            document = _take(gathered, path, known, root, store, same_rules=same_rules)
            if document is not None:
                yield document
    progress("read", len(gathered.found), len(gathered.found))


def _take(
    gathered: Gathered,
    path: Path,
    known: Recognised,
    root: Path,
    store: PassageStore | None,
    *,
    same_rules: bool,
) -> StoredDocument | None:
    """Return a document, or None where it is not to be had."""
    before = known.before
    same = known.unchanged
    if store and before and same and same_rules:
        gathered.counts["unchanged"] += 1
        return gathered.take(store.stored_document(before.source), known)
    try:
        document = read_document(load(path, root=root), known.identity)
    except SourceError as error:
        gathered.failures.append(error)
        if store and before and not known.renamed:
            gathered.counts["unchanged"] += 1
            was = replace(known, sha256=before.sha256)
            return gathered.take(store.stored_document(known.source), was)
        return None
    change = "renamed" if known.renamed else "unchanged" if same else "changed"
    gathered.counts[change if before else "added"] += 1
    return gathered.take(document, known)


def read_document(file: SourceFile, identity: str) -> StoredDocument:
    """Return a document as it is read anew.

    Raises
    ------
    SourceError
        As `indexer.readers.extract`.
    """
    document = split(extract(file), identity=identity)
    return StoredDocument(
        document,
        tuple(
            () if passage.kind == "heading" else split_sentences(passage.text)
            for passage in document.passages
        ),
    )
