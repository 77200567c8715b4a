"""The command for the bilingual glossary: `yinju glossary` shows it and adds to it."""

import argparse
from contextlib import closing

from indexer.passages import Language
from retriever.search import open_glossary
from ui.current_index import CurrentIndex
from ui.glossary_editing import NewEntry, add_entry
from ui.messages import message
from ui.progress import build_progress
from ui.records import glossary_record, to_line
from ui.terminal import glossary_text
from ui.waiting import when_free


def run_glossary(options: argparse.Namespace, language: Language, width: int) -> str:
    """Return the entries of the glossary for printing, or that one was added.

    Raises
    ------
    EntryError
        It cannot be added.
    IndexDirectoryError, GlossaryError
        As `indexer.build.build_index`.
    """
    if options.add is not None:
        return _add(options, language)
    wanted = options.filter.casefold()
    entries = [
        entry
        for entry in open_glossary(options.index)
        if any(wanted in name.casefold() for name in (*entry.zh, *entry.en, *entry.acronyms))
    ]
    if options.json:
        return "\n".join(to_line(glossary_record(entry)) for entry in entries)
    return glossary_text(entries, language, width)


def _add(options: argparse.Namespace, language: Language) -> str:
    zh, en = options.add
    with closing(CurrentIndex(options.index)) as current, build_progress(language) as progress:
        entry = NewEntry(zh, en, options.acronym)
        when_free(options.index, language, lambda: add_entry(current, entry, progress))
    return message("entry-added", language)
