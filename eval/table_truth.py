"""Questions about tables, and what the rows of the table say to them.

The truth is computed from the passages by regular expressions over whole cells, apart from how
the search reads them.
"""

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.passages import Passage


@dataclass(frozen=True, slots=True)
class TableQuestion:
    """A question, and the cells that the rows it asks for have."""

    id: str
    question: str
    language: str
    operation: str
    """`count`, `list`, `value`, `group`; `none` where no table answers."""
    where: tuple[tuple[str, str], ...]
    """Column and regular expression; `section` is the innermost heading."""
    group: str
    """The column that is grouped by."""
    value: str
    """The cell that is asked for."""
    split: str


@dataclass(frozen=True, slots=True)
class Truth:
    """What is right."""

    value: int | str | dict[str, int]
    rows: frozenset[str]
    """Ids of passages."""


def read_table_questions(path: Path, split: str) -> list[TableQuestion]:
    """Return the questions of a split: `tune`, `check` or `all`."""
    questions = []
    for line in path.read_text(encoding="utf-8").splitlines():
        values = json.loads(line)
        if split not in (values["split"], "all"):
            continue
        questions.append(
            TableQuestion(
                id=values["id"],
                question=values["question"],
                language=values["lang"],
                operation=values["operation"],
                where=tuple((column, pattern) for column, pattern in values["where"]),
                group=values.get("group", ""),
                value=values.get("value", ""),
                split=values["split"],
            )
        )
    return questions


def compute_truth(question: TableQuestion, passages: Sequence[Passage]) -> Truth:
    """Return what the rows of tables among the passages say to a question."""
    rows = [
        passage
        for passage in passages
        if passage.kind == "table-row"
        and all(re.search(pattern, _cell(passage, column)) for column, pattern in question.where)
    ]
    ids = frozenset(row.id for row in rows)
    if question.operation == "value":
        return Truth(question.value, ids)
    if question.operation == "group":
        return Truth(dict(Counter(_cell(row, question.group) for row in rows)), ids)
    return Truth(len(rows), ids)


def _cell(passage: Passage, column: str) -> str:
    if column == "section":
        return passage.section[-1]
    return dict(passage.fields).get(column, "")
