"""Paths to raw documents: which files there are, and what one of them holds."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.decoding import decode
from indexer.errors import SourceError, SourceNotFound, UnreadableSource, UnsupportedFormat
from indexer.passages import RawDocument

SUFFIXES = frozenset({".txt", ".text", ".md", ".markdown"})
"""Of the files that are taken from folders, in lower case."""


@dataclass(frozen=True, slots=True)
class FoundSources:
    """The files under some paths."""

    files: tuple[Path, ...]
    """Sorted, each file once."""
    errors: tuple[SourceError, ...]
    """Paths that lead to no file, in the order in which they were met."""


def find_sources(paths: Sequence[Path]) -> FoundSources:
    """Return the files to read: those named, and the text files in the folders named.

    In folders only files with one of `SUFFIXES` are taken, at any depth, and what is hidden by a
    leading full stop is passed over (`.git`, `.venv`, `.yinju`). Links to folders are followed,
    but no folder is entered twice, so that a loop ends. A file that several paths lead to is taken
    once, by the first of its names; where one is a link, by the name that is none.

    Parameters
    ----------
    paths
        Files and folders. A file that is named may have no suffix, and may be hidden.
    """
    found: list[Path] = []
    errors: list[SourceError] = []
    for path in paths:
        _find(path, found, errors)
    return FoundSources(_distinct(found), tuple(errors))


def read(path: Path, *, root: Path) -> RawDocument:
    """Return the decoded text of a file under the name by which the index keeps it.

    Parameters
    ----------
    path
        The file.
    root
        What the name is relative to if the file is below it.

    Raises
    ------
    UnreadableSource
        The system refuses to read the file.
    BinarySource, EmptySource, UndecodableSource
        As `indexer.decoding.decode`.
    """
    source = source_name(path, root)
    if not _is_unicode(source):
        printable = source.encode(errors="backslashreplace").decode()
        raise UnreadableSource(source=printable, reason="its name is not valid UTF-8")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableSource(source=source, reason=error.strerror or str(error)) from error
    text, encoding = decode(content, source)
    return RawDocument(source, hashlib.sha256(content).hexdigest(), encoding, text)


def source_name(path: Path, root: Path) -> str:
    """Return how the index names a file: relative to the root if it is below it, with `/`.

    Links are not resolved: a collection that is linked into the root keeps the name under which
    the reader knows it, wherever the link leads, and keeps its passage ids when the link moves.
    """
    absolute = _absolute(path)
    base = _absolute(root)
    return (absolute.relative_to(base) if absolute.is_relative_to(base) else absolute).as_posix()


def _absolute(path: Path) -> Path:
    # Not Path.absolute, which keeps `..`; not Path.resolve, which follows links.
    return Path(os.path.abspath(path))  # noqa: PTH100


def _is_unicode(name: str) -> bool:
    # Python keeps bytes of a name that are not UTF-8 as half surrogate pairs.
    return not any("\ud800" <= char <= "\udfff" for char in name)


def _find(path: Path, found: list[Path], errors: list[SourceError]) -> None:
    """Add what a path that was named leads to."""
    try:
        if path.is_dir():
            found.extend(_walk(path, errors))
            return
        path.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        errors.append(SourceNotFound(source=path))  # ValueError: a NUL in the name
        return
    except OSError as error:
        errors.append(UnreadableSource(source=path, reason=error.strerror or error))
        return
    suffix = path.suffix.lower()
    if suffix and suffix not in SUFFIXES:
        errors.append(UnsupportedFormat(source=path, suffix=suffix))
    else:
        found.append(path)


def _walk(folder: Path, errors: list[SourceError]) -> Iterator[Path]:
    """Yield the text files in a folder; links to folders last, so that true names come first."""
    entered: set[tuple[int, int]] = set()

    def refuse(error: OSError) -> None:
        errors.append(UnreadableSource(source=error.filename, reason=error.strerror or str(error)))

    waiting = [folder]
    for start in waiting:
        if not _enter(start, entered):
            continue
        for name, folders, files in os.walk(start, onerror=refuse):
            here = Path(name)
            inner = [here / folder for folder in sorted(folders) if folder[0] != "."]
            waiting.extend(path for path in inner if path.is_symlink())
            folders[:] = [
                path.name for path in inner if not path.is_symlink() and _enter(path, entered)
            ]
            yield from (here / file for file in files if _is_text(here / file))


def _is_text(path: Path) -> bool:
    """Tell whether a file in a folder is to be read; pipes and devices would never end."""
    if path.name[0] == "." or path.suffix.lower() not in SUFFIXES:
        return False
    # A link to nothing is taken, so that reading it says what is wrong.
    return path.is_file() or not path.exists()


def _enter(folder: Path, entered: set[tuple[int, int]]) -> bool:
    """Tell whether a folder is met for the first time."""
    try:
        status = folder.stat()
    except OSError:
        return True  # walking into it reports why
    key = (status.st_dev, status.st_ino)
    if key in entered:
        return False
    entered.add(key)
    return True


def _distinct(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Return paths sorted, without those that lead to a file that another leads to."""
    first: dict[str, Path] = {}
    for path in sorted(paths, key=lambda path: (_is_linked(path), _absolute(path))):
        first.setdefault(os.path.realpath(path), path)
    return tuple(sorted(first.values(), key=_absolute))


def _is_linked(path: Path) -> bool:
    """Tell whether a link is on the way to a file."""
    return os.path.realpath(path) != str(_absolute(path))
