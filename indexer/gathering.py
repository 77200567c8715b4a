"""Files to the documents of a new index: what is known is taken from the old one."""

from collections import Counter
from collections.abc import Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from indexer.errors import IndexDirectoryError, SourceError
from indexer.layout import STORE
from indexer.manifest import Manifest, generation_folder, read_manifest
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
    """The documents of the new index and how they came about."""

    documents: list[StoredDocument]
    recognised: list[Recognised]
    """What each of them was in the old index, in the same order."""
    failures: list[SourceError]
    counts: Counter[str]
    """How many were added, changed, renamed, left unchanged."""

    def take(self, document: StoredDocument, known: Recognised) -> None:
        """Append a document."""
        self.documents.append(document)
        self.recognised.append(known)


def open_old(directory: Path) -> OldIndex | None:
    """Return the index as it was, or None where there is none that can be used again."""
    with suppress(IndexDirectoryError, FileNotFoundError):
        manifest = read_manifest(directory)
        folder = generation_folder(directory, manifest.generation)
        with PassageStore.open(folder / STORE):
            return OldIndex(manifest, folder)
    return None


def gather(files: Sequence[Path], old: OldIndex | None, root: Path, progress: Progress) -> Gathered:
    """Return the documents that some files make, in the order of the files.

    A file that cannot be read any more stays in the index as it was.
    """
    gathered = Gathered([], [], [], Counter())
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
    documents = recognise(found, list(known.values()))
    with PassageStore.open(old.folder / STORE) if old else nullcontext() as store:
        for number, (path, document) in enumerate(zip(paths, documents, strict=True)):
            progress("read", number, len(paths))
            same_rules = old is not None and old.manifest.splitting == SPLITTING
            _take(gathered, path, document, root, store, same_rules=same_rules)
    progress("read", len(paths), len(paths))
    return gathered


def _take(
    gathered: Gathered,
    path: Path,
    known: Recognised,
    root: Path,
    store: PassageStore | None,
    *,
    same_rules: bool,
) -> None:
    """Take a document as it was, or read it anew where its bytes, its name or the rules are others.

    One that cannot be read is taken as it was where the old index had it.
    """
    before = known.before
    same = before is not None and before.sha256 == known.sha256
    if store and before and same and same_rules and not known.renamed:
        gathered.take(store.stored_document(before.source), known)
        gathered.counts["unchanged"] += 1
        return
    try:
        document = read_document(load(path, root=root), known.identity)
    except SourceError as error:
        gathered.failures.append(error)
        if store and before and not known.renamed:
            gathered.take(store.stored_document(known.source), replace(known, sha256=before.sha256))
            gathered.counts["unchanged"] += 1
        return
    gathered.take(document, known)
    change = "renamed" if known.renamed else "unchanged" if same else "changed"
    gathered.counts[change if before else "added"] += 1


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
