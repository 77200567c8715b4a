"""How a question about a table was understood, in words."""

from indexer.passages import Language
from retriever.table_answers import Filter, TableAnswer
from retriever.table_filters import SECTION
from ui.messages import message


def condition_text(condition: Filter, language: Language) -> str:
    """Return a condition as it is shown: `Status of Implementation = Completed`."""
    column = (
        message("section-column", language) if condition.column == SECTION else condition.column
    )
    return message(f"op-{condition.operator}", language, column=column, value=condition.value)


def understood(table: TableAnswer, language: Language) -> list[str]:
    """Return the conditions of an answer, and what it is grouped by, in words."""
    shown = [condition_text(condition, language) for condition in table.filters]
    if table.operation == "group":
        column = message("section-column", language) if table.column == SECTION else table.column
        shown.append(message("grouped-by", language, column=column))
    return shown or [message("no-filter", language)]


def rows_count(table: TableAnswer, language: Language) -> str:
    """Return how many rows an answer stands on, in words."""
    count = len(table.rows)
    if count == 1:
        return message("rows-count-one", language)
    return message("rows-count", language, count=count)
