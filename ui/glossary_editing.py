"""Adding to the glossary of a collection: an entry is written, the index brought up to date."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn

from indexer.build import build_index
from indexer.decoding import decode
from indexer.errors import SourceNotFound
from indexer.glossary import COLUMNS, find_glossaries
from indexer.glossary_entries import GlossaryEntry
from indexer.languages import is_han
from indexer.own_files import GLOSSARY_NAME
from indexer.progress import Progress
from indexer.scope import all_paths
from retriever.search import Index
from ui.current_index import CurrentIndex
from ui.indexed_paths import (
    EDITING,
    find_beside_documents,
    find_root,
    indexed_paths,
    replace_file,
    restore,
)

LONGEST_NAME: Final = 300
"""Characters of the longest cell that is taken."""


class EntryError(Exception):
    """An entry cannot be added; a message says why.

    Parameters
    ----------
    key
        Of the message.
    values
        For its placeholders.
    """

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What a reader wants to add; each with alternatives separated by ``|``, as in the file."""

    zh: str
    en: str
    acronym: str

    def cells(self) -> dict[str, tuple[str, ...]]:
        """Return the names by the columns of a glossary."""
        return {"zh": _names(self.zh), "en": _names(self.en), "acronym": _names(self.acronym)}

    def line(self) -> str:
        """Return the entry as a line of a glossary, without its end."""
        cells = self.cells()
        return "\t".join("|".join(cells.get(column, ())) for column in COLUMNS).rstrip("\t")


def add_entry(current: CurrentIndex, entry: NewEntry, progress: Progress) -> None:
    """Add an entry to the glossary file of the collection, and bring the index up to date.

    The file is as it was if the index cannot be built. One entry is added at a time.

    Raises
    ------
    EntryError
        It is no entry, is known already, or there is no file to write it to.
    YinjuError
        As `indexer.build.build_index`.
    """
    with EDITING:
        with current.lease() as index:
            check_entry(entry, index.glossary)
            root = _find_root(index)
            paths = indexed_paths(index, root)
            beside = find_beside_documents(index, root, GLOSSARY_NAME)
        file = next(iter(find_glossaries(all_paths(paths, current.directory))), beside)
        before = _write(file, entry)
        try:
            build_index(paths, current.directory, root=root, progress=progress)
        except BaseException:
            restore({file: before})
            raise
        current.refresh()


def check_entry(entry: NewEntry, glossary: Sequence[GlossaryEntry]) -> None:
    """Make sure that an entry can be added.

    Raises
    ------
    EntryError
        A language is missing, a name is too long or in the field of the other language, or
        nothing of it is new.
    """
    cells = entry.cells()
    if not cells["zh"]:
        raise EntryError("entry-needs-chinese")
    if not cells["en"] and not cells["acronym"]:
        raise EntryError("entry-needs-english")
    for column, names in cells.items():
        for name in names:
            if len(name) > LONGEST_NAME:
                raise EntryError("entry-too-long", limit=LONGEST_NAME)
            if any(map(is_han, name)) != (column == "zh"):
                key = "entry-not-chinese" if column == "zh" else "entry-not-english"
                raise EntryError(key, name=name)
    for known in glossary:
        if known.origin != "local" and _holds(known, cells):
            raise EntryError("entry-known")


def _holds(known: GlossaryEntry, cells: dict[str, tuple[str, ...]]) -> bool:
    english = {name.casefold() for name in known.en}
    return (
        set(cells["zh"]) <= set(known.zh)
        and {name.casefold() for name in cells["en"]} <= english
        and set(cells["acronym"]) <= set(known.acronyms)
    )


def _names(cell: str) -> tuple[str, ...]:
    # White space of any kind, tabs and line ends above all, would end the cell.
    parts = (" ".join(re.sub(r"[\x00-\x1f\x7f]", " ", part).split()) for part in cell.split("|"))
    return tuple(dict.fromkeys(filter(None, parts)))


def _find_root(index: Index) -> Path:
    try:
        return find_root(index)
    except SourceNotFound as error:
        raise EntryError("sources-gone", **error.values) from error


def _write(file: Path, entry: NewEntry) -> bytes | None:
    """Add a line to a glossary, or make one with it; return what the file was before."""
    before: bytes | None = None
    text, encoding = "\t".join(COLUMNS), "utf-8"
    try:
        if file.exists():
            before = file.read_bytes()
            text, encoding = decode(before, str(file))
        end = "\r\n" if "\r\n" in text else "\n"
        added = ("" if text.endswith("\n") else end) + entry.line() + end
        # Bytes are added to bytes, so that all that stands there stays, a byte order mark too.
        kept = text.encode() if before is None else before
        replace_file(file, kept + added.encode(encoding))
    except OSError as error:
        _refuse_file(file, error.strerror or str(error))
    except UnicodeEncodeError as error:
        _refuse_file(file, f"{encoding}: {error.reason}")
    return before


def _refuse_file(file: Path, reason: str) -> NoReturn:
    raise EntryError("glossary-not-written", path=file, reason=reason)
