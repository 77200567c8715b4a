"""Adding files to an index: each is copied into it, and stays only if it could be read."""

import hashlib
import os
import secrets
import shutil
from collections.abc import Container, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from indexer.build import BuildReport, build_index
from indexer.errors import IndexNotWritten, OversizedSource, OwnFile, SourceError, UnreadableSource
from indexer.manifest import sync_folder
from indexer.own_files import OWN_FILES
from indexer.progress import Progress
from indexer.readers import find_refusal, source_name
from indexer.scope import added_folder
from ui.current_index import CurrentIndex
from ui.file_names import numbered_name, safe_name
from ui.library_paths import find_collection
from ui.numbers_and_dates import file_size

LARGEST_FILE: Final = 100_000_000
"""Bytes of a file that is taken from the page."""
MOST_FILES: Final = 100
"""How many files are taken at once."""
_UNFINISHED: Final = ".new-"
"""How names begin of copies that are not whole; builds pass over what is hidden."""


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file that somebody wants to add."""

    path: Path
    """Where its bytes are; they are copied."""
    name: str
    """What it was called there where it comes from; not to be trusted."""


@dataclass(frozen=True, slots=True)
class ChangeReport:
    """What came of a change of the collection."""

    added: tuple[str, ...] = ()
    """Names of files that are documents now, as they are stored."""
    known: tuple[tuple[str, str], ...] = ()
    """Names of files whose bytes the index has already, with the title of the document."""
    refused: tuple[SourceError, ...] = ()
    """Files that could not become documents."""
    build: BuildReport | None = None
    """What the build did, those files included; None where there was nothing to build."""


@dataclass(slots=True)
class _Sorted:
    """Files by what becomes of them."""

    stored: dict[str, Path]
    """Where they are stored, by source."""
    known: list[tuple[str, str]]
    refused: list[SourceError]


def add_files(
    current: CurrentIndex, files: Sequence[GivenFile], progress: Progress
) -> ChangeReport:
    """Copy files into the index directory and bring the index up to date.

    Whoever calls holds `ui.indexed_paths.EDITING`. If the index cannot be built, or `progress`
    raises, no copy is kept. If the machine stops meanwhile, the next build takes up the copies.

    Raises
    ------
    YinjuError
        As `ui.library_paths.find_collection` and `indexer.build.build_index`.
    """
    with current.lease() as index:
        root, paths = find_collection(index)
        documents = index.manifest.documents
    titles = {document.sha256: document.title for document in documents}
    sorted_ = _Sorted({}, [], [])
    folder = added_folder(current.directory)
    report: BuildReport | None = None
    try:
        for number, file in enumerate(files):
            progress("read", number, len(files))
            _sort(file, folder, root, titles, sorted_)
        if sorted_.stored:
            report = build_index(paths, current.directory, root=root, progress=progress)
    except BaseException as error:
        _remove(sorted_.stored.values())
        if isinstance(error, OSError):
            reason = error.strerror or str(error)
            raise IndexNotWritten(directory=current.directory, reason=reason) from error
        raise
    if report is not None:
        report = _drop_unread(
            report, sorted_, root, folder, {document.source for document in documents}
        )
    current.refresh()
    return ChangeReport(
        added=tuple(path.name for path in sorted_.stored.values()),
        known=tuple(sorted_.known),
        refused=tuple(sorted_.refused),
        build=report,
    )


def _sort(
    file: GivenFile, folder: Path, root: Path, titles: dict[str, str], sorted_: _Sorted
) -> None:
    """Store a file that may become a document, or say why it does not."""
    name = safe_name(file.name)
    refusal = OwnFile(source=name) if name in OWN_FILES else find_refusal(Path(name))
    try:
        size = file.path.stat().st_size
        if refusal is None and size > LARGEST_FILE:
            refusal = OversizedSource(
                source=name, size=file_size(size), limit=file_size(LARGEST_FILE)
            )
        digest = "" if refusal else _digest(file.path)
    except OSError as error:
        refusal = UnreadableSource(source=name, reason=error.strerror or str(error))
    if refusal is not None:
        sorted_.refused.append(refusal)
    elif digest in titles:
        sorted_.known.append((name, titles[digest]))
    else:
        stored = _store(file.path, folder, name)
        sorted_.stored[source_name(stored, root)] = stored
        titles[digest] = stored.name


def _digest(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _store(path: Path, folder: Path, name: str) -> Path:
    """Copy a file into a folder for good, under a name that no other file has there."""
    folder.mkdir(exist_ok=True)
    unfinished = folder / f"{_UNFINISHED}{secrets.token_hex(8)}"
    try:
        with path.open("rb") as source, unfinished.open("xb") as copy:
            shutil.copyfileobj(source, copy)
            copy.flush()
            os.fsync(copy.fileno())
        number = 1
        while True:
            target = folder / numbered_name(name, number)
            try:
                # Unlike a rename, this never takes the place of another file.
                target.hardlink_to(unfinished)
                break
            except FileExistsError:
                number += 1
    finally:
        unfinished.unlink(missing_ok=True)
    sync_folder(folder)
    return target


def _drop_unread(
    report: BuildReport, sorted_: _Sorted, root: Path, folder: Path, known: Container[str]
) -> BuildReport:
    """Remove the copies that could not be read; return what else could not.

    A copy of an addition that was interrupted is removed as well, unless the index knows it: then
    it could be read once.
    """
    others: list[SourceError] = []
    for failure in report.failures:
        source = str(failure.values.get("source", ""))
        file = root / source
        if file.parent != folder.absolute() or source in known:
            others.append(failure)
            continue
        sorted_.stored.pop(source, None)
        _remove([file])
        sorted_.refused.append(type(failure)(**failure.values | {"source": file.name}))
    return replace(report, failures=tuple(others))


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        with suppress(OSError):
            path.unlink(missing_ok=True)
