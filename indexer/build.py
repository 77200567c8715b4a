"""Files to an index: reads what changed, re-uses the rest, and switches at once."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from indexer.beside import Beside, read_beside
from indexer.emptied_paths import find_emptied, other_errors
from indexer.encoded_log import check_encoded
from indexer.encoders import EMBEDDED_MODEL, Encoder, load_encoder
from indexer.errors import NothingToIndex, SourceError
from indexer.gathering import (
    Gathered,
    OldIndex,
    gather,
    leave_unchanged,
    open_old,
    read_documents,
)
from indexer.generation_writing import has_other_model, write_corrected, write_generation
from indexer.generations import building
from indexer.layout import STORE
from indexer.manifest import MANIFEST, Manifest
from indexer.milvus_address import parse_store
from indexer.milvus_loading import drop_old, require
from indexer.progress import Progress
from indexer.readers import find_sources
from indexer.scope import (
    ExcludedDocument,
    all_paths,
    leave_out,
    make_scope,
    rename_excluded,
)
from indexer.splitting import SPLITTING
from indexer.store_writing import write_store


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
            manifest = write_corrected(generation, beside, old)
            manifest = replace(manifest, scope=scope)
            generation.commit(manifest)
    return _report(manifest, gathered, old, encoder, time.monotonic() - started)


def _report(
    manifest: Manifest | None,
    gathered: Gathered,
    old: OldIndex | None,
    encoder: Encoder,
    seconds: float,
) -> BuildReport:
    kept = sum(known.before is not None for known in gathered.recognised)
    other_model = old is not None and manifest is not None and has_other_model(old, encoder)
    return BuildReport(
        manifest=manifest,
        added=gathered.counts["added"],
        changed=gathered.counts["changed"],
        unchanged=gathered.counts["unchanged"],
        renamed=gathered.counts["renamed"],
        removed=len(old.manifest.documents) - kept if old and manifest else 0,
        model_before=old.manifest.model if old and other_model else None,
        failures=tuple(gathered.failures),
        seconds=seconds,
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
        has_other_model(old, encoder)
        or old.manifest.splitting != SPLITTING
        or old.manifest.tokenization != beside.tokenization
    )


def _uri(manifest: Manifest) -> str | None:
    return manifest.stored.uri if manifest.stored else None
