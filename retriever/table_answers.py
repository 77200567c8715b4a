"""What a table answers: the rows that a question asks for, counted, listed, grouped or read."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from indexer.passages import Passage
from retriever.cells import split_items
from retriever.table_choices import ColumnChoices, offer_choices
from retriever.table_filters import Operator
from retriever.table_questions import Operation, TableQuery
from retriever.tables import Row

Value: TypeAlias = int | str | Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition as it was understood, to be shown."""

    column: str
    """Header of the column; `section` for the heading that the rows stand under."""
    operator: Operator
    value: str
    """Alternatives of `any of` are joined by `table_filters.ALTERNATIVES`."""


@dataclass(frozen=True, slots=True)
class TableAnswer:
    """What the rows of a table say to a question."""

    operation: Operation
    filters: tuple[Filter, ...]
    """All of them hold for each row."""
    value: Value
    """`count` and `list`: the number of rows; `value`: the cell, or what is asked for of it, as
    text; `group`: how many rows each group has, the largest first."""
    rows: tuple[Passage, ...]
    """In reading order."""
    column: str
    """What is grouped by or was looked up; empty for other operations."""
    choices: tuple[ColumnChoices, ...] = ()
    """What can be asked of the columns instead."""
    edited: bool = False
    """The conditions are others than the question was read with."""


def answer_query(query: TableQuery) -> TableAnswer | None:
    """Return the answer to a query; None where a cell is asked for that no row has."""
    rows = [query.table.rows[number] for number in query.rows()]
    value: Value
    if query.operation == "value":
        cells = dict.fromkeys(filter(None, (_cell(row, query) for row in rows)))
        value = "; ".join(cells)
        if not value:
            return None
    elif query.operation == "group":
        value = _group(rows, query)
    else:
        value = len(rows)
    named = query.operation in ("value", "group")
    return TableAnswer(
        operation=query.operation,
        filters=tuple(Filter(c.name, c.operator, c.value) for c in query.conditions),
        value=value,
        rows=tuple(row.passage for row in rows),
        column=(query.column.name if query.column else "section") if named else "",
        choices=offer_choices(query.table),
    )


def _cell(row: Row, query: TableQuery) -> str:
    if query.column is None:
        return ""
    cell = row.cells[query.column.number]
    if query.facet == "names":
        return cell.bodies
    if query.facet == "years" and cell.years is not None:
        return cell.text[cell.years.start : cell.years.end].strip("()（）")
    return "" if query.facet == "years" else cell.text


def _group(rows: Iterable[Row], query: TableQuery) -> dict[str, int]:
    counts = Counter(group for row in rows for group in _groups(row, query))
    places = {group: place for place, group in enumerate(counts)}
    return dict(sorted(counts.items(), key=lambda item: (-item[1], places[item[0]])))


def _groups(row: Row, query: TableQuery) -> Iterable[str]:
    column, facet = query.column, query.facet
    if column is None:
        return row.passage.section[-1:]
    cell = row.cells[column.number]
    if facet == "years":
        return [str(cell.years.first)] if cell.years else []
    if facet == "names":
        return _split_bodies(cell.bodies)
    return [_item_as_printed(cell.text, item) for item in cell.items] or [cell.text]


def _split_bodies(bodies: str) -> list[str]:
    return [_item_as_printed(bodies, item) for item in split_items(bodies)]


def _item_as_printed(text: str, item: str) -> str:
    place = text.lower().find(item)
    return text[place : place + len(item)] if place >= 0 else item
