"""Conditions on a table that people set, each with the rows that fulfil it."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import cast

from indexer.gazetteer import Gazetteer
from indexer.normalization import fold
from retriever.cells import find_names
from retriever.columns import folded
from retriever.errors import NoColumnCalled, NoSuchComparison, NotANumber
from retriever.listed_names import listed
from retriever.table_amounts import (
    PeriodOperator,
    rows_of_amounts,
    rows_of_years,
)
from retriever.table_answers import Filter
from retriever.table_choices import AMOUNTS, PERIODS, ColumnChoices, offer_choices
from retriever.table_filters import ALTERNATIVES, SECTION, Condition, rows_where
from retriever.table_questions import TableQuery
from retriever.table_values import rows_with_item, rows_with_name, rows_with_value
from retriever.tables import Column, Table


def refine(query: TableQuery, filters: Sequence[Filter], gazetteer: Gazetteer) -> TableQuery:
    """Return a query with other conditions; a value that is empty sets none yet.

    The conditions that a question was read with, given back, keep their rows.

    Parameters
    ----------
    gazetteer
        Of the index.

    Raises
    ------
    NoColumnCalled
        The table has no such column.
    NoSuchComparison
        Its cells cannot be compared so.
    NotANumber
        A year or an amount is compared with something else.
    """
    choices = {choice.column: choice for choice in offer_choices(query.table)}
    conditions = tuple(_condition(query.table, each, choices, gazetteer) for each in filters)
    named = any(c.value and c.column and "serial" in c.column.facets for c in conditions)
    # A cell is that of the row with a number; of others, the rows are what there is to see.
    operation = "list" if query.operation == "value" and not named else query.operation
    return replace(query, conditions=conditions, operation=operation)


def _condition(
    table: Table, given: Filter, choices: dict[str, ColumnChoices], gazetteer: Gazetteer
) -> Condition:
    choice = choices.get(given.column)
    if choice is None:
        raise NoColumnCalled(name=given.column, names=listed(choices))
    if given.operator not in choice.operators:
        raise NoSuchComparison(
            operator=given.operator, column=given.column, names=listed(choice.operators)
        )
    column = next((c for c in table.columns if c.name == given.column), None)
    if given.column == SECTION and choice.closed and not column:
        rows = _in_sections(table, given)
    elif column is None or not given.value.strip():
        rows = frozenset(range(len(table.rows)))
    else:
        rows = _rows(table, column, given, choice, gazetteer)
    return Condition(column, given.operator, given.value, rows)


def _in_sections(table: Table, given: Filter) -> frozenset[int]:
    if not given.value.strip():
        return frozenset(range(len(table.rows)))
    headings = _alternatives(given)
    return rows_where(table, lambda n: set(table.rows[n].passage.section[-1:]) & headings)


def _rows(
    table: Table, column: Column, given: Filter, choice: ColumnChoices, gazetteer: Gazetteer
) -> frozenset[int]:
    if given.operator in PERIODS or given.operator in AMOUNTS:
        return _compared(table, column, given)
    if "serial" in column.facets:
        label = given.value.strip()
        return rows_where(table, lambda number: table.rows[number].passage.label == label)
    rows: frozenset[int] = frozenset()
    for value in _alternatives(given):
        if choice.closed:
            rows |= rows_with_value(table, column, value.strip(" .。").lower())
        else:
            rows |= _containing(table, column, value, gazetteer)
    return frozenset(range(len(table.rows))) - rows if given.operator == "is not" else rows


def _compared(table: Table, column: Column, given: Filter) -> frozenset[int]:
    try:
        if given.operator in AMOUNTS:
            limit = Decimal(given.value.replace(",", ""))
            if not limit.is_finite():
                raise NotANumber(value=given.value, column=given.column)
            return rows_of_amounts(table, column, given.operator, limit)
        year = int(given.value)
    except (ValueError, InvalidOperation) as error:
        raise NotANumber(value=given.value, column=given.column) from error
    return rows_of_years(table, column, cast(PeriodOperator, given.operator), year)


def _containing(table: Table, column: Column, value: str, gazetteer: Gazetteer) -> frozenset[int]:
    """Return the rows whose cell has a name, lists an item, or else has these letters in it."""
    words = fold(value).text.strip()
    for name, (start, end) in find_names(words, gazetteer):
        if (start, end) == (0, len(words)) and (rows := rows_with_name(table, column, name)):
            return rows
    if rows := rows_with_item(table, column, words.lower()):
        return rows
    wanted = folded(value)
    return rows_where(table, lambda n: wanted in folded(table.rows[n].cells[column.number].text))


def _alternatives(given: Filter) -> set[str]:
    values = given.value.split(ALTERNATIVES) if given.operator == "any of" else [given.value]
    return {value.strip() for value in values if value.strip()}
