"""An answer from a table as text for a terminal."""

from collections.abc import Mapping, Sequence
from typing import Final

from indexer.passages import Language
from retriever.hits import Citation
from retriever.table_answers import TableAnswer
from ui.columns import cut, safe, table_text, wrapped
from ui.conditions import rows_count, understood
from ui.messages import message

ROWS_SHOWN: Final = 20
"""Rows that a terminal shows; `--json` has all of them."""

_INDENT = "  "


def table_block(
    table: TableAnswer, citations: Sequence[Citation], language: Language, width: int
) -> str:
    """Return an answer from a table: what it says, how it was understood, and its rows."""
    parts = message("separator", language).join(understood(table, language))
    lines = [
        _figure(table, language, width),
        wrapped(f"{message('understood', language)}{message('colon', language)}{parts}", width, ""),
    ]
    if table.operation == "group":
        return "\n".join(lines)
    for passage, citation in zip(table.rows[:ROWS_SHOWN], citations, strict=False):
        cells = [cell for _, cell in passage.fields if cell]
        first = next((cell for cell in cells if cell != passage.label), passage.text)
        lines.append(cut(f"{_INDENT}{citation.in_language(language)}  {safe(first)}", width))
    more = len(table.rows) - ROWS_SHOWN
    if more > 0:
        lines.append(_INDENT + message("rows-more", language, count=more))
    return "\n".join(lines)


def _figure(table: TableAnswer, language: Language, width: int) -> str:
    if isinstance(table.value, Mapping):
        return table_text([[cut(group, width - 12), str(n)] for group, n in table.value.items()])
    if table.operation == "list":
        return rows_count(table, language)
    return wrapped(str(table.value), width, "")
