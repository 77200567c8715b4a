"""The records of what a question sets on the rows of a table."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from retriever.tables import Column, Table

Operator: TypeAlias = Literal[
    "is", "is not", "contains", "any of", "starts in", "starts before", "starts after",
    "ends in", "ends before", "ends after", "covers", "=", ">", ">=", "<", "<=",
]  # fmt: skip

SECTION: Final = "section"
"""What the place of a row in its document is called where it is a condition."""

ALTERNATIVES: Final = " | "
"""What stands between the values of `any of`."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on the rows of a table."""

    column: Column | None
    """None: the section that a row stands in."""
    operator: Operator
    value: str
    """As it is printed in the table where it is."""
    rows: frozenset[int]
    """Numbers of the rows that fulfil it."""
    of_status: bool = False
    """It is one of a few values of which each row has one."""

    @property
    def name(self) -> str:
        """The name of the column, or `SECTION`."""
        return SECTION if self.column is None else self.column.name


class AmbiguousQuestionError(Exception):
    """A part of the question could be read in two ways."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value that stands in a question, with its place."""

    condition: Condition
    start: int
    end: int


def rows_where(table: Table, holds: Callable[[int], object]) -> frozenset[int]:
    """Return the numbers of the rows of which something holds."""
    return frozenset(number for number in range(len(table.rows)) if holds(number))
