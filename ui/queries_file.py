"""Questions in bulk: a file of JSON lines, one question each."""

import json
from dataclasses import dataclass
from pathlib import Path

from indexer.decoding import decode
from indexer.errors import QueriesError, SourceNotFound, UnreadableSource


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
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise SourceNotFound(source=path) from error
    except OSError as error:
        raise UnreadableSource(source=path, reason=error.strerror or error) from error
    text, _ = decode(content, str(path))
    queries: list[NumberedQuestion] = []
    seen: set[str] = set()
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        query = _read_line(path, number, line)
        if query.id in seen:
            raise QueriesError(source=path, line=number, reason=f'the id "{query.id}" comes twice')
        seen.add(query.id)
        queries.append(query)
    return queries


def _read_line(path: Path, number: int, line: str) -> NumberedQuestion:
    try:
        values = json.loads(line)
    except ValueError as error:
        raise QueriesError(source=path, line=number, reason=f"not JSON ({error})") from error
    if not isinstance(values, dict) or not isinstance(values.get("question"), str):
        raise QueriesError(
            source=path, line=number, reason='needs an object with "id" and "question"'
        )
    if not isinstance(values.get("id"), str | int):
        raise QueriesError(source=path, line=number, reason='needs an "id"')
    return NumberedQuestion(str(values["id"]), values["question"])
