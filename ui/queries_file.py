"""Questions in bulk: a file of JSON lines, one question each."""

import json
from dataclasses import dataclass
from pathlib import Path

from ui.errors import LineWithoutId, LineWithoutQuestion, NoJson
from ui.numbered_lines import read_numbered


@dataclass(frozen=True, slots=True)
class NumberedQuestion:
    """A question of a file."""

    id: str
    question: str


def read_queries(path: Path) -> list[NumberedQuestion]:
    """Return the questions of a file of JSON lines with `id` and `question`; blank lines are none.

    Raises
    ------
    QueriesError
        A line is not of that form, or an id comes twice; nothing is searched then.
    SourceError
        The file is missing, empty or no text.
    """
    return read_numbered(path, _read_line)


def _read_line(line: str) -> NumberedQuestion:
    try:
        values = json.loads(line)
    except ValueError as error:
        raise NoJson(reason=error) from error
    if not isinstance(values, dict) or not isinstance(values.get("question"), str):
        raise LineWithoutQuestion()
    if not isinstance(values.get("id"), str | int):
        raise LineWithoutId()
    return NumberedQuestion(str(values["id"]), values["question"])
