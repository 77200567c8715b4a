"""Files that commands take in bulk: JSON lines, each with an id of its own."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

from indexer.decoding import decode
from indexer.errors import (
    QueriesError,
    RepeatedId,
    SourceNotFound,
    UnreadableSource,
    YinjuError,
)


class Numbered(Protocol):
    """What a line names."""

    @property
    def id(self) -> str:
        """The id of the line."""


Item = TypeVar("Item", bound=Numbered)


def read_numbered(path: Path, read: Callable[[str], Item]) -> list[Item]:
    """Return what the lines of a file name; blank lines name nothing.

    Parameters
    ----------
    read
        Returns what one line names, or raises a `YinjuError` that says what is wrong with it.

    Raises
    ------
    QueriesError
        A line names nothing, or has the id of another one; which line, and why.
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
    items: dict[str, Item] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            item = read(line)
            if item.id in items:
                raise RepeatedId(id=item.id)
        except YinjuError as error:
            raise QueriesError(source=path, line=number, reason=error) from error
        items[item.id] = item
    return list(items.values())
