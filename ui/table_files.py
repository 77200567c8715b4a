"""The rows of an answer from a table as files to take away: CSV, and a workbook (.xlsx)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from indexer.passages import Language
from retriever.hits import Citation
from retriever.table_answers import TableAnswer
from ui.messages import message
from ui.spreadsheets import to_csv, to_xlsx

FORMATS: Final = ("csv", "xlsx")

_MEDIA: Final[Mapping[str, str]] = {
    "csv": "text/csv;charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_WRITERS: Final[Mapping[str, Callable[[Sequence[Sequence[str]]], bytes]]] = {
    "csv": to_csv,
    "xlsx": to_xlsx,
}


@dataclass(frozen=True, slots=True)
class RowsFile:
    """A file of rows."""

    name: str
    media_type: str
    content: bytes


def rows_file(
    table: TableAnswer, citations: Sequence[Citation], file_format: str, language: Language
) -> RowsFile:
    """Return the rows of an answer, each with its citation in a language, as one of `FORMATS`."""
    columns = [name for name, _ in table.rows[0].fields] if table.rows else []
    rows = [[message("row-cited", language), *columns]]
    rows += [
        [citation.in_language(language), *(cell for _, cell in passage.fields)]
        for passage, citation in zip(table.rows, citations, strict=True)
    ]
    content = _WRITERS[file_format](rows)
    return RowsFile(f"rows.{file_format}", _MEDIA[file_format], content)
