"""The command for the documents of an index: `yinju documents` lists them, removes, brings back."""

import argparse
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from indexer.generations import open_current
from indexer.layout import STORE
from indexer.manifest import IndexedDocument, Manifest
from indexer.passages import Language
from indexer.progress import Progress
from indexer.store import PassageStore
from indexer.store_records import Amounts
from ui.columns import safe
from ui.current_index import CurrentIndex
from ui.indexed_paths import EDITING
from ui.library_adding import ChangeReport
from ui.library_contents import find_documents
from ui.library_editing import remove_document, restore_document
from ui.library_records import document_record, excluded_record
from ui.messages import message
from ui.numbers_and_dates import day_and_time, local_moment
from ui.progress import build_progress
from ui.records import to_line
from ui.waiting import when_free

_INDENT = "   "


def run_documents(options: argparse.Namespace, language: Language) -> str:
    """Return the documents of an index for printing, or that one was removed or brought back.

    Raises
    ------
    YinjuError
        As `ui.library_editing.remove_document` and `restore_document`, or as
        `indexer.generations.open_current`.
    """
    if options.remove is not None:
        _change(options.index, options.remove, remove_document, language)
        return message("report-remove", language, names=options.remove)
    if options.restore is not None:
        report = _change(options.index, options.restore, restore_document, language)
        came_back = report.build is not None and report.build.added
        key = "report-restore" if came_back else "report-restore-gone"
        return message(key, language, names=options.restore)
    return open_current(
        options.index, lambda manifest, folder: _list(options, manifest, folder, language)
    )


def _change(
    directory: Path,
    name: str,
    change: Callable[[CurrentIndex, str, Progress], ChangeReport],
    language: Language,
) -> ChangeReport:
    with (
        closing(CurrentIndex(directory)) as current,
        EDITING,
        build_progress(language) as progress,
    ):
        return when_free(directory, language, lambda: change(current, name, progress))


def _list(options: argparse.Namespace, manifest: Manifest, folder: Path, language: Language) -> str:
    found = find_documents(manifest.documents, options.filter)
    excluded = manifest.scope.excluded
    with closing(PassageStore.open(folder / STORE)) as store:
        amounts = {document.source: store.amounts(document.source) for document in found}
    if options.json:
        records = [document_record(d, amounts[d.source], manifest, options.index) for d in found]
        records += [excluded_record(document) for document in excluded]
        return "\n".join(map(to_line, records))
    lines = [message("documents-hold", language, count=len(found))]
    for document in found:
        lines += _lines(document, amounts[document.source], manifest, language)
    if excluded:
        lines.append(message("excluded-hold", language, count=len(excluded)))
        lines += [f"{safe(d.source)}\n{_INDENT}{safe(d.title)}" for d in excluded]
    return "\n".join(lines)


def _lines(
    document: IndexedDocument, amounts: Amounts, manifest: Manifest, language: Language
) -> list[str]:
    named = [safe(document.title), *([document.symbol] if document.symbol else [])]
    counted = [
        f"{message(f'language-{name}', language)} {message(f'kind-{kind}', language)} {count}"
        for (name, kind), count in amounts.passages.items()
    ]
    moment = local_moment(document.indexed or manifest.created)
    if moment is not None:
        time = day_and_time(moment, language)
        counted.append(message("document-indexed", language, time=time))
    return [
        safe(document.source),
        _INDENT + safe(" · ".join(named)),
        _INDENT + message("separator", language).join(counted),
    ]
