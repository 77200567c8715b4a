"""What can be asked of the columns of a table, for people who change how a question was read."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, get_args
from weakref import WeakKeyDictionary

from retriever.cells import split_items
from retriever.table_amounts import AmountOperator, PeriodOperator
from retriever.table_filters import SECTION, Operator
from retriever.table_values import few_values
from retriever.tables import Column, Table

SUGGESTED: Final = 200
"""How many values of a column are named at most, those of most rows."""
PERIODS: Final[tuple[PeriodOperator, ...]] = get_args(PeriodOperator)
AMOUNTS: Final[tuple[AmountOperator, ...]] = get_args(AmountOperator)


@dataclass(frozen=True, slots=True)
class ColumnChoices:
    """What can be asked of a column."""

    column: str
    """Its header; `SECTION` for the heading that the rows stand under."""
    operators: tuple[Operator, ...]
    values: tuple[str, ...]
    """As they are printed, those of most rows first."""
    closed: bool
    """There are no other values."""


_offered: Final[WeakKeyDictionary[Table, tuple[ColumnChoices, ...]]] = WeakKeyDictionary()


def offer_choices(table: Table) -> tuple[ColumnChoices, ...]:
    """Return what can be asked of each column, the section first; found once for a table."""
    choices = _offered.get(table)
    if choices is None:
        choices = _offered[table] = tuple(_offer(table))
    return choices


def _offer(table: Table) -> Iterator[ColumnChoices]:
    sections = table.sections()
    if 1 < len(sections) <= SUGGESTED:
        yield ColumnChoices(SECTION, ("is", "any of"), sections, closed=True)
    for column in table.columns:
        if "serial" in column.facets:
            yield ColumnChoices(column.name, ("is",), (), closed=False)
            continue
        few = set(few_values(table, column))
        if few:
            operators: tuple[Operator, ...] = ("is", "is not", "any of")
            yield ColumnChoices(column.name, operators, _printed(table, column), closed=True)
            continue
        words: tuple[Operator, ...] = ("contains", "any of")
        years: tuple[Operator, ...] = PERIODS if "years" in column.facets else ()
        amounts: tuple[Operator, ...] = AMOUNTS if "amount" in column.facets else ()
        operators = (*(() if amounts else words), *years, *amounts)
        yield ColumnChoices(column.name, operators, _items(table, column), closed=False)


def _printed(table: Table, column: Column) -> tuple[str, ...]:
    """Return the cells of a column as most rows print them, each value once."""
    printed: dict[str, Counter[str]] = {}
    for row in table.rows:
        text = row.cells[column.number].text.strip(" .。")
        if text:
            printed.setdefault(text.lower(), Counter())[text] += 1
    ordered = sorted(printed.values(), key=lambda counted: -counted.total())
    return tuple(counted.most_common(1)[0][0] for counted in ordered)


def _items(table: Table, column: Column) -> tuple[str, ...]:
    """Return what the cells of a column list most often, as it is printed."""
    counts: Counter[str] = Counter()
    printed: dict[str, str] = {}
    for row in table.rows:
        cell = row.cells[column.number]
        text, items = cell.text, cell.items
        if not column.whole:
            text, items = cell.bodies, split_items(cell.bodies)
        counts.update(items)
        for item in items:
            place = text.lower().find(item)
            printed.setdefault(item, text[place : place + len(item)] if place >= 0 else item)
    return tuple(printed[item] for item, _ in counts.most_common(SUGGESTED))
