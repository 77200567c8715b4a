"""The command for what the other language says on the same subject: `yinju compare`."""

import argparse

from indexer.passages import Language, Passage
from retriever.compared_texts import TextReader
from retriever.comparing import compare_passage
from retriever.search import cite_passage, open_index
from retriever.section_passages import find_heading
from ui.output import opened
from ui.passages_file import read_passages
from ui.progress import watched
from ui.records import counterparts_record, to_line
from ui.terminal import counterparts_text


def run_compare(options: argparse.Namespace, language: Language, width: int) -> None:
    """Print the counterparts of a passage, of a section, or of all that a file names."""
    index = open_index(options.index)
    reader = TextReader(index)
    if options.passages is not None:
        named = read_passages(options.passages, index.store)
        with opened(options.output) as file:
            for item in watched(named, language, "stage-compare"):
                counterparts = compare_passage(reader, item.passage, top_k=options.top_k)
                record = counterparts_record(item.passage, counterparts, item.id)
                file.write(to_line(record) + "\n")
        return
    asked = _asked(options, reader)
    found = compare_passage(reader, asked, top_k=options.top_k)
    with opened(options.output) as file:
        if options.json or options.output:
            file.write(to_line(counterparts_record(asked, found)) + "\n")
        else:
            citation = cite_passage(index, asked)
            file.write(counterparts_text(asked, citation, found, language, width) + "\n")


def _asked(options: argparse.Namespace, reader: TextReader) -> Passage:
    """Return the passage that is asked for, of a section its heading.

    Raises
    ------
    UnknownPassage, UnknownSection
        The index has none with this id.
    """
    if options.passage is not None:
        return reader.index.store.passage(options.passage)
    return find_heading(reader.index.store, options.section)
