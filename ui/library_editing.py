"""Removing documents from an index, bringing them back, and reading its paths again.

Whoever calls holds `ui.indexed_paths.EDITING`.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from indexer.build import build_index
from indexer.errors import IndexNotWritten
from indexer.progress import Progress
from indexer.scope import ExcludedDocument, is_added, rename_excluded
from retriever.named_documents import find_document
from ui.current_index import CurrentIndex
from ui.errors import LastDocument, NotRemoved
from ui.library_adding import ChangeReport
from ui.library_paths import find_collection

_REMOVED: Final = ".removed-"
"""How names begin of copies whose document is being removed; builds pass over what is hidden."""


def remove_document(current: CurrentIndex, name: str, progress: Progress) -> ChangeReport:
    """Take a document out of the index.

    Of a file that was added the copy is deleted. Any other file stays where it is, and its
    document stays out of all builds until `restore_document`.

    Parameters
    ----------
    name
        Its source, symbol or file name.

    Raises
    ------
    UnknownDocument, AmbiguousDocument
        As `retriever.named_documents.find_document`.
    LastDocument
        There is no other document.
    YinjuError
        As `ui.library_paths.find_collection` and `indexer.build.build_index`; the document stays.
    """
    with current.lease() as index:
        documents = index.manifest.documents
        document = find_document(documents, name)
        if len(documents) == 1:
            raise LastDocument(source=document.source)
        root, paths = find_collection(index)
        excluded = list(rename_excluded(index.manifest.scope, root))
    file = root / document.source
    if is_added(file, current.directory):
        with _hidden(file, current.directory):
            report = build_index(paths, current.directory, root=root, progress=progress)
    else:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        excluded.append(ExcludedDocument(document.source, document.title, now))
        report = build_index(
            paths, current.directory, root=root, excluded=excluded, progress=progress
        )
    current.refresh()
    return ChangeReport(build=report)


def restore_document(current: CurrentIndex, source: str, progress: Progress) -> ChangeReport:
    """Let a document that was removed come back, if its file is still there.

    Raises
    ------
    NotRemoved
        No such document was removed.
    YinjuError
        As `ui.library_paths.find_collection` and `indexer.build.build_index`; it stays out.
    """
    with current.lease() as index:
        root, paths = find_collection(index)
        excluded = rename_excluded(index.manifest.scope, root)
    kept = [document for document in excluded if document.source != source]
    if len(kept) == len(excluded):
        raise NotRemoved(source=source)
    report = build_index(paths, current.directory, root=root, excluded=kept, progress=progress)
    current.refresh()
    return ChangeReport(build=report)


def read_again(current: CurrentIndex, progress: Progress) -> ChangeReport:
    """Bring the index up to date with its paths.

    Raises
    ------
    YinjuError
        As `ui.library_paths.find_collection` and `indexer.build.build_index`.
    """
    with current.lease() as index:
        root, paths = find_collection(index)
    report = build_index(paths, current.directory, root=root, progress=progress)
    current.refresh()
    return ChangeReport(build=report)


@contextmanager
def _hidden(file: Path, directory: Path) -> Iterator[None]:
    """Hide a file from builds; it is deleted at the end, or back where something went wrong."""
    hidden = file.with_name(f"{_REMOVED}{file.name}")
    try:
        # The copy may have been deleted by hand, which is what is wanted.
        with suppress(FileNotFoundError):
            file.replace(hidden)
        try:
            yield
        except BaseException:
            with suppress(FileNotFoundError):
                hidden.replace(file)
            raise
        hidden.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise IndexNotWritten(directory=directory, reason=reason) from error
