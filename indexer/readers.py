"""Paths to raw documents: which files there are, and what one of them holds."""

import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from indexer.decoding import decode
from indexer.errors import (
    DamagedSource,
    EmptySource,
    LegacyFormat,
    OversizedSource,
    SourceError,
    SourceNotFound,
    UnreadableSource,
    UnsupportedFormat,
)
from indexer.formats.extract import Extract
from indexer.own_files import OWN_FILES
from indexer.passages import RawDocument


def _read_text(content: bytes, source: str) -> Extract:
    text, encoding = decode(content, source)
    return Extract(text, encoding, marked=False)


def _read_html(content: bytes, source: str) -> Extract:
    from indexer.formats.html import read_html

    return read_html(content, source)


def _read_docx(content: bytes, source: str) -> Extract:
    from indexer.formats.docx import read_docx

    return read_docx(content, source)


def _read_delimited(content: bytes, source: str) -> Extract:
    from indexer.formats.delimited import read_delimited

    return read_delimited(content, source)


def _read_xlsx(content: bytes, source: str) -> Extract:
    from indexer.formats.xlsx import read_xlsx

    return read_xlsx(content, source)


def _read_pdf(content: bytes, source: str) -> Extract:
    from indexer.formats.pdf_process import read_pdf_apart

    return read_pdf_apart(content, source)


_READERS: Final[Mapping[str, Callable[[bytes, str], Extract]]] = {
    ".txt": _read_text,
    ".text": _read_text,
    ".md": _read_text,
    ".markdown": _read_text,
    ".html": _read_html,
    ".htm": _read_html,
    ".xhtml": _read_html,
    ".docx": _read_docx,
    ".csv": _read_delimited,
    ".tsv": _read_delimited,
    ".xlsx": _read_xlsx,
    ".pdf": _read_pdf,
}
"""What reads a file, by its suffix in lower case; a file without a suffix is read as text."""

SUFFIXES = frozenset(_READERS)
"""Of the files that are taken from folders, in lower case."""

_LEGACY: Final[Mapping[str, str]] = {".doc": ".docx", ".xls": ".xlsx"}
"""Suffixes that are reported in folders as well, because whoever has such a file expects to find
what is in it."""

TEXT_LIMIT: Final = 16 * 2**20
"""Bytes of the largest text, page or table that is read, several times the longest book. What is
one line of that size takes two gigabytes of memory while it is divided. Of what is extracted from
other files as many code points: packed, they may take a thousandth of that."""
FILE_LIMIT: Final = 512 * 2**20
"""Bytes of the largest file of the other formats, most of which are pictures."""
_PACKED: Final = frozenset({".docx", ".xlsx", ".pdf"})

_OWNER_FILE = "~$"
"""How names begin of files that Office keeps beside those that are open."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The bytes of a file under the name by which the index keeps it."""

    source: str
    content: bytes
    sha256: str
    """Of the bytes, in hexadecimal."""


@dataclass(frozen=True, slots=True)
class FoundSources:
    """The files under some paths."""

    files: tuple[Path, ...]
    """Sorted, each file once."""
    errors: tuple[SourceError, ...]
    """Paths that lead to no file, in the order in which they were met."""


def find_sources(paths: Sequence[Path]) -> FoundSources:
    """Return the files to read: those named, and those in the folders named.

    In folders only files with one of `SUFFIXES` are taken, at any depth, and what is hidden by a
    leading full stop is passed over (`.git`, `.venv`, `.yinju`). Links to folders are followed,
    but no folder is entered twice, so that a loop ends. A file that several paths lead to is taken
    once, by the first of its names; where one is a link, by the name that is none. The files of the
    collection itself (`indexer.own_files`) are no documents, also where they are named.

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


def find_beside(
    paths: Sequence[Path], name: str, files: Iterable[Path] | None = None
) -> tuple[Path, ...]:
    """Return the files of this name that belong to what is indexed, sorted, each once.

    They lie beside the documents or above them, up to the folder that was named; for a document
    that was named itself, beside it.

    Parameters
    ----------
    paths
        Files and folders, as for `find_sources`.
    files
        Those that it found, where somebody has called it already.
    """
    tops = {_absolute(path if path.is_dir() else path.parent) for path in paths}
    if files is None:
        files = find_sources(paths).files
    beside = {_absolute(folder) for folder in {file.parent for file in files}}
    folders = {
        folder
        for start in beside
        for folder in (start, *start.parents)
        if any(folder.is_relative_to(top) for top in tops)
    }
    candidates = (path for folder in sorted(folders) if (path := folder / name).is_file())
    return tuple(sorted({os.path.realpath(path): path for path in candidates}.values()))


def read(path: Path, *, root: Path) -> RawDocument:
    """Return the text of a file under the name by which the index keeps it.

    Parameters
    ----------
    path, root
        As `load` takes them.

    Raises
    ------
    SourceError
        As `load` and `extract`.
    """
    return extract(load(path, root=root))


def load(path: Path, *, root: Path) -> SourceFile:
    """Return the bytes of a file under the name by which the index keeps it.

    Parameters
    ----------
    path
        The file.
    root
        What the name is relative to if the file is below it.

    Raises
    ------
    UnreadableSource
        The system refuses to read the file, or it is none: a pipe or a device would never end.
    OversizedSource
        It has more than `TEXT_LIMIT` or `FILE_LIMIT` bytes.
    """
    source = source_name(path, root)
    if not _is_unicode(source):
        printable = source.encode(errors="backslashreplace").decode()
        raise UnreadableSource(source=printable, reason="its name is not valid UTF-8")
    try:
        _require_readable(path, source)
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableSource(source=source, reason=error.strerror or str(error)) from error
    return SourceFile(source, content, hashlib.sha256(content).hexdigest())


def _require_readable(path: Path, source: str) -> None:
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableSource(source=source, reason="not a regular file")
    limit = TEXT_LIMIT if path.suffix.lower() not in _PACKED else FILE_LIMIT
    if status.st_size > limit:
        size = f"{status.st_size / 2**20:.0f} MB"
        raise OversizedSource(source=source, size=size, limit=f"{limit // 2**20} MB")


def extract(file: SourceFile) -> RawDocument:
    """Return the text of a file, read as what its suffix says it is.

    Raises
    ------
    SourceError
        One of its kinds: it is not what its name says, or damaged, or holds no text. No other
        error, whatever the bytes are.
    """
    suffix = PurePosixPath(file.source).suffix.lower()
    try:
        found = _READERS.get(suffix, _read_text)(file.content, file.source)
    except SourceError:
        raise
    except Exception as error:
        # What broken files make parsers raise is not known in advance; the other files go on.
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        raise DamagedSource(source=file.source, suffix=suffix, reason=reason) from error
    if not found.text.strip():
        raise EmptySource(source=file.source)
    if len(found.text) > TEXT_LIMIT:
        size = f"{len(found.text)} characters"
        raise OversizedSource(source=file.source, size=size, limit=TEXT_LIMIT)
    return RawDocument(
        source=file.source,
        sha256=file.sha256,
        encoding=found.encoding,
        text=found.text,
        marked=found.marked,
        title=found.title,
        pages=found.pages,
    )


def read_text(path: Path, *, root: Path) -> RawDocument:
    """Return the decoded text of a file whatever its suffix is: of tables about a collection.

    Parameters
    ----------
    path, root
        As `load` takes them.

    Raises
    ------
    UnreadableSource
        The system refuses to read the file.
    BinarySource, EmptySource, UndecodableSource
        As `indexer.decoding.decode`.
    """
    file = load(path, root=root)
    text, encoding = decode(file.content, file.source)
    return RawDocument(file.source, file.sha256, encoding, text)


def source_name(path: Path, root: Path) -> str:
    """Return how the index names a file: relative to the root if it is below it, with `/`.

    Links are not resolved: a collection that is linked into the root keeps the name under which
    the reader knows it, wherever the link leads, and keeps its passage ids when the link moves.
    """
    absolute = _absolute(path)
    base = _absolute(root)
    return (absolute.relative_to(base) if absolute.is_relative_to(base) else absolute).as_posix()


def find_refusal(path: Path) -> SourceError | None:
    """Return why no reader takes a file, None where one does."""
    suffix = path.suffix.lower()
    if suffix in _LEGACY:
        return LegacyFormat(source=path, suffix=_LEGACY[suffix])
    if suffix and suffix not in SUFFIXES:
        return UnsupportedFormat(source=path, suffix=suffix)
    return None


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
    if path.name in OWN_FILES:
        return
    refusal = find_refusal(path)
    if refusal is None:
        found.append(path)
    else:
        errors.append(refusal)


def _walk(folder: Path, errors: list[SourceError]) -> Iterator[Path]:
    """Yield the files to read in a folder; links to folders last: true names come first."""
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
            wanted = [
                path for file in files if _is_wanted(file) and _can_be_read(path := here / file)
            ]
            checked = [(path, find_refusal(path)) for path in wanted]
            errors.extend(refusal for _, refusal in checked if refusal is not None)
            yield from (path for path, refusal in checked if refusal is None)


def _is_wanted(name: str) -> bool:
    """Tell whether a file in a folder is to be read, by its name."""
    if name.startswith((".", _OWNER_FILE)) or name in OWN_FILES:
        return False
    # Not a path: a folder may hold a hundred thousand names of other kinds.
    suffix = name[name.rfind(".") :].lower()
    return suffix in SUFFIXES or suffix in _LEGACY


def _can_be_read(path: Path) -> bool:
    """Tell whether it is no pipe and no device, which would never end."""
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
    folders: dict[Path, tuple[Path, Path]] = {}

    def places(path: Path) -> tuple[Path, Path]:
        """Return where a file is, and where by its name. Each folder is looked up once."""
        folder = path.parent
        if folder not in folders:
            folders[folder] = Path(os.path.realpath(folder)), _absolute(folder)
        place, named = (found / path.name for found in folders[folder])
        return Path(os.path.realpath(place)) if place.is_symlink() else place, named

    found = []
    for path in paths:
        place, named = places(path)
        found.append((place != named, named.parts, place, path))
    first: dict[str, tuple[tuple[str, ...], Path]] = {}
    for _, parts, place, path in sorted(found, key=lambda each: each[:2]):
        first.setdefault(str(place), (parts, path))
    return tuple(path for _, path in sorted(first.values(), key=lambda each: each[0]))
