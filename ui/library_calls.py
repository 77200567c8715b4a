"""What other programs can call of the library: its documents, and changes to them."""

from collections.abc import Callable, Sequence
from functools import partial

from indexer.errors import YinjuError
from indexer.passages import Language
from indexer.progress import Progress
from ui.call_errors import CallError
from ui.call_values import check_values
from ui.current_index import CurrentIndex
from ui.library_adding import ChangeReport, GivenFile, add_files
from ui.library_changes_view import listed_names
from ui.library_contents import file_name, find_documents
from ui.library_editing import read_again, remove_document, restore_document
from ui.library_records import change_record, document_record, excluded_record, report_record
from ui.library_work import Kind, LibraryWork
from ui.messages import message
from ui.records import Record
from ui.working import Cancelled


def call_documents(current: CurrentIndex, words: str, start: int, top_k: int) -> Record:
    """Return what the collection holds, and its documents as `yinju documents --json` prints them.

    Parameters
    ----------
    words
        Parts of titles, symbols and file names; all must be there. Empty for all documents.
    start, top_k
        The documents from this one on, counted from 0; and how many at most.
    """
    check_values(words=words, start=start, top_k=top_k)
    with current.lease() as index:
        manifest = index.manifest
        found = find_documents(manifest.documents, words)
        return {
            "found": len(found),
            "documents": [
                document_record(d, index.store.amounts(d.source), manifest, index.directory)
                for d in found[start : start + top_k]
            ],
            "removed": [excluded_record(document) for document in manifest.scope.excluded],
            "counts": {
                "documents": manifest.counts.documents,
                "passages": {
                    language: dict(kinds) for language, kinds in manifest.counts.passages.items()
                },
            },
            "indexed": manifest.created,
        }


def call_add(work: LibraryWork, files: Sequence[GivenFile], language: Language) -> Record:
    """Add files to the library, and return what came of that, once they can be found."""
    names = tuple(file.name for file in files)
    return _change(work, "add", names, partial(add_files, work.current, files), language)


def call_remove(work: LibraryWork, name: str, language: Language) -> Record:
    """Take a document out of the library; it is named by its source, symbol or file name."""
    check_values(name=name)
    change = partial(remove_document, work.current, name)
    return _change(work, "remove", (file_name(name),), change, language)


def call_restore(work: LibraryWork, name: str, language: Language) -> Record:
    """Let a document come back that was removed; it is named by its source."""
    check_values(name=name)
    change = partial(restore_document, work.current, name)
    return _change(work, "restore", (file_name(name),), change, language)


def call_update(work: LibraryWork, language: Language) -> Record:
    """Bring the index up to date with the folders and files that it was made of."""
    return _change(work, "update", (), partial(read_again, work.current), language)


def call_changes(work: LibraryWork, language: Language) -> Record:
    """Return the changes that are going on and those done last, the latest first."""
    return {"changes": [change_record(change, language) for change in work.changes()]}


def call_cancel(work: LibraryWork, number: int, language: Language) -> Record:
    """End a change as soon as it can be ended, and return what `call_changes` does."""
    check_values(number=number)
    work.cancel(number)
    return call_changes(work, language)


def _change(
    work: LibraryWork,
    kind: Kind,
    names: tuple[str, ...],
    change: Callable[[Progress], ChangeReport],
    language: Language,
) -> Record:
    outcome = work.do(kind, names, change)
    if isinstance(outcome, YinjuError):
        raise outcome
    if isinstance(outcome, Cancelled):
        update = "-update" if kind == "update" else ""
        shown = listed_names(names, language)
        raise CallError(message(f"cancelled{update}", language, names=shown))
    return report_record(outcome, language)
