"""Files that commands take in bulk: JSON lines, each with an id of its own."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

from indexer.decoding import decode
from indexer.errors import SourceNotFound, UnreadableSource, YinjuError
from ui.errors import QueriesError, RepeatedId


class Numbered(Protocol):
    """What a line names."""

    @property
    def id(self) -> str:
        """The id of the line."""


Item = TypeVar("Item", bound=Numbered)
Line = TypeVar("Line")


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
    ids: set[str] = set()

    def read_new(line: str) -> Item:
        item = read(line)
        if item.id in ids:
            raise RepeatedId(id=item.id)
        ids.add(item.id)
        return item

    return read_lines(path, read_new)


def read_lines(path: Path, read: Callable[[str], Line]) -> list[Line]:
    """Return what the lines of a file hold; blank lines hold nothing.

    Parameters
    ----------
    read
        Returns what one line holds, or raises a `YinjuError` that says what is wrong with it.

    Raises
    ------
    QueriesError
        A line cannot be read; which, and why.
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
    lines: list[Line] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            lines.append(read(line))
        except YinjuError as error:
            raise QueriesError(source=path, line=number, reason=error) from error
    return lines
