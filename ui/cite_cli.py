"""The command for citations to take away and to check: `yinju cite`."""

import argparse
import json
from contextlib import closing

from indexer.passages import Language
from retriever.errors import UnreadableReceipt
from retriever.quotations import quote_passage
from retriever.receipts import Checked, Receipt, check_receipt, read_receipt
from retriever.search import Index, cite_passage, open_index
from ui.citation_files import citation_file
from ui.columns import safe
from ui.messages import message
from ui.numbered_lines import read_lines
from ui.output import opened, write_bytes


def run_cite(options: argparse.Namespace, language: Language) -> None:
    """Write passages as quotations with their citations.

    Raises
    ------
    UnknownPassage
        The index has none with one of the ids.
    OutputNotWritten
        The file cannot be written.
    """
    style: Language = options.lang or language
    with closing(open_index(options.index)) as index:
        quotations = [quote_passage(index, index.store.passage(name)) for name in options.passages]
    file = citation_file(quotations, options.format, style, options.page)
    if options.format == "docx":
        write_bytes(options.output, file.content)
        return
    with opened(options.output) as output:
        output.write(file.content.decode())


def run_check(options: argparse.Namespace, language: Language) -> tuple[list[str], str]:
    """Return a line for each quotation that has moved or is gone, and one if there is none.

    Raises
    ------
    QueriesError, SourceError
        As `ui.numbered_lines.read_lines`.
    """
    style: Language = options.lang or language
    kept = read_lines(options.check, _read_line)
    with closing(open_index(options.index)) as index:
        checked = [check_receipt(index, receipt) for receipt, _ in kept]
        lines = [
            message(
                "receipt-line",
                style,
                line=number,
                citation=safe(named.get(style) or receipt.passage_id),
                state=_state(index, found, style),
            )
            for number, ((receipt, named), found) in enumerate(
                zip(kept, checked, strict=True), start=1
            )
            if found.state in ("moved", "gone")
        ]
    return lines, "" if lines else message("receipts-sound", style, count=len(kept))


def _state(index: Index, checked: Checked, style: Language) -> str:
    where = ""
    if checked.passage is not None:
        citation = cite_passage(index, checked.passage).in_language(style)
        where = f"{safe(citation)} [{safe(checked.passage.id)}]"
    return message(f"receipt-{checked.state}", style, citation=where)


def _read_line(line: str) -> tuple[Receipt, dict[str, str]]:
    """Return a receipt, and its citation in each language where the line has it."""
    try:
        values = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UnreadableReceipt() from error
    receipt = read_receipt(values)
    citation = values.get("citation")
    named = citation if isinstance(citation, dict) else {}
    return receipt, {name: text for name, text in named.items() if isinstance(text, str)}
