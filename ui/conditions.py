"""How a question about a table was understood, in words."""

from indexer.passages import Language
from retriever.table_answers import Filter, TableAnswer
from retriever.table_filters import SECTION
from ui.messages import message


def column_name(column: str, language: Language) -> str:
    """Return what a column is called where it is shown."""
    return message("section-column", language) if column == SECTION else column


def condition_text(condition: Filter, language: Language) -> str:
    """Return a condition as it is shown: `Status of Implementation = Completed`."""
    column = column_name(condition.column, language)
    value = condition.value or message("condition-no-value", language)
    return message(f"op-{condition.operator}", language, column=column, value=value)


def grouped(table: TableAnswer, language: Language) -> str:
    """Return what an answer is grouped by, in words."""
    return message("grouped-by", language, column=column_name(table.column, language))


def understood(table: TableAnswer, language: Language) -> list[str]:
    """Return the conditions of an answer, and what it is grouped by, in words."""
    shown = [condition_text(condition, language) for condition in table.filters]
    if table.operation == "group":
        shown.append(grouped(table, language))
    return shown or [message("no-filter", language)]


def rows_count(table: TableAnswer, language: Language) -> str:
    """Return how many rows an answer stands on, in words."""
    count = len(table.rows)
    if count == 1:
        return message("rows-count-one", language)
    return message("rows-count", language, count=count)
