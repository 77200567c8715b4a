"""What programs read of the library: its documents, and what is done to it, as plain values."""

from pathlib import Path

from indexer.errors import YinjuError
from indexer.manifest import IndexedDocument, Manifest
from indexer.passages import KINDS, Language
from indexer.scope import ExcludedDocument, is_added
from indexer.store_records import Amounts
from ui.library_adding import ChangeReport
from ui.library_work import Change
from ui.messages import error_message
from ui.records import Record
from ui.working import Cancelled


def document_record(
    document: IndexedDocument, amounts: Amounts, manifest: Manifest, directory: Path
) -> Record:
    """Return a document as `yinju documents --json` prints it.

    Parameters
    ----------
    directory
        Of the index.
    """
    return {
        "source": document.source,
        "title": document.title,
        "symbol": document.symbol,
        "languages": list(document.languages),
        "passages": {
            language: {
                kind: amounts.passages[language, kind]
                for kind in KINDS
                if (language, kind) in amounts.passages
            }
            for language in document.languages
        },
        "pages": amounts.pages,
        "characters": amounts.characters,
        "indexed": document.indexed or manifest.created,
        "added": is_added(Path(manifest.scope.root, document.source), directory),
        "removed": None,
    }


def excluded_record(document: ExcludedDocument) -> Record:
    """Return a document that was removed, and can be brought back."""
    return {"source": document.source, "title": document.title, "removed": document.since}


def report_record(report: ChangeReport, language: Language) -> Record:
    """Return what came of a change.

    Parameters
    ----------
    language
        Of the reasons why files were not read.
    """
    build = report.build
    unread = (*report.refused, *(build.failures if build else ()))
    return {
        "added": list(report.added),
        "known": [{"name": name, "title": title} for name, title in report.known],
        "not_read": [error_message(error, language) for error in unread],
        "documents": {
            "added": build.added if build else 0,
            "changed": build.changed if build else 0,
            "removed": build.removed if build else 0,
        },
    }


def change_record(change: Change, language: Language) -> Record:
    """Return a change that is going on, or what came of one that is done.

    `state` is `going on`, `done`, `cancelled` or `failed`; only what is done has a `report`.
    """
    record: Record = {"number": change.number, "kind": change.kind, "names": list(change.names)}
    outcome = change.outcome
    if outcome is None:
        stage, done, total = change.step or ("waiting", 0, 0)
        return record | {"state": "going on", "stage": stage, "done": done, "total": total}
    if isinstance(outcome, Cancelled):
        return record | {"state": "cancelled"}
    if isinstance(outcome, YinjuError):
        return record | {"state": "failed", "reason": error_message(outcome, language)}
    return record | {"state": "done", "report": report_record(outcome, language)}
