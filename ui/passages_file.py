"""Passages in bulk: a file of JSON lines, each naming one passage by its id or by its place."""

import json
from dataclasses import dataclass
from pathlib import Path

from indexer.passages import Passage, Span
from indexer.store import PassageStore
from retriever.locating import passage_at
from ui.errors import UnreadableLine
from ui.numbered_lines import read_numbered


@dataclass(frozen=True, slots=True)
class NumberedPassage:
    """A passage that a file names."""

    id: str
    passage: Passage
    """A heading stands for its section."""


def read_passages(path: Path, store: PassageStore) -> list[NumberedPassage]:
    """Return the passages that a file names; blank lines name none.

    A line has `id` and either `passage_id` or `source` and `span`.

    Raises
    ------
    QueriesError
        A line is not of that form, names no passage of the index, or has the id of another one.
    SourceError
        The file is missing, empty or no text.
    """
    return read_numbered(path, lambda line: _read_line(line, store))


def _read_line(line: str, store: PassageStore) -> NumberedPassage:
    try:
        values = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UnreadableLine() from error
    if not isinstance(values, dict) or not isinstance(values.get("id"), str | int):
        raise UnreadableLine()
    return NumberedPassage(str(values["id"]), _find(values, store))


def _find(values: dict[str, object], store: PassageStore) -> Passage:
    passage_id, source = values.get("passage_id"), values.get("source")
    if isinstance(passage_id, str):
        return store.passage(passage_id)
    if not isinstance(source, str):
        raise UnreadableLine()
    return passage_at(store, source, _read_span(values.get("span")))


def _read_span(value: object) -> Span:
    if not isinstance(value, list) or len(value) != 2:
        raise UnreadableLine()
    start, end = value
    # subtle: true is an int to Python.
    if type(start) is not int or type(end) is not int or not 0 <= start < end:
        raise UnreadableLine()
    return start, end
